"""Between panels of equal merit, the one of the smallest drawn numbers; found and proven.

The proof is a tree of cases as in `proofs`; a case is closed by two rows of prices. The first,
on the scores, shows who can be in a panel of the best score at all; the second, on the drawn
numbers, that among these nobody gets below the sum to be proven.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from travaux.core.panels.instance import Counts
from travaux.core.panels.proofs import (
    SCALE,
    Case,
    Limits,
    Proof,
    Question,
    Relaxation,
    cases_of,
    ceiling,
    divided,
    narrowed,
)

MOST_CASES = 2_000


def by_numbers(scored: Question, value: int, numbers: Counts) -> Question:
    """The question of ties: the smallest sum of numbers among x worth `value`."""
    return replace(
        scored,
        matrix=np.vstack([scored.matrix, scored.weights[None, :]]),
        lower=np.concatenate([scored.lower, [value]]),
        upper=np.concatenate([scored.upper, [value]]),
        weights=-numbers,
    )


def smallest(
    scored: Question, value: int, numbers: Counts, start: Counts, *, seconds: float = 60.0
) -> tuple[Counts, Proof]:
    """The x of the smallest numbers among all worth `value`, from a first such x; with its proof.

    Each case is ("split", type, k) or ("prices", prices on scores …, prices on numbers …), where
    the latter are left out if the former leave nothing. Cut off, the proof bounds the sum at 0.
    """
    tied = by_numbers(scored, value, numbers)
    by_score, by_tie = Relaxation(scored), Relaxation(tied)
    best, least_sum = start, int(start @ numbers)
    started = time.monotonic()
    while True:
        cases: list[Case] = []
        pending: list[Limits] = [(scored.least, scored.most)]
        better: Counts | None = None
        while pending and better is None:
            limits = pending.pop()
            part = scored.within(limits)
            case, shares = _closed(part, tied, value, least_sum, by_score, by_tie)
            if case is None:
                whole = np.rint(shares).astype(np.int64)
                if tied.within(limits).keeps(whole) and int(whole @ numbers) < least_sum:
                    better = whole
                    break
                case, halves = divided(part, shares)
                if case[0] != "split":
                    case = (*case, *([0] * len(tied.matrix))) if case[0] == "prices" else case
                pending += reversed(halves)
            cases.append(case)
            if len(cases) > MOST_CASES or time.monotonic() - started > seconds:
                return best, Proof((), 0, False)
        if better is None:
            return best, Proof(tuple(cases), -least_sum, True)
        best, least_sum = better, int(better @ numbers)


def _closed(
    part: Question,
    tied: Question,
    value: int,
    least_sum: int,
    by_score: Relaxation,
    by_tie: Relaxation,
) -> tuple[Case | None, Counts]:
    """The case that closes this part, or None and the shares at which to divide it."""
    first = by_score.solve((part.least, part.most))
    if first.ray is not None:
        return ("empty", *first.ray), first.shares
    if not first.prices:
        return None, first.shares
    limits = narrowed(part, first.prices, value)
    if limits is None or (limits[0] > limits[1]).any():
        return ("prices", *first.prices), first.shares
    second = by_tie.solve(limits)
    narrow = tied.within(limits)
    if second.ray is not None:
        return ("void", *first.prices, *second.ray), second.shares
    if second.prices and ceiling(narrow, second.prices) // SCALE <= -least_sum:
        return ("prices", *first.prices, *second.prices), second.shares
    return None, second.shares


def ties_hold(scored: Question, value: int, numbers: Counts, proof: Proof) -> bool:
    """Whether the proof shows that no x worth `value` has a sum of numbers below -bound; exact."""
    tied = by_numbers(scored, value, numbers)
    rows = len(scored.matrix)
    try:
        for part, case in cases_of(scored, proof.cases):
            if not _closes(part, tied, value, proof.bound, case[0], case[1:], rows):
                return False
    except (ValueError, IndexError, TypeError):
        return False
    return True


def _closes(
    part: Question,
    tied: Question,
    value: int,
    bound: int,
    kind: str,
    prices: Sequence[int],
    rows: int,
) -> bool:
    if kind == "empty":
        return len(prices) == rows and ceiling(part, prices, weighted=False) < 0
    if kind not in ("prices", "void") or len(prices) not in (rows, 2 * rows + 1):
        return False
    limits = narrowed(part, prices[:rows], value)
    if limits is None or (limits[0] > limits[1]).any():
        return True
    if len(prices) == rows:
        return False
    narrow = tied.within(limits)
    if kind == "void":
        return ceiling(narrow, prices[rows:], weighted=False) < 0
    return ceiling(narrow, prices[rows:]) // SCALE <= bound
