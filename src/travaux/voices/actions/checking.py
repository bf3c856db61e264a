"""Whoever has the mail says: yes, it is mine; or no, I did not write this."""

from __future__ import annotations

from datetime import datetime

from travaux.comments.actions import admit_submission, turn_away
from travaux.comments.models import Capacity
from travaux.comments.rules import is_held
from travaux.comments.states import SubmissionState
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse, require
from travaux.voices.models import Guest
from travaux.voices.rules import may_disown


def _note(by: Person | None, guest: Guest, at: datetime, **facts: str | bool) -> None:
    round = guest.submission.round
    record(
        by=by,
        subject=guest.submission.key,
        process=round.process.code,
        at=at,
        facts={"round": round.key, **facts},
    )


@action
def check_guest(*, by: Person | None, guest: Guest, at: datetime) -> Guest:
    """The address is theirs: the code is spent, and what waited only for this comes among the others.

    What came without the piece of work, or in a track where a moderator reads first, goes on
    waiting for a person.
    """
    changed = Guest.objects.filter(
        pk=guest.pk, checked_at__isnull=True, lapsed_at__isnull=True, disowned_at__isnull=True
    ).update(checked_at=at)
    if not changed:
        raise refuse("moved-meanwhile")
    guest.refresh_from_db()
    submission = guest.submission
    waits = submission.state == SubmissionState.PENDING
    moderated = not guest.proven or is_held(submission.round, Capacity.PERSON)
    _note(by, guest, at, moderated=moderated)
    if waits and not moderated:
        admit_submission(by=by, submission=submission, at=at)
    return guest


@action
def disown_guest(*, by: Person | None, guest: Guest, at: datetime) -> Guest:
    """It was not they who wrote it: it is withdrawn, and their name and address go."""
    if guest.disowned_at is not None:
        nothing_to_record()
        return guest
    require(may_disown(guest))
    changed = Guest.objects.filter(pk=guest.pk, disowned_at__isnull=True).update(disowned_at=at)
    if not changed:
        raise refuse("moved-meanwhile")
    guest.refresh_from_db()
    _note(by, guest, at, disowned=True)
    if guest.submission.state != SubmissionState.WITHDRAWN:
        turn_away(by=by, submission=guest.submission, why="disowned", at=at)
    return guest
