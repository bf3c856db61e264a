"""Events of money enter the record; a wrong one is taken back by a counter-entry, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max

from travaux.core.funding.amounts import MOST
from travaux.core.funding.rates import CURRENCIES, convert
from travaux.core.problems import Unusable
from travaux.core.schedules.windows import Window
from travaux.funding.models import MoneyEvent
from travaux.funding.queries import counted, in_order, ledger, rates_of, stands
from travaux.funding.rules import may_obligate, may_record_money, may_spend
from travaux.funding.states import BASES, FULFILS, ON_LINES, PROMISES, MoneyKind
from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Process


@action
def record_money(
    *,
    by: Person,
    process: Process,
    kind: str,
    amount: Decimal,
    currency: str,
    source: str,
    at: datetime,
    party: Mapping[str, str] | None = None,
    of: str = "",
    texts: Mapping[str, str] | None = None,
    happened_on: str = "",
    known_on: date | None = None,
    seen: int | None = None,
    line: str = "",
    earmark: str = "",
    basis: str = "",
    consent: str = "",
) -> MoneyEvent:
    """An event of money enters the record, with its day and its source; none is ever overwritten.

    In another currency it is booked by the rate of the day on which it happened, where that is
    one day, else of the day on which it became known. `seen`: how many events the person had before
    them; when there are more by now, it is refused.
    """
    require(may_record_money(by, process))
    if kind not in MoneyKind.values:
        raise refuse("money-kind-unknown", kind=kind)
    if not amount.is_finite() or amount <= 0 or amount > MOST:
        raise refuse("amount-not-positive")
    if amount != amount.quantize(Decimal("0.01")):
        raise refuse("amount-too-fine")
    if not source.strip():
        raise refuse("source-missing")
    day = known_on or at.date()
    if day > at.date():
        raise refuse("money-known-in-the-future")
    try:
        happened = Window.parse(happened_on) if happened_on.strip() else None
    except Unusable as problem:
        raise refuse(problem.code, **dict(problem.problem.facts)) from None
    Process.objects.select_for_update().get(pk=process.pk)  # one event at a time
    events = in_order(process)
    if seen is not None and len(events) != seen:
        raise refuse("moved-meanwhile")
    exact = happened is not None and happened.starts_on == happened.ends_on
    booked, used = _booked(process, amount, currency, happened.starts_on if exact else day)  # type: ignore[union-attr]
    named = counted(process, events, invented=by.demonstration)
    _fits(process, named, kind, currency, of, line, earmark, basis)
    value = booked if booked is not None else amount
    there = stands(process, None, invented=by.demonstration)
    if kind == MoneyKind.RETURNED and value > there.pledged:
        raise refuse("returned-more-than-there")
    if kind in ON_LINES:
        _on_line(process, by, kind, line, value)
    return _kept(
        process,
        by,
        at,
        kind=kind,
        amount=amount,
        currency=currency,
        booked=booked,
        rates=used,
        party=_said(party),
        of=of,
        texts=_said(texts),
        happened_on=happened.text if happened else "",
        known_on=day,
        source=source.strip(),
        line=line,
        earmark=earmark if kind in PROMISES | {MoneyKind.RECEIVED} else "",
        basis=basis if kind == MoneyKind.REQUIREMENT else "",
        consent=consent.strip() if kind in PROMISES else "",
    )


@action
def take_back(
    *, by: Person, event: MoneyEvent, reasons: Mapping[str, str], source: str, at: datetime
) -> MoneyEvent:
    """A counter-entry takes a wrong entry out of all sums from this day on; both stay on record.

    Sums as at an earlier day still count it, for it was on record then.
    """
    process = event.process
    require(may_record_money(by, process))
    why = _said(reasons)
    if not why:
        raise refuse("reason-missing")
    Process.objects.select_for_update().get(pk=process.pk)
    events, code = in_order(process), event.code or event.key
    gone = {e.corrects for e in events if e.corrects}
    if event.corrects:
        raise refuse("counter-entry-stands")
    if code in gone:
        raise refuse("taken-back-already")
    if any(e.of == code and (e.code or e.key) not in gone and not e.corrects for e in events):
        raise refuse("others-build-on-it")
    counter = _kept(
        process,
        by,
        at,
        kind=event.kind,
        amount=event.amount,
        currency=event.currency,
        booked=event.booked,
        rates=event.rates,
        corrects=code,
        reasons=why,
        party=event.party,
        line=event.line,
        known_on=at.date(),
        source=source.strip() or event.source,
    )
    book = ledger(process, None, invented=by.demonstration)
    if not book.obligations_hold:
        raise refuse("obligations-build-on-it")
    return counter


@action
def agree_to_publish(*, by: Person, event: MoneyEvent, consent: str, at: datetime) -> None:
    """A donor agreed, or no longer agrees, that what its pledge paid for is published."""
    require(may_record_money(by, event.process))
    if event.kind not in PROMISES or event.corrects:
        raise refuse("only-pledges-are-published")
    MoneyEvent.objects.filter(pk=event.pk).update(consent=consent.strip())
    event.consent = consent.strip()
    record(
        by=by,
        subject=event.key,
        process=event.process.code,
        at=at,
        facts={"published": bool(event.consent)},
    )


def _on_line(process: Process, by: Person, kind: str, line: str, value: Decimal) -> None:
    """Obligations need money of the stage that the process states; expenditure an obligation."""
    book = ledger(process, None, invented=by.demonstration)
    if kind == MoneyKind.OBLIGATED:
        stage = book.terms.obligate_from
        require(may_obligate(book.gross(value), book.free(line), stage, process.currency))
        return
    row = book.row(line)
    require(may_spend(value, row.to_spend if row else Decimal(0), process.currency))


def _said(texts: Mapping[str, str] | None) -> dict[str, str]:
    return {k: v.strip() for k, v in (texts or {}).items() if v.strip()}


def _booked(
    process: Process, amount: Decimal, currency: str, on: date
) -> tuple[Decimal | None, list[dict[str, str]]]:
    if currency == process.currency:
        return None, []
    if currency not in CURRENCIES:
        raise refuse("currency-unknown", currency=currency)
    try:
        found = convert(amount, currency, process.currency, on, rates_of(process))
    except Unusable as problem:
        raise refuse(problem.code, **dict(problem.problem.facts)) from None
    used = [
        {
            "base": r.base,
            "currency": r.currency,
            "rate": str(r.rate),
            "first": r.first.isoformat(),
            "last": r.last.isoformat(),
            "source": r.source,
        }
        for r in found.used
    ]
    return found.amount, used


def _fits(
    process: Process,
    events: list[MoneyEvent],
    kind: str,
    currency: str,
    of: str,
    line: str,
    earmark: str,
    basis: str,
) -> None:
    """Whether what an event names is there, and belongs together."""
    gone = {e.corrects for e in events if e.corrects}
    named = {(e.code or e.key): e for e in events if not e.corrects}
    if of and (kind not in FULFILS or of not in named or of in gone):
        raise refuse("promise-unknown")
    if of and named[of].currency != currency:
        raise refuse("currency-of-the-pledge", currency=named[of].currency)
    lines = {x.code: x for x in process.budget_lines.all()}
    if kind in ON_LINES and line not in lines:
        raise refuse("line-unknown")
    if line and kind not in ON_LINES:
        raise refuse("line-unknown")
    what, _, which = earmark.partition(":")
    there = {
        "line": set(lines),
        "activity": {x.activity for x in lines.values()} - {""},
        "region": {x.region for x in lines.values()} - {""},
    }
    if earmark and which not in there.get(what, set()):
        raise refuse("earmark-unknown")
    if basis and basis not in BASES:
        raise refuse("line-unknown")


def _kept(process: Process, by: Person, at: datetime, **values: Any) -> MoneyEvent:
    last = process.money_events.aggregate(last=Max("position"))["last"]
    event = MoneyEvent.objects.create(
        process=process,
        position=0 if last is None else last + 1,
        by_key=by.key,
        demonstration=process.demonstration or by.demonstration,
        **values,
    )
    facts = {
        "kind": event.kind,
        "amount": str(event.amount),
        "currency": event.currency,
        "of": event.of,
        "known_on": event.known_on.isoformat() if event.known_on else "",
    }
    if event.corrects:
        facts["corrects"] = event.corrects
    if event.line:
        facts["line"] = event.line
    if event.booked is not None:
        facts["booked"] = str(event.booked)
    record(by=by, subject=event.key, process=process.code, at=at, facts=facts)
    return event
