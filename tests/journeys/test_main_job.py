"""The main job by the command line: a draft goes out, is commented on, is answered, comes back.

With an invented text and table always; with a real text and its real comments where
TRAVAUX_REAL_DATA names the folder that holds them.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from travaux.answers.models import Answer, Release
from travaux.cli.main import app
from travaux.core.formats.comment_tables import read_comment_table
from travaux.core.ledger.signed import verify_document
from travaux.drafts.models import Paragraph
from travaux.journal.queries import verification
from travaux.plumbing.signing import ring

REAL = os.environ.get("TRAVAUX_REAL_DATA", "")

TEXT = """# 1 Harbours [harbours]

## 1.1 General [harbours.general]

1. Harbours serve people before ships.

2. Each harbour names an office that answers questions.

## 1.2 Safety [harbours.safety]

1. Lamps are lit at dusk.
"""
TABLE = (
    "MB/NC,Line number,Clause/Subclause,Paragraph/Figure/Table,Type of comment,Comments,"
    "Proposed change,Observations of the secretariat\n"
    'State Z,,harbours.general,2,te,"Name hours, too.",'
    '"Each harbour names an office that answers questions, and its hours.",Accepted\n'
    "State Y,4,harbours.safety,1,ed,Dusk is vague.,,NAD\n"
    "State Y,,harbours.general,,ge,Too short.,,Open\n"
    "Network of quays,,elsewhere,,te,This names no section that is here.,,Noted. Known already.\n"
)


def run(*words: str, status: int = 0) -> Any:
    """One command, as a script would call it; its JSON."""
    done = CliRunner().invoke(app, [*words, "--json"])
    assert done.exit_code == status, f"{words}: {done.output} {done.exception!r}"
    return json.loads(done.stdout) if done.stdout.strip() else None


def said(*words: str, status: int = 0) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == status, f"{words}: {done.output} {done.exception!r}"
    return done.output


BY = ("--as", "amina@example.org")
SECOND = ("--as", "bruno@example.org")


def main_job(
    folder: Path, text: Path, table: Path, *, release_first: bool
) -> tuple[dict[str, Any], list[Any]]:
    """Import, publish, round, comments, answers, release, next draft, publish, table."""
    told: dict[str, Any] = {}
    here = ("--process", "harbour")
    imported = run("draft", "import", str(text), "--symbol", "H/1", *here, *BY)
    version = imported["version"]
    told["paragraphs"] = imported["paragraphs"]
    run("draft", "publish", version, *BY)
    round = run(
        "round", "open", "--draft", version, "--from", "2024-01-01T00:00", "--to",
        "2024-03-01T00:00", "--zone", "Africa/Nairobi", *BY,
    )["round"]  # fmt: skip
    brought = run("comments", "import", str(table), "--round", round, *BY)
    told["comments"], told["unplaced"] = brought["comments"], len(brought["unplaced"])
    standing = run("answers", "status", round, *BY)
    assert standing["comments"] == told["comments"]
    told["brought_along"] = standing["proposed"]
    assert "no settled outcome" in said("answers", "release", round, *BY, status=1)
    for one in standing["open"]:
        if not Answer.objects.filter(serves__comment__key=one["comment"]).exists():
            run(
                "answer", "propose", one["comment"], "--outcome", "deferred", "--reasons",
                "Not decided in the source; deferred for demonstration.", *BY,
            )  # fmt: skip
    told["answers"] = Answer.objects.count()
    first = standing["open"][0]
    assert run("answer", "settle", f"{round}:{first['number']}", *BY, status=1) is None
    run("answer", "settle", f"{round}:{first['number']}", *SECOND)
    settled = run("answer", "settle", "--round", round, "--all", *SECOND)
    assert settled["refused"] == []
    assert run("answers", "status", round, *BY)["open"] == []
    if release_first:
        ordered = run("answers", "release", round, *BY)
        assert (ordered["released"], ordered["waits_for"]) == (False, "next-draft")
    begun = run("draft", "next", version, "--remark", "Edits are for demonstration.", *BY)
    following = begun["version"]
    told["carried_over"], told["undecided"] = begun["carried_over"], len(begun["undecided"])
    assert told["carried_over"] + told["undecided"] == told["comments"]
    for paragraph in (
        Paragraph.objects.filter(version__key=following, kind="paragraph")
        .select_related("anchor")
        .order_by("position")[1:3]
    ):
        words = f"{paragraph.body} (Changed for demonstration.)"
        run("draft", "edit", following, "--paragraph", paragraph.anchor.key, "--text", words, *BY)
        run("draft", "cause", following, "--paragraph", paragraph.anchor.key, "--comments",
            first["number"], *BY)  # fmt: skip
    run("draft", "publish", following, *BY)
    if not release_first:
        assert run("answers", "release", round, *BY)["released"]
    release = Release.objects.get(round__key=round)
    assert release.at is not None
    assert release.version is not None and release.version.key == following
    assert verify_document(release.document.encode(), release.signature, ring())["verified"]
    tables = []
    for ending in ("xlsx", "csv", "docx", "json"):
        out = folder / f"answers.{ending}"
        said("comments", "export", "--round", round, "-o", str(out))
        tables.append(read_comment_table(out.read_bytes(), out.name))
    return told, tables


def same_in_all(tables: list[Any], count: int) -> None:
    """Each file holds every comment with the same words."""
    for table in tables:
        assert len(table.rows) + len(table.unreadable) == count
    for rows in zip(*(table.rows for table in tables), strict=True):
        assert len({(r.number, r.comment, r.observation, r.reasons) for r in rows}) == 1


@pytest.mark.parametrize("release_first", [True, False])
def test_the_main_job(cast, tmp_path, release_first):
    text, table = tmp_path / "harbours.md", tmp_path / "comments.csv"
    text.write_text(TEXT, encoding="utf-8")
    table.write_text(TABLE, encoding="utf-8")
    told, tables = main_job(tmp_path, text, table, release_first=release_first)
    assert told["paragraphs"] == 3
    assert (told["comments"], told["unplaced"]) == (4, 1)
    assert (told["brought_along"], told["answers"]) == (3, 4)
    same_in_all(tables, 4)
    first, second, third, fourth = tables[1].rows
    assert (first.member, first.clause, first.paragraph) == ("State Z", "1.1", "2")
    assert (first.outcome, first.observation) == ("Accepted", "Accepted")
    assert (second.outcome, second.reasons, second.line) == (
        "Not accepted",
        "none in the source",
        "4",
    )
    assert third.outcome == "Deferred to a later draft or meeting"
    assert fourth.reasons == "Known already."
    assert all(row.answered_in for row in tables[1].rows)
    assert tables[3].rows[1].outcome == "not-accepted"
    assert verification().verified


@pytest.mark.skipif(not REAL, reason="TRAVAUX_REAL_DATA is not set: no real text and comments")
def test_the_main_job_on_a_real_text_with_its_real_comments(cast, tmp_path):
    folder = Path(REAL) / "comments"
    told, tables = main_job(
        tmp_path,
        folder / "standard-iterators.md",
        folder / "standard-iterators-comments.csv",
        release_first=True,
    )
    print(told)
    assert told["paragraphs"] == 517
    assert told["comments"] == 112
    assert told["answers"] == 112
    assert told["brought_along"] == 104
    same_in_all(tables, 112)
    assert sum(row.reasons == "none in the source" for row in tables[0].rows) == 104
    assert {row.observation for row in tables[0].rows} >= {"NAD", "C++17", "Dup", "Open"}
    assert verification().verified
