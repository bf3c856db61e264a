"""A guest claims what they wrote for their account, asks to be forgotten, or never checked."""

from __future__ import annotations

from datetime import datetime, timedelta

from travaux.comments.actions import clear_words, give_to_account, turn_away
from travaux.comments.models import Submission
from travaux.comments.states import SubmissionState
from travaux.journal.actions import Actor, action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import refuse, require
from travaux.voices.models import Guest
from travaux.voices.rules import UNCHECKED_DAYS, may_claim

ORIGINS = timedelta(days=30)
BATCH = 500


@action
def claim_guest(*, by: Person, guest: Guest, at: datetime) -> Guest:
    """An account under the same checked address takes up what was written without one."""
    require(may_claim(by, guest))
    changed = Guest.objects.filter(pk=guest.pk, claimed_by__isnull=True).update(
        claimed_by=by, claimed_at=at
    )
    if not changed:
        raise refuse("moved-meanwhile")
    guest.refresh_from_db()
    give_to_account(by=by, submission=guest.submission, at=at)
    record(
        by=None if guest.submission.protected else by,
        subject=guest.submission.key,
        process=guest.submission.round.process.code,
        at=at,
        facts={"round": guest.submission.round.key},
    )
    return guest


def _forget(guest: Guest, at: datetime) -> None:
    Mail.objects.filter(about=guest.key).delete()
    Submission.objects.filter(pk=guest.submission_id).update(member="")
    Guest.objects.filter(pk=guest.pk).update(
        name="",
        email="",
        organisation="",
        origin="",
        erased_at=at,
    )


@action
def forget_guest(*, by: Actor | None, guest: Guest, at: datetime) -> None:
    """Name, address and links go; what was said stays on record without them."""
    if guest.erased_at is not None:
        nothing_to_record()
        return
    _forget(guest, at)
    record(
        by=by,
        subject=guest.submission.key,
        process=guest.submission.round.process.code,
        at=at,
        facts={"round": guest.submission.round.key},
    )


@action
def lapse_guests(*, by: Actor | None, at: datetime) -> int:
    """What was never checked goes, words and name, once the announced days are over; how many.

    Receipt and fingerprint stay. The digests of where things came from go after thirty days.
    """
    Guest.objects.filter(written_at__lt=at - ORIGINS).exclude(origin="").update(origin="")
    due = list(
        Guest.objects.filter(
            written_at__lt=at - timedelta(days=UNCHECKED_DAYS),
            checked_at__isnull=True,
            lapsed_at__isnull=True,
            disowned_at__isnull=True,
        ).select_related("submission__round__process")[:BATCH]
    )
    for guest in due:
        submission = guest.submission
        Guest.objects.filter(pk=guest.pk).update(lapsed_at=at)
        if submission.state == SubmissionState.PENDING:
            turn_away(by=by, submission=submission, why="never-checked", at=at)
        clear_words(by=by, submission=submission, at=at)
        _forget(guest, at)
    if not due:
        nothing_to_record()
        return 0
    record(by=by, subject="", at=at, facts={"lapsed": len(due)})
    return len(due)
