"""What must come before what, and dates that contradict it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from travaux.core.schedules.windows import Window


@dataclass(frozen=True, slots=True)
class Node:
    """A milestone: its code, its current window (None: no date), what it comes after."""

    code: str
    window: Window | None
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """`milestone` certainly ends before `predecessor` begins, or both stand in a circle."""

    milestone: str
    predecessor: str
    kind: Literal["before-predecessor", "circle"]


def contradictions(nodes: Sequence[Node]) -> tuple[Contradiction, ...]:
    """The pairs whose dates certainly contradict their order.

    Only what is certain is reported: two steps of one month do not contradict each other, and a
    step may begin while its predecessor's window is still open, as long as it can end after the
    predecessor has begun.

    >>> w = Window.parse
    >>> contradictions([Node("a", w("2024-03")), Node("b", w("2024-02"), ("a",))])
    (Contradiction(milestone='b', predecessor='a', kind='before-predecessor'),)
    >>> contradictions([Node("a", w("2024-02")), Node("b", w("2024-02"), ("a",))])
    ()
    """
    by_code: Mapping[str, Node] = {node.code: node for node in nodes}
    found: list[Contradiction] = []
    for node in nodes:
        for code in node.after:
            before = by_code.get(code)
            if before is None or node.window is None or before.window is None:
                continue
            if node.window.ends_on < before.window.starts_on:
                found.append(Contradiction(node.code, code, "before-predecessor"))
    found += [Contradiction(a, b, "circle") for a, b in circles(nodes)]
    return tuple(found)


def circles(nodes: Sequence[Node]) -> tuple[tuple[str, str], ...]:
    """Each arrow (milestone, predecessor) that closes a circle; a plan has none."""
    by_code = {node.code: node for node in nodes}
    state: dict[str, int] = {}
    closing: list[tuple[str, str]] = []
    for root in by_code:
        if root in state:
            continue
        stack: list[tuple[str, int]] = [(root, 0)]
        state[root] = 1
        while stack:
            code, index = stack.pop()
            after = [c for c in by_code[code].after if c in by_code]
            if index < len(after):
                stack.append((code, index + 1))
                nxt = after[index]
                if state.get(nxt) == 1:
                    closing.append((code, nxt))
                elif nxt not in state:
                    state[nxt] = 1
                    stack.append((nxt, 0))
            else:
                state[code] = 2
    return tuple(closing)


def way(nodes: Sequence[Node], first: str, last: str) -> tuple[str, ...]:
    """The shortest way from a milestone to one that it waits for, both named; () for none.

    >>> way([Node("a", None, ("b",)), Node("b", None, ("c",)), Node("c", None)], "a", "c")
    ('a', 'b', 'c')
    """
    after = {node.code: node.after for node in nodes}
    came: dict[str, str] = {first: ""}
    waiting = [first]
    for code in waiting:
        for nxt in after.get(code, ()):
            if nxt not in came:
                came[nxt] = code
                waiting.append(nxt)
    if last not in came:
        return ()
    path = [last]
    while path[-1] != first:
        path.append(came[path[-1]])
    return tuple(reversed(path))
