"""Sixty mixed files from the inbox to the compilation, on SQLite with the worker as it runs.

    python benchmarks/inbox.py [--seed 4] [--paragraphs 120]

All of it is invented out of one seed: twenty Word files with tracked changes and margin comments,
twenty comment tables in Excel, twenty letters as text, from twenty invented states. They are
dropped in at once, read by the worker of `travaux work`, settled as first understood, taken in,
and compiled in the order of states as Word file and as workbook. Printed are the seconds of each
step as a person at the page would wait for it, and what came in. No peer does this.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from server import fresh_home

STATES = 20
HEADINGS = ("MB/NC", "Line number", "Clause/Subclause", "Paragraph/Figure/Table",
            "Type of comment (ge/te/ed)", "Comments", "Proposed change")  # fmt: skip


def states() -> list[str]:
    """Invented states, registered under codes that no state has."""
    from travaux.people.models import Country

    names = [f"State {chr(65 + n)}{chr(97 + n)} (invented)" for n in range(STATES)]
    Country.objects.bulk_create(
        [
            Country(code=f"X{chr(65 + n)}A", names={"en": name}, demonstration=True)
            for n, name in enumerate(names)
        ]
    )
    return names


def word_file(document: Any, state: str, chance: random.Random) -> bytes:
    """The draft as sent out, with ten tracked changes and five comments in the margin."""
    from travaux.core.formats.redlines import write_redline
    from travaux.core.formats.word_review import MarginComment, read_review
    from travaux.core.formats.word_review.writing import with_margin_comments

    blocks = list(document.blocks)
    places = [at for at, block in enumerate(blocks) if block.kind == "paragraph"]
    for at in chance.sample(places, 10):
        words = blocks[at].text.split()
        words[chance.randrange(len(words))] = "invented"
        blocks[at] = replace(blocks[at], text=" ".join(words))
    tracked = write_redline(document, replace(document, blocks=tuple(blocks)), "docx", author=state)
    body = [n for n, s in enumerate(read_review(tracked).stretches) if s.place == "body"]
    comments = [
        MarginComment(str(n), state, "2027-05-09T16:13:00Z", f"Invented remark {n}.", at, at, 0, 9)
        for n, at in enumerate(sorted(chance.sample(body[1:], 5)))
    ]
    return with_margin_comments(tracked, comments)


def table(paragraphs: int, state: str, chance: random.Random) -> bytes:
    """A comment table of fifteen rows in the columns of the ISO/IEC form."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Comments")
    sheet.write_row(0, 0, HEADINGS)
    for at in range(1, 16):
        place = str(chance.randint(1, paragraphs) if at < 15 else 9999)  # the last has no place
        cells = (state, "", "", place, ("ge", "te", "ed")[at % 3], f"Invented remark {at}.", "")
        for column, cell in enumerate(cells):
            sheet.write_string(at, column, cell)
    book.close()
    return out.getvalue()


def letter(paragraphs: int, state: str, chance: random.Random) -> bytes:
    """A letter as text on four paragraphs and on the whole."""
    parts = [f"{state}\n", "Dear colleagues,\n"]
    parts += [
        f"Paragraph {place}: invented words should be said more plainly.\n"
        for place in sorted(chance.sample(range(1, paragraphs), 4))
    ]
    return "\n".join([*parts, "On the text as a whole: well made.\n"]).encode()


def sixty(version: Any, names: list[str], seed: int) -> list[tuple[str, bytes]]:
    from travaux.drafts.queries import document_of

    chance, document = random.Random(seed), document_of(version)
    count = sum(block.kind == "paragraph" for block in document.blocks)
    files = []
    for name in names:
        files += [
            (f"{name}.docx", word_file(document, name, chance)),
            (f"{name}.xlsx", table(count, name, chance)),
            (f"{name}.txt", letter(count, name, chance)),
        ]
    chance.shuffle(files)
    return files


def waited(intake: Any) -> float:
    """Seconds until the worker has done what waits for this intake."""
    from travaux.plumbing.models import Job

    begun = time.monotonic()
    intake.refresh_from_db()
    while True:
        job = Job.objects.get(key=intake.job)
        if job.state not in (Job.State.WAITING, Job.State.RUNNING):
            return time.monotonic() - begun
        time.sleep(0.05)


def settled_in() -> None:
    """Wait until the worker has done a first task: it is there before the files are."""
    from django_q.models import Success
    from django_q.tasks import async_task

    before = Success.objects.count()
    async_task("travaux.plumbing.clock.now")
    until = time.monotonic() + 120
    while Success.objects.count() == before and time.monotonic() < until:
        time.sleep(0.2)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=4)
    asked.add_argument("--paragraphs", type=int, default=120)
    given = asked.parse_args()
    with fresh_home("sqlite") as environment:
        os.environ.update(environment)
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        import django

        django.setup()
        import made_up

        from travaux.comments.actions import open_intake, settle_intake
        from travaux.comments.models import Comment
        from travaux.comments.queries.compiling import compiled_file
        from travaux.plumbing import clock

        version = made_up.published(given.paragraphs, clock.now())
        officer = made_up.officer(clock.now())
        round = made_up.open_round_on(version, officer, clock.now())
        files = sixty(version, states(), given.seed)
        log = (Path(environment["TRAVAUX_HOME"]) / "worker.log").open("ab")
        command = [sys.executable, "-m", "travaux.cli.main", "work"]
        worker = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            settled_in()
            begun = time.monotonic()
            intake = open_intake(by=officer, round=round, files=files, at=clock.now())
            told = {"dropped in": time.monotonic() - begun, "read": waited(intake)}
            counts: dict[str, int] = {}
            for file in intake.files.all():
                counts[file.state] = counts.get(file.state, 0) + 1
            choices = {file.place: (file.member, "state", True) for file in intake.files.all()}
            settle_intake(by=officer, intake=intake, choices=choices, late=False, at=clock.now())
            told["taken in"] = waited(intake)
            for ending in ("docx", "xlsx"):
                here = time.monotonic()
                data = compiled_file(round, "en", "2027-05-10", ending, "BENCH/1/Comments")
                told[f"compiled as {ending}"] = time.monotonic() - here
                assert len(data) > 5000
            told["all"] = time.monotonic() - begun
        finally:
            worker.terminate()
            worker.wait(30)
            log.close()
        made = Comment.objects.filter(round=round)
        print(
            json.dumps(
                {
                    "seconds": {what: round_(took) for what, took in told.items()},
                    "files": counts,
                    "taken": intake.files.filter(state="taken").count(),
                    "comments": made.count(),
                    "without a place": made.filter(scope="unplaced").count(),
                }
            )
        )


def round_(took: float) -> float:
    return float(f"{took:.2f}")


if __name__ == "__main__":
    main()
