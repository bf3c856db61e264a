"""A process is loaded from its plan: once, or again when the file has changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from travaux.core.processes.plan import ProcessPlan
from travaux.core.processes.plan import Texts as PlanTexts
from travaux.core.schedules.windows import Window
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import require
from travaux.roadmap.models import (
    Clause,
    Deliverable,
    Level,
    Milestone,
    MilestoneChange,
    PlannedFact,
    Process,
)
from travaux.roadmap.rules import may_load_plan

Json = dict[str, Any]


def _texts(texts: PlanTexts) -> dict[str, str]:
    return dict(texts)


def _said(window: Window | None) -> str:
    return window.text if window else ""


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


@action
def load_process(*, by: Person | None, plan: ProcessPlan, at: datetime) -> Process:
    """Load a plan; the same file again changes nothing, a changed file updates what it names.

    What the secretariat recorded on the site (changes and milestones that no file holds) stays.
    `by` None: the operator of the installation, from the command line.
    """
    existing = Process.objects.select_for_update().filter(code=plan.code).first()
    if by is not None:
        require(may_load_plan(by, plan.code))
    if existing is not None and existing.digest == plan.digest:
        nothing_to_record()
        return existing
    process, _ = Process.objects.update_or_create(code=plan.code, defaults=_process(plan, at))
    clauses = _clauses(process, plan)
    _deliverables(process, plan, clauses)
    milestones = _milestones(process, plan)
    changes = _changes(process, plan, milestones)
    _levels(process, plan)
    _facts(process, plan, milestones)
    record(
        by=by,
        subject=plan.code,
        process=plan.code,
        at=at,
        facts={
            "digest": plan.digest,
            "before": existing.digest if existing else "",
            "clauses": len(plan.clauses),
            "milestones": len(plan.milestones),
            "changes": changes,
        },
    )
    return process


def _process(plan: ProcessPlan, at: datetime) -> Json:
    mandate = plan.mandate
    return {
        "titles": _texts(plan.titles),
        "summaries": _texts(plan.summaries),
        "body": _texts(plan.body),
        "symbol": mandate.symbol,
        "aliases": list(mandate.aliases),
        "mandate_titles": _texts(mandate.titles),
        "adopted_on": mandate.adopted_on,
        "sponsors": [_texts(s) for s in mandate.sponsors],
        "currency": plan.currency,
        "source": {
            "plan": plan.source,
            "mandate": mandate.source,
            "session": _said(mandate.session),
        },
        "report_defaults": {
            key: value.isoformat() if isinstance(value, date) else value
            for key, value in plan.report.items()
        },
        "schedule": dict(plan.timing.raw),
        "scenarios": dict(plan.leaner.raw),
        "digest": plan.digest,
        "demonstration": plan.demonstration,
        "loaded_at": at,
    }


def _clauses(process: Process, plan: ProcessPlan) -> dict[str, Clause]:
    found = {}
    for position, clause in enumerate(plan.clauses):
        found[clause.code], _ = Clause.objects.update_or_create(
            process=process,
            code=clause.code,
            defaults={
                "position": position,
                "titles": _texts(clause.titles),
                "texts": _texts(clause.texts),
                "source": clause.source,
            },
        )
    process.clauses.exclude(code__in=found).delete()
    return found


def _deliverables(process: Process, plan: ProcessPlan, clauses: dict[str, Clause]) -> None:
    codes = []
    for position, deliverable in enumerate(plan.deliverables):
        row, _ = Deliverable.objects.update_or_create(
            process=process,
            code=deliverable.code,
            defaults={
                "position": position,
                "titles": _texts(deliverable.titles),
                "kind": deliverable.kind,
                "fulfilled_when": deliverable.fulfilled_when,
            },
        )
        row.clauses.set([clauses[c] for c in deliverable.clauses])
        codes.append(deliverable.code)
    process.deliverables.exclude(code__in=codes).delete()


def _milestones(process: Process, plan: ProcessPlan) -> dict[str, Milestone]:
    """Steps of the file. One that left the file goes only if nobody recorded anything of it."""
    deliverables = {d.code: d for d in process.deliverables.all()}
    found: dict[str, Milestone] = {}
    for position, m in enumerate(plan.milestones):
        found[m.code], _ = Milestone.objects.update_or_create(
            process=process,
            code=m.code,
            defaults={
                "number": m.number or None,
                "position": position,
                "titles": _texts(m.titles),
                "texts": _texts(m.texts),
                "planned": _said(m.planned),
                "mode": m.mode,
                "tentative": m.tentative,
                "fixed": m.fixed,
                "owners": _texts(m.owners),
                "deliverable": deliverables.get(m.deliverable),
                "after_mandate": m.after_mandate,
                "known_on": m.known_on,
                "added_later": m.added_later,
                "source": m.source,
                "work": m.work,
            },
        )
    for m in plan.milestones:
        found[m.code].predecessors.set([found[c] for c in m.after])
    gone = process.milestones.exclude(code__in=found).exclude(changes__at__isnull=False)
    gone.delete()
    for position, kept in enumerate(
        process.milestones.exclude(code__in=found).order_by("position", "pk"), len(found)
    ):
        Milestone.objects.filter(pk=kept.pk).update(position=position)
    return found


def _changes(process: Process, plan: ProcessPlan, milestones: dict[str, Milestone]) -> int:
    """The changes that the file tells. Equal ones keep their keys; the site's own come after."""
    kept: set[int] = set()
    positions: dict[str, int] = {}
    for c in plan.changes:
        milestone = milestones[c.milestone]
        position = positions[c.milestone] = positions.get(c.milestone, -1) + 1
        values: Json = {
            "kind": c.kind,
            "window": _said(c.window),
            "mode": c.mode,
            "tentative": c.tentative,
            "fixed": c.fixed,
            "place": c.place,
            "happened_on": _said(c.happened_on),
            "known_on": c.known_on,
            "reasons": _texts(c.reasons),
            "texts": _texts(c.texts),
            "source": c.source,
            "demonstration": plan.demonstration,
        }
        of_file = MilestoneChange.objects.filter(milestone=milestone, at__isnull=True)
        row = of_file.filter(position=position).exclude(pk__in=kept).first()
        if row is None:
            row = MilestoneChange.objects.create(milestone=milestone, position=position, **values)
        else:
            MilestoneChange.objects.filter(pk=row.pk).update(**values)
        kept.add(row.pk)
    of_process = MilestoneChange.objects.filter(milestone__process=process)
    of_process.filter(at__isnull=True).exclude(pk__in=kept).delete()
    for milestone in milestones.values():
        _after_the_file(
            list(of_process.filter(milestone=milestone, at__isnull=False)),
            positions.get(milestone.code, -1) + 1,
        )
    return len(kept)


def _after_the_file(changes: Sequence[MilestoneChange], first: int) -> None:
    """What the site recorded counts after what the file tells."""
    for position, change in enumerate(changes, first):
        if change.position < position:
            MilestoneChange.objects.filter(pk=change.pk).update(position=position)


def _levels(process: Process, plan: ProcessPlan) -> None:
    for position, level in enumerate(plan.levels):
        Level.objects.update_or_create(
            process=process,
            code=level.code,
            defaults={
                "position": position,
                "titles": _texts(level.titles),
                "texts": _texts(level.texts),
                "known_on": level.known_on,
                "added_later": level.added_later,
                "source": level.source,
            },
        )
    process.levels.exclude(code__in=[x.code for x in plan.levels]).delete()


def _facts(process: Process, plan: ProcessPlan, milestones: dict[str, Milestone]) -> None:
    kept = []
    for position, fact in enumerate(plan.facts):
        row, _ = PlannedFact.objects.update_or_create(
            process=process,
            kind=fact.kind,
            code=fact.code,
            defaults={
                "position": position,
                "titles": _texts(fact.titles),
                "texts": _texts(fact.texts),
                "window": _said(fact.window),
                "place": fact.place,
                "milestone": milestones.get(fact.milestone),
                "known_on": fact.known_on,
                "added_later": fact.added_later,
                "source": fact.source,
            },
        )
        kept.append(row.pk)
    process.planned_facts.exclude(pk__in=kept).delete()
