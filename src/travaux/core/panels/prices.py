"""The price of each rule: what the best sum of scores would be if it were looser by one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from travaux.core.panels.elastic import Rule, rules_of
from travaux.core.panels.instance import AtMost, Counts, Instance, Types
from travaux.core.panels.merit import question_of, whole_scores
from travaux.core.panels.programs import Program
from travaux.core.panels.proofs import SCALE, Relaxation, ceiling
from travaux.core.problems import Unusable


@dataclass(frozen=True, slots=True)
class Price:
    """With `rule` at `to` instead, the best sum of scores would be greater by `gain`.

    `comes` and `leaves` are places in the pool: one best panel then, against the present one.
    """

    rule: Rule
    to: int
    gain: Decimal
    comes: tuple[int, ...]
    leaves: tuple[int, ...]


def merit_prices(
    instance: Instance, members: Sequence[int], *, seconds: float = 30.0
) -> tuple[Price, ...]:
    """What each rule at its bound costs the best panel (`members`), dearest first; exact.

    Only rules with a price above 0 are told. Raises `Unusable("scores-missing")`.

    >>> from travaux.core.panels.instance import Pool, Quota
    >>> pool = Pool(("a", "b", "c"), {"g": (("f",), ("m",), ("m",))},
    ...             (Decimal(1), Decimal(5), Decimal(4)))
    >>> two = Instance(pool, 2, 2, (Quota("g", "f", 1, 2),))
    >>> [(p.rule.kind, p.rule.bound, p.to, p.gain) for p in merit_prices(two, [0, 1])]
    [('seats', 'max', 3, Decimal('4')), ('quota', 'min', 0, Decimal('3'))]
    """
    scores = instance.pool.scores
    if scores is None:
        raise Unusable("scores-missing")
    weights, unit = whole_scores(scores)
    value = int(weights[list(members)].sum())
    chosen = set(members)
    prices: list[Price] = []
    for rule in rules_of(instance):
        if not _at_bound(instance, members, rule):
            continue
        to = rule.number - 1 if rule.bound == "min" else rule.number + 1
        looser = loosened(instance, rule, to)
        if looser is None:
            continue
        types = looser.types_by(weights.tolist())
        by_type = weights[[group[0] for group in types.members]]
        better = _better(looser, types, by_type, value, seconds)
        if better is None:
            continue
        panel = Program(looser, types).people(
            better, sorted(range(looser.people), key=chosen.__contains__, reverse=True)
        )
        prices.append(
            Price(
                rule,
                to,
                unit * (int(better @ by_type) - value),
                tuple(p for p in panel if p not in chosen),
                tuple(p for p in sorted(chosen) if p not in set(panel)),
            )
        )
    return tuple(sorted(prices, key=lambda price: -price.gain))


def _at_bound(instance: Instance, members: Sequence[int], rule: Rule) -> bool:
    """Whether the panel leaves the rule no room; only then can it have a price."""
    pool = instance.pool
    if rule.kind == "seats":
        return len(members) == rule.number
    if rule.kind in ("include", "exclude"):
        return True
    values = pool.values(rule.feature) if rule.kind == "at-most" else (rule.value,)
    counts = [int(pool.holds(rule.feature, v)[list(members)].sum()) for v in values]
    return (max(counts) if rule.bound == "max" else min(counts)) == rule.number


def loosened(instance: Instance, rule: Rule, to: int) -> Instance | None:
    """The instance with one rule moved; None where it cannot be moved so far."""
    if to < 0:
        return None
    if rule.kind == "quota":
        quota = instance.quotas[rule.source]
        moved = replace(quota, low=to) if rule.bound == "min" else replace(quota, high=to)
        quotas = (*instance.quotas[: rule.source], moved, *instance.quotas[rule.source + 1 :])
        return replace(instance, quotas=quotas)
    if rule.kind == "at-most":
        limits = list(instance.at_most)
        limits[rule.source] = AtMost(rule.feature, to)
        return replace(instance, at_most=tuple(limits))
    if rule.kind == "seats":
        if rule.bound == "min":
            return replace(instance, seats_low=to) if to >= 1 else None
        return replace(instance, seats_high=to) if to <= instance.people else None
    return replace(
        instance, demands=tuple(d for n, d in enumerate(instance.demands) if n != rule.source)
    )


def _better(
    instance: Instance, types: Types, weights: Counts, value: int, seconds: float
) -> Counts | None:
    """A best panel if it is worth more than `value`; the relaxation often shows that none is."""
    question = question_of(instance, types, weights)
    solved = Relaxation(question).solve((question.least, question.most))
    if solved.prices and ceiling(question, solved.prices) // SCALE <= value:
        return None
    program = Program(instance, types, seconds=seconds)
    program.weigh(weights.astype(float))
    status, counts, _, _ = program.solve()
    if status != "optimal":
        raise Unusable("solver-out-of-time")
    return counts if int(counts @ weights) > value else None
