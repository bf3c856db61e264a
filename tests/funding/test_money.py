"""Money on record: who records it, what it adds up to, as at any day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from travaux.funding.actions import record_money
from travaux.funding.models import MoneyEvent
from travaux.funding.queries import funds_as_at
from travaux.funding.rules import may_record_money
from travaux.journal.models import Line
from travaux.plumbing.verdicts import Refusal

AT = datetime(2024, 9, 2, 9, 0, tzinfo=UTC)


def test_rule_over_the_whole_cast(cast):
    yes = {
        name
        for name in ("amina", "bruno", "elif_", "chen", "farid", "greta", "hana", "dana", "olga")
        if may_record_money(getattr(cast, name), cast.process)
    }
    assert yes == {"amina"}
    assert may_record_money(None, cast.process).code == "sign-in-first"


def test_the_three_figures_add_up(reference):
    funds = funds_as_at(reference, date(2023, 10, 31))
    stands = funds.position
    assert (stands.required, stands.pledged, stands.gap) == (1179384, 311700, 867684)
    assert stands.gap_percent == 74
    assert len(funds.readings) == 1  # the tracker's readings were not known then
    assert not funds_as_at(reference, date(2023, 10, 30)).events


def test_readings_stand_in_no_sum(reference):
    funds = funds_as_at(reference, None)
    assert funds.position.gap == 867684
    assert [int(r.gap) for r in funds.readings] == [867684, 1429000, 701000]
    assert all(r.required - r.there == r.gap for r in funds.readings)
    assert [r.share for r in funds.readings] == [26, 23, 35]


def event(cast, **also):
    given = {
        "kind": "requirement", "amount": Decimal("1000"), "currency": "USD",
        "source": "budget note", "at": AT,
    } | also  # fmt: skip
    return record_money(by=also.pop("by", cast.amina), process=cast.process, **{
        k: v for k, v in given.items() if k != "by"
    })  # fmt: skip


def test_events_add_up_and_an_agreement_replaces_its_pledge(cast):
    event(cast)
    pledge = event(cast, kind="pledge", amount=Decimal("400"), party={"en": "State A"})
    event(cast, kind="signed", amount=Decimal("350"), of=pledge.key)
    event(cast, kind="received", amount=Decimal("100.50"), of=pledge.key)
    event(cast, amount=Decimal("900"), known_on=date(2024, 9, 2))
    stands = funds_as_at(cast.process, None).position
    assert (stands.required, stands.pledged, stands.received) == (900, 350, Decimal("100.50"))
    assert stands.gap == 550
    line = Line.objects.get(subject=pledge.key)
    assert line.what == "funding.record_money" and "State A" not in str(line.facts)


def test_known_later_counts_later(cast):
    event(cast, known_on=date(2024, 8, 1))
    event(cast, kind="pledge", amount=Decimal("10"), known_on=date(2024, 8, 15))
    assert funds_as_at(cast.process, date(2024, 8, 14)).position.gap == 1000
    assert funds_as_at(cast.process, date(2024, 8, 15)).position.gap == 990


@pytest.mark.parametrize(
    ("also", "code"),
    [
        ({"kind": "gift"}, "money-kind-unknown"),
        ({"amount": Decimal("0")}, "amount-not-positive"),
        ({"amount": Decimal("-5")}, "amount-not-positive"),
        ({"amount": Decimal("NaN")}, "amount-not-positive"),
        ({"amount": Decimal("1e30")}, "amount-not-positive"),
        ({"amount": Decimal("0.001")}, "amount-too-fine"),
        ({"source": " "}, "source-missing"),
        ({"currency": "EUR"}, "rate-missing"),
        ({"currency": "EUX"}, "currency-unknown"),
        ({"known_on": date(2024, 9, 3)}, "money-known-in-the-future"),
        ({"happened_on": "spring"}, "window-unreadable"),
        ({"kind": "received", "of": "nothing"}, "promise-unknown"),
        ({"kind": "returned", "amount": Decimal("5")}, "returned-more-than-there"),
        ({"seen": 3}, "moved-meanwhile"),
    ],
)
def test_refusals(cast, also, code):
    with pytest.raises(Refusal) as refused:
        event(cast, **also)
    assert refused.value.code == code and refused.value.sentence
    assert not MoneyEvent.objects.exists()


def test_strangers_record_nothing(cast):
    for person in (cast.bruno, cast.dana, cast.olga, cast.farid):
        with pytest.raises(Refusal) as refused:
            event(cast, by=person)
        assert refused.value.code == "money-recorded-by-secretariat"
