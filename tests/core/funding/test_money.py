"""Required − pledged = gap, at every date, by one rule for percentages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from travaux.core.funding.money import MoneyEvent, percent, position
from travaux.core.problems import Unusable

DAY = date(2024, 1, 1)


def event(code, kind, amount, *, of="", known=DAY, currency="USD"):
    return MoneyEvent(code, kind, Decimal(amount), currency, known, "", of)


NEED = event("need", "requirement", "1000")


def pledged(*events, as_at=DAY):
    return position([NEED, *events], as_at).pledged


def test_the_sums_of_the_reference_process():
    found = position(
        [event("need", "requirement", "1179384"), event("gift", "pledge", "311700")], DAY
    )
    assert (found.gap, found.gap_percent, found.pledged_percent) == (Decimal(867684), 74, 26)


def test_a_signed_agreement_does_not_count_beside_its_pledge():
    assert pledged(event("p", "pledge", "300"), event("s", "signed", "300", of="p")) == 300
    assert pledged(event("p", "pledge", "300"), event("s", "signed", "250", of="p")) == 250
    assert pledged(event("s", "signed", "250"), event("p", "pledge", "300")) == 550


def test_two_agreements_on_one_pledge_add_up():
    signed = [event("s1", "signed", "40", of="p"), event("s2", "signed", "60", of="p")]
    assert pledged(event("p", "pledge", "100"), *signed) == 100


def test_what_is_paid_is_not_counted_twice_and_what_is_more_counts():
    gift = event("p", "pledge", "300")
    found = position([NEED, gift, event("r", "received", "100", of="p")], DAY)
    assert (found.pledged, found.received) == (300, 100)
    assert pledged(gift, event("r", "received", "350", of="p")) == 350
    assert pledged(event("r", "received", "50")) == 50


def test_what_was_returned_is_taken_off():
    found = position(
        [
            NEED,
            event("p", "pledge", "300"),
            event("r", "received", "300", of="p"),
            event("b", "returned", "80", of="p"),
        ],
        DAY,
    )
    assert (found.pledged, found.received, found.gap) == (220, 220, 780)


def test_the_latest_requirement_known_at_the_date_counts():
    later = event("more", "requirement", "1500", known=date(2024, 6, 1))
    assert position([NEED, later], date(2024, 5, 31)).required == 1000
    assert position([NEED, later], date(2024, 6, 1)).required == 1500


def test_an_event_known_at_no_date_enters_no_sum_as_at_a_date():
    undated = event("p", "pledge", "300", known=None)
    assert pledged(undated) == 0
    assert position([NEED, undated], None).pledged == 300


def test_several_currencies_are_refused_since_no_rate_is_on_record():
    with pytest.raises(Unusable, match="currencies-differ"):
        pledged(event("p", "pledge", "1", currency="EUR"))


def test_nothing_at_all_is_nothing():
    found = position([], DAY)
    assert (found.required, found.gap, found.gap_percent) == (0, 0, 0)


amounts = st.decimals(0, 10**9, places=2)
kinds = st.sampled_from(["pledge", "signed", "in-kind", "received", "returned"])


@given(amounts, st.lists(st.tuples(kinds, amounts), max_size=8))
def test_the_three_figures_always_add_up(need, others):
    events = [event("need", "requirement", need)]
    events += [event(f"e{n}", kind, amount) for n, (kind, amount) in enumerate(others)]
    found = position(events, DAY)
    assert found.required - found.pledged == found.gap
    assert found.received >= 0


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [("1", "200", 1), ("0.99", "200", 0), ("867684", "1179384", 74), ("5", "0", 0)],
)  # fmt: skip
def test_percentages_are_whole_and_halves_go_up(part, whole, said):
    assert percent(Decimal(part), Decimal(whole)) == said
