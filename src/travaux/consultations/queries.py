"""Rounds of a process, and how each stands at an instant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from travaux.consultations.models import Extension, Invitation, Round, Track, Visibility
from travaux.consultations.rules import (
    LONGEST_GRACE,
    Phase,
    ends_at,
    in_grace,
    input_until,
    is_counted,
    is_limited,
    is_secretariat,
    may_take_part,
    phase,
    sets_are_sealed,
    takes_sets,
)
from travaux.drafts.models import Version
from travaux.drafts.states import VersionState
from travaux.journal.queries import Seal
from travaux.people.models import Appointment, Group, Organisation, Person
from travaux.people.queries.countries import REGIONAL, STATUS
from travaux.people.queries.offices import offices_held
from travaux.people.wording import ROLES as ROLE_NAMES
from travaux.plumbing.keeping import Keep
from travaux.plumbing.languages import said
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
    comments: int | None  # but for sealed sets; None: all is sealed, or for members alone

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


def standing(round: Round, at: datetime, *, staff: bool = False) -> Standing:
    """How a round stands at an instant. Its comments are counted by the numbers given out; where
    the track is sealed or for members, only those who answer are told how many there are, and
    comments of sealed sets are counted for them alone until the close."""
    count: int | None = None
    if staff or is_counted(round, at):
        count = round.next_number - 1
        if staff or not sets_are_sealed(round, at):
            count += round.next_set_number - 1
    return Standing(
        round=round,
        titles=titles_of(round),
        phase=phase(round, at),
        ends_at=ends_at(round),
        input_until=input_until(round),
        in_grace=in_grace(round, at),
        comments=count,
    )


def rounds_of(process: Process) -> QuerySet[Round]:
    """All rounds of a process, the latest first; rounds are public, as are published drafts."""
    return (
        Round.objects.filter(process=process)
        .select_related("process", "version__text", "track__office", "level", "milestone")
        .prefetch_related("extensions")
        .order_by("-opens_at", "-pk")
    )


def standings(rounds: Iterable[Round], at: datetime, *, staff: bool = False) -> list[Standing]:
    return [standing(round, at, staff=staff) for round in rounds]


def round_named(process_code: str, key: str) -> Round | None:
    """One round of a process by its key."""
    return (
        Round.objects.filter(process__code=process_code, key=key)
        .select_related("process", "version__text", "track__office")
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
        .select_related("process", "version__text", "track__office")
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


def begun_rounds(rounds: Iterable[Round], at: datetime) -> list[Round]:
    """Those that are open or closed; a round that is only planned asks nobody yet."""
    return [r for r in rounds if phase(r, at) is not Phase.PLANNED]


def round_to_comment_in(
    rounds: Iterable[Round],
    at: datetime,
    person: Person | None = None,
    appointments: Sequence[Appointment] = (),
) -> Round | None:
    """Of the rounds on a version the one to comment in, for somebody or for everyone.

    Open before closed, and then what is for them alone (their region, their group) before what is
    for everyone; a track that is for others comes last, whenever it opened. Else the latest.
    """
    begun = begun_rounds(rounds, at)

    def order(round: Round) -> tuple[bool, bool, bool]:
        theirs = bool(may_take_part(person, round.track, appointments))
        return (not theirs, phase(round, at) is not Phase.OPEN, not is_limited(round.track))

    return min(begun, key=order, default=None)


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


def tracks_of(process: Process) -> QuerySet[Track]:
    """The tracks of a process, in their order, with their rounds."""
    return (
        Track.objects.filter(process=process)
        .select_related("office")
        .prefetch_related("rounds__version__text", "rounds__track")
        .order_by("position", "pk")
    )


def track_named(process_code: str, key: str) -> Track | None:
    """One track of a process by its key."""
    return (
        Track.objects.filter(process__code=process_code, key=key)
        .select_related("process", "office")
        .order_by()
        .first()
    )


def tracks_run_by(person: Person | None, process: Process, at: datetime) -> QuerySet[Track]:
    """The tracks in which somebody opens rounds: all, for the secretariat; those of their office."""
    if is_secretariat(person, process.code, at):
        return tracks_of(process)
    return tracks_of(process).filter(
        office__in=[o.pk for o in offices_held(person, process.code, at)]
    )


def invitation_named(process_code: str, key: str) -> Invitation | None:
    """One invitation by the last part of its address."""
    return (
        Invitation.objects.filter(key=key, round__process__code=process_code)
        .select_related("round__process")
        .first()
    )


def _may_hold_a_seal(at: datetime) -> Q:
    """Rounds of sealed tracks or for members, open or not, and all that can be open."""
    shut = Q(track__visibility__in=[Visibility.SEALED, Visibility.MEMBERS])
    running = Q(closed_early_at__isnull=True, opens_at__lte=at) & Q(
        closes_at__gt=at - timedelta(minutes=LONGEST_GRACE)
    )
    return shut | running


def any_under_seal(at: datetime) -> Exists:
    """For a question that is asked anyway: whether any round here can hold a seal."""
    return Exists(Round.objects.filter(_may_hold_a_seal(at)))


def holds_numbers(round: Round, at: datetime) -> bool:
    """Whether this round by itself holds back the numbers of lines since it opened."""
    return phase(round, at) is Phase.OPEN and (takes_sets(round) or not is_counted(round, at))


def seals_of(process_code: str, at: datetime) -> list[Seal]:
    """What is under seal in a process, or in all (no code), as the public record has to know it.

    A round of which nobody outside may know how many comments came, or when, holds back all that
    was said in it since it was made; an open round in any other track holds back the sets of
    states and organisations since it opened. A round that is closed and never becomes public stays
    uncounted, and holds nothing back.
    """
    found = Round.objects.filter(_may_hold_a_seal(at))
    if process_code:
        found = found.filter(process__code=process_code)
    seals = []
    for one in found.select_related("track", "process"):
        now = phase(one, at)
        if not is_counted(one, at):
            since = None if now is Phase.CLOSED else one.created_at
            seals.append(Seal(one.process.code, one.key, since))
        elif holds_numbers(one, at):
            seals.append(Seal(one.process.code, one.key, one.opens_at, sets_alone=True))
    return seals


def groups_to_choose() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(code, name) of the United Nations regional groups, and of all groups that hold now."""
    found = [
        (g.taxonomy.code, g.code, said(g.names))
        for g in Group.objects.filter(taxonomy__replaced_at__isnull=True)
        .exclude(taxonomy__code=STATUS)
        .select_related("taxonomy")
        .order_by("-taxonomy__code", "position")
    ]
    regional = [(code, name) for taxonomy, code, name in found if taxonomy == REGIONAL]
    return regional, [(code, name) for _taxonomy, code, name in found]


def organisations_to_choose(process_code: str) -> list[tuple[str, str]]:
    """(key, name) of the organisations that somebody speaks for in a process."""
    found = Organisation.objects.filter(appointment__process_code=process_code).distinct()
    named = [(o.key, said(o.names) or o.name) for o in found]
    return sorted(named, key=lambda one: one[1].casefold())


def audience_of(track: Track) -> list[str]:
    """Whom a track is for, in words: groups, roles, organisations, and how many persons."""
    if not is_limited(track):
        return [gettext("Everyone who signs in")]
    groups = Group.objects.filter(taxonomy__replaced_at__isnull=True, code__in=track.regions)
    words = [said(track.office.names)] if track.office is not None else []
    words += [said(g.names) for g in groups.order_by("taxonomy__code", "position")]
    words += [str(ROLE_NAMES.get(role, role)) for role in track.roles]
    found = Organisation.objects.filter(key__in=track.organisations).order_by("name")
    words += [said(o.names) or o.name for o in found]
    if track.persons:
        n = len(track.persons)
        words.append(ngettext("One person by name", "%(n)s persons by name", n) % {"n": n})
    return words


def topics_of_rounds(process_code: str) -> list[tuple[str, str]]:
    """Key and name of each round, the latest first, as letters and the register name them."""
    found = Round.objects.filter(process__code=process_code).select_related("version__text")
    return [
        (one.key, said(one.titles) or said(one.version.titles) or one.key)
        for one in found.order_by("-pk")
    ]


def place_of_round(process_code: str, key: str) -> str:
    """The address of a round's page."""
    return reverse("consultations:round", args=[process_code, key])
