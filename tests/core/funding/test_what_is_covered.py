"""What earmarked money can pay: exactly the maximum flow, with a cut that proves it."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from travaux.core.funding.coverage import Purse, coverage

LINES = ["a", "b", "c", "d"]
AMOUNT = st.integers(0, 400).map(Decimal)
PURSES = st.lists(
    st.tuples(AMOUNT, st.none() | st.frozensets(st.sampled_from(LINES))), max_size=5
).map(lambda found: [Purse(f"p{n}", a, lines) for n, (a, lines) in enumerate(found)])


@settings(max_examples=40)
@given(PURSES, st.fixed_dictionaries({line: AMOUNT for line in LINES}))
def test_no_other_way_pays_more(purses, need):
    found = coverage(purses, need)
    pairs = [(p, line) for p in purses for line in need if p.pays(line)]
    for p in purses:
        used = sum(a for (code, _), a in found.flows.items() if code == p.code)
        assert used + found.idle.get(p.code, 0) == p.amount
    assert all(found.covered[x] <= need[x] for x in need)
    assert all(next(p for p in purses if p.code == c).pays(x) for c, x in found.flows)
    if pairs:
        rows = [[float(p is q) for q, _ in pairs] for p in purses]
        rows += [[float(x == y) for _, y in pairs] for x in need]
        most = [float(p.amount) for p in purses] + [float(need[x]) for x in need]
        best = linprog(-np.ones(len(pairs)), A_ub=rows, b_ub=most)
        assert abs(float(found.total) + best.fun) < 1e-6
    else:
        assert found.total == 0


@settings(max_examples=40)
@given(PURSES, st.fixed_dictionaries({line: AMOUNT for line in LINES}))
def test_earlier_lines_come_first_and_each_shortage_has_its_proof(purses, need):
    need = {x: need[x] for x in LINES}
    found = coverage(purses, need)
    for n in range(1, len(LINES) + 1):
        first = {x: need[x] for x in LINES[:n]}
        assert coverage(purses, first).total == sum(found.covered[x] for x in first)
    for tight in found.short:
        may = {p.code for p in purses for x in tight.lines if p.pays(x)}
        assert may == set(tight.purses) and tight.there < tight.needed
        assert tight.there == sum(p.amount for p in purses if p.code in may)


def test_a_purse_gives_way_to_one_that_can_pay_nothing_else():
    purses = [Purse("free", Decimal(10)), Purse("bound", Decimal(10), frozenset("a"))]
    assert coverage(purses, {"a": Decimal(10), "b": Decimal(10)}).total == 20
    for order in combinations(purses, 2):
        assert coverage(order, {"a": Decimal(10), "b": Decimal(10)}).short == ()
