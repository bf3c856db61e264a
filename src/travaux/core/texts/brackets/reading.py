"""What stands in the brackets of a text: spans with their positions, and how many are open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from travaux.core.texts.brackets.model import Bracketed, Group, Node, Span
from travaux.core.texts.brackets.writing import written


def groups(nodes: Sequence[Node]) -> Iterator[Group]:
    """All brackets in the order in which they open, nested ones after the one around them."""
    for node in nodes:
        if isinstance(node, Group):
            yield node
            for alternative in node.alternatives:
                yield from groups(alternative.nodes)


def spans(bracketed: Bracketed) -> tuple[Span, ...]:
    """Each wording in a bracket that is negotiated, with every position that bears on it.

    A wording has the positions named inside its bracket, then those of the tags behind it.
    """
    found: list[Span] = []
    for number, group in enumerate(groups(bracketed.nodes)):
        if group.kind != "bracket":
            continue
        for alternative in group.alternatives:
            pieces: list[str] = []
            written(alternative.nodes, pieces)
            found.append(
                Span(
                    start=alternative.start,
                    end=alternative.end,
                    depth=group.depth,
                    text="".join(pieces),
                    positions=(*alternative.positions, *group.positions),
                    group=number,
                    run=group.run,
                    outer_start=group.at,
                    outer_end=group.end,
                )
            )
    return tuple(found)


def open_count(bracketed: Bracketed) -> int:
    """How many brackets hold something that is still to be agreed.

    >>> from travaux.core.texts.brackets.parsing import parse
    >>> open_count(parse("[a [b]] [Agreed ad ref] [...]"))
    2
    """
    return sum(1 for group in groups(bracketed.nodes) if group.is_open)
