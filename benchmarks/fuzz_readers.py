"""Damaged files over all readers of core/formats: python benchmarks/fuzz_readers.py --seconds 60 --seed 1

Files that the writers of the house make, and those of the kept corpus, are damaged at random, as
bytes and inside their archives. A reader may refuse (Unusable); anything else is a find: its file
is kept under --keep by its digest. Prints one line of JSON; leaves with 1 where it found something.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import random
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from travaux.core.formats.comment_sheets.model import CommentSheet, rows_of
from travaux.core.formats.comment_sheets.sheet_docx import write_sheet_docx
from travaux.core.formats.comment_sheets.sheet_xlsx import write_sheet_xlsx
from travaux.core.formats.comment_tables import read_comment_table
from travaux.core.formats.comment_tables.answer_table import AnswerTable, Cell
from travaux.core.formats.comment_tables.answers import write_answers
from travaux.core.formats.exchange.bilingual import read_bilingual, write_bilingual
from travaux.core.formats.exchange.po import read_po, write_po
from travaux.core.formats.exchange.units import Package, Unit
from travaux.core.formats.exchange.xliff import read_xliff, write_xliff
from travaux.core.formats.redlines import write_redline
from travaux.core.formats.text_files import read_text, write_text
from travaux.core.formats.word_out import write_docx
from travaux.core.formats.word_review import MarginComment, originals, read_review
from travaux.core.formats.word_review.writing import with_margin_comments
from travaux.core.problems import Unusable
from travaux.core.texts.document import Block, Document, Note

CORPUS = Path(__file__).parents[1] / "tests" / "golden" / "fuzz"
TEXT = Document(
    "Invented",
    (
        Block("heading", "Scope", "1", 1),
        Block(
            "paragraph", "States [shall][should] act {A+ B-}.", "1", notes=(Note(6, "1", "All."),)
        ),
        Block("sub", "by mail;", "(a)", 1),
        Block("table", "a\tb\nc\td", rows=(("a", "b"), ("c", "d"))),
    ),
    "en",
)
TABLE = b"Member,Clause,Paragraph,Type,Comments,Proposed change\r\nA,1,1,ge,Long,Short\r\n"
UNITS = (
    Unit("p1", "See <1>here</1><n1/> & <more>", "\u0627\u0646\u0638\u0631", "reviewed", "2"),
    Unit("t.r1c1", "A note\nof two lines", "", "missing"),
)
PACKAGE = Package("vers-1", "en", "ar", UNITS)


def seeds() -> list[tuple[str, bytes]]:
    """Whole files, each with the ending by which it is read."""
    endings = ("docx", "md", "html", "json", "txt", "akn.xml")
    made = [(ending, write_text(TEXT, ending)) for ending in endings]
    keys = [f"k{place}" for place in range(len(TEXT.blocks))]
    sheet = CommentSheet("round:1", rows_of(TEXT.blocks, keys))
    answers = AnswerTable(("A/1",), {}, ({"number": Cell("1"), "comment": Cell("=1+1")},))
    first, last = (
        MarginComment("0", "A", "", "x", 0, 0, 0, 3),
        MarginComment("1", "", "2026-01-01T00:00:00Z", "y", 1, 2, 2, 1),
    )
    later = replace(TEXT, blocks=(*TEXT.blocks[2:], TEXT.blocks[0]))
    made += [
        ("docx", with_margin_comments(write_docx(TEXT), (first, last))),
        ("docx", write_redline(TEXT, later, "docx")),
        ("docx", write_bilingual(PACKAGE)),
        ("xlf", write_xliff(PACKAGE, "1.2")),
        ("xlf", write_xliff(PACKAGE)),
        ("po", write_po(PACKAGE)),
        ("xlsx", write_sheet_xlsx(sheet)),
        ("docx", write_sheet_docx(TEXT, keys, sheet)),
        *((ending[1:], write_answers(answers, ending)) for ending in (".xlsx", ".docx", ".csv")),
    ]
    kept = [(path.suffix[1:], path.read_bytes()) for path in sorted(CORPUS.glob("*.*"))]
    return [*made, ("csv", TABLE), *kept]


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, cut out, doubled or cut off."""
    held = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        if not held:
            break
        at = chance.randrange(len(held))
        how = chance.randrange(4)
        if how == 0:
            held[at] = chance.randrange(256)
        elif how == 1:
            del held[at : at + chance.randint(1, 40)]
        elif how == 2:
            held[at:at] = held[at : at + chance.randint(1, 40)] * chance.randint(1, 4)
        else:
            del held[max(at, len(held) - chance.randint(1, 60)) :]
    return bytes(held)


def damaged_inside(data: bytes, chance: random.Random) -> bytes:
    """The archive with one of its parts damaged, or left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        names = source.namelist()
        chosen = chance.choice(names)
        gone = chance.random() < 0.1
        for name in names:
            if name != chosen:
                target.writestr(name, source.read(name))
            elif not gone:
                target.writestr(name, damaged(source.read(name), chance))
    return out.getvalue()


def readers(ending: str) -> list[tuple[str, Callable[[bytes], object]]]:
    """What reads a file of this ending."""
    if ending in ("csv", "xlsx"):
        return [("table", lambda data: read_comment_table(data, f"a.{ending}"))]
    if ending in ("xlf", "po"):
        return [("exchange", read_xliff if ending == "xlf" else read_po)]
    found: list[tuple[str, Callable[[bytes], object]]] = [
        ("text", lambda data: read_text(data, f"a.{ending}"))
    ]
    if ending == "docx":
        found += [
            ("review", lambda data: originals(read_review(data))),
            ("table", lambda data: read_comment_table(data, "a.docx")),
            ("bilingual", read_bilingual),
        ]
    return found


def main() -> int:
    """Run until the time is over."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--keep", type=Path, default=Path("fuzz-found"))
    given = asked.parse_args()
    chance, files = random.Random(given.seed), seeds()
    ends, tried, found = time.monotonic() + given.seconds, 0, dict[str, str]()
    while time.monotonic() < ends:
        ending, whole = chance.choice(files)
        inside = zipfile.is_zipfile(io.BytesIO(whole)) and chance.random() < 0.8
        try:
            data = damaged_inside(whole, chance) if inside else damaged(whole, chance)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            continue
        for name, read in readers(ending):
            tried += 1
            try:
                read(data)
            except Unusable:
                pass
            except Exception as problem:  # what a reader may not raise is what is sought
                what = f"{name}: {type(problem).__name__}: {problem}"[:160]
                if what not in found:
                    given.keep.mkdir(parents=True, exist_ok=True)
                    digest = hashlib.sha256(data).hexdigest()[:12]
                    (given.keep / f"{digest}.{ending}").write_bytes(data)
                    found[what] = f"{digest}.{ending}"
    print(json.dumps({"seed": given.seed, "tried": tried, "found": found}, ensure_ascii=False))
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
