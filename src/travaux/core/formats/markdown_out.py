"""Document -> Markdown (.md) that reads back as the same text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from travaux.core.formats.markdown_in import words_of
from travaux.core.formats.masthead import Masthead
from travaux.core.texts.blocks import cell_notes
from travaux.core.texts.document import Block, Document, Mark, Note
from travaux.core.texts.numbers import printed

_SPECIAL = re.compile(
    r"[\\`*]|(?<!\w)_++|_++(?!\w)|&(?=#?\w+;)|<(?=[A-Za-z/!?])|(?<=\])\(|\[(?=\^)"
)
_LINE_START = re.compile(r"(?m)^(?=#{1,6}(?:\s|$)|[>+]|[-=_](?:\s|$|[-=_\s]*$)|~~~|:?-+\s*\||\|)")
_LINE_NUMBER = re.compile(r"(?m)^(\d{1,9})([.)])(?=\s|$)")
_SIGNS = {"strong": "**", "em": "*"}


class _Notes:
    """The footnotes of a text, each under a key of its own."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._keys: set[str] = set()

    def key(self, note: Note) -> str:
        label = re.sub(r"[\[\]\s^]+", "-", note.label) or "note"
        key, count = label, 1
        while key in self._keys:
            count += 1
            key = f"{label}-{count}"
        self._keys.add(key)
        text = escaped(note.text).replace("\n", "\\\n    ")
        self.lines.append(f"[^{key}]: {text}")
        return f"[^{key}]"


def write_markdown(
    document: Document, masthead: Masthead | None = None, keys: Sequence[str] = ()
) -> bytes:
    """Write a text as Markdown; superscripts, subscripts and repeated spaces are not kept.

    `keys` name the blocks through all versions, in their order; they stand in the front matter.

    >>> write_markdown(Document("", (Block("paragraph", "One *", number="1"),))).decode()
    '1. One \\\\*\\n'
    """
    notes = _Notes()
    parts = _front(document, masthead, keys)
    before: Block | None = None
    for block in document.blocks:
        parts.append(_block(block, before, notes))
        before = block
    text = "\n\n".join(filter(None, [*parts, "\n\n".join(notes.lines)]))
    return (text + "\n").encode()


def _front(document: Document, masthead: Masthead | None, keys: Sequence[str]) -> list[str]:
    values = {"title": document.title, "lang": document.language}
    if masthead:
        values |= {
            "symbol": masthead.symbol,
            "distribution": masthead.distribution,
            "date": masthead.date,
            "standing": masthead.standing,
        }
    values["paragraphs"] = " ".join(keys)
    lines = [f"{key}: {_quoted(value)}" for key, value in values.items() if value]
    return ["\n".join(["---", *lines, "---"])] if lines else []


def _quoted(value: str) -> str:
    inner = " ".join(value.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'


def _block(block: Block, before: Block | None, notes: _Notes) -> str:
    if block.kind == "code":
        longest = max((len(run) for run in re.findall(r"`+", block.text)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"{fence}\n{block.text}\n{fence}"
    if block.kind == "table":
        return _table(block, notes)
    words = _words(block, notes)
    if block.kind == "heading":
        number = printed(block.number) if not block.number[:1].isdigit() else block.number
        label = f"[{block.label}]" if block.label else ""
        return " ".join(filter(None, ("#" * max(block.level, 1), number, words, label)))
    if not block.number:
        return words
    if block.number == "•":
        return f"- {words}" if block.level < 2 else f"• {words}"
    sign = printed(block.number)
    if before is not None and before.number == block.number:
        # Two equal numbers in one Markdown list would be counted on instead of kept.
        sign = re.sub(r"([.)])$", r"\\\1", sign)
    indent = "    " * block.level if block.number.isdigit() else ""
    return f"{indent}{sign} {words}"


def _table(block: Block, notes: _Notes) -> str:
    rows: list[str] = []
    for cells, held in zip(block.rows, cell_notes(block), strict=True):
        texts = [
            _marked(cell, (), inside, notes).replace("\\\n", " ").replace("|", "\\|")
            for cell, inside in zip(cells, held, strict=True)
        ]
        rows.append("| " + " | ".join(texts) + " |")
    width = len(block.rows[0]) if block.rows else 0
    return "\n".join([*rows[:1], "|" + " --- |" * width, *rows[1:]])


def _words(block: Block, notes: _Notes) -> str:
    keys = {id(note): notes.key(note) for note in block.notes}
    with_marks = _woven(block.text, block.marks, block.notes, keys)
    plain = _woven(block.text, (), (), {})
    # Emphasis that starts or ends inside a word can come out as bare stars: then words go first.
    bare = _woven(block.text, block.marks, (), {})
    if block.marks and words_of(bare) != words_of(plain):
        with_marks = _woven(block.text, (), block.notes, keys)
    return with_marks


def _marked(text: str, marks: Iterable[Mark], inside: tuple[Note, ...], notes: _Notes) -> str:
    keys = {id(note): notes.key(note) for note in inside}
    return _woven(text, marks, inside, keys)


def _woven(text: str, marks: Iterable[Mark], notes: Iterable[Note], keys: dict[int, str]) -> str:
    """The escaped text with the signs of its marks and notes put in, innermost first."""
    signs: list[tuple[int, int, int, str]] = []
    for order, mark in enumerate(marks):
        opening, closing = _SIGNS.get(mark.kind, ""), _SIGNS.get(mark.kind, "")
        if mark.kind == "link" and mark.href:
            opening, closing = "[", f"](<{mark.href}>)"
        if opening:
            signs.append((mark.start, 2, order, opening))
            signs.append((mark.end, 0, -order, closing))
    for order, note in enumerate(notes):
        signs.append((note.at, 1, order, keys[id(note)]))
    pieces: list[str] = []
    last = 0
    for at, _, _, sign in sorted(signs):
        pieces += [_inline_escaped(text[last:at]), sign]
        last = at
    pieces.append(_inline_escaped(text[last:]))
    return _lines_escaped("".join(pieces))


def _inline_escaped(text: str) -> str:
    # Each sign of a run of underscores: one left bare would still open emphasis with the next.
    return _SPECIAL.sub(lambda found: "".join("\\" + sign for sign in found[0]), text)


def _lines_escaped(text: str) -> str:
    text = _LINE_START.sub("\\\\", text)
    text = _LINE_NUMBER.sub(r"\1\\\2", text)
    return text.replace("\n", "\\\n")


def escaped(text: str) -> str:
    """Words that Markdown would take for signs, made plain words.

    >>> escaped("# a *b* [c]")
    '\\\\# a \\\\*b\\\\* [c]'
    """
    return _lines_escaped(_inline_escaped(text))
