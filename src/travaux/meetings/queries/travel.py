"""The queue of those who ask for support to travel, as the announced rule orders it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from travaux.core.meetings.travel import Asking, Place, queue
from travaux.meetings.models import Meeting, Travel
from travaux.meetings.states import PlaceState, TravelState
from travaux.people.models import Group
from travaux.people.queries import standing_groups


@dataclass(frozen=True, slots=True)
class Queued:
    """A request with its place, and the names of the group that gives it."""

    travel: Travel
    place: Place
    group: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Queue:
    """All requests in order; `budget` None: no sum was set aside."""

    lines: tuple[Queued, ...]
    budget: Decimal | None
    granted: Decimal

    @property
    def left(self) -> Decimal:
        return (self.budget or Decimal(0)) - self.granted


def budget_of(meeting: Meeting) -> Decimal | None:
    """What the meeting may spend on travel: the sum set aside, at most its budget line."""
    line = meeting.budget_line
    if line is None:
        return None
    return line.amount if meeting.travel_budget is None else min(meeting.travel_budget, line.amount)


def granted_of(meeting: Meeting, without: Travel | None = None) -> Decimal:
    """The sum of what was granted for a meeting."""
    found = Travel.objects.filter(participant__meeting=meeting, state=TravelState.GRANTED)
    if without is not None:
        found = found.exclude(pk=without.pk)
    return found.aggregate(n=Sum("estimate"))["n"] or Decimal(0)


def _of_line(meeting: Meeting, without: Travel | None) -> Decimal:
    """What all meetings on the same budget line were granted."""
    found = Travel.objects.filter(
        participant__meeting__budget_line=meeting.budget_line_id, state=TravelState.GRANTED
    )
    if without is not None:
        found = found.exclude(pk=without.pk)
    return found.aggregate(n=Sum("estimate"))["n"] or Decimal(0)


def left_of(meeting: Meeting, without: Travel | None = None) -> Decimal:
    """What is left to grant: of the meeting's own sum, and of its line where others share it."""
    budget, line = budget_of(meeting), meeting.budget_line
    if budget is None or line is None:
        return Decimal(0)
    return min(budget - granted_of(meeting, without), line.amount - _of_line(meeting, without))


def travel_queue(meeting: Meeting) -> Queue:
    """The queue by the announced rule, on the groups that states are in on the meeting's day.

    Who was refused a place or does not come is not in it. Three queries.
    """
    asked = list(
        Travel.objects.filter(participant__meeting=meeting)
        .exclude(state=TravelState.TAKEN_BACK)
        .exclude(participant__state__in=[PlaceState.WITHDRAWN, PlaceState.REFUSED])
        .select_related("participant__country", "participant__organisation", "participant__person")
        .order_by("asked_at", "pk")
    )
    wanted = {t.participant.country_id for t in asked}
    of_state: dict[int, set[str]] = {}
    names: dict[str, Mapping[str, str]] = {}
    for country, group in standing_groups(meeting.starts_at.date()):
        if country in wanted and group.code in meeting.travel_groups:
            of_state.setdefault(country, set()).add(group.code)
            names[group.code] = group.names
    places = queue(
        [
            Asking(
                t.key,
                t.participant.country.code if t.participant.country else "",
                frozenset(of_state.get(t.participant.country_id or 0, ())),
                t.order,
                t.estimate,
                t.asked_at.isoformat(),
            )
            for t in asked
        ],
        meeting.travel_groups,
        budget_of(meeting),
    )
    by_key = {t.key: t for t in asked}
    lines = tuple(Queued(by_key[p.id], p, names.get(p.group, {})) for p in places)
    return Queue(lines, budget_of(meeting), granted_of(meeting))


def groups_named(codes: list[str]) -> list[tuple[str, Mapping[str, str]]]:
    """The names of groups, in the order of the rule."""
    found = {
        g.code: g.names
        for g in Group.objects.filter(code__in=codes, taxonomy__replaced_at__isnull=True)
    }
    return [(code, found.get(code, {"en": code})) for code in codes]
