"""That no lottery is better by more than a bound: whole-number arithmetic, no solver.

Whatever whole prices y are put on the rules, in every panel, and so in every lottery q over panels,

    sum over people of g * q <= b,   g = prices of the rules that the person counts for,
                                     b = sum over rules of (y > 0: y * upper, else y * lower).

Nobody's chance is past 1, so those with g < 0 add at most -g to the right-hand side. What remains
is arithmetic on the published chances; `gap_of` does it in whole numbers and fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from travaux.core.panels.instance import Instance
from travaux.core.panels.polytope import Cut, Numbers
from travaux.core.panels.proofs import Question, holds
from travaux.core.panels.seating import GRAIN

UNIT = 2**40  # prices are whole multiples of 1/UNIT where their size matters
LARGEST = 2**50
SURE = 10**-6  # a gap up to here is called proven optimal


@dataclass(frozen=True)
class Step:
    """One level: the people it holds (places in the pool), and the prices (rules, then cuts).

    `kind`: "barred" (no panel can have them), "level" (cannot have more, given those before), or
    "product" (the prices of the Nash product, for everyone else).
    """

    kind: str
    people: tuple[int, ...]
    prices: tuple[int, ...]


@dataclass(frozen=True)
class Certificate:
    """The steps in order, and the cuts whose prices stand after those of the rules."""

    method: str
    steps: tuple[Step, ...]
    cuts: tuple[Cut, ...] = ()


@dataclass(frozen=True)
class Finding:
    """`gap` that the certificate proves; None with a code where it proves nothing.

    `sworn`: how many cuts rest on the solver's word instead of a proof.
    """

    gap: Fraction | None
    code: str = ""
    sworn: int = 0


class _Doubt(Exception):
    """What a certificate lacks, as a code."""


def whole_prices(prices: Numbers, *, fixed_unit: bool = False) -> tuple[int, ...]:
    """Prices as whole numbers: in 1/UNIT, or in any unit where only their ratios matter."""
    largest = float(np.abs(prices).max(initial=0.0))
    if largest == 0:
        return (0,) * len(prices)
    unit = UNIT if fixed_unit else LARGEST / largest
    return tuple(round(float(p) * unit) for p in prices)


def gap_of(instance: Instance, chances: Sequence[int], certificate: Certificate) -> Finding:
    """What the certificate proves of a lottery with these chances (one for each person, in 1/GRAIN).

    The gap: for leximin and maximin, how much more anyone of a step could have at most while all of
    earlier steps keep what they have and the others of the step have what they have; for Nash, by
    what part the geometric mean of the chances could be greater at most.
    """
    check = _Check(instance, chances, certificate)
    try:
        sworn = check.cuts()
        gap = check.steps()
    except _Doubt as doubt:
        return Finding(None, str(doubt))
    return Finding(gap, "", sworn)


class _Check:
    def __init__(
        self, instance: Instance, chances: Sequence[int], certificate: Certificate
    ) -> None:
        self.instance, self.certificate = instance, certificate
        self.chances = [int(c) for c in chances]
        self.types = instance.types
        ones = [1] * len(self.types)
        self.rows: list[list[int]] = [ones, *self.types.matrix.tolist()]
        self.lower: list[int | None] = [instance.seats_low, *instance.lower.tolist()]
        self.upper: list[int] = [instance.seats_high, *instance.upper.tolist()]
        self.must = instance.included.tolist()
        self.never = instance.excluded.tolist()

    def cuts(self) -> int:
        """Add the cuts to the rules, each once its proof holds; counts those without proof."""
        sworn = 0
        first = [group[0] for group in self.types.members]
        sizes = self.types.sizes
        question_parts: dict[str, Any] = {
            "matrix": np.array(self.rows, dtype=np.int64),
            "lower": np.array(self.lower, dtype=np.int64),
            "upper": np.array(self.upper, dtype=np.int64),
            "least": np.where(self.instance.included[first], sizes, 0),
            "most": np.where(self.instance.excluded[first], 0, sizes),
        }
        for cut in self.certificate.cuts:
            if len(cut.weights) != len(self.types):
                raise _Doubt("cut-unreadable")
            if cut.proof is None:
                sworn += 1
            else:
                proof = cut.proof
                question = Question(**question_parts, weights=np.asarray(cut.weights))
                if proof.bound > cut.bound or not holds(question, proof):
                    raise _Doubt("cut-not-proven")
            self.rows.append([int(w) for w in cut.weights])
            self.lower.append(None)
            self.upper.append(int(cut.bound))
        return sworn

    def bound(self, prices: Sequence[int]) -> tuple[list[int], int]:
        """What each type costs, and what no lottery's cost exceeds."""
        if len(prices) != len(self.rows):
            raise _Doubt("prices-of-other-rules")
        costs = [0] * len(self.types)
        most = 0
        for price, row, low, high in zip(prices, self.rows, self.lower, self.upper, strict=True):
            if price == 0:
                continue
            if price < 0 and low is None:
                raise _Doubt("price-of-no-rule")
            most += price * high if price > 0 else price * int(low or 0)
            for t, times in enumerate(row):
                if times:
                    costs[t] += price * times
        return costs, most

    def steps(self) -> Fraction:
        if any(c < 0 or c > GRAIN for c in self.chances):
            raise _Doubt("chance-past-one")
        demanded = [m or n for m, n in zip(self.must, self.never, strict=True)]
        if any(c != GRAIN for c, m in zip(self.chances, self.must, strict=True) if m):
            raise _Doubt("demand-not-kept")
        if any(c != 0 for c, n in zip(self.chances, self.never, strict=True) if n):
            raise _Doubt("demand-not-kept")
        open_ = {p for p, d in enumerate(demanded) if not d}
        settled: list[int] = []
        barred: set[int] = set()
        gap = Fraction(0)
        product = 0
        for step in self.certificate.steps:
            people = set(step.people)
            if len(people) != len(step.people) or not people <= open_ or not people:
                raise _Doubt("people-of-a-level")
            if step.kind == "product":
                if people != open_:
                    raise _Doubt("people-of-a-level")
                product += 1
                gap = max(gap, self._product(step, barred))
            elif step.kind in ("level", "barred"):
                if step.kind == "barred" and any(self.chances[p] for p in people):
                    raise _Doubt("barred-yet-drawn")
                gap = max(gap, self._level(step, open_, settled))
                if step.kind == "barred":
                    barred |= people
            else:
                raise _Doubt("step-unknown")
            open_ -= people
            settled.extend(step.people)
        self._complete(open_, product)
        return gap

    def _complete(self, open_: set[int], product: int) -> None:
        """Every method must have made its own claim about everyone it speaks of."""
        method = self.certificate.method
        kinds = [step.kind for step in self.certificate.steps]
        if method == "leximin":
            done = not open_ and "product" not in kinds
        elif method == "maximin":
            done = kinds.count("level") == 1 if open_ or "level" in kinds else not open_
            done = done and "product" not in kinds
        elif method == "nash":
            done = not open_ and "level" not in kinds and product <= 1
        else:
            raise _Doubt("method-unknown")
        if not done:
            raise _Doubt("people-without-proof")

    def _level(self, step: Step, open_: set[int], settled: list[int]) -> Fraction:
        """How much more the people of the step could have: the worst of all and of each one."""
        lowest = min(self.chances[p] for p in open_)
        here = Fraction(lowest, GRAIN)
        held = Fraction(min(self.chances[p] for p in step.people), GRAIN)
        if not any(step.prices):  # nobody has more than 1
            return 1 - min(here, held)
        costs, most = self.bound(step.prices)
        of = self.types.of.tolist()
        # in units of 1/GRAIN: what the open ones with a positive cost can cost together
        rest = most * GRAIN
        for p, t in enumerate(of):
            if self.must[p] or (costs[t] < 0 and not self.never[p]):
                rest -= costs[t] * GRAIN
        for p in settled:
            if costs[of[p]] > 0:
                rest -= costs[of[p]] * self.chances[p]
        total = sum(costs[of[p]] for p in open_ if costs[of[p]] > 0)
        if total <= 0 or any(costs[of[p]] <= 0 for p in step.people):
            raise _Doubt("prices-of-other-people")
        gap = Fraction(rest, total * GRAIN) - here
        least = min(costs[of[p]] for p in step.people)
        rise = Fraction(rest - total * lowest, least * GRAIN)
        over = max(self.chances[p] for p in step.people) - lowest
        return max(gap, rise, Fraction(over, GRAIN), Fraction(0))

    def _product(self, step: Step, barred: set[int]) -> Fraction:
        """The slope of the product at these chances: sum of q / chance <= people * (1 + gap)."""
        if any(self.chances[p] == 0 for p in step.people):
            raise _Doubt("chance-of-nought")
        costs, most = self.bound(step.prices)
        of = self.types.of.tolist()
        inside = set(step.people)
        total = Fraction(most)
        for p, t in enumerate(of):
            if p in inside:
                weight = Fraction(GRAIN * UNIT, self.chances[p])
                total += max(Fraction(0), weight - costs[t])
            elif self.must[p]:
                total -= costs[t]
            elif p in barred or self.never[p]:
                continue
        return max(Fraction(0), total / (UNIT * len(inside)) - 1)
