"""Editions of a closing report: what is kept of it, which of them somebody reads, which is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from travaux.answers.models import Release
from travaux.consultations.models import Round, Track
from travaux.consultations.rules import Phase, input_until, phase
from travaux.people.models import Person
from travaux.reports.models import ClosingEdition, Occasion
from travaux.reports.queries.closing import Closing, closing_kept, closing_within, standing_in
from travaux.reports.queries.reach import Reach, reach_kept, reach_of, reach_of_members
from travaux.reports.queries.tracks import rounds_in

#: Those for whom a report is kept, who knows most first.
SECRETARIAT, MEMBERS, EVERYBODY = "secretariat", "members", "everybody"
AUDIENCES = (SECRETARIAT, MEMBERS, EVERYBODY)


@dataclass(frozen=True, slots=True)
class Read:
    """An edition as a reader may know it."""

    edition: ClosingEdition
    audience: str
    found: Closing


def reaches(rounds: Sequence[Round], at: datetime) -> dict[str, Reach]:
    """How far each audience may know at an instant."""
    return {
        SECRETARIAT: reach_of(rounds, None, at, staff=True),
        MEMBERS: reach_of_members(rounds, at),
        EVERYBODY: reach_of(rounds, None, at),
    }


def figures_to_keep(track: Track, at: datetime) -> dict[str, Any]:
    """Audience -> how far it reaches, and the figures; members only where they know more."""
    rounds = list(rounds_in(track))
    told = reaches(rounds, at)
    if told[MEMBERS] == told[EVERYBODY]:
        del told[MEMBERS]
    return {
        audience: {
            "reach": reach.kept(),
            "figures": closing_within(track, rounds, reach, at).kept(),
        }
        for audience, reach in told.items()
    }


def editions_for(
    track: Track, person: Person | None, at: datetime, *, staff: bool
) -> tuple[Read, ...]:
    """The editions that somebody may read, the last one first; each as far as they may know today.

    What was open when it was kept and is closed to the reader now is not shown.
    """
    kept = list(ClosingEdition.objects.filter(track=track).order_by("-number"))
    if not kept:
        return ()
    mine = reach_of(list(rounds_in(track)), person, at, staff=staff)
    found = []
    for edition in kept:
        for audience in AUDIENCES:
            told = edition.figures.get(audience)
            if told is not None and mine.covers(reach_kept(told["reach"])):
                found.append(Read(edition, audience, closing_kept(told["figures"])))
                break
    return tuple(found)


def closing_today(track: Track, audience: str, at: datetime) -> Closing:
    """The figures as they are now for an audience, to hold an edition against."""
    rounds = list(rounds_in(track))
    return closing_within(track, rounds, reaches(rounds, at)[audience], at)


def due_edition(track: Track, at: datetime) -> str:
    """The occasion on which an edition is to be kept by itself now; "" when none is."""
    rounds = list(rounds_in(track))
    if not rounds or any(phase(r, at) is not Phase.CLOSED for r in rounds):
        return ""
    last = ClosingEdition.objects.filter(track=track).aggregate(at=Max("kept_at"))["at"]
    if last is None or last < max(input_until(r) for r in rounds):
        return Occasion.CLOSED
    keys = [r.pk for r in rounds]
    released = Release.objects.filter(round__in=keys, at__lte=at).aggregate(at=Max("at"))["at"]
    if released is None or released <= last:
        return ""
    waits = standing_in(rounds).exclude(served__released=True)
    return "" if waits.exists() else Occasion.ANSWERED
