"""Every shown total is the sum of what its events add, in every currency, at every date."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from travaux.core.funding.money import MoneyEvent, position
from travaux.core.funding.purses import STAGES, purses
from travaux.core.funding.totals import by_currency, parts, standing, total

DAY = date(2024, 1, 1)
RATE = {"USD": Decimal(1), "EUR": Decimal("1.0837"), "CHF": Decimal("1.1204")}


@st.composite
def histories(draw):
    """Events that the room would let in: what fulfils a pledge is in the pledge's currency."""
    events: list[MoneyEvent] = []
    for n in range(draw(st.integers(0, 9))):
        live = [e for e in events if not e.corrects]
        kind = draw(st.sampled_from(["requirement", "pledge", "signed", "in-kind", "received",
                                     "returned", "obligated", "spent", "counter"]))  # fmt: skip
        amount = Decimal(draw(st.integers(1, 10**7))) / 100
        currency, of, corrects = draw(st.sampled_from(sorted(RATE))), "", ""
        if kind == "counter":
            if not live:
                continue
            wrong = draw(st.sampled_from(live))
            kind, amount, currency, corrects = wrong.kind, wrong.amount, wrong.currency, wrong.code
        elif kind in {"signed", "received", "returned"} and draw(st.booleans()):
            pledges = [e for e in live if e.kind in {"pledge", "signed"}]
            if pledges:
                pledge = draw(st.sampled_from(pledges))
                of, currency = pledge.code, pledge.currency
        booked = None if currency == "USD" else (amount * RATE[currency]).quantize(Decimal("0.01"))
        known = DAY + timedelta(days=draw(st.integers(0, 5)))
        mark = draw(st.sampled_from(["", "line:a", "line:b"]))
        events.append(MoneyEvent(f"e{n}", kind, amount, currency, known, "", of, booked, corrects,
                                 "a", mark, "gross"))  # fmt: skip
    return events


@given(histories(), st.integers(0, 6))
def test_each_total_is_the_sum_of_its_events_in_each_currency_at_each_date(events, days):
    as_at = DAY + timedelta(days=days)
    found, stands = parts(events, as_at, "USD"), position(events, as_at, "USD")
    live = {e.code: e for e in standing(events, as_at)}
    for name in ("required", "pledged", "received", "obligated", "spent"):
        assert total(found[name]) == getattr(stands, name)
        assert {p.code for p in found[name]} <= set(live)
        for part in found[name]:
            assert part.currency == live[part.code].currency
            if part.currency == "USD":
                assert part.amount == part.booked
        for currency, amount in by_currency(found[name]).items():
            assert amount == sum(
                (p.amount for p in found[name] if p.currency == currency), Decimal(0)
            )
    # reckoned another way: plain sums of the events themselves
    for name in ("obligated", "spent"):
        plain = [e.booked or e.amount for e in live.values() if e.kind == name]
        assert getattr(stands, name) == sum(plain, Decimal(0))
    paid = [e.booked or e.amount for e in live.values() if e.kind == "received"]
    back = [e.booked or e.amount for e in live.values() if e.kind == "returned"]
    assert stands.received == max(sum(paid, Decimal(0)) - sum(back, Decimal(0)), Decimal(0))
    assert stands.required - stands.pledged == stands.gap


@given(histories(), st.integers(0, 6), st.sampled_from(STAGES))
def test_purses_hold_what_their_stage_holds(events, days, stage):
    as_at = DAY + timedelta(days=days)
    stands = position(events, as_at, "USD")
    there = sum((p.amount for p in purses(events, as_at, "USD", [], stage)), Decimal(0))
    whole = {"pledge": stands.pledged, "received": stands.received}.get(stage, stands.pledged)
    assert there <= max(whole, Decimal(0)) or stage == "signed" or whole < 0
    if stage != "signed" and whole >= 0:
        assert there == whole


@given(histories())
def test_a_counter_entry_undoes_from_its_day_on_and_not_before(events):
    for counter in (e for e in events if e.corrects):
        last = max(e.known_on for e in events)
        without = [e for e in events if counter.corrects not in (e.code, e.corrects)]
        a, b = parts(events, last, "USD"), parts(without, last, "USD")
        others = {e.code for e in events if e.of == counter.corrects}
        if not others:
            assert {n: total(a[n]) for n in a} == {n: total(b[n]) for n in b}


def test_a_requirement_net_of_support_cost_counts_with_it():
    net = MoneyEvent("n", "requirement", Decimal(1000), "USD", DAY, basis="net")
    assert position([net], DAY, "USD", Decimal(13)).required == 1130
    gross = MoneyEvent("g", "requirement", Decimal(1000), "USD", DAY, basis="gross")
    assert position([gross], DAY, "USD", Decimal(13)).required == 1000
