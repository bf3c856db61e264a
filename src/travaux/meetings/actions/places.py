"""Who takes part: inviting, registering, approving, and who was there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from travaux.core.contacts.rows import is_email
from travaux.journal.actions import Actor, action, nothing_to_record, record
from travaux.meetings.actions.support import _free_travel
from travaux.meetings.models import Invitation, Kind, Meeting, Mode, Participant
from travaux.meetings.rules.meetings import keeps, may_change, may_keep_this
from travaux.meetings.rules.places import (
    OF_A_STATE,
    Registering,
    fits,
    interests_stand,
    is_full,
    is_near,
    is_open,
    letter_fits,
    may_decide,
    may_withdraw,
    speaks_for,
)
from travaux.meetings.states import MOVES, PlaceState
from travaux.meetings.telling import tell_deciders, tell_invited, tell_place
from travaux.people.models import Country, Organisation, Person
from travaux.plumbing.files import forget_files, keep_file
from travaux.plumbing.languages import SIX
from travaux.plumbing.models import Mail
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require


def _locked(meeting: Meeting) -> Meeting:
    """Places are given out one after the other."""
    return Meeting.objects.select_for_update().get(pk=meeting.pk)


def _record(by: Actor | None, participant: Participant, at: datetime, **facts: Any) -> None:
    meeting = participant.meeting
    record(
        by=by, subject=participant.key, process=meeting.process.code, at=at,
        facts={"meeting": meeting.key, **facts},
    )  # fmt: skip


@action
def invite(
    *,
    by: Person,
    meeting: Meeting,
    name: str,
    email: str,
    kind: str,
    at: datetime,
    language: str = "en",
    country: Country | None = None,
    organisation: Organisation | None = None,
) -> Invitation:
    """Somebody is invited by name, with a link; the same address again sends nothing."""
    meeting = _locked(meeting)
    require(may_change(by, meeting, at))
    require(is_open(meeting, at))
    if not name.strip():
        raise refuse("participant-nameless")
    if not is_email(email.strip()):
        raise refuse("participant-email-unfit")
    if kind not in Kind.values or language not in SIX:
        raise refuse("participant-kind-unknown")
    if kind in OF_A_STATE and country is None:
        raise refuse("participant-needs-state")
    require(is_near(meeting, country, organisation))
    made, new = Invitation.objects.get_or_create(
        meeting=meeting,
        email=email.strip().lower(),
        defaults={
            "name": " ".join(name.split()),
            "language": language,
            "kind": kind,
            "country": country,
            "organisation": organisation,
            "at": at,
        },
    )
    if not new:
        nothing_to_record()
        return made
    tell_invited(made, at)
    record(
        by=by, subject=made.key, process=meeting.process.code, at=at,
        facts={"meeting": meeting.key, "kind": kind},
    )  # fmt: skip
    return made


@action
def register(
    *,
    by: Person | None,
    meeting: Meeting,
    told: Registering,
    at: datetime,
    letter: Any = None,
    invitation: Invitation | None = None,
) -> Participant:
    """Somebody registers themselves, or their focal point or the secretariat registers them.

    Without an account an invitation is needed; its party stands. Who is registered by the focal
    point or the secretariat is approved with that; others wait for one of them.
    """
    meeting = _locked(meeting)
    require(is_open(meeting, at))
    require(letter_fits(letter))
    if invitation is not None:
        if invitation.meeting_id != meeting.pk:
            raise refuse("invitation-unknown")
        if not Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True).update(used_at=at):
            raise refuse("invitation-used")
        told = Registering(
            **{
                **{n: getattr(told, n) for n in told.__dataclass_fields__},
                "kind": invitation.kind,
                "country": invitation.country,
                "organisation": invitation.organisation,
                "email": invitation.email,
            }
        )
    elif by is None:
        raise refuse("sign-in-first")
    require(fits(told, meeting))
    columns = told.columns()
    own = by is not None and (by.email or "").lower() == columns["email"]
    code = meeting.process.code
    decides = by is not None and (
        keeps(by, meeting, at)
        or (not own and speaks_for(by, code, told.country, told.organisation, at))
    )
    if by is not None and not own and not decides and invitation is None:
        raise refuse("register-whom")
    try:
        with transaction.atomic():
            made = Participant.objects.create(
                meeting=meeting,
                person=by if own else _account(columns["email"]) if decides else None,
                invitation=invitation,
                asked_at=at,
                demonstration=meeting.demonstration,
                **columns,
            )
    except IntegrityError:
        raise refuse("registered-already") from None
    if letter is not None:
        kept = keep_file(letter, name=letter.name, at=at, by=by, process_code=code)
        Participant.objects.filter(pk=made.pk).update(letter=kept)
        made.letter = kept
    if decides:
        _give_place(by, made, at)
    else:
        tell_deciders(made, at)
        tell_place(made, at)
    _record(by, made, at, kind=made.kind, mode=made.mode, state=made.state)
    return made


def _account(email: str) -> Person | None:
    return Person.objects.filter(email__iexact=email, is_active=True).first()


def _full(participant: Participant) -> bool:
    return participant.mode == Mode.IN_PERSON and is_full(participant.meeting)


def _give_place(by: Person | None, participant: Participant, at: datetime) -> None:
    require(interests_stand(participant, at))
    verb = "put-on-waiting-list" if _full(participant) else "approve"
    if verb == "approve" and participant.state == PlaceState.WAITING:
        verb = "give-place"  # passed over before, for a declaration that did not stand
    move(participant, MOVES, verb, decided_at=at, decided_by=by.key if by else "", reason="")
    tell_place(participant, at)


@action
def approve(*, by: Person, participant: Participant, at: datetime) -> Participant:
    """A registration is approved; where the room is full it waits for a place."""
    participant.meeting = _locked(participant.meeting)
    require(may_decide(by, participant, at))
    _give_place(by, participant, at)
    _record(by, participant, at, state=participant.state)
    return participant


@action
def refuse_place(*, by: Person, participant: Participant, reason: str, at: datetime) -> Participant:
    """A registration is not approved, with its reason; whoever waits longest gets a freed place."""
    participant.meeting = _locked(participant.meeting)
    require(may_decide(by, participant, at))
    if not reason.strip():
        raise refuse("reason-needed")
    freed = participant.state == PlaceState.APPROVED
    move(participant, MOVES, "refuse", decided_at=at, decided_by=by.key, reason=reason.strip())
    _free_travel([participant])
    tell_place(participant, at, why=reason.strip())
    next_one = _next_waiting(participant.meeting, at) if freed else ""
    _record(by, participant, at, next=next_one)
    return participant


def _next_waiting(meeting: Meeting, at: datetime) -> str:
    """The place that became free goes to whoever waits longest; the key of the registration.

    Whose declaration of interests does not stand any more is passed over, and goes on waiting.
    """
    waiting = meeting.participants.filter(state=PlaceState.WAITING).select_related("person")
    for one in waiting.order_by("decided_at", "pk"):
        one.meeting = meeting
        if _full(one):
            return ""
        if interests_stand(one, at):
            move(one, MOVES, "give-place", decided_at=at)
            tell_place(one, at)
            return one.key
    return ""


@action
def withdraw_place(*, by: Person | None, participant: Participant, at: datetime) -> Participant:
    """Somebody does not come, said by themselves or through their link; the place goes on."""
    participant.meeting = _locked(participant.meeting)
    require(may_withdraw(participant, at))
    freed = participant.state == PlaceState.APPROVED
    move(participant, MOVES, "withdraw", decided_at=at)
    _free_travel([participant])
    next_one = _next_waiting(participant.meeting, at) if freed else ""
    _record(by, participant, at, next=next_one)
    return participant


@action
def tick_letter(*, by: Person, participant: Participant, at: datetime) -> Participant:
    """The secretariat has seen the letter of a registration."""
    require(may_keep_this(by, participant.meeting, at))
    if participant.letter_id is None:
        raise refuse("letter-missing")
    seen = Participant.objects.filter(pk=participant.pk, letter_seen_at__isnull=True)
    if not seen.update(letter_seen_at=at, letter_seen_by=by.key):
        nothing_to_record()
        return participant
    participant.letter_seen_at = at
    _record(by, participant, at)
    return participant


@action
def note_attendance(*, by: Person, meeting: Meeting, present: Collection[str], at: datetime) -> int:
    """Who of those approved was there; how many."""
    require(may_keep_this(by, meeting, at))
    if at < meeting.starts_at:
        raise refuse("meeting-not-begun")
    approved = meeting.participants.filter(state=PlaceState.APPROVED)
    approved.filter(key__in=present).update(attended=True)
    approved.exclude(key__in=present).update(attended=False)
    count = approved.filter(attended=True).count()
    record(
        by=by, subject=meeting.key, process=meeting.process.code, at=at, facts={"present": count}
    )
    return count


@action
def forget_places(
    *, by: Actor | None, at: datetime, person: Person | None = None, email: str = ""
) -> int:
    """What meetings keep of a person goes: name, address, needs, letter; that somebody came stays."""
    found = Participant.objects.filter(erased_at__isnull=True)
    mine = found.filter(person=person) if person is not None else found.none()
    named = found.filter(email=email.lower()) if email else found.none()
    places = list((mine | named).select_related("letter").order_by("pk"))
    invited = Invitation.objects.filter(email=email.lower()) if email else Invitation.objects.none()
    if not places and not invited.exists():
        nothing_to_record()
        return 0
    letters = [p.letter for p in places if p.letter is not None]
    keys = [p.key for p in places]
    Participant.objects.filter(pk__in=[p.pk for p in places]).update(
        person=None, invitation=None, form="", name="", email="", function="", delegation="",
        needs="", interpretation="", letter=None, erased_at=at,
    )  # fmt: skip
    invited.delete()
    Mail.objects.filter(about__in=keys).delete()
    forget_files(letters)
    record(by=by, subject="meetings", at=at, facts={"places": keys})
    return len(places)
