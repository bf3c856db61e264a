"""What changes the record of money."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max

from travaux.core.funding.money import position
from travaux.core.problems import Unusable
from travaux.core.processes.plan import ProcessPlan
from travaux.core.schedules.windows import Window
from travaux.funding.models import BudgetLine, MoneyEvent, Snapshot
from travaux.funding.queries import in_order, reckoned
from travaux.funding.rules import may_record_money
from travaux.funding.states import FULFILS, MoneyKind
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Process

MOST = Decimal("99999999999999.99")


@action
def load_money(
    *, by: Person | None, process: Process, plan: ProcessPlan, at: datetime
) -> dict[str, int]:
    """Load the events and readings of a plan; what stands already is left, what changed is updated.

    What the secretariat recorded on the site stays. `by` None: the operator, from the command line.
    """
    if by is not None:
        require(may_record_money(by, process))
    changed = 0
    codes = []
    for number, m in enumerate(plan.money):
        codes.append(m.code)
        values: dict[str, Any] = {
            "kind": m.kind,
            "amount": m.amount,
            "currency": m.currency,
            "party": dict(m.party),
            "of": m.of,
            "happened_on": m.happened_on.text if m.happened_on else "",
            "known_on": m.known_on,
            "source": m.source,
            "position": number,
            "demonstration": plan.demonstration,
        }
        row = process.money_events.filter(code=m.code, by_key="").first()
        if row is None:
            MoneyEvent.objects.create(process=process, code=m.code, **values)
        elif any(getattr(row, name) != value for name, value in values.items()):
            MoneyEvent.objects.filter(pk=row.pk).update(**values)
        else:
            continue
        changed += 1
    gone = process.money_events.filter(by_key="").exclude(code__in=codes)
    changed += gone.count()
    gone.delete()
    changed += _readings(process, plan)
    changed += _budget(process, plan)
    if not changed:
        nothing_to_record()
    else:
        record(
            by=by,
            subject=process.code,
            process=process.code,
            at=at,
            facts={
                "digest": plan.digest,
                "events": len(plan.money),
                "readings": len(plan.snapshots),
                "changed": changed,
            },
        )
    return {"events": len(plan.money), "readings": len(plan.snapshots), "changed": changed}


def _budget(process: Process, plan: ProcessPlan) -> int:
    """The lines of the budget; how many are new, other than before, or gone."""
    milestones = {m.code: m for m in process.milestones.all()}
    before = {line.code: line for line in process.budget_lines.all()}
    changed = 0
    for number, b in enumerate(plan.budget):
        values: dict[str, Any] = {
            "position": number,
            "titles": dict(b.titles),
            "amount": b.amount,
            "milestone": milestones.get(b.milestone),
            "days_ahead": b.days_ahead,
            "decide_days": b.decide_days,
            "assumed": b.assumed,
            "source": b.source,
        }
        row = before.pop(b.code, None)
        if row is None:
            BudgetLine.objects.create(process=process, code=b.code, **values)
        elif any(getattr(row, name) != value for name, value in values.items()):
            BudgetLine.objects.filter(pk=row.pk).update(**values)
        else:
            continue
        changed += 1
    process.budget_lines.filter(code__in=before).delete()
    return changed + len(before)


def _readings(process: Process, plan: ProcessPlan) -> int:
    changed = 0
    for number, s in enumerate(plan.snapshots):
        values: dict[str, Any] = {
            "titles": dict(s.titles),
            "required": s.required,
            "mobilised": s.mobilised,
            "gap": s.gap,
            "currency": s.currency,
            "read_on": s.read_on,
            "source": s.source,
        }
        row = process.snapshots.filter(position=number).first()
        if row is None:
            Snapshot.objects.create(process=process, position=number, **values)
        elif any(getattr(row, name) != value for name, value in values.items()):
            Snapshot.objects.filter(pk=row.pk).update(**values)
        else:
            continue
        changed += 1
    gone = process.snapshots.filter(position__gte=len(plan.snapshots))
    changed += gone.count()
    gone.delete()
    return changed


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
) -> MoneyEvent:
    """An event of money enters the record, with its day and its source; none is ever overwritten.

    A mistake is set right by a further event (`returned`, a new `requirement`). `seen`: how many
    events the person had before them; when there are more by now, it is refused.
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
        happened = Window.parse(happened_on).text if happened_on.strip() else ""
    except Unusable as problem:
        raise refuse(problem.code, **dict(problem.problem.facts)) from None
    Process.objects.select_for_update().get(pk=process.pk)  # one event at a time
    events = in_order(process)
    if seen is not None and len(events) != seen:
        raise refuse("moved-meanwhile")
    if currency != process.currency:
        raise refuse("currency-not-of-the-process", currency=currency, expected=process.currency)
    if of and (kind not in FULFILS or of not in {e.code or e.key for e in events}):
        raise refuse("promise-unknown")
    if kind == MoneyKind.RETURNED:
        same = [e for e in events if e.currency == currency]
        if amount > position(reckoned(same), None).pledged:
            raise refuse("returned-more-than-there")
    last = process.money_events.aggregate(last=Max("position"))["last"]
    event = MoneyEvent.objects.create(
        process=process,
        kind=kind,
        amount=amount,
        currency=currency,
        party={k: v.strip() for k, v in (party or {}).items() if v.strip()},
        of=of,
        texts={k: v.strip() for k, v in (texts or {}).items() if v.strip()},
        happened_on=happened,
        known_on=day,
        source=source.strip(),
        position=0 if last is None else last + 1,
        by_key=by.key,
        demonstration=process.demonstration or by.demonstration,
    )
    record(
        by=by,
        subject=event.key,
        process=process.code,
        at=at,
        facts={
            "kind": kind,
            "amount": str(amount),
            "currency": currency,
            "of": of,
            "known_on": day.isoformat(),
        },
    )
    return event
