"""A bracketed text as it was written."""

from __future__ import annotations

from collections.abc import Iterable

from travaux.core.texts.brackets.model import Bracketed, Group, Node, Words


def write(bracketed: Bracketed) -> str:
    """The text that was parsed, sign by sign, put together from the tree.

    >>> from travaux.core.texts.brackets.parsing import parse
    >>> write(parse("[a [b] - EU / c](US) ]{1.2}"))
    '[a [b] - EU / c](US) ]{1.2}'
    """
    pieces: list[str] = []
    written(bracketed.nodes, pieces)
    return "".join(pieces)


def written(nodes: Iterable[Node], pieces: list[str]) -> None:
    """Add the source of nodes to pieces."""
    for node in nodes:
        if isinstance(node, Words):
            pieces.append(node.text)
        else:
            written_group(node, pieces)


def written_group(group: Group, pieces: list[str]) -> None:
    """Add the source of one bracket and its tags to pieces."""
    pieces.append(group.open)
    for place, alternative in enumerate(group.alternatives):
        if place:
            pieces.append(group.separators[place - 1])
        pieces.append(alternative.head)
        written(alternative.nodes, pieces)
        pieces.append(alternative.tail)
    pieces.append(group.close)
    pieces += [tag.source for tag in group.tags]
