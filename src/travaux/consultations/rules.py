"""In which phase a round is, what of it is public when, whom a track is for, and who may open,
extend and close rounds and set up tracks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from travaux.consultations.models import Issue, Publication, Round, Track, Visibility
from travaux.drafts.models import Version
from travaux.people.models import Appointment, Country, Organisation, Person, Role
from travaux.people.queries import holds
from travaux.people.queries.countries import in_group
from travaux.people.queries.offices import is_of_office, scope_of, within
from travaux.plumbing.verdicts import YES, Verdict, no
from travaux.roadmap.models import Process

LONGEST_GRACE = 7 * 24 * 60  # minutes
HOLD_WITHIN = timedelta(days=1)  # before a deadline that comes too early, the round is held open


class Phase(models.TextChoices):
    """Where a round stands at an instant."""

    PLANNED = "planned", _("not open yet")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


def ends_at(round: Round) -> datetime:
    """The deadline: as announced or extended, or the instant of an early closing."""
    return round.closed_early_at or round.closes_at


def input_until(round: Round) -> datetime:
    """The last instant at which input counts as in time: the deadline and the announced grace."""
    return round.closed_early_at or round.closes_at + timedelta(minutes=round.grace_minutes)


def phase(round: Round, at: datetime) -> Phase:
    """The phase of a round; within the announced grace it is still open."""
    if at >= input_until(round):
        return Phase.CLOSED
    return Phase.PLANNED if at < round.opens_at else Phase.OPEN


def in_grace(round: Round, at: datetime) -> bool:
    """Whether the deadline has passed but the announced grace has not."""
    return phase(round, at) is Phase.OPEN and at >= round.closes_at


def issued(round: Round) -> dict[str, datetime]:
    """Language -> when the text of a round was issued in it; the source when the round opened."""
    found = dict(Issue.objects.filter(round=round).values_list("language", "issued_at"))
    return {round.version.language: round.opens_at, **found}


def missing_languages(round: Round) -> list[str]:
    """Required languages in which the text is not issued yet."""
    have = issued(round) if round.required_languages else {}
    return [code for code in round.required_languages if code not in have]


def runs_from(round: Round) -> datetime | None:
    """From when the minimum period runs: the last required language; None while one is missing.

    Practice of the United Nations: a document counts as issued when all its languages are.
    """
    if not round.required_languages:
        return round.opens_at
    have = issued(round)
    dates = [have.get(code) for code in round.required_languages]
    known = [d for d in dates if d is not None]
    return max([*known, round.opens_at]) if len(known) == len(dates) else None


def earliest_end(round: Round) -> datetime | None:
    """Before this instant a round with a minimum period does not close; None while it is not known."""
    start = runs_from(round)
    return None if start is None else start + timedelta(days=round.minimum_days)


def keeps_minimum(round: Round, ends: datetime) -> Verdict:
    """Whether a deadline leaves the minimum period, counted from the last required language."""
    if not round.minimum_days:
        return YES
    earliest = earliest_end(round)
    if earliest is None:
        return no("language-not-issued", days=round.minimum_days)
    return YES if ends >= earliest else no("minimum-not-over", days=round.minimum_days)


def must_hold(round: Round, at: datetime) -> bool:
    """Whether a round would close within a day though a required language is not issued yet.

    Its minimum period does not run then, so that it cannot be over by the deadline.
    """
    if not (round.minimum_days and round.required_languages) or phase(round, at) is not Phase.OPEN:
        return False
    soon = round.closes_at - at <= HOLD_WITHIN
    short = at + timedelta(days=round.minimum_days) > round.closes_at
    return soon and short and bool(missing_languages(round))


def visibility(round: Round) -> str:
    """Who reads what is handed in while the round is open: the rule of its track."""
    return round.track.visibility if round.track is not None else Visibility.OWN


def is_published(round: Round, at: datetime) -> bool:
    """Whether what was handed in is public: as it comes, or by the track's rule once closed."""
    now = phase(round, at)
    if now is Phase.PLANNED:
        return False
    if visibility(round) == Visibility.AS_IT_COMES:
        return True
    if now is not Phase.CLOSED:
        return False
    track = round.track
    if track is None or track.publication == Publication.ON_CLOSE:
        return True
    if track.publication == Publication.ON_DATE and track.publish_on is not None:
        return at.astimezone(ZoneInfo(round.zone)).date() >= track.publish_on
    return False


def sets_are_sealed(round: Round, at: datetime) -> bool:
    """Whether what states, and organisations as one set, handed in is sealed: until the close, in
    every track, also where all else is read as it comes. What follows is the track's rule."""
    return phase(round, at) is not Phase.CLOSED


def numbers_sets_apart(round: Round, at: datetime) -> bool:
    """Whether comments of sealed sets are counted in a row of their own.

    Where others are numbered or counted before the close, a gap in their row would count the sets.
    """
    return sets_are_sealed(round, at) and visibility(round) != Visibility.SEALED


def takes_sets(round: Round) -> bool:
    """Whether a state or an organisation can hand anything in here."""
    return not round.capacities or bool({"state", "organisation"} & set(round.capacities))


def is_counted(round: Round, at: datetime) -> bool:
    """Whether all may know how many comments came, but for those of sealed sets: never while the
    round is sealed or for members."""
    if visibility(round) in (Visibility.SEALED, Visibility.MEMBERS):
        return is_published(round, at)
    return True


def waits_for_its_day(round: Round, at: datetime) -> bool:
    """Whether what was handed in becomes public on an announced day that has not come yet."""
    track = round.track
    on_a_day = track is not None and track.publication == Publication.ON_DATE
    return on_a_day and not is_published(round, at)


def members_read(round: Round, at: datetime) -> bool:
    """Whether those whom the track is for read what all handed in, before it is public or without."""
    now = phase(round, at)
    if now is Phase.PLANNED or round.track is None:
        return False
    if now is Phase.OPEN:
        return round.track.visibility == Visibility.MEMBERS
    return (
        round.track.visibility == Visibility.MEMBERS
        or round.track.publication == Publication.MEMBERS
    )


def is_limited(track: Track | None) -> bool:
    """Whether a track is for some and not for everyone."""
    return track is not None and bool(
        track.regions or track.roles or track.organisations or track.persons or track.office_id
    )


def asks_states(track: Track | None) -> bool:
    """Whether a track asks states at all: by region, by office, through their focal points, or all."""
    if track is None or not is_limited(track):
        return True
    return bool(track.regions or track.office_id) or Role.FOCAL_POINT in track.roles


def asks_organisations(track: Track | None) -> bool:
    """Whether a track asks organisations: by name, by their seat, as contributors, or all."""
    if track is None or not is_limited(track):
        return True
    by_seat = bool(track.regions or track.office_id or track.organisations)
    return by_seat or Role.CONTRIBUTOR in track.roles


def _of_office(country: Country | None, organisation: Organisation | None, track: Track) -> bool:
    """Whether a state, or the seat of an organisation, is among those of the track's office."""
    return track.office is None or within(scope_of(track.office), country, organisation)


def _in_regions(country: Country | None, track: Track) -> bool:
    return country is not None and any(in_group(country, code) for code in track.regions)


def is_for_state(country: Country, track: Track | None) -> bool:
    """Whether a track is for a state: it has no regions, or the state is in one of them today.

    The track of an office is for its own states alone.
    """
    if track is None:
        return True
    return _of_office(country, None, track) and (not track.regions or _in_regions(country, track))


def is_for_organisation(organisation: Organisation, track: Track | None) -> bool:
    """Whether a track is for an organisation: it is invited by name, or has its seat in a region."""
    if track is None:
        return True
    if not _of_office(None, organisation, track):
        return False
    if not (track.organisations or track.regions):
        return True
    return organisation.key in track.organisations or _in_regions(organisation.country, track)


def may_take_part(
    person: Person | None, track: Track | None, appointments: Sequence[Appointment]
) -> Verdict:
    """Whom a track is for: those invited by name, or by role, organisation or region of a state."""
    if track is None or not is_limited(track):
        return YES
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    if person.key in track.persons:
        return YES
    for one in appointments:
        if track.office is not None:
            # those of its states; with roles or organisations said, of these alone
            if not (one.country or one.organisation) or not _of_office(
                one.country, one.organisation if one.country is None else None, track
            ):
                continue
            if not (track.roles or track.organisations or track.regions):
                return YES
        if one.role in track.roles:
            return YES
        if one.organisation is not None and one.organisation.key in track.organisations:
            return YES
        if track.regions and (
            _in_regions(one.country, track)
            or (one.organisation is not None and _in_regions(one.organisation.country, track))
        ):
            return YES
    return no("track-not-for-you")


def may_set_up_track(person: Person | None, process: Process, at: datetime) -> Verdict:
    """The secretariat of a process sets up its tracks."""
    return is_secretariat(person, process.code, at)


def may_change_rules(track: Track, at: datetime) -> Verdict:
    """Who reads what, and when it is published, stays as announced once a round has begun."""
    begun = Round.objects.filter(track=track, opens_at__lte=at).exists()
    return no("track-has-begun") if begun else YES


def stays_with_members(round: Round) -> bool:
    """Whether what was handed in never becomes public: those whom the track is for read it."""
    return round.track is not None and round.track.publication == Publication.MEMBERS


def is_secretariat(person: Person | None, process_code: str, at: datetime) -> Verdict:
    """Rounds are the secretariat's: of this process, not of another."""
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    return YES if holds(person, process_code, [Role.SECRETARIAT], at) else no("not-your-role")


def may_run(person: Person | None, process_code: str, track: Track | None, at: datetime) -> Verdict:
    """Rounds are kept by the secretariat; those of an office's track by that office as well."""
    verdict = is_secretariat(person, process_code, at)
    if verdict or track is None or track.office is None:
        return verdict
    return YES if is_of_office(person, track.office, at) else verdict


def may_open_round(
    person: Person | None, version: Version, at: datetime, track: Track | None = None
) -> Verdict:
    """A round is opened on a published version only: what is commented on never changes."""
    verdict = may_run(person, version.text.process.code, track, at)
    if not verdict:
        return verdict
    return YES if version.is_published else no("version-not-published")


def may_extend_round(person: Person | None, round: Round, at: datetime) -> Verdict:
    """A round is extended for all, while it is planned, open or in its announced grace."""
    verdict = may_run(person, round.process.code, round.track, at)
    if not verdict:
        return verdict
    return YES if phase(round, at) is not Phase.CLOSED else no("round-closed")


def may_close_round(person: Person | None, round: Round, at: datetime) -> Verdict:
    """An open round may be closed before its deadline, with the reason on record."""
    verdict = may_run(person, round.process.code, round.track, at)
    if not verdict:
        return verdict
    if phase(round, at) is Phase.PLANNED:
        return no("round-not-open-yet")
    if phase(round, at) is not Phase.OPEN:
        return no("round-closed")
    return keeps_minimum(round, at)


def may_record_issue(person: Person | None, round: Round, at: datetime) -> Verdict:
    """Who keeps a round writes down in which language the text was issued when, until the end."""
    verdict = may_run(person, round.process.code, round.track, at)
    if not verdict:
        return verdict
    return YES if phase(round, at) is not Phase.CLOSED else no("round-closed")
