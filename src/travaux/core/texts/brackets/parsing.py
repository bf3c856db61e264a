"""Text with negotiation brackets -> a tree that keeps every sign."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from travaux.core.texts.brackets.matching import Spans, match
from travaux.core.texts.brackets.model import (
    Alternative,
    Bracketed,
    Group,
    GroupKind,
    Node,
    Position,
    Tag,
    Words,
)
from travaux.core.texts.brackets.parties import PARTIES, Parties
from travaux.core.texts.brackets.positions import LONGEST, NOISE, read_positions

_TAG_OPEN = re.compile(r"[\s,\ufffe\uffff\u00ad]*([{(｛（])")
_CLOSING = {"{": "}", "(": ")", "｛": "｝", "（": "）"}
_BRACES = "{｛"
_SLASH = re.compile(r"(?<=\s)/(?=\s)")
_DASH = re.compile(r"(?:(?<=\s)|^)[-–—](?=\s*\S)|[—]")
_BESIDE = re.compile(r"[\s/\ufffe]*")
_STATUS = (
    ("agreed-ad-ref", re.compile(r"(?:agreed\s+)?ad\s+ref(?:erendum)?\.?|agreed\s+ad\s+ref\S*", re.I)),
    (
        "agreed",
        re.compile(r"(?:text\s+|paragraph\s+)?(?:agreed|closed)(?:\s+text)?\.?|convenu|acordado"
                   r"|согласовано|متفق عليه|已商定", re.I),
    ),
    ("pending", re.compile(r"pending|to be (?:discussed|revisited)|en suspens|pendiente", re.I)),
)  # fmt: skip
_ELLIPSIS = re.compile(r"\s*(?:\.\s*){3}\s*|\s*…\s*")
_NOTE = re.compile(r"\^[^\[\]]{1,60}")


def parse(
    text: str,
    *,
    parties: Parties = PARTIES,
    sections: Sequence[int] = (),
    skip: Spans = (),
) -> Bracketed:
    """Read the brackets of a text; writing it back gives the same text, whatever it holds.

    `sections` are places that no bracket reaches over, `skip` stretches whose brackets mean
    something else. A tag counts behind a bracket only, and only if everything in it is a party,
    a sign or a verb; every other brace stays text.

    Source: the conventions of bracketed text of the climate and biodiversity negotiations
    ("[text] {USA+ FRA-}{RUS reserve}") and of Rio+20 ("[text - US; G77 delete]").

    >>> from travaux.core.texts.brackets import spans, write
    >>> tree = parse("States [shall]{USA+}[should] {FRA+ RUS reserve} act {1.2}.")
    >>> [(s.text, [(p.party, p.stance) for p in s.positions]) for s in spans(tree)]
    [('shall', [('USA', 'support')]), ('should', [('FRA', 'support'), ('RUS', 'reserve')])]
    >>> write(tree) == "States [shall]{USA+}[should] {FRA+ RUS reserve} act {1.2}."
    True
    """
    pairs, lonely = match(text, sections, skip)
    reader = _Reader(text, pairs, parties)
    nodes, _ = reader.nodes(0, len(text), 1)
    return Bracketed(nodes, tuple(lonely))


class _Reader:
    def __init__(self, text: str, pairs: dict[int, int], parties: Parties) -> None:
        self._text = text
        self._pairs = pairs
        self._parties = parties
        self._starts = sorted(pairs)
        self._next = 0
        self._runs = 0

    def nodes(self, start: int, end: int, depth: int) -> tuple[tuple[Node, ...], int]:
        """The words and brackets of a stretch, adjacent brackets joined to runs."""
        found: list[Node] = []
        at = start
        while self._next < len(self._starts) and self._starts[self._next] < end:
            open_at = self._starts[self._next]
            if open_at > at:
                found.append(Words(self._text[at:open_at], at))
            group = self._group(open_at, depth, end)
            found.append(group)
            at = group.end
        if at < end:
            found.append(Words(self._text[at:end], at))
        return tuple(self._in_runs(found)), at

    def _group(self, at: int, depth: int, limit: int) -> Group:
        close = self._pairs[at]
        self._next += 1
        inner, _ = self.nodes(at + 1, close, depth + 1)
        tags, end = self._tags(close + 1, limit)
        body = self._text[at + 1 : close]
        kind, status = self._kind(body, inner)
        whole = Alternative("", inner, "", at + 1, close)
        alternatives, separators = (
            self._alternatives(inner, at + 1, close) if kind == "bracket" else ((whole,), ())
        )
        return Group(
            open=self._text[at],
            alternatives=alternatives,
            separators=separators,
            close=self._text[close],
            tags=tags,
            at=at,
            end=end,
            depth=depth,
            kind=kind,
            status=status,
        )

    def _kind(self, body: str, inner: tuple[Node, ...]) -> tuple[GroupKind, str]:
        if any(isinstance(node, Group) for node in inner) or len(body) > 80:
            return "bracket", ""
        plain = " ".join(NOISE.sub("", body).split()).strip(" *_")
        for status, pattern in _STATUS:
            if pattern.fullmatch(plain):
                return "status", status
        if _ELLIPSIS.fullmatch(body) or _NOTE.fullmatch(body):
            return "ellipsis", ""
        return "bracket", ""

    # Tags

    def _tags(self, at: int, limit: int) -> tuple[tuple[Tag, ...], int]:
        tags: list[Tag] = []
        while True:
            opened = _TAG_OPEN.match(self._text, at, min(limit, at + 40))
            if not opened or opened.end() > limit:
                return tuple(tags), at
            if tags is not None and not tags and "," in opened[0]:
                # A comma belongs to the text, between tags only it divides them.
                return (), at
            stop = self._text.find(
                _CLOSING[opened[1]], opened.end(), min(limit, opened.end() + LONGEST)
            )
            inside = self._text[opened.end() : stop] if stop >= 0 else ""
            if stop < 0 or any(sign in inside for sign in "[]［］{｛"):
                return tuple(tags), at
            strict = opened[1] not in _BRACES
            positions = read_positions(inside, self._parties, strict=strict)
            if positions is None:
                return tuple(tags), at
            tags.append(Tag(self._text[at : stop + 1], at, positions))
            at = stop + 1

    # Alternatives inside one bracket

    def _alternatives(
        self, inner: tuple[Node, ...], start: int, end: int
    ) -> tuple[tuple[Alternative, ...], tuple[str, ...]]:
        pieces: list[list[Node]] = [[]]
        separators: list[str] = []
        for node in inner:
            if isinstance(node, Group):
                pieces[-1].append(node)
                continue
            at = 0
            for slash in _SLASH.finditer(node.text):
                left = len(node.text[: slash.start()].rstrip())
                right = slash.end() + len(node.text[slash.end():]) - len(
                    node.text[slash.end():].lstrip()
                )  # fmt: skip
                if left > at:
                    pieces[-1].append(Words(node.text[at:left], node.at + at))
                separators.append(node.text[max(left, at) : right])
                pieces.append([])
                at = right
            if at < len(node.text):
                pieces[-1].append(Words(node.text[at:], node.at + at))
        edges = start
        found: list[Alternative] = []
        for place, piece in enumerate(pieces):
            length = sum(_length(node) for node in piece)
            found.append(self._alternative(piece, edges))
            edges += length
            if place < len(separators):
                edges += len(separators[place])
        assert edges == end
        return tuple(found), tuple(separators)

    def _alternative(self, nodes: list[Node], start: int) -> Alternative:
        end = start + sum(_length(node) for node in nodes)
        head, ahead = self._head(nodes)
        tail, behind = self._tail(nodes)
        return Alternative(
            head, tuple(nodes), tail, start + len(head), end - len(tail), (*ahead, *behind)
        )

    def _head(self, nodes: list[Node]) -> tuple[str, tuple[Position, ...]]:
        """ "EU, US: " at the beginning, whose wording it is; taken off the nodes."""
        if not nodes or not isinstance(nodes[0], Words):
            return "", ()
        first = nodes[0]
        colon = first.text.find(":", 0, 160)
        if colon < 1:
            return "", ()
        names = first.text[:colon]
        positions = read_positions(names, self._parties, strict=True)
        if positions is None or any(not p.key for p in positions):
            return "", ()
        length = colon + 1
        while length < len(first.text) and first.text[length].isspace():
            length += 1
        _shorten(nodes, 0, first.text[length:], first.at + length)
        return first.text[:length], positions

    def _tail(self, nodes: list[Node]) -> tuple[str, tuple[Position, ...]]:
        """ " - US; G77 delete" at the end, behind the earliest dash that sides alone follow."""
        if not nodes or not isinstance(nodes[-1], Words):
            return "", ()
        last = nodes[-1]
        low = max(0, len(last.text) - LONGEST)
        for dash in _DASH.finditer(last.text, low):
            told = last.text[dash.end() :].strip()
            positions = read_positions(told, self._parties, strict=True) if told else None
            if positions is None:
                continue
            left = len(last.text[: dash.start()].rstrip())
            _shorten(nodes, -1, last.text[:left], last.at)
            return last.text[left:], positions
        return "", ()

    # Runs of adjacent brackets

    def _in_runs(self, nodes: list[Node]) -> list[Node]:
        out: list[Node] = []
        run: list[int] = []
        for node in nodes:
            if isinstance(node, Group):
                if not run:
                    self._runs += 1
                out.append(replace(node, run=self._runs))
                run.append(len(out) - 1)
            else:
                out.append(node)
                if not (run and _BESIDE.fullmatch(node.text)) or "\n\n" in node.text:
                    _share(out, run)
                    run = []
        _share(out, run)
        return out


def _share(out: list[Node], run: list[int]) -> None:
    """A tag that only names a party, behind several brackets, names it for all without a tag."""
    waiting: list[int] = []
    for place in run:
        group = out[place]
        assert isinstance(group, Group)
        if not group.tags:
            if group.kind == "bracket" and not any(a.positions for a in group.alternatives):
                waiting.append(place)
            continue
        named = tuple(p for tag in group.tags if tag.bare for p in tag.positions)
        if named:
            for earlier in waiting:
                held = out[earlier]
                assert isinstance(held, Group)
                out[earlier] = replace(held, shared=named)
        waiting = []


def _length(node: Node) -> int:
    return len(node.text) if isinstance(node, Words) else node.end - node.at


def _shorten(nodes: list[Node], place: int, text: str, at: int) -> None:
    if text:
        nodes[place] = Words(text, at)
    else:
        del nodes[place]
