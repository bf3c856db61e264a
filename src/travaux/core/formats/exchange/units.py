"""What goes to a translator: one unit for each piece of words, its marks and notes as codes.

`<1>` … `</1>` stand for the first mark of a block (emphasis, a link), `<n1/>` for its first note.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from travaux.core.texts.blocks import cell_notes, sorted_marks, table
from travaux.core.texts.document import Block, Mark, Note

State = Literal["missing", "changed", "machine", "current", "reviewed"]
STATES: tuple[State, ...] = ("missing", "changed", "machine", "current", "reviewed")
CODE = re.compile(r"<(?:(?P<close>/)?(?P<mark>\d{1,4})|n(?P<note>\d{1,4})/)>")
# Words that look like a code get a backslash behind their bracket: "<\1>".
_LOOKS_LIKE_CODE = re.compile(r"<(?=\\*(?:/?\d{1,4}>|n\d{1,4}/>))")
_ESCAPED_CODE = re.compile(r"<\\(?=\\*(?:/?\d{1,4}>|n\d{1,4}/>))")


@dataclass(frozen=True, slots=True)
class Unit:
    """One piece to translate. `key`: "<paragraph>", "<paragraph>.n1" for its first note, or
    "<paragraph>.r2c1" for a cell. `place` is how a reader names it; `before` the source words that
    `target` was made from, where they have changed since."""

    key: str
    source: str
    target: str = ""
    state: State = "missing"
    place: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """All units of a version for one language. `version` names it in the file."""

    version: str
    source_language: str
    target_language: str
    units: tuple[Unit, ...]


def coded(block: Block, marks: Sequence[int] = (), notes: Sequence[int] = ()) -> str:
    """The words of a block with codes for its marks and notes.

    `marks` and `notes` number them otherwise than in their order: as another text's are.

    >>> coded(Block("paragraph", "See here", marks=(Mark(4, 8, "em"),), notes=(Note(8, "1", "n"),)))
    'See <1>here</1><n1/>'
    """
    signs: list[tuple[int, int, int, str]] = []
    for count, mark in zip(marks or range(1, 10_000), block.marks, strict=False):
        signs.append((mark.start, 2, -mark.end, f"<{count}>"))
        signs.append((mark.end, 0, -mark.start, f"</{count}>"))
    for count, note in zip(notes or range(1, 10_000), block.notes, strict=False):
        signs.append((note.at, 1, count, f"<n{count}/>"))
    pieces: list[str] = []
    last = 0
    for at, _, _, sign in sorted(signs):
        pieces += [_escaped(block.text[last:at]), sign]
        last = at
    return "".join([*pieces, _escaped(block.text[last:])])


def decoded(words: str, block: Block) -> tuple[Block, tuple[str, ...]]:
    """A block with other words, the codes made marks and notes again; and the codes that are amiss.

    A code that the block has not, or that opens and never closes, is left out and named; a note
    without its code goes to the end of the words. Nothing of the words is lost.

    >>> source = Block("paragraph", "See here", marks=(Mark(4, 8, "em"),))
    >>> decoded("<1>Ici</1>, voir <2>cela", source)[0].marks
    (Mark(start=0, end=3, kind='em', href=''),)
    >>> decoded("<1>Ici</1>, voir <2>cela", source)[1]
    ('<2>',)
    """
    pieces: list[str] = []
    length, last = 0, 0
    opened: dict[int, int] = {}
    marks: list[Mark] = []
    places: dict[int, int] = {}
    amiss: list[str] = []
    for found in CODE.finditer(words):
        text = _plain(words[last : found.start()])
        pieces.append(text)
        length += len(text)
        last = found.end()
        if found["note"]:
            count = int(found["note"])
            if 1 <= count <= len(block.notes) and count not in places:
                places[count] = length
            else:
                amiss.append(found[0])
            continue
        count = int(found["mark"])
        if not 1 <= count <= len(block.marks) or bool(found["close"]) != (count in opened):
            amiss.append(found[0])
        elif found["close"]:
            marks.append(replace(block.marks[count - 1], start=opened.pop(count), end=length))
        else:
            opened[count] = length
    pieces.append(_plain(words[last:]))
    amiss += [f"<{count}>" for count in opened]
    text = "".join(pieces)
    notes = tuple(
        replace(note, at=places.get(count, len(text))) for count, note in enumerate(block.notes, 1)
    )
    ordered = tuple(sorted(notes, key=lambda note: note.at))
    return replace(block, text=text, marks=sorted_marks(marks), notes=ordered), tuple(amiss)


def units_of(key: str, block: Block) -> list[tuple[str, str]]:
    """The pieces of a block to translate, (key, source): its words, or its cells; then its notes.

    Code is not translated: it has no unit.

    >>> units_of("p1", Block("paragraph", "One", notes=(Note(3, "1", "Note"),)))
    [('p1', 'One<n1/>'), ('p1.n1', 'Note')]
    """
    if block.kind == "code":
        return []
    found: list[tuple[str, str]] = []
    if block.kind == "table":
        for row, cells in enumerate(block.rows, 1):
            for column, cell in enumerate(cells, 1):
                if cell.strip():
                    found.append((f"{key}.r{row}c{column}", cell))
    elif block.text.strip():
        found.append((key, coded(block)))
    found += [
        (f"{key}.n{count}", note.text)
        for count, note in enumerate(block.notes, 1)
        if note.text.strip()
    ]
    return found


def block_from(key: str, block: Block, targets: Mapping[str, str]) -> tuple[Block, tuple[str, ...]]:
    """The block in another language out of its translated pieces; pieces that lack stay as they are.

    Returns the block and the codes that were amiss.
    """
    notes = tuple(
        replace(note, text=targets.get(f"{key}.n{count}") or note.text)
        for count, note in enumerate(block.notes, 1)
    )
    with_notes = replace(block, notes=notes)
    if block.kind == "table":
        return _table_from(key, with_notes, targets), ()
    words = targets.get(key, "")
    return decoded(words, with_notes) if words else (with_notes, ())


def _table_from(key: str, block: Block, targets: Mapping[str, str]) -> Block:
    held: Sequence[Sequence[tuple[Note, ...]]] = cell_notes(block)
    rows: list[list[str]] = []
    notes: list[Note] = []
    start = 0
    for row, cells in enumerate(block.rows, 1):
        rows.append([])
        for column, cell in enumerate(cells, 1):
            words = (targets.get(f"{key}.r{row}c{column}") or cell).replace("\n", " ")
            rows[-1].append(words)
            for note in held[row - 1][column - 1]:
                at = len(words) if note.at == len(cell) else min(note.at, len(words))
                notes.append(replace(note, at=start + at))
            start += len(words) + 1
    return table(rows, tuple(notes))


def words_in(text: str) -> int:
    """How many words a piece has; a Chinese sign counts as one, codes as none.

    >>> words_in("Smart <1>cities</1>, 2025"), words_in("智慧城市 for all")
    (3, 6)
    """
    bare = CODE.sub(" ", text)
    chinese = len(re.findall(r"[\u3400-\u9fff\uf900-\ufaff]", bare))
    return chinese + len(re.findall(r"\w+", re.sub(r"[\u3400-\u9fff\uf900-\ufaff]", " ", bare)))


def _escaped(text: str) -> str:
    return _LOOKS_LIKE_CODE.sub("<\\\\", text)


def _plain(text: str) -> str:
    return _ESCAPED_CODE.sub("<", text)
