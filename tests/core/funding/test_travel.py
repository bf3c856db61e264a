"""Travel and honoraria by a table of per diem."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.funding.test_rates import workbook

from travaux.core.funding.travel import Trip, cost_of, read_per_diem
from travaux.core.problems import Unusable

RATES = {"quay": Decimal("151.37")}
COUNT, SUM = st.integers(0, 300), st.integers(0, 10**6).map(lambda c: Decimal(c) / 100)


@given(COUNT, COUNT, SUM, SUM, COUNT, SUM)
def test_the_parts_are_the_sum_and_online_nobody_travels(nights, heads, fare, ends, n, each):
    trip = Trip("Quay", "in-person", nights, heads, fare, ends, n, each)
    cost = cost_of(trip, RATES)
    assert cost.total == heads * (nights * RATES["quay"] + fare + ends) + n * each
    online = cost_of(Trip("Nowhere", "online", nights, heads, fare, ends, n, each), {})
    assert online.total == online.honoraria == n * each


def test_a_table_is_read_and_its_faults_named():
    rows = [["Rates of May"], ["City", "DSA rate"], ["Quay", 151.37], ["Port  Two", "1,200"]]
    found = read_per_diem(workbook(rows), "d.xlsx")
    assert found == {"quay": Decimal("151.37"), "port two": Decimal(1200)}
    for bad, code in (
        (b"a,b\n1,2\n", "per-diem-without-heading"),
        (b"Place,Rate\nQuay,-3\n", "per-diem-unreadable"),
        (b"Place,Rate\nQuay,soon\n", "per-diem-unreadable"),
        (b"Place,Rate\nQuay,3\nquay,4\n", "per-diem-twice"),
    ):
        with pytest.raises(Unusable, match=code):
            read_per_diem(bad, "d.csv")
    with pytest.raises(Unusable, match="per-diem-missing"):
        cost_of(Trip("Elsewhere", "in-person", 1, 1, Decimal(1)), RATES)
