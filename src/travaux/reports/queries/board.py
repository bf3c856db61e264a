"""The figures of a report to the governing body. They come from the record alone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q

from travaux.comments.models import Comment
from travaux.comments.rules import kept_sealed
from travaux.comments.states import SubmissionState
from travaux.consultations.models import Round
from travaux.consultations.rules import is_counted
from travaux.core.funding.money import MoneyEvent as Money
from travaux.core.funding.money import Position, position
from travaux.core.processes.board import Step as BoardStep
from travaux.core.processes.board import board_figures
from travaux.core.schedules.standing import Change
from travaux.funding.models import MoneyEvent
from travaux.funding.queries import money_of, support_of
from travaux.plumbing import clock
from travaux.reports.queries.mandate import end_of, mandate_status
from travaux.reports.queries.outlook import chosen_scenario, outlook
from travaux.roadmap.models import Process
from travaux.roadmap.queries import baseline, plan_as_at, window
from travaux.roadmap.timings import order_on_site, timing_changes


def money_events(process: Process) -> list[Money]:
    """The events of money that enter sums, as the core reckons them: the rule of the room of money."""
    return money_of(process)


def funds(process: Process, as_at: date | None) -> Position:
    """The funds as at a date."""
    return position(money_events(process), as_at, process.currency, support_of(process))


def steps_and_money(process: Process) -> tuple[list[BoardStep], list[Money]]:
    """The roadmap and the money as plain values."""
    steps = []
    order = order_on_site(timing_changes(process, None))
    milestones = process.milestones.select_related("deliverable").prefetch_related(
        "changes", "predecessors"
    )
    for m in milestones:
        changes = tuple(
            Change(c.kind, c.known_on, window(c.window), c.mode, c.tentative, c.fixed)
            for c in m.changes.all()
        )
        after = order.get(m.code) or tuple(p.code for p in m.predecessors.all())
        steps.append(
            BoardStep(
                baseline(m, after),
                changes,
                m.number or 0,
                m.titles,
                m.deliverable.code if m.deliverable else "",
                m.work,
            )
        )
    return steps, money_events(process)


def figures(process: Process, as_at: date, language: str = "en") -> dict[str, Any]:
    """Everything that the report prints, as plain values with the titles of all six languages."""
    plan = plan_as_at(process, as_at, as_at)
    status = mandate_status(process, plan)
    steps, events = steps_and_money(process)
    deliverables = process.deliverables.prefetch_related("clauses")
    found = board_figures(
        as_at=as_at,
        clauses=[(c.clause.code, c.clause.titles) for c in status],
        deliverables=[
            (d.code, [c.code for c in d.clauses.all()], d.fulfilled_when, d.titles)
            for d in deliverables
        ],
        steps=steps,
        events=events,
        language=language,
        currency=process.currency,
        support=support_of(process),
        reported={
            d.deliverable.code: bool(d.versions or d.rounds or d.reports or d.releases)
            for c in status
            for d in c.deliverables
        },
    )
    titles = {s.milestone.code: s.milestone.titles for s in plan.steps}
    clause_titles = {c.clause.code: c.clause.titles for c in status}
    deliverable_titles = {d.code: d.titles for d in deliverables}
    for milestone in found["milestones"]:
        milestone["titles"] = titles.get(milestone["id"], {})
    for clause in found["clauses"]:
        clause["titles"] = clause_titles[clause["clause"]]
        for deliverable in clause["deliverables"]:
            deliverable["titles"] = deliverable_titles[deliverable["deliverable"]]
    found["consultation"] = consultation(process, as_at)
    stands = position(events, as_at, process.currency, support_of(process))
    found["outlook"] = outlook(plan, stands, events)
    found["scenario"] = chosen_scenario(process, as_at)
    for kind, key in (
        ("challenge", "challenges"),
        ("next-step", "next_steps"),
        ("outreach", "outreach"),
    ):
        found[key] = [
            {
                "code": f.code,
                "titles": f.titles,
                "texts": f.texts,
                "window": f.window,
                "source": f.source,
            }
            for f in process.planned_facts.all()
            if f.kind == kind and not f.added_later
        ]
    pledges = [
        e for e in events if e.kind in {"pledge", "signed"} and e.known_on and e.known_on <= as_at
    ]
    names = {e.code or e.key: e.party for e in MoneyEvent.objects.filter(process=process)}
    found["pledges"] = [
        {
            "party": names.get(e.code, {}),
            "kind": e.kind,
            "amount": str(e.amount),
            "currency": e.currency,
        }
        for e in pledges
    ]
    return found


def consultation(process: Process, as_at: date) -> list[dict[str, Any]]:
    """Per level: its rounds until the date and how many comments came in."""
    until = end_of(as_at)
    told_at = min(until, clock.now())  # a round that closes later today is sealed still
    shown = Q() if process.demonstration else Q(demonstration=False)
    rounds = Round.objects.filter(shown, process=process, opens_at__lte=until).select_related(
        "version", "track", "process"
    )
    counts = dict(
        Comment.objects.exclude(kept_sealed(None, rounds, told_at))
        .filter(
            round__in=rounds,
            split_from__isnull=True,
            withdrawn_at__isnull=True,
            submission__state=SubmissionState.SUBMITTED,
            submission__submitted_at__lte=until,
        )
        .values("round")
        .annotate(n=Count("pk"))
        .values_list("round", "n")
    )
    by_level: dict[int | None, list[Round]] = {}
    for one in rounds:
        by_level.setdefault(one.level_id, []).append(one)
    levels = [
        x for x in process.levels.all() if not x.added_later or (x.known_on and x.known_on <= as_at)
    ]
    told = [
        {
            "level": level.code,
            "titles": level.titles,
            "texts": level.texts,
            "rounds": [
                {
                    "round": r.key,
                    "titles": r.titles,
                    "opens_on": r.opens_at.date().isoformat(),
                    "closes_on": r.closes_at.date().isoformat(),
                    "comments": counts.get(r.pk, 0) if is_counted(r, told_at) else None,
                }
                for r in by_level.get(level.pk, [])
            ],
        }
        for level in levels
    ]
    known = {level.pk for level in levels}
    other = [r for pk, rs in by_level.items() if pk not in known for r in rs]
    if other:
        told.append(
            {
                "level": "",
                "titles": {},
                "texts": {},
                "rounds": [
                    {
                        "round": r.key,
                        "titles": r.titles,
                        "opens_on": r.opens_at.date().isoformat(),
                        "closes_on": r.closes_at.date().isoformat(),
                        "comments": counts.get(r.pk, 0) if is_counted(r, told_at) else None,
                    }
                    for r in other
                ],
            }
        )
    return told


def differences(now: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """What changed since the last report: milestones, clauses and funds whose figures differ."""
    old_steps = {m["id"]: m for m in before.get("milestones", [])}
    old_clauses = {c["clause"]: c for c in before.get("clauses", [])}
    watched = ("planned", "revised", "actual", "mode", "state")
    return {
        "since": before.get("as_at", ""),
        "milestones": [
            {"before": old_steps.get(m["id"]), "now": m}
            for m in now["milestones"]
            if m["id"] not in old_steps or any(m[k] != old_steps[m["id"]][k] for k in watched)
        ],
        "clauses": [
            {"before": old_clauses.get(c["clause"]), "now": c}
            for c in now["clauses"]
            if c["clause"] in old_clauses and c["state"] != old_clauses[c["clause"]]["state"]
        ],
        "funds": (
            {"before": before["funds"], "now": now["funds"]}
            if before.get("funds") and before["funds"] != now["funds"]
            else None
        ),
    }
