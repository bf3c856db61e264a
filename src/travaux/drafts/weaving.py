"""The words of a paragraph as markup for a page: emphasis, links, notes; everything escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from travaux.core.texts.blocks import cell_notes
from travaux.core.texts.brackets.isolating import isolates, parted
from travaux.core.texts.document import Block, Mark, Note
from travaux.core.texts.redline import Piece, redline

_TAGS = {"strong": "strong", "em": "em", "sup": "sup", "sub": "sub", "code": "code"}
_ISOLATE, _ENDED = '<bdi dir="ltr">', "</bdi>"
_SAFE = ("https://", "http://", "mailto:", "#")


def woven(block: Block, key: str) -> SafeString:
    """The words of a block; notes become links to "n-<key>-<place>"."""
    references = {id(note): f"{key}-{n}" for n, note in enumerate(block.notes, 1)}
    return mark_safe(_weave(block.text, block.marks, block.notes, references))


def cells(block: Block, key: str) -> list[list[SafeString]]:
    """The cells of a table, with the signs of their notes."""
    found = []
    count = 0
    for row, held in zip(block.rows, cell_notes(block), strict=True):
        line = []
        for cell, notes in zip(row, held, strict=True):
            references = {id(note): f"{key}-{count + n}" for n, note in enumerate(notes, 1)}
            count += len(notes)
            line.append(mark_safe(_weave(cell, (), notes, references)))
        found.append(line)
    return found


def isolated(text: str) -> SafeString:
    """Words with the tags of delegations isolated, so that signs stay beside their delegation."""
    return mark_safe(_weave(text, (), (), {}))


def notes_of(block: Block, key: str) -> list[tuple[str, str, str]]:
    """The notes of a block: (place, sign, words)."""
    return [(f"{key}-{n}", note.label, note.text) for n, note in enumerate(block.notes, 1)]


def redlined(old: str, new: str) -> SafeString:
    """The change from old to new with ins and del, which the sheet makes heard as well as seen."""
    return marked_up(redline(old, new))


def marked_up(pieces: Iterable[Piece]) -> SafeString:
    """The pieces of a redline as markup."""
    held = list(pieces)
    found = []
    for piece, parts in zip(held, parted([piece.text for piece in held]), strict=True):
        whole = all(part.begins == part.ends == part.inside for part in parts)
        pieces_of = []
        for part in parts:
            words = _breaks(part.text)
            # a tag in which a position changed is isolated around ins and del, others within
            words = words if whole else _tagged(piece.kind, words)
            opened, closed = part.begins and _ISOLATE, part.ends and _ENDED
            pieces_of.append(f"{opened or ''}{words}{closed or ''}")
        words = "".join(pieces_of)
        found.append(_tagged(piece.kind, words) if whole and words else words)
    return mark_safe("".join(found))


def _tagged(kind: str, words: str) -> str:
    return words if kind == "same" else f"<{kind}>{words}</{kind}>"


def _weave(
    text: str, marks: Sequence[Mark], notes: Sequence[Note], references: dict[int, str]
) -> str:
    """Escaped words with tags; marks that overlap are cut where they would cross."""
    apart = [Mark(start, end, "bdi") for start, end in isolates(text)]  # type: ignore[arg-type]
    marks = [m for m in marks if m.kind != "link" or m.href.lower().startswith(_SAFE)]
    marks = [*apart, *marks]
    edges = {0, len(text)}
    edges.update(mark.start for mark in marks)
    edges.update(mark.end for mark in marks)
    edges.update(note.at for note in notes)
    order = sorted(edge for edge in edges if 0 <= edge <= len(text))
    pieces: list[str] = []
    standing: list[Mark] = []
    for start, end in zip(order, [*order[1:], len(text)], strict=True):
        wanted = [mark for mark in marks if mark.start <= start < mark.end]
        # what stands open may stay so where it opened in the same order: isolates are outermost
        keep = 0
        while keep < min(len(standing), len(wanted)) and standing[keep] == wanted[keep]:
            keep += 1
        pieces += [_closing(mark) for mark in reversed(standing[keep:])]
        standing = standing[:keep]
        for note in notes:
            if note.at == start or (end == len(text) == start and note.at > start):
                place = escape(references[id(note)])
                pieces.append(
                    f'<sup><a id="r-{place}" href="#n-{place}" role="doc-noteref">'
                    f"{escape(note.label)}</a></sup>"
                )
        for mark in wanted:
            if mark not in standing:
                pieces.append(_opening(mark))
                standing.append(mark)
        pieces.append(_breaks(text[start:end]))
    pieces += [_closing(mark) for mark in reversed(standing)]
    return "".join(pieces)


def _opening(mark: Mark) -> str:
    if mark.kind == "bdi":  # type: ignore[comparison-overlap]
        return _ISOLATE
    if mark.kind == "link":
        outside = "" if mark.href.startswith("#") else ' rel="nofollow noopener"'
        return f'<a href="{escape(mark.href)}"{outside}>'
    return f"<{_TAGS[mark.kind]}>"


def _closing(mark: Mark) -> str:
    if mark.kind == "bdi":  # type: ignore[comparison-overlap]
        return _ENDED
    return "</a>" if mark.kind == "link" else f"</{_TAGS[mark.kind]}>"


def _breaks(text: str) -> str:
    return str(escape(text)).replace("\n", "<br>")
