"""What `travaux text brackets` tells of a file: spans, positions, what is unbalanced, what is open."""

from __future__ import annotations

from typing import Any

from travaux.core.formats.bounds import check_size, ending_of
from travaux.core.formats.decoding import decode
from travaux.core.formats.masthead import right_to_left
from travaux.core.formats.text_files import read_text
from travaux.core.problems import Unusable
from travaux.core.texts.brackets import (
    Bracketed,
    groups,
    markdown_skips,
    open_count,
    parse,
    sections_of,
    spans,
)
from travaux.core.texts.numbers import printed
from travaux.core.texts.scripts import language_by_script

_RAW = frozenset(("md", "markdown", "txt", "text", ""))


def bracketed_of(data: bytes, name: str) -> tuple[Bracketed, str]:
    """The brackets of a file and the text that their places count in.

    Plain and Markdown files are taken as they are, so that writing them back gives the same
    file; of other formats the words of the paragraphs are, with an empty line between two.
    """
    check_size(data)
    ending = ending_of(name)
    if ending in _RAW:
        text = _as_it_is(data)
        skip = markdown_skips(text) if ending in ("md", "markdown") else ()
        return parse(text, sections=sections_of(text), skip=skip), text
    document = read_text(data, name)
    pieces: list[str] = []
    borders: list[int] = []
    length = 0
    for block in document.blocks:
        sign = printed(block.number)
        words = f"{sign} {block.text}" if sign else block.text
        if block.kind == "heading":
            borders.append(length)
        pieces.append(words)
        length += len(words) + 2
    text = "\n\n".join(pieces)
    return parse(text, sections=borders), text


def _as_it_is(data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = decode(data)[0]
    if not text.strip():
        raise Unusable("text-empty")
    return text


def told_of(bracketed: Bracketed) -> dict[str, Any]:
    """The shape of the contract; offsets count characters of the text that `--rewrite` writes."""
    return {
        "spans": [
            {
                "start": span.start,
                "end": span.end,
                "depth": span.depth,
                "text": span.text,
                "positions": [
                    {"party": p.party, "stance": p.stance, **({"key": p.key} if p.key else {})}
                    for p in span.positions
                ],
                "group": span.group,
                "run": span.run,
            }
            for span in spans(bracketed)
        ],
        "unbalanced": [
            {
                "at": one.at,
                "kind": one.kind,
                **({"mend": {"at": one.mend_at, "put": one.mend}} if one.mend else {}),
            }
            for one in bracketed.unbalanced
        ],
        "open": open_count(bracketed),
        "statuses": [
            {"at": group.at, "status": group.status}
            for group in groups(bracketed.nodes)
            if group.kind == "status"
        ],
    }


def lines_of(told: dict[str, Any], text: str) -> list[str]:
    """The same for a person: what is open, who holds what, and what to mend."""
    lines = [f"{told['open']} open"]
    from_right = right_to_left(language_by_script([text]))
    for span in told["spans"]:
        words = f"[{' '.join(span['text'].split())[:80]}]"
        # a terminal that draws Arabic keeps the words apart from who holds what
        words = f"\u2067{words}\u2069" if from_right else words
        held = ", ".join(f"{p['party']} {p['stance']}" for p in span["positions"])
        line = text.count("\n", 0, span["start"]) + 1
        lines.append(f"line {line}\t{words}\t{held}".rstrip())
    for one in told["unbalanced"]:
        line, column = _place(text, one["at"])
        lines.append(f"line {line}, column {column}\t{_KINDS[one['kind']]}")
        if "mend" in one:
            lines.append(f"\t{_mend(text, one['mend']['at'], one['mend']['put'])}")
    return lines


_KINDS = {
    "unclosed": "unclosed: this [ has no ] that closes it",
    "unopened": "unopened: this ] has no [ before it",
    "too-deep": "too-deep: nested deeper than any text is; taken as plain text",
}
_AROUND = 30


def _place(text: str, at: int) -> tuple[int, int]:
    """Line and column of a place, both from 1."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _mend(text: str, at: int, put: str) -> str:
    """How an unbalanced bracket could be mended: where the missing sign would stand."""
    line, column = _place(text, at)
    before = " ".join(text[max(0, at - _AROUND) : at].split())
    after = " ".join(text[at : at + _AROUND].split())
    if put == "]" and before:
        return f'likely mend: put {put} at line {line}, column {column}, after "{before}"'
    return f'likely mend: put {put} at line {line}, column {column}, before "{after}"'
