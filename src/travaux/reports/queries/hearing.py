"""Which countries would not be heard in person: from those who are on record for the meetings.

Participants who come to the room, those who ask for support to travel to it, and the members of the
groups that meet there. Countries alone are told, never why one is among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from travaux.calls.models import Application
from travaux.meetings.models import Meeting, Participant
from travaux.meetings.models.meetings import Mode
from travaux.meetings.states import MeetingState, PlaceState
from travaux.panels.models import Nominee, Seat
from travaux.panels.queries.gaps import STATES
from travaux.panels.states import PanelState
from travaux.people.models import Country
from travaux.people.queries import REGIONAL, countries_by_group, states_by_name
from travaux.roadmap.models import Process

EXPERTS = "experts"  # the group of a cell whose people are the members of a chosen group
# a region of a plan -> the regional group of the record, where the plan's code is another
GROUPS = {
    "africa": "african",
    "eastern-europe": "eastern-european",
    "latin-america-caribbean": "latin-american-and-caribbean",
    "western-europe-others": "western-european-and-others",
}


def with_countries(
    process: Process, scenario: dict[str, Any] | None, as_at: date
) -> dict[str, Any] | None:
    """A scenario of a decision note with the countries of those who are on record for each activity
    that leaves the room, and how many states each regional group has."""
    if scenario is None or not scenario["not_in_person"]:
        return scenario
    sizes = _sizes(process, as_at)
    told = []
    for one in scenario["not_in_person"]:
        groups = {cell["name"].partition("/")[2] for cell in one["cells"]}
        found = _expected(process, one["milestone"], EXPERTS in groups, as_at)
        cells = [_with_states(cell, sizes) for cell in one["cells"]]
        countries = [{"code": c.code, "titles": c.names} for c in states_by_name(found)]
        told.append({**one, "cells": cells, "countries": countries})
    return {**scenario, "not_in_person": told}


def _with_states(cell: dict[str, Any], sizes: Mapping[str, int]) -> dict[str, Any]:
    """A cell of states with the number of all in its regional group, where that is on record."""
    states = sizes.get(_group_of(cell["name"]), 0) if cell["name"].endswith("/states") else 0
    return {**cell, "states": states} if states else cell


def _group_of(cell: str) -> str:
    region = cell.partition("/")[0]
    return GROUPS.get(region, region)


def _sizes(process: Process, on: date) -> Mapping[str, int]:
    known = countries_by_group(REGIONAL, on, demonstration=process.demonstration)
    return {group: len(states) for group, states in known.items()}


def _expected(process: Process, milestone: str, members_too: bool, on: date) -> list[Country]:
    """The countries of all who are on record for a milestone's meetings and groups. What a
    demonstration invents stands in no note on a real process."""
    shown = Q() if process.demonstration else Q(demonstration=False)
    meetings = Meeting.objects.filter(shown, process=process, milestones__code=milestone).exclude(
        state=MeetingState.CANCELLED
    )
    here = Participant.objects.filter(
        meeting__in=meetings,
        country__isnull=False,
        erased_at__isnull=True,
        state__in=[PlaceState.ASKED, PlaceState.APPROVED, PlaceState.WAITING],
    )
    # whoever asks to travel means to be in the room, whatever they were told meanwhile
    coming = here.filter(Q(mode=Mode.IN_PERSON) | Q(travel__isnull=False))
    found = {c.pk: c for c in Country.objects.filter(pk__in=coming.values("country"))}
    named = [pk for pk in meetings.values_list("group", flat=True) if pk is not None]
    # where no meeting names the group that meets, it is inferred from the plan
    groups = Q(panel__in=named) if named else Q(panel__milestone__code=milestone)
    if members_too and not named:
        groups |= Q(panel__parent__isnull=True)
    of_real = Q() if process.demonstration else Q(panel__demonstration=False)
    seats = Seat.objects.filter(
        of_real & groups,
        Q(until__isnull=True) | Q(until__gt=on),
        panel__process=process,
        panel__state=PanelState.ADOPTED,
        since__lte=on,
    ).select_related("nominee")
    for country in _of_nominees(seat.nominee for seat in seats):
        found[country.pk] = country
    return list(found.values())


def _of_nominees(nominees: Iterable[Nominee]) -> list[Country]:
    """The countries of nominees: by their nomination, else by the attribute of the pool."""
    pool = list(nominees)
    if not pool:
        return []
    keys = [n.application for n in pool if n.application]
    by_key: dict[str, Country] = {
        a.key: a.country
        for a in Application.objects.filter(key__in=keys).select_related("country")
        if a.country is not None
    }
    by_name: dict[str, Country] = {}
    for country in Country.objects.all():
        for name in (country.code, *country.names.values()):
            by_name[str(name).casefold()] = country
    found = []
    for one in pool:
        here = by_key.get(one.application)
        if here is None:
            values = [
                value
                for feature, given in one.features.items()
                if feature.strip().casefold() in STATES
                for value in given
            ]
            here = next((by_name[v.casefold()] for v in values if v.casefold() in by_name), None)
        if here is not None:
            found.append(here)
    return found
