"""A big text: 500 paragraphs, 500 notes, 5,000 margin comments; what each kind of file takes.

    python benchmarks/big_text.py [--turns 3]

CPU seconds of one process, the median of some turns, beside the aims: Word read and written in 2 s
each, the comment table of 5,000 rows and Akoma Ntoso in 1 s each, a tagged PDF in 60 s and 600 MB
(the peak of a process of its own). The text is that of `word_review.py`, where the peers are.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from word_review import a_text

from travaux.core.formats.comment_tables import AnswerTable, Cell, read_comment_table, write_answers
from travaux.core.formats.text_files import read_text, write_text
from travaux.core.formats.word_review import MarginComment, read_review
from travaux.core.formats.word_review.writing import with_margin_comments

COMMENTS = 5000


def took(turns: int, work: Callable[[], Any]) -> tuple[float, Any]:
    spent, result = [], None
    for _ in range(turns):
        before = time.process_time()
        result = work()
        spent.append(time.process_time() - before)
    return statistics.median(spent), result


def table() -> AnswerTable:
    rows = tuple(
        {
            "number": Cell(str(n)),
            "member": Cell(f"S{n % 193:03}"),
            "paragraph": Cell(str(n % 500 + 1)),
            "type": Cell("te"),
            "comment": Cell(f"Invented remark {n}. " + "It could be said more plainly. " * (n % 9)),
            "proposed_change": Cell("Say it. " * (n % 7)),
        }
        for n in range(COMMENTS)
    )
    return AnswerTable(("BENCH/1",), {}, rows)


def pdf() -> None:
    """In a process of its own: seconds and peak."""
    before = time.process_time()
    write_text(a_text(random.Random(1)), "pdf")
    spent = time.process_time() - before
    print(f"{spent:.2f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--turns", type=int, default=3)
    asked.add_argument("--pdf", action="store_true", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.pdf:
        pdf()
        return
    turns, text = given.turns, a_text(random.Random(1))
    written, bare = took(turns, lambda: write_text(text, "docx"))
    read, _ = took(turns, lambda: read_text(bare, "a.docx"))
    body = [n for n, s in enumerate(read_review(bare).stretches) if s.place == "body" and s.after]
    comments = [
        MarginComment(
            str(n), f"Delegation {n % 193}", "2027-05-09T16:13:00Z", "Comment " + "word " * 20,
            at := body[n % len(body)], at, n % 40, n % 40 + 30,
        )
        for n in range(COMMENTS)
    ]  # fmt: skip
    noted, full = took(turns, lambda: with_margin_comments(write_text(text, "docx"), comments))
    reviewed, review = took(turns, lambda: read_review(full))
    assert len(review.comments) == COMMENTS
    rows = [
        ("Word written", written, 2), ("Word read", read, 2),
        ("Word with 5,000 comments written", noted, 2),
        ("Word with 5,000 comments read", reviewed, 2),
    ]  # fmt: skip
    held = table()
    for ending in (".xlsx", ".docx", ".csv"):
        spent, data = took(turns, lambda ending=ending: write_answers(held, ending))
        again, found = took(
            turns, lambda data=data, ending=ending: read_comment_table(data, f"a{ending}")
        )
        assert len(found.rows) == COMMENTS
        rows += [
            (f"Comment table {ending[1:]} written", spent, 1),
            (f"Comment table {ending[1:]} read", again, 1),
        ]
    spent, data = took(turns, lambda: write_text(text, "akn.xml"))
    again, found = took(turns, lambda: read_text(data, "a.akn.xml"))
    assert [b.text for b in found.blocks] == [b.text for b in text.blocks]
    rows += [("Akoma Ntoso written", spent, 1), ("Akoma Ntoso read", again, 1)]
    for what, spent, aim in rows:
        print(f"{what:36} {spent:7.3f} s  aim {aim} s  {'' if spent < aim else 'MISSED'}")
    told = subprocess.run(
        [sys.executable, __file__, "--pdf"], check=True, capture_output=True, text=True
    ).stdout.split()
    print(f"{'Tagged PDF':36} {float(told[0]):7.2f} s  aim 60 s, {told[1]} MB, aim 600 MB")


if __name__ == "__main__":
    main()
