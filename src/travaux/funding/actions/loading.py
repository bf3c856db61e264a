"""Money comes in with the plan; what the secretariat recorded on the site stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from travaux.core.processes.plan import ProcessPlan
from travaux.funding.models import BudgetLine, FundingTerms, MoneyEvent, Snapshot
from travaux.funding.queries.targets import KINDS, targets_of
from travaux.funding.rules import may_record_money
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import require
from travaux.roadmap.models import Process


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
            "booked": m.booked,
            "corrects": m.corrects,
            "line": m.line,
            "earmark": m.earmark,
            "basis": m.basis,
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
    changed += _terms(process, plan)
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
    of_site = {code for code, line in before.items() if line.by_key}
    named = {
        kind: {name.casefold(): key for key, name in targets_of(process.code, kind)}
        for kind in KINDS
    }
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
            "activity": b.activity,
            "region": b.region,
            "language": b.language,
            # meetings and rounds are made after the plan: until then a name waits in the file
            "meeting": named["meeting"].get(b.meeting.casefold(), ""),
            "round": named["round"].get(b.round.casefold(), ""),
        }
        row = before.pop(b.code, None)
        if row is not None and row.by_key:
            continue  # set on the site: the file does not undo it
        if row is None:
            BudgetLine.objects.create(process=process, code=b.code, **values)
        elif any(getattr(row, name) != value for name, value in values.items()):
            BudgetLine.objects.filter(pk=row.pk).update(**values)
        else:
            continue
        changed += 1
    gone = [code for code in before if code not in of_site]
    process.budget_lines.filter(code__in=gone).delete()
    return changed + len(gone)


def _terms(process: Process, plan: ProcessPlan) -> int:
    values: dict[str, Any] = {
        "support": plan.funding.support,
        "lines": plan.funding.lines,
        "obligate_from": plan.funding.obligate_from,
        "source": plan.funding.source,
    }
    row = FundingTerms.objects.filter(process=process).first()
    if row is None:
        FundingTerms.objects.create(process=process, **values)
        return 1
    if row.by_key or all(getattr(row, name) == value for name, value in values.items()):
        return 0
    FundingTerms.objects.filter(pk=row.pk).update(**values)
    return 1


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
