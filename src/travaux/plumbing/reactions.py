"""Who reacts to what: a lower room announces a fact, functions of higher rooms follow.

`site/wiring.py` is the one page that connects them. Reactions run at once, inside the transaction
of the action that announced the fact: either all of it happens, or none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

Fact = TypeVar("Fact")

_REACTIONS: dict[type[Any], list[Callable[[Any], object]]] = {}


def connect(fact: type[Fact], reaction: Callable[[Fact], object]) -> None:
    """From now on the reaction follows each fact of this kind; twice the same counts once."""
    following = _REACTIONS.setdefault(fact, [])
    if reaction not in following:
        following.append(reaction)


def announce(fact: object) -> None:
    """Tell what happened to those who react, in the order in which they were connected.

    Call it last in an action, after its own line in the journal: a reaction is an action too and
    leaves a line of its own.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a fact is announced inside the transaction of its action")
    for reaction in _REACTIONS.get(type(fact), ()):
        reaction(fact)


def following(fact: type[Any]) -> tuple[Callable[[Any], object], ...]:
    """The reactions to a kind of fact, for the page that lists them and for tests."""
    return tuple(_REACTIONS.get(fact, ()))
