"""Transcripts and notes of interviews: from a file to numbered paragraphs, and words to their place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from travaux.core.formats.bounds import (
    MIB,
    OLE_HEADER,
    ZIP_HEADERS,
    Bounds,
    check_size,
    ending_of,
)
from travaux.core.formats.decoding import decode
from travaux.core.formats.word_in import read_docx
from travaux.core.problems import Problem, Unusable
from travaux.core.texts.numbers import printed

BOUNDS = Bounds(file_bytes=5 * MIB, archive_total_bytes=60 * MIB, archive_entry_bytes=40 * MIB)
MOST_PARAGRAPHS = 3_000
MOST_CHARACTERS = 600_000  # a day of talk
LONGEST = 20_000  # characters of one paragraph


@dataclass(frozen=True, slots=True)
class Transcript:
    """The paragraphs as they were said, the first is number 1; each on one line, none empty."""

    paragraphs: tuple[str, ...]
    language: str = ""
    problems: tuple[Problem, ...] = ()


def read_transcript(data: bytes, name: str) -> Transcript:
    """Read a transcript or notes from .txt or .docx, bounded.

    In plain text, paragraphs are parted by empty lines, or stand one on each line. Errors:
    `transcript-kind` (facts: ending), `transcript-empty`, `transcript-too-long` (facts: paragraphs,
    characters), `transcript-paragraph-too-long` (facts: number, most), and those of files.

    >>> read_transcript("Q: Who asks?\\n\\nA: The clerk\\nof the quay.".encode(), "a.txt").paragraphs
    ('Q: Who asks?', 'A: The clerk of the quay.')
    """
    check_size(data, BOUNDS)
    ending = ending_of(name)
    if ending == "docx":
        document = read_docx(data, BOUNDS)
        told = [document.title] if document.title else []
        told += [" ".join(filter(None, (printed(b.number), b.text))) for b in document.blocks]
        # a title that stands as the first block too is said once
        told = told[1:] if len(told) > 1 and told[0] == told[1] else told
        language, problems = document.language, document.problems
    elif ending == "txt":
        if data.startswith((*ZIP_HEADERS, b"%PDF-", OLE_HEADER)):
            raise Unusable("format-mismatch", ending=ending)
        text, problems = decode(data)
        told, language = _parts(text), ""
    else:
        raise Unusable("transcript-kind", ending=ending)
    paragraphs = tuple(filter(None, (one_line(p) for p in told)))
    if not paragraphs:
        raise Unusable("transcript-empty")
    if len(paragraphs) > MOST_PARAGRAPHS or sum(map(len, paragraphs)) > MOST_CHARACTERS:
        raise Unusable(
            "transcript-too-long", paragraphs=MOST_PARAGRAPHS, characters=MOST_CHARACTERS
        )
    for number, paragraph in enumerate(paragraphs, 1):
        if len(paragraph) > LONGEST:
            raise Unusable("transcript-paragraph-too-long", number=number, most=LONGEST)
    return Transcript(paragraphs, language, tuple(problems))


def _parts(text: str) -> list[str]:
    parts = re.split(r"\n[ \t]*\n", text)
    lines = [line for line in text.split("\n") if line.strip()]
    return lines if len([p for p in parts if p.strip()]) == 1 else parts


def one_line(text: str) -> str:
    """Words with single spaces: places in a paragraph are counted in this form."""
    return " ".join(text.split())


def place_of_words(paragraph: str, words: str) -> tuple[int, int]:
    """Where words stand in a paragraph: characters from `start` up to, not including, `end`.

    No words: the whole paragraph. Spaces and line breaks count as one another. Errors:
    `words-not-in-paragraph`, `words-more-than-once` (facts: count).

    >>> place_of_words("The clerk of the quay", " clerk  of"), place_of_words("All of it", "")
    ((4, 12), (0, 9))
    """
    wanted = words.split()
    if not wanted:
        return 0, len(paragraph)
    pattern = re.compile(r"\s+".join(re.escape(w) for w in wanted))
    found = [m.span() for m in pattern.finditer(paragraph)]
    if not found:
        raise Unusable("words-not-in-paragraph")
    if len(found) > 1:
        raise Unusable("words-more-than-once", count=len(found))
    return found[0]


def names_in(paragraph: str, name: str) -> bool:
    """Whether a part of a person's name, of three letters or more, stands in the words.

    >>> names_in("As Ms Roe said", "Ada Roe"), names_in("A roebuck", "Ada Roe")
    (True, False)
    """
    parts = [p for p in re.split(r"[\s.,]+", name.casefold()) if len(p) >= 3]
    said = paragraph.casefold()
    return any(re.search(rf"(?<!\w){re.escape(p)}(?!\w)", said) for p in parts)
