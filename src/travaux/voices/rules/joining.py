"""Joining in without an account: where, until when, how often, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from travaux.comments.models import Capacity
from travaux.comments.rules import ANSWERED
from travaux.comments.states import SubmissionState
from travaux.consultations.models import Audience, Round, TrackKind
from travaux.consultations.rules import Phase, is_limited, phase
from travaux.people.models import Person
from travaux.plumbing.verdicts import YES, Verdict, no
from travaux.voices.models import Guest, Policy

OPEN_KINDS = (TrackKind.OPEN, TrackKind.STAKEHOLDER)
SLOW_FROM = 30  # in an hour from one range of addresses: from then on a moderator looks first
PER_RANGE = 300  # in an hour from one range of addresses, at most
PER_MAIL = 20  # in a day under one mail address, at most
UNCHECKED = 5  # mails to one address that nobody has followed, at most
UNCHECKED_DAYS = 14  # what is not checked by then goes, with name and address


@dataclass(frozen=True, slots=True)
class GuestDetails:
    """Who joins in, as they write it; only the mail address is checked."""

    name: str
    email: str
    category: str
    organisation: str = ""
    language: str = "en"


def allows_joining(round: Round) -> bool:
    """Whether the policy of a round's track lets people join in without an account."""
    track = round.track
    if track is None or track.kind not in OPEN_KINDS or is_limited(track):
        return False
    if round.audience != Audience.EVERYONE:
        return False
    return Policy.objects.filter(track=track, joining=True).exists()


def may_join(round: Round, at: datetime) -> Verdict:
    """In an open or stakeholder track that allows it, while its round takes comments."""
    if not allows_joining(round):
        return no("joining-not-here")
    taken = (round.capacities, round.track.capacities if round.track is not None else [])
    if any(some and Capacity.PERSON not in some for some in taken):
        return no("capacity-not-in-round")
    now = phase(round, at)
    if now is Phase.PLANNED:
        return no("round-not-open-yet")
    if now is Phase.CLOSED and not round.accepts_late:
        return no("round-closed-to-late")
    return YES


def guest_is_whole(guest: GuestDetails, categories: frozenset[str]) -> Verdict:
    """A name, an address that can be one, and a capacity of the taxonomy."""
    if not guest.name.strip():
        return no("guest-name-needed")
    try:
        validate_email(guest.email)
    except ValidationError:
        return no("guest-address-unusable")
    return YES if guest.category in categories else no("guest-category-needed")


def within_limits(email: str, origin: str, at: datetime) -> Verdict:
    """So many in an hour from one range of addresses, so many in a day under one mail address.

    More than `SLOW_FROM` from one range is no refusal: an office or a school shares an address.
    """
    hour, day = at - timedelta(hours=1), at - timedelta(days=1)
    if origin and Guest.objects.filter(origin=origin, written_at__gt=hour).count() >= PER_RANGE:
        return no("too-many-from-here")
    same = Guest.objects.filter(email=email, written_at__gt=day)
    if same.count() >= PER_MAIL:
        return no("too-many-under-this-address")
    if same.filter(checked_at__isnull=True, disowned_at__isnull=True).count() >= UNCHECKED:
        return no("check-your-mail-first")
    return YES


def may_disown(guest: Guest) -> Verdict:
    """Whoever has the link of the mail may say "I did not write this" until it is answered."""
    if guest.disowned_at is not None or guest.lapsed_at is not None:
        return no("moved-meanwhile")
    if guest.claimed_by_id is not None:
        return no("claimed-by-account")
    comments = guest.submission.comments.all()
    if any(ask(one) for one in comments for ask in ANSWERED.values()):
        return no("mend-after-answer")
    return YES


def may_claim(person: Person, guest: Guest) -> Verdict:
    """An account whose own checked address is the one it was written under."""
    if guest.claimed_by_id is not None or guest.disowned_at or guest.lapsed_at or guest.erased_at:
        return no("moved-meanwhile")
    if guest.checked_at is None or guest.submission.state == SubmissionState.DRAFT:
        return no("check-your-mail-first")
    mine = EmailAddress.objects.filter(
        user_id=person.pk, verified=True, email__iexact=guest.email or "-"
    )
    return YES if mine.exists() else no("not-your-comment")
