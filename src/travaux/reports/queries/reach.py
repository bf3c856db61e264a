"""What of a track's closing report somebody may know, as a value that can be kept and compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from travaux.answers.models import Release
from travaux.answers.rules import may_see_answers
from travaux.comments.rules import reads_all, shut_to
from travaux.consultations.models import Round
from travaux.consultations.rules import (
    is_counted,
    is_published,
    members_read,
    stays_with_members,
    waits_for_its_day,
)
from travaux.people.models import Person


@dataclass(frozen=True, slots=True)
class Reach:
    """The rounds (keys) of which somebody may know a thing; `staff`: exact figures of everything."""

    counted: frozenset[str]  # how much came
    public: frozenset[str]  # of these, those that everybody reads whole
    whole: frozenset[str]  # every comment, to hold one against the other
    answers: frozenset[str]  # what was answered
    words: frozenset[str]  # what was answered together with the words it answers
    sets: frozenset[str]  # those of which the sets of states are not sealed any more
    staff: bool = False

    @property
    def exact(self) -> bool:
        """Whether comments are counted exactly: by the secretariat, and once all are public."""
        return self.staff or self.counted <= self.public

    def covers(self, other: Reach) -> bool:
        """Whether whoever may know this may know all of the other."""
        if self.staff:
            return True
        return not other.staff and all(getattr(other, n) <= getattr(self, n) for n in _SETS)

    def kept(self) -> dict[str, Any]:
        return {**{n: sorted(getattr(self, n)) for n in _SETS}, "staff": self.staff}


_SETS = tuple(f.name for f in fields(Reach) if f.name != "staff")


def reach_kept(told: Mapping[str, Any]) -> Reach:
    """A reach as it was kept."""
    # an edition from before sets were sealed in every track was kept when all were closed
    sets: dict[str, Any] = {n: frozenset(told.get(n, told["counted"])) for n in _SETS}
    return Reach(**sets, staff=told["staff"])


def _reach(
    rounds: Sequence[Round],
    at: datetime,
    whole: Callable[[Round], bool],
    answers: Callable[[Round], bool],
    shut: Sequence[Round],
    *,
    staff: bool = False,
) -> Reach:
    read = {r.key for r in rounds if staff or whole(r)}
    counted = {r.key for r in rounds if r.key in read or is_counted(r, at)}
    answered = {r.key for r in rounds if staff or answers(r)}
    return Reach(
        counted=frozenset(counted),
        public=frozenset(r.key for r in rounds if r.key in counted and is_published(r, at)),
        whole=frozenset(read),
        answers=frozenset(answered & counted),
        words=frozenset(
            r.key
            for r in rounds
            if r.key in answered
            and (r.key in read or (is_counted(r, at) and not waits_for_its_day(r, at)))
        ),
        sets=frozenset(r.key for r in rounds if staff or r not in shut),
        staff=staff,
    )


def reach_of(
    rounds: Sequence[Round], person: Person | None, at: datetime, *, staff: bool = False
) -> Reach:
    """What a person may know now; None: what everybody may."""
    return _reach(
        rounds,
        at,
        lambda r: reads_all(person, r, at),
        lambda r: bool(may_see_answers(person, r, at)),
        shut_to(person, rounds, at),
        staff=staff,
    )


def reach_of_members(rounds: Sequence[Round], at: datetime) -> Reach:
    """What those whom the track is for may know, whoever they are."""
    out = set(
        Release.objects.filter(round__in=[r.pk for r in rounds], at__isnull=False).values_list(
            "round__key", flat=True
        )
    )

    def reads(r: Round) -> bool:
        return is_published(r, at) or members_read(r, at)

    def answered(r: Round) -> bool:
        if bool(may_see_answers(None, r, at)):
            return True
        return r.key in out and stays_with_members(r) and members_read(r, at)

    return _reach(rounds, at, reads, answered, shut_to(None, rounds, at))
