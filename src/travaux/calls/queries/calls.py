"""Calls of a process, and how each stands at an instant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from travaux.calls.models import Call, Extension
from travaux.calls.rules.calls import (
    Phase,
    confirmable_until,
    in_grace,
    input_until,
    is_secretariat,
    phase,
)
from travaux.calls.states import CallState
from travaux.core.schedules.zone_words import ZoneDoubt, zone_doubts
from travaux.people.models import Person, Role
from travaux.people.queries import appointments_of
from travaux.roadmap.models import Process


@dataclass(frozen=True, slots=True)
class Standing:
    """A call as it stands at an instant."""

    call: Call
    phase: Phase
    input_until: datetime | None
    confirmable_until: datetime | None
    in_grace: bool
    left: timedelta | None
    applications: int
    extensions: tuple[Extension, ...]
    doubts: tuple[ZoneDoubt, ...]

    @property
    def is_open(self) -> bool:
        return self.phase is Phase.OPEN

    @property
    def is_planned(self) -> bool:
        return self.phase is Phase.PLANNED

    @property
    def is_closed(self) -> bool:
        return self.phase is Phase.CLOSED

    @property
    def days_left(self) -> int:
        """Whole days until the deadline, while the call is open."""
        return self.left.days if self.left is not None else 0

    @property
    def hours_left(self) -> int:
        """Whole hours of the last day."""
        return self.left.seconds // 3600 if self.left is not None else 0

    @property
    def minutes_left(self) -> int:
        """Whole minutes of the last hour."""
        return self.left.seconds % 3600 // 60 if self.left is not None else 0


def standing(call: Call, at: datetime) -> Standing:
    """How a call stands at an instant. Its applications are counted by the numbers given out."""
    now, until = phase(call, at), input_until(call)
    doubts: tuple[ZoneDoubt, ...] = ()
    if call.closes_at is not None and call.zone and call.wording:
        doubts = zone_doubts(call.wording, call.closes_at, call.zone)
    return Standing(
        call=call,
        phase=now,
        input_until=until,
        confirmable_until=confirmable_until(call),
        in_grace=in_grace(call, at),
        left=until - at if now is Phase.OPEN and until is not None else None,
        applications=call.next_number - 1,
        extensions=tuple(call.extensions.all()),
        doubts=doubts,
    )


def standings(calls: Iterable[Call], at: datetime) -> list[Standing]:
    return [standing(call, at) for call in calls]


def calls_of(process: Process, person: Person | None, at: datetime) -> QuerySet[Call]:
    """The calls of a process that somebody may see, the latest first."""
    found = (
        Call.objects.filter(process=process)
        .select_related("process", "milestone")
        .prefetch_related("extensions")
        .order_by("-opens_at", "-pk")
    )
    if is_secretariat(person, process.code, at):
        return found
    return found.exclude(state=CallState.DRAFT)


def call_named(process_code: str, key: str) -> Call | None:
    """One call of a process by its key."""
    return (
        Call.objects.filter(process__code=process_code, key=key)
        .select_related("process", "milestone")
        .order_by()
        .first()
    )


def open_calls(process: Process, at: datetime) -> list[Standing]:
    """Where one can apply now."""
    announced = Call.objects.filter(process=process, state=CallState.ANNOUNCED)
    found = standings(announced.prefetch_related("extensions").select_related("process"), at)
    return [s for s in found if s.is_open]


def processes_to_clone_into(person: Person | None, at: datetime) -> list[Process]:
    """The processes whose secretariat somebody belongs to, by their codes."""
    if person is None:
        return []
    roles = appointments_of(person, at).filter(role=Role.SECRETARIAT)
    codes = set(roles.values_list("process_code", flat=True))
    found = Process.objects.order_by("code")
    if "" not in codes:
        found = found.filter(code__in=codes)
    return [one for one in found if is_secretariat(person, one.code, at)]
