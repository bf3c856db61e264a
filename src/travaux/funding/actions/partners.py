"""Partnership agreements and offers in kind: offered, agreed, delivered; each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from travaux.core.funding.amounts import MOST
from travaux.core.funding.rates import CURRENCIES
from travaux.core.problems import Unusable
from travaux.core.schedules.windows import Window
from travaux.funding.actions.events import record_money
from travaux.funding.models import Delivery, Partnership
from travaux.funding.queries.partners import promises_of
from travaux.funding.rules import may_record_money
from travaux.funding.states import PARTNERSHIP_MOVES, MoneyKind, PartnershipKind, PartnershipState
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Process

NOTHING = Decimal(0)


@action
def keep_partnership(
    *,
    by: Person,
    process: Process,
    kind: str,
    partner: str,
    titles: Mapping[str, str],
    value: Decimal,
    currency: str,
    basis: str,
    offered_on: date,
    source: str,
    at: datetime,
    due: str = "",
    consent: str = "",
    promise: str = "",
) -> Partnership:
    """A partner offers or signs something. `value` 0: it has no price; else `basis` says how it was
    reckoned. `consent`: how the partner agreed to be published; empty: it is not. `promise`: the key
    of what was promised in a call; by when it is due and whether it came is said there alone."""
    require(may_record_money(by, process))
    said = {k: v.strip() for k, v in titles.items() if v.strip()}
    if kind not in PartnershipKind.values:
        raise refuse("money-kind-unknown", kind=kind)
    if not partner.strip():
        raise refuse("partner-without-name")
    if not said:
        raise refuse("partnership-without-content")
    _check_value(value)
    if value and not basis.strip():
        raise refuse("value-without-basis")
    if currency not in CURRENCIES:
        raise refuse("currency-unknown", currency=currency)
    if not source.strip():
        raise refuse("source-missing")
    if offered_on > at.date():
        raise refuse("money-known-in-the-future")
    if promise and due.strip():
        raise refuse("due-stands-with-promise")
    _check_promise(process, promise, at)
    try:
        when = Window.parse(due).text if due.strip() else ""
    except Unusable as problem:
        raise refuse(problem.code, **dict(problem.problem.facts)) from None
    kept = Partnership.objects.create(
        process=process,
        kind=kind,
        partner=partner.strip()[:200],
        titles=said,
        value=value,
        currency=currency,
        basis=basis.strip()[:300],
        offered_on=offered_on,
        due=when,
        promise=promise,
        consent=consent.strip()[:300],
        source=source.strip()[:300],
        by_key=by.key,
        demonstration=process.demonstration or by.demonstration,
    )
    facts: dict[str, Any] = {"kind": kind, "published": bool(kept.consent)}
    if promise:
        facts["promise"] = promise
    record(by=by, subject=kept.key, process=process.code, at=at, facts=facts)
    return kept


def _check_promise(process: Process, promise: str, at: datetime, but: int = 0) -> None:
    """A promise is one of those of the process, and no other partnership is about it."""
    if not promise:
        return
    if promise not in promises_of(process, at.date()):
        raise refuse("call-promise-unknown")
    if process.partnerships.filter(promise=promise).exclude(pk=but).exists():
        raise refuse("promise-taken")


@action
def name_promise(*, by: Person, partnership: Partnership, promise: str, at: datetime) -> None:
    """It is about something that the partner promised in a call (empty: it is not): from then on its
    day and its delivery are read there."""
    process = partnership.process
    require(may_record_money(by, process))
    row = Partnership.objects.select_for_update().get(pk=partnership.pk)
    if row.promise == promise:
        nothing_to_record()
        return
    _check_promise(process, promise, at, row.pk)
    Partnership.objects.filter(pk=row.pk).update(promise=promise)
    partnership.promise = promise
    facts = {"promise": promise, "before": row.promise}
    record(by=by, subject=row.key, process=process.code, at=at, facts=facts)


def _check_value(value: Decimal) -> None:
    if not value.is_finite() or not 0 <= value <= MOST:
        raise refuse("value-negative")
    if value != value.quantize(Decimal("0.01")):
        raise refuse("amount-too-fine")


@action
def move_partnership(*, by: Person, partnership: Partnership, verb: str, at: datetime) -> None:
    """It is agreed, it ends, or it is withdrawn."""
    process = partnership.process
    require(may_record_money(by, process))
    if verb not in PARTNERSHIP_MOVES:
        raise refuse("lead-cannot-do-that")
    also = {"agreed_on": at.date()} if verb == "agree" else {}
    move(partnership, PARTNERSHIP_MOVES, verb, **also)
    record(by=by, subject=partnership.key, process=process.code, at=at, facts={"verb": verb})


@action
def agree_to_show(*, by: Person, partnership: Partnership, consent: str, at: datetime) -> None:
    """The partner agreed, or no longer agrees, to be published; the events follow."""
    process = partnership.process
    require(may_record_money(by, process))
    said = consent.strip()[:300]
    Partnership.objects.filter(pk=partnership.pk).update(consent=said)
    partnership.consent = said
    for delivery in partnership.deliveries.exclude(event=""):
        told = _told(partnership, delivery.titles, delivery.source)
        process.money_events.filter(key=delivery.event).update(**told)
    facts = {"published": bool(said)}
    record(by=by, subject=partnership.key, process=process.code, at=at, facts=facts)


def _told(row: Partnership, titles: Mapping[str, str], source: str) -> dict[str, Any]:
    """What the public record of money says of a delivery: without consent, no more than its value
    and its place in the register."""
    if not row.consent:
        return {"party": {}, "texts": {}, "consent": "", "source": f"partnership {row.key}"}
    party = {"en": row.partner}
    return {"party": party, "texts": dict(titles), "consent": row.consent, "source": source[:300]}


@action
def note_delivery(
    *,
    by: Person,
    partnership: Partnership,
    titles: Mapping[str, str],
    value: Decimal,
    on: date,
    source: str,
    at: datetime,
) -> Delivery:
    """Something was delivered. What has a value enters the record of money as an event in kind, in
    the currency of the partnership; a wrong one is taken back there, by a counter-entry."""
    process = partnership.process
    require(may_record_money(by, process))
    row = Partnership.objects.select_for_update().get(pk=partnership.pk)
    if row.state != PartnershipState.AGREED:
        raise refuse("delivery-before-agreement")
    said = {k: v.strip() for k, v in titles.items() if v.strip()}
    if not said:
        raise refuse("partnership-without-content")
    _check_value(value)
    if value and not row.basis:
        raise refuse("value-without-basis")
    if not source.strip():
        raise refuse("source-missing")
    if on > at.date():
        raise refuse("money-known-in-the-future")
    event = ""
    if value > NOTHING:
        event = record_money(
            by=by,
            process=process,
            kind=MoneyKind.IN_KIND,
            amount=value,
            currency=row.currency,
            happened_on=on.isoformat(),
            at=at,
            **_told(row, said, source.strip()),
        ).key
    kept = Delivery.objects.create(
        partnership=row,
        titles=said,
        value=value,
        on=on,
        source=source.strip()[:300],
        event=event,
        by_key=by.key,
    )
    facts = {"partnership": row.key, "event": event}
    record(by=by, subject=kept.key, process=process.code, at=at, facts=facts)
    return kept
