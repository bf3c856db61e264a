"""Commitments against funds, month by month."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from travaux.core.funding.cash import Due, cash_flow

START = date(2024, 1, 1)
AMOUNTS = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)
LINES = st.lists(
    st.builds(
        lambda n, amount, day: Due(f"line-{n}", amount, START + timedelta(days=day), "", 28),
        st.integers(0, 99),
        AMOUNTS,
        st.integers(0, 900),
    ),
    max_size=30,
)


@given(LINES, AMOUNTS, AMOUNTS)
def test_the_months_add_up_to_the_total_in_every_assumption(lines, received, pledged):
    found = cash_flow(lines, received, pledged)
    assert sum((m.due for m in found.months), Decimal(0)) == found.total
    assert found.total == sum((x.amount for x in lines), Decimal(0))
    for month in found.months:
        assert month.left["received"] == received - month.committed
        assert month.left["pledged"] == pledged - month.committed
    firsts = [m.first for m in found.months]
    assert all((b - a).days in {28, 29, 30, 31} for a, b in pairwise(firsts))


@given(LINES, AMOUNTS, AMOUNTS)
def test_money_runs_out_just_when_the_total_is_more_than_there_is(lines, received, pledged):
    found = {r.assumption: r for r in cash_flow(lines, received, pledged).runs_out}
    for assumption, there in (("received", received), ("pledged", pledged)):
        total = sum((x.amount for x in lines), Decimal(0))
        assert (assumption in found) == (total > there)
        if assumption in found:
            out = found[assumption]
            before = sum((x.amount for x in lines if x.on < out.on), Decimal(0))
            upto = sum((x.amount for x in lines if x.on <= out.on), Decimal(0))
            assert before <= there < upto
            assert 0 < out.short <= upto - there
            assert out.decide_by == out.on - timedelta(days=28)


def test_more_money_never_runs_out_earlier():
    lines = [Due(str(n), Decimal(100), START + timedelta(days=30 * n)) for n in range(10)]
    days = [
        r.on
        for there in range(0, 1000, 50)
        for r in cash_flow(lines, Decimal(0), Decimal(there)).runs_out
        if r.assumption == "pledged"
    ]
    assert days == sorted(days) and len(set(days)) == 10


def test_nothing_budgeted_is_nothing_said():
    assert cash_flow([], Decimal(0), Decimal(5)).months == ()
