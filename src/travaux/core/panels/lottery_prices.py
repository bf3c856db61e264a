"""What each rule costs a fair lottery: what the chances could be if it were looser by one seat.

The prices y of a certificate (see `certificate`) bound every lottery, whatever the bounds of the
rules are: with S the sum of the prices that the people of the lowest level cost together,

    least chance <= b / S,   and with one rule looser by one seat   <= (b + |y|) / S.

So a rule without a price there costs nothing: loosening it alone raises nobody's least chance, and
this is proven. For a rule that has one, the least chance with it looser is found anew where people
may be chosen in part, which no lottery over whole panels exceeds. Where quotas leave no room (as many
of each value as seats), a rule alone gives nothing, but a seat moved from one value to another does:
so pairs of rules are looked at as well. For Nash the prices bound the geometric mean of the chances:
with n people it is at most greater by the part |y| / n.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from travaux.core.panels.certificate import UNIT, Step
from travaux.core.panels.elastic import Rule, rules_of
from travaux.core.panels.fair import Lottery
from travaux.core.panels.instance import Instance
from travaux.core.panels.levels import Levels, levels_of
from travaux.core.panels.polytope import Polytope
from travaux.core.panels.prices import loosened
from travaux.core.panels.relaxing import Change
from travaux.core.panels.seating import GRAIN

LITTLE = 1e-6  # chances nearer than this are the same


@dataclass(frozen=True, slots=True)
class ChancePrice:
    """With these rules moved: the least chance is at most `most` (leximin, maximin), or the
    geometric mean of the chances is greater by at most the part `rise` (Nash; else 0).

    One rule alone, or two where one alone gives less. `opens`: so many who can be on no panel now
    could be on one then.
    """

    changes: tuple[Change, ...]
    most: float
    rise: float
    opens: int


@dataclass(frozen=True, slots=True)
class ChancePrices:
    """What loosening costs or gives, dearest first.

    `least` is the least chance now and `holds` how many people have no more (0 for Nash, where
    nothing is said of the least). `proven`: all other rules are proven to cost nothing alone.
    """

    least: float
    holds: int
    prices: tuple[ChancePrice, ...]
    proven: bool


def chance_prices(lottery: Lottery) -> ChancePrices:
    """What each quota, limit and number of seats costs the lottery; demands are left out.

    >>> from travaux.core.panels.fair import fair_lottery
    >>> from travaux.core.panels.instance import Pool, Quota
    >>> pool = Pool(tuple("abc"), {"gender": (("f",), ("m",), ("m",))})
    >>> two = Instance(pool, 2, 2, (Quota("gender", "f", 1, 1),))
    >>> found = chance_prices(fair_lottery(two))
    >>> [([c.rule.bound for c in p.changes], round(p.most, 3)) for p in found.prices]
    [(['max'], 1.0), (['min'], 0.667)]
    """
    certificate, instance = lottery.certificate, lottery.instance
    step = next((s for s in certificate.steps if s.kind != "barred"), None)
    if step is None or not any(step.prices):
        return ChancePrices(float(lottery.lowest), 0, (), step is not None)
    rows = 1 + len(instance.rows)
    proven = not any(step.prices[rows:])
    priced = {
        Change(rule, to): _price(instance, step, rule)
        for rule, to in ((r, _to(r)) for r in rules_of(instance))
        if rule.kind in ("quota", "at-most", "seats") and loosened(instance, rule, to) is not None
    }
    if step.kind == "product":
        part = UNIT * len(step.people)
        prices = [ChancePrice((c,), 0.0, price / part, 0) for c, price in priced.items()]
        return ChancePrices(0.0, 0, _dearest([p for p in prices if p.rise > LITTLE]), proven)
    least = float(lottery.lowest)
    now = levels_of(Polytope.of(instance), lowest_only=True)
    alone: dict[Change, ChancePrice] = {}
    found: list[ChancePrice] = []
    for change, price in priced.items():
        if price or not proven:
            alone[change] = one = _looser(instance, (change,), now)
            if one.opens or one.most > least + LITTLE:
                found.append(one)
    for pair in _pairs(list(priced)):
        if not (any(priced[c] for c in pair) or not proven):
            continue
        both = _looser(instance, pair, now)
        if both.most > max([least, *(alone[c].most for c in pair if c in alone)]) + LITTLE:
            found.append(both)
    holds = sum(c <= (least + LITTLE) * GRAIN for c in _open(lottery))
    return ChancePrices(least, holds, _dearest(found), proven)


def _pairs(changes: Sequence[Change]) -> list[tuple[Change, Change]]:
    """A seat from one value of a feature to another, or one more seat for a value."""
    quotas = [c for c in changes if c.rule.kind == "quota"]
    raised = [c for c in quotas if c.rule.bound == "max"]
    lowered = [c for c in quotas if c.rule.bound == "min"]
    moved = [
        (up, down)
        for up in raised
        for down in lowered
        if up.rule.feature == down.rule.feature and up.rule.value != down.rule.value
    ]
    seats = [c for c in changes if c.rule.kind == "seats" and c.rule.bound == "max"]
    return [*moved, *((seat, up) for seat in seats for up in raised)]


def _dearest(prices: Sequence[ChancePrice]) -> tuple[ChancePrice, ...]:
    return tuple(sorted(prices, key=lambda p: (-round(p.most, 9), -p.rise, len(p.changes))))


def _open(lottery: Lottery) -> list[int]:
    """The chances of those whom some panel can have and nobody demanded."""
    barred = {p for s in lottery.certificate.steps if s.kind == "barred" for p in s.people}
    never, must = lottery.instance.excluded, lottery.instance.included
    return [
        c for p, c in enumerate(lottery.chances) if p not in barred and not never[p] and not must[p]
    ]


def _to(rule: Rule) -> int:
    return rule.number - 1 if rule.bound == "min" else rule.number + 1


def _price(instance: Instance, step: Step, rule: Rule) -> int:
    """The price of a rule in a step: of its row, or of all rows of a limit together."""
    if rule.kind == "seats":
        prices = [step.prices[0]]
    else:
        prices = [
            price
            for row, price in zip(instance.rows, step.prices[1:], strict=False)
            if row.kind == rule.kind and row.source == rule.source
        ]
    return sum(max(0, p if rule.bound == "max" else -p) for p in prices)


def _looser(instance: Instance, changes: tuple[Change, ...], now: Levels) -> ChancePrice:
    """The least chance with these rules looser."""
    looser = instance
    for change in changes:
        looser = loosened(looser, change.rule, change.to) or looser
    then = levels_of(Polytope.of(looser), lowest_only=True)
    shut_now, shut_then = _barred(instance, now), _barred(looser, then)
    most = then.lowest.chance if then.lowest is not None else 0.0
    return ChancePrice(changes, min(1.0, most), 0.0, len(shut_now - shut_then))


def _barred(instance: Instance, levels: Levels) -> set[int]:
    of = instance.types.of
    return set(np.flatnonzero(np.isin(of, list(levels.barred))).tolist())
