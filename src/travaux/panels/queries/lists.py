"""Groups of a process, their people, and what is kept about one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from travaux.panels.models import Nominee, Panel, Recommendation, Seat, Trial
from travaux.panels.states import PanelState
from travaux.people.models import Person
from travaux.roadmap.models import Process


def panels_of(process: Process, *, all_of_them: bool = False) -> QuerySet[Panel]:
    """The groups of a process; those still prepared only for those who may see pools."""
    found = Panel.objects.filter(process=process).select_related("process", "parent")
    if not all_of_them:
        found = found.exclude(state=PanelState.PREPARING, reopenings=None)
    return found.annotate(
        people=Count("nominees", distinct=True),
        members=Count("seats", filter=Q(seats__until=None), distinct=True),
        placed=Count("nominees", filter=Q(nominees__seats__isnull=False), distinct=True),
    )


def panel_named(process_code: str, key: str) -> Panel | None:
    """One group of a process by its key."""
    return (
        Panel.objects.filter(process__code=process_code, key=key)
        .select_related("process", "parent__call", "call", "pool_file")
        .first()
    )


def recommendation_of(panel: Panel) -> Recommendation | None:
    """What is recommended now."""
    return panel.recommendations.filter(current=True).select_related("dossier").first()


def history_of(panel: Panel) -> QuerySet[Seat]:
    """Everybody who is or was in the group, in the order in which they came."""
    return panel.seats.select_related("nominee__person", "replaces__nominee").order_by(
        "since", "pk"
    )


@dataclass(frozen=True, slots=True)
class Turn:
    """A day on which a group changed: who came, who went, and how many were in it after."""

    day: date
    came: tuple[Seat, ...]
    went: tuple[Seat, ...]
    count: int


def turns_of(seats: Sequence[Seat]) -> list[Turn]:
    """The history of a group as the days on which it changed, out of its seats."""
    days = sorted({s.since for s in seats} | {s.until for s in seats if s.until is not None})
    turns, count = [], 0
    for day in days:
        came = tuple(s for s in seats if s.since == day)
        went = tuple(s for s in seats if s.until == day)
        count += len(came) - len(went)
        turns.append(Turn(day, came, went, count))
    return turns


def trials_of(panel: Panel) -> QuerySet[Trial]:
    """What was tried out, the latest first."""
    return panel.trials.order_by("-pk")


def not_chosen(panel: Panel) -> QuerySet[Nominee]:
    """Those of the pool who are not, and were never, in the group."""
    return panel.nominees.filter(seats=None)


def own_data(person: Person) -> list[dict[str, Any]]:
    """The person's places in pools and groups, as plain values."""
    found = Nominee.objects.filter(person=person).select_related("panel__process")
    return [
        {
            "process": n.panel.process.code,
            "group": n.panel.titles,
            "code": n.code,
            "name": n.name,
            "attributes": n.features,
            "score": None if n.score is None else str(n.score.normalize()),
            "demand": n.demand,
            "demand_reason": n.demand_reason,
            "seats": [
                {"since": s.since.isoformat(), "until": s.until and s.until.isoformat()}
                for s in n.seats.all()
            ],
            "offers": [
                {
                    "address": o.email,
                    "until": o.answer_until.isoformat(),
                    "answer": o.answer,
                    "answered_at": o.answered_at and o.answered_at.isoformat(),
                }
                for o in n.offers.all()
            ],
        }
        for n in found.prefetch_related("seats", "offers")
    ]
