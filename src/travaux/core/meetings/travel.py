"""The queue of those who ask for support to travel, by the rule that was announced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Asking:
    """One request. `groups`: codes of groups their state is in; `order`: as its government names
    them (None: not named); `asked`: any value that sorts by the instant of asking."""

    id: str
    state: str
    groups: frozenset[str]
    order: int | None
    estimate: Decimal
    asked: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the queue. `group`: the first announced group that gives it, "" for none.
    `fits`: the estimates up to here stay within the budget."""

    id: str
    number: int
    group: str
    order: int | None
    sum: Decimal
    fits: bool


UNNAMED = 10_000


def queue(
    asking: Iterable[Asking], groups: Sequence[str], budget: Decimal | None
) -> tuple[Place, ...]:
    """The queue: by announced group, then by the order that governments named, then by instant.

    Each state's first-named comes before any state's second-named of the same group, so that no
    government fills the places of others. A request that no longer fits is passed over, later and
    smaller ones may still fit; without a budget nothing fits.

    >>> ask = [Asking("b", "Y", frozenset(), 1, Decimal(10), "1"),
    ...        Asking("a", "X", frozenset({"ldc"}), 2, Decimal(10), "2")]
    >>> [(p.id, p.group, p.fits) for p in queue(ask, ["ldc", "sids"], Decimal(10))]
    [('a', 'ldc', True), ('b', '', False)]
    """
    rank = {code: n for n, code in enumerate(groups)}

    def group_of(one: Asking) -> str:
        return min((g for g in one.groups if g in rank), key=lambda g: rank[g], default="")

    ordered = sorted(
        asking,
        key=lambda one: (
            rank.get(group_of(one), len(rank)),
            UNNAMED if one.order is None else one.order,
            one.asked,
            one.id,
        ),
    )
    spent, places = Decimal(0), []
    for number, one in enumerate(ordered, 1):
        fits = budget is not None and spent + one.estimate <= budget
        if fits:
            spent += one.estimate
        places.append(Place(one.id, number, group_of(one), one.order, spent, fits))
    return tuple(places)
