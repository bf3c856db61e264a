"""Best merit under quotas: the greatest sum of scores, ties broken by a published seed, proven.

Among all panels that keep every rule the one with the greatest sum of scores. Between panels of
equal sums: each person draws a number from the seed (in the order of the codes, so that the order
of the file decides nothing), and the panel with the smallest sum of drawn numbers is taken; should
even these be equal, the panel that holds the lowest single numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import gcd
from typing import Any

import numpy as np

from travaux.core.chance import Chance
from travaux.core.panels.instance import Counts, Instance, Types, plain_score
from travaux.core.panels.programs import Program, checked
from travaux.core.panels.proofs import Limits, Proof, Question, holds, prove, remaining
from travaux.core.panels.ties import smallest, ties_hold
from travaux.core.problems import Unusable

VERSION = "merit-1"
DRAWN_BELOW = 2**20
LARGEST_SUM = 2**52


@dataclass(frozen=True)
class Merit:
    """The best panel: `members` are places in the pool, sorted.

    `score` is its sum, `bound` what no panel exceeds, `gap` their difference (0: proven best);
    `drawn` the tie number of each person; `certificate` what `check_merit` needs, as plain values.
    """

    members: tuple[int, ...]
    score: Decimal
    bound: Decimal
    gap: Decimal
    drawn: tuple[int, ...]
    certificate: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a check: its name, whether it holds, and facts for a sentence."""

    name: str
    ok: bool
    facts: Mapping[str, str | int]


def tie_numbers(ids: Sequence[str], seed: str) -> tuple[int, ...]:
    """The number that each person draws for ties, from 0 to 2**20 - 1; by code, not by place.

    >>> tie_numbers(["b", "a"], "s") == tuple(reversed(tie_numbers(["a", "b"], "s")))
    True
    """
    chance = Chance(seed).child("merit ties")
    drawn = {one: chance.below(DRAWN_BELOW) for one in sorted(ids)}
    return tuple(drawn[one] for one in ids)


def whole_scores(scores: Sequence[Decimal]) -> tuple[Counts, Decimal]:
    """Scores as whole multiples of the largest possible unit, and the unit; exact.

    >>> whole_scores([Decimal("1.5"), Decimal("3")])
    (array([1, 2]), Decimal('1.5'))
    """
    places = max((-int(s.normalize().as_tuple().exponent) for s in scores), default=0)
    places = max(places, 0)
    numbers = [int(s.scaleb(places)) for s in scores]
    shared = gcd(*numbers) or 1
    return (
        np.array([n // shared for n in numbers], dtype=np.int64),
        Decimal(shared).scaleb(-places),
    )


def best_merit(
    instance: Instance,
    seed: str,
    *,
    seconds: float = 120.0,
    progress: Callable[[str], None] | None = None,
) -> Merit | None:
    """The panel of greatest merit; None where no panel keeps every rule.

    Raises `Unusable`: scores-missing, scores-too-large, solver-out-of-time.

    >>> from travaux.core.panels.instance import Pool, Quota
    >>> pool = Pool(("a", "b", "c"), {"g": (("f",), ("m",), ("m",))},
    ...             (Decimal(1), Decimal(5), Decimal(4)))
    >>> best = best_merit(Instance(pool, 2, 2, (Quota("g", "f", 1, 2),)), "seed")
    >>> best.members, best.score, best.gap
    ((0, 1), Decimal('6'), Decimal('0'))
    """
    say = progress or (lambda code: None)
    scores = instance.pool.scores
    if scores is None:
        raise Unusable("scores-missing")
    weights, unit = whole_scores(scores)
    if int(np.abs(weights).max()) * instance.seats_high > LARGEST_SUM:
        raise Unusable("scores-too-large")
    drawn = tie_numbers(instance.pool.ids, seed)
    say("merit-best")
    types = instance.types_by(weights.tolist())
    first = [group[0] for group in types.members]
    question = question_of(instance, types, weights[first])
    found = _greatest(instance, types, weights[first], seconds)
    if found is None:
        return None
    value = found
    say("merit-proof")
    proof, better = prove(question, value, seconds=seconds)
    while better is not None:
        value = int(better @ question.weights)
        proof, better = prove(question, value, seconds=seconds)
    say("merit-ties")
    limits = _of_people(types, remaining(question, proof, value))
    members, tie_sum, tie_proof = _tie_broken(instance, weights, value, drawn, limits, seconds)
    score = unit * value
    bound = unit * proof.bound
    certificate = {
        "kind": "merit",
        "version": VERSION,
        "score": plain_score(score),
        "unit": plain_score(unit),
        "value": value,
        "bound": proof.bound,
        "proof": [list(case) for case in proof.cases],
        "complete": proof.complete,
        "ties": {
            "sum": tie_sum,
            "bound": -tie_proof.bound,
            "proof": [list(case) for case in tie_proof.cases],
            "complete": tie_proof.complete,
        },
    }
    return Merit(members, score, bound, bound - score, drawn, certificate)


def question_of(instance: Instance, types: Types, weights: Counts) -> Question:
    first = [group[0] for group in types.members]
    ones = np.ones((1, len(types)), dtype=np.int64)
    return Question(
        np.vstack([ones, types.matrix]),
        np.concatenate([[instance.seats_low], instance.lower]),
        np.concatenate([[instance.seats_high], instance.upper]),
        np.where(instance.included[first], types.sizes, 0),
        np.where(instance.excluded[first], 0, types.sizes),
        weights,
    )


def _of_people(types: Types, limits: Limits | None) -> Limits:
    """For each person, 0 or 1 at least and at most, out of the limits of the types."""
    if limits is None:
        raise Unusable("solver-wrong", feature="", value="")
    least, most = limits
    sizes = types.sizes[types.of]
    return (
        (least[types.of] >= sizes).astype(np.int64),
        (most[types.of] > 0).astype(np.int64),
    )


def _greatest(instance: Instance, types: Types, weights: Counts, seconds: float) -> int | None:
    program = Program(instance, types, seconds=seconds)
    program.weigh(weights.astype(float))
    status, counts, _, _ = program.solve()
    if status == "infeasible":
        return None
    if status == "stopped" and not counts.any():
        raise Unusable("solver-out-of-time")
    checked(instance, program.people(counts))
    return int(counts @ weights)


def _tie_broken(
    instance: Instance,
    weights: Counts,
    value: int,
    drawn: Sequence[int],
    limits: Limits,
    seconds: float,
) -> tuple[tuple[int, ...], int, Proof]:
    """Of the panels worth `value`, the one of the smallest drawn numbers; members, sum, proof."""
    numbers = np.array(drawn, dtype=np.int64)
    types, question = _tie_question(instance, weights, drawn)
    first = [group[0] for group in types.members]
    program = Program(instance, types, seconds=min(seconds, 5.0))
    sizes = types.sizes
    _bound(program, limits[0][first] * sizes, limits[1][first] * sizes)
    program.weigh(-numbers[first].astype(float))
    _add_row(program, weights[first], value, value)
    _, counts, _, _ = program.solve()
    if not counts.any():
        raise Unusable("solver-out-of-time")
    best, proof = smallest(question, value, numbers[first], counts, seconds=seconds)
    total = int(best @ numbers[first])
    members = _lowest(instance, weights, value, numbers, total, limits, seconds)
    return members, total, proof


def _tie_question(
    instance: Instance, weights: Counts, drawn: Sequence[int]
) -> tuple[Types, Question]:
    types = instance.types_by(list(zip(weights.tolist(), drawn, strict=True)))
    return types, question_of(instance, types, weights[[group[0] for group in types.members]])


def _lowest(
    instance: Instance,
    weights: Counts,
    value: int,
    numbers: Counts,
    total: int,
    limits: Limits,
    seconds: float,
) -> tuple[int, ...]:
    """Among panels equal in both sums, the one that holds the lowest numbers, one after another.

    Nearly always there is one such panel only: a single program shows it.
    """
    order = sorted(range(instance.people), key=lambda p: (int(numbers[p]), instance.pool.ids[p]))
    program = Program(instance, instance.types_by(range(instance.people)), seconds=seconds)
    _bound(program, *limits)
    _add_row(program, weights, value, value)
    _add_row(program, numbers, total, total)

    def solved() -> Counts | None:
        status, counts, _, _ = program.solve()
        return counts if status != "infeasible" and counts.any() else None

    panel = solved()
    if panel is None:
        raise Unusable("solver-out-of-time")
    row = program.highs.getNumRow()
    # at least one person differs: sum over members of (1 - x) + sum over others of x >= 1
    _add_row(program, np.where(panel > 0, -1, 1), 1 - int(panel.sum()), instance.people)
    second = solved()
    program.highs.deleteRows(1, np.array([row], dtype=np.int32))
    for person in order if second is not None else []:
        program.highs.changeColBounds(person, 1.0, 1.0)
        if panel[person]:
            continue
        tried = solved() if limits[1][person] else None
        if tried is None:
            program.highs.changeColBounds(person, 0.0, 0.0)
        else:
            panel = tried
    members = tuple(int(p) for p in np.flatnonzero(panel))
    return checked(instance, members)


def _bound(program: Program, least: Counts, most: Counts) -> None:
    count = len(program.types)
    program.highs.changeColsBounds(
        count, np.arange(count, dtype=np.int32), least.astype(float), most.astype(float)
    )


def _add_row(program: Program, weights: Counts, low: int, high: int) -> None:
    places = np.flatnonzero(weights).astype(np.int32)
    program.highs.addRow(
        float(low), float(high), len(places), places, weights[places].astype(float)
    )


def check_merit(
    instance: Instance, members: Sequence[int], certificate: Mapping[str, Any], seed: str
) -> tuple[Step, ...]:
    """The steps that show a panel to be the best: rules kept, sums, both proofs; without a solver.

    Never raises for a certificate that is wrong: the step that differs says no.
    """
    steps = [Step("rules", not instance.breaks(members), {})]
    try:
        scores = instance.pool.scores or ()
        weights, unit = whole_scores(scores)
        value = int(weights[list(members)].sum())
        told = int(certificate["value"])
        same = told == value and Decimal(certificate["unit"]) == unit
        same = same and Decimal(certificate["score"]) == unit * value
        steps.append(Step("score", same, {"score": plain_score(unit * value)}))
        types = instance.types_by(weights.tolist())
        first = [group[0] for group in types.members]
        proof = _proof(certificate, int(certificate["bound"]))
        question = question_of(instance, types, weights[first])
        proven = holds(question, proof)
        best = proven and proof.bound == value
        gap = unit * (proof.bound - value)
        steps.append(
            Step(
                "bound", proven, {"bound": plain_score(unit * proof.bound), "gap": plain_score(gap)}
            )
        )
        drawn = tie_numbers(instance.pool.ids, seed)
        ties = certificate["ties"]
        tie_sum = sum(drawn[p] for p in members)
        types, question = _tie_question(instance, weights, drawn)
        first = [group[0] for group in types.members]
        tie_proof = _proof(ties, -int(ties["bound"]))
        numbers = np.array(drawn, dtype=np.int64)[first]
        ok = int(ties["sum"]) == tie_sum and ties_hold(question, value, numbers, tie_proof)
        steps.append(Step("ties", ok, {"sum": tie_sum, "best": int(best)}))
    except (KeyError, TypeError, ValueError, ArithmeticError, IndexError) as error:
        steps.append(Step("certificate", False, {"error": type(error).__name__}))
    return tuple(steps)


def _proof(certificate: Mapping[str, Any], bound: int) -> Proof:
    cases = tuple(tuple(case) for case in certificate["proof"])
    return Proof(cases, bound, bool(certificate["complete"]))
