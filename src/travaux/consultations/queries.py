"""Rounds of a process, and how each stands at an instant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from travaux.consultations.models import Extension, Round
from travaux.consultations.rules import Phase, ends_at, in_grace, input_until, phase
from travaux.drafts.models import Version
from travaux.drafts.states import VersionState
from travaux.plumbing.keeping import Keep
from travaux.roadmap.models import Process


@dataclass(frozen=True, slots=True)
class Standing:
    """A round as it stands at an instant."""

    round: Round
    titles: Mapping[str, str]
    phase: Phase
    ends_at: datetime
    input_until: datetime
    in_grace: bool
    comments: int

    @property
    def extensions(self) -> tuple[Extension, ...]:
        return tuple(self.round.extensions.all())

    @property
    def is_open(self) -> bool:
        return self.phase is Phase.OPEN

    @property
    def is_closed(self) -> bool:
        return self.phase is Phase.CLOSED

    @property
    def is_planned(self) -> bool:
        return self.phase is Phase.PLANNED


def titles_of(round: Round) -> Mapping[str, str]:
    """The titles of a round, or of what it is about where it has none."""
    titles: Mapping[str, str] = round.titles or round.version.titles or round.version.text.titles
    return titles


def standing(round: Round, at: datetime) -> Standing:
    """How a round stands at an instant. Its comments are counted by the numbers given out."""
    return Standing(
        round=round,
        titles=titles_of(round),
        phase=phase(round, at),
        ends_at=ends_at(round),
        input_until=input_until(round),
        in_grace=in_grace(round, at),
        comments=round.next_number - 1,
    )


def rounds_of(process: Process) -> QuerySet[Round]:
    """All rounds of a process, the latest first; rounds are public, as are published drafts."""
    return (
        Round.objects.filter(process=process)
        .select_related("process", "version__text", "level", "milestone")
        .prefetch_related("extensions")
        .order_by("-opens_at", "-pk")
    )


def standings(rounds: Iterable[Round], at: datetime) -> list[Standing]:
    return [standing(round, at) for round in rounds]


def round_named(process_code: str, key: str) -> Round | None:
    """One round of a process by its key."""
    return (
        Round.objects.filter(process__code=process_code, key=key)
        .select_related("process", "version__text")
        .order_by()
        .first()
    )


_shown: Keep[Round | None] = Keep(200)


def kept_round(process_code: str, key: str, state: str) -> Round | None:
    """The same, read once for each state of the record; for pages that only show it.

    Never to be handed to an action: what is kept is shared by all who read.
    """

    def read() -> Round | None:
        return round_named(process_code, key)

    return _shown.get((state, process_code, key), read) if state else read()


def rounds_on(version: Version) -> QuerySet[Round]:
    """The rounds in which a version goes out, the latest first."""
    return (
        Round.objects.filter(version=version)
        .select_related("process", "version__text")
        .order_by("-opens_at", "-pk")
    )


_kept: Keep[tuple[Round, ...]] = Keep(200)


def kept_rounds_on(version: Version, state: str) -> tuple[Round, ...]:
    """The same, read once for each state of the record; for pages that only show them.

    Never to be handed to an action: what is kept is shared by all who read.
    """

    def read() -> tuple[Round, ...]:
        return tuple(rounds_on(version))

    return _kept.get((state, version.key), read) if state else read()


def round_to_comment_in(rounds: Iterable[Round], at: datetime) -> Round | None:
    """Of the rounds on a version the one to comment in: the open one, else the last that began."""
    begun = [r for r in rounds if phase(r, at) is not Phase.PLANNED]
    still_open = [r for r in begun if phase(r, at) is Phase.OPEN]
    return next(iter([*still_open, *begun]), None)


def next_change(rounds: Iterable[Round], at: datetime) -> datetime | None:
    """The next instant at which one of the rounds opens or closes by itself."""
    instants = [i for r in rounds for i in (r.opens_at, r.closes_at, input_until(r)) if i > at]
    return min(instants, default=None)


def open_rounds(process: Process, at: datetime) -> list[Standing]:
    """Where one can comment now."""
    return [s for s in standings(rounds_of(process), at) if s.is_open]


def versions_to_open(process: Process) -> QuerySet[Version]:
    """The published versions of a process, the latest first."""
    return (
        Version.objects.filter(text__process=process, state=VersionState.PUBLISHED)
        .select_related("text")
        .order_by("-published_at", "-pk")
    )
