"""Plain text (.txt) and lists of paragraphs (.json) <-> Document."""

from __future__ import annotations

import json
import re

from travaux.core.formats.decoding import clean
from travaux.core.formats.inline import Words
from travaux.core.formats.outline import Outline
from travaux.core.problems import Problem, Unusable
from travaux.core.texts.document import Block, Document
from travaux.core.texts.numbers import (
    printed,
    typed_heading_number,
    typed_paragraph_number,
    typed_sub_number,
)

_HEADING_LENGTH = 120
_CLOSING = ".;:,?!…。；：،؛"


def read_plain(text: str) -> Document:
    """Read plain text: paragraphs are parted by empty lines, or stand one on each line.

    >>> [block.kind for block in read_plain("1.1 Scope\\n\\n1. One\\ntwo.\\n\\n(a) three;").blocks]
    ['heading', 'paragraph', 'sub']
    """
    outline = Outline()
    for part in _parts(text):
        words = Words(collapse=True)
        for line in _lines(part):
            if not words.empty:
                words.line_break()
            words.add(line)
        found = _heading_level(part)
        if found:
            outline.heading(words, found)
        else:
            outline.paragraph(words)
    return outline.finish()


def _parts(text: str) -> list[str]:
    parts = [part for part in re.split(r"\n[ \t]*\n\s*|\f", text) if part.strip()]
    lines = [line for line in text.split("\n") if line.strip()]
    # No empty lines at all: each line is a paragraph, as when saved from Word.
    return lines if len(parts) == 1 and len(lines) > 1 else parts


def _lines(part: str) -> list[str]:
    """Broken lines joined again; a line that begins with a number or a sign stays apart."""
    lines: list[str] = []
    for line in part.split("\n"):
        bare = line.strip()
        signed = typed_paragraph_number(bare)[0] or typed_sub_number(bare)[0]
        if lines and not signed:
            lines[-1] = f"{lines[-1]} {bare}"
        elif bare:
            lines.append(bare)
    return lines


def _heading_level(part: str) -> int:
    """The level of a short line with a section number and no closing point; 0 for others."""
    line = part.strip()
    if "\n" in line or len(line) > _HEADING_LENGTH or line[-1] in _CLOSING:
        return 0
    number, length = typed_heading_number(line)
    rest = line[length:]
    if not number or not rest or rest[0].islower():
        return 0
    if number[0].isdigit():
        # "12. Text" is a numbered paragraph, "12 Text" and "1.3 Text" are headings.
        return 0 if line[: len(number) + 1].endswith(".") else number.count(".") + 1
    return 1


def read_json(text: str) -> Document:
    """Read a list of strings, each a paragraph ready as it is: nothing is split or renumbered.

    Errors: `json-broken` (facts: line), `json-not-paragraphs`, `text-empty`.

    >>> read_json('["12. As it is", "Next"]').blocks[0].text
    '12. As it is'
    """
    blocks: list[Block] = []
    dropped = 0
    for item in json_paragraphs(text):
        words, count = clean(item)
        dropped += count
        if words.strip():
            blocks.append(Block("paragraph", words))
    if not blocks:
        raise Unusable("text-empty")
    problems = (Problem("bidi-controls-removed", facts={"count": dropped}),) if dropped else ()
    return Document("", tuple(blocks), problems=problems)


def json_paragraphs(text: str) -> list[str]:
    """The strings of a JSON list, untouched but for halves of signs, which no file can hold.

    Errors: `json-broken` (facts: line), `json-not-paragraphs`, `file-too-deep`.

    >>> json_paragraphs('["One", ""]')
    ['One', '']
    """
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise Unusable("json-broken", line=error.lineno) from error
    except RecursionError as error:
        raise Unusable("file-too-deep") from error
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise Unusable("json-not-paragraphs")
    return [item.encode("utf-8", "replace").decode() for item in found]


def write_json(document: Document) -> bytes:
    """The words of each block as a JSON list of strings, numbers left out.

    >>> write_json(Document("", (Block("paragraph", "One", number="1"),)))
    b'[\\n "One"\\n]\\n'
    """
    words = [block.text for block in document.blocks]
    return (json.dumps(words, ensure_ascii=False, indent=1) + "\n").encode()


def write_plain(document: Document) -> bytes:
    """The text as plain paragraphs with their printed numbers, notes at the end.

    >>> write_plain(Document("", (Block("paragraph", "One", number="1"),))).decode()
    '1. One\\n'
    """
    lines: list[str] = [document.title] if document.title else []
    notes: list[str] = []
    for block in document.blocks:
        number = block.number if block.kind == "heading" else printed(block.number)
        label = f"[{block.label}]" if block.label else ""
        lines.append(" ".join(filter(None, (number, block.text, label))))
        notes += [f"[{note.label}] {note.text}" for note in block.notes]
    return ("\n\n".join([*lines, *notes]) + "\n").encode()
