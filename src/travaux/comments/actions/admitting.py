"""What waited comes among the others, or is turned away; words are taken out, and put back."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from travaux.comments.actions.handing_in import _locked
from travaux.comments.models import Comment, Original, Submission
from travaux.comments.states import MOVES, OUT, Mark, SubmissionState
from travaux.consultations.models import Round
from travaux.journal.actions import Actor, action, record
from travaux.people.models import Person
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse


def _number(submission: Submission, round: Round) -> int:
    """Give numbers to the comments of a submission that have none; how many."""
    bare = list(
        Comment.objects.filter(submission=submission, number__isnull=True)
        .select_related("paragraph")
        .order_by("paragraph__position", "pk")
    )
    for number, comment in enumerate(bare, round.next_number):
        comment.number = number
    Comment.objects.bulk_update(bare, ["number"])
    Round.objects.filter(pk=round.pk).update(next_number=F("next_number") + len(bare))
    return len(bare)


def _note(
    by: Actor | None, submission: Submission, at: datetime, **facts: str | int | bool
) -> None:
    record(
        by=by,
        subject=submission.key,
        process=submission.round.process.code,
        at=at,
        facts={"round": submission.round.key, "receipt": submission.receipt, **facts},
    )


@action
def admit_submission(*, by: Actor | None, submission: Submission, at: datetime) -> Submission:
    """What waited is now among the others; it counts as received when it came."""
    round = submission.round = _locked(submission.round)
    move(submission, MOVES, "admit")
    _note(by, submission, at, comments=_number(submission, round))
    return submission


@action
def turn_away(*, by: Actor | None, submission: Submission, why: str, at: datetime) -> Submission:
    """What waited, or stood, is out: refused, disowned or never checked; that it came stays."""
    submission.round = _locked(submission.round)
    move(submission, MOVES, "withdraw")
    Comment.objects.filter(submission=submission, withdrawn_at__isnull=True).update(withdrawn_at=at)
    _note(by, submission, at, why=why)
    return submission


@action
def reinstate_submission(*, by: Actor | None, submission: Submission, at: datetime) -> Submission:
    """What was refused comes among the others after all."""
    round = submission.round = _locked(submission.round)
    move(submission, MOVES, "reinstate")
    Comment.objects.filter(submission=submission).update(withdrawn_at=None)
    _note(by, submission, at, comments=_number(submission, round))
    return submission


@action
def take_words_out(
    *, by: Actor | None, comment: Comment, text: str, proposed: str, mark: str, at: datetime
) -> Comment:
    """Every list, file and table shows these words from now on; what it said is kept apart."""
    comment = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if comment.mark or mark not in (Mark.REDACTED, Mark.HIDDEN):
        raise refuse("moved-meanwhile")
    Original.objects.create(comment=comment, text=comment.text, proposed=comment.proposed)
    if mark == Mark.HIDDEN:
        text, proposed = OUT, ""
    Comment.objects.filter(pk=comment.pk).update(text=text, proposed=proposed, mark=mark)
    comment.text, comment.proposed, comment.mark = text, proposed, mark
    _note(by, comment.submission, at, comment=comment.key, mark=str(mark))
    return comment


@action
def put_words_back(*, by: Actor | None, comment: Comment, at: datetime) -> Comment:
    """What a comment said stands again."""
    comment = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    before = Original.objects.filter(comment=comment).first()
    if before is None:
        raise refuse("moved-meanwhile")
    Comment.objects.filter(pk=comment.pk).update(
        text=before.text, proposed=before.proposed, mark=Mark.NONE
    )
    before.delete()
    comment.refresh_from_db()
    _note(by, comment.submission, at, comment=comment.key)
    return comment


@action
def give_to_account(*, by: Person, submission: Submission, at: datetime) -> Submission:
    """What somebody handed in without an account is theirs from now on."""
    changed = Submission.objects.filter(pk=submission.pk, author__isnull=True).update(author=by)
    if not changed:
        raise refuse("moved-meanwhile")
    submission.refresh_from_db()
    _note(None if submission.protected else by, submission, at)
    return submission


@action
def clear_words(*, by: Actor | None, submission: Submission, at: datetime) -> None:
    """Words and name of what was never checked go; receipt and fingerprint stay."""
    if submission.state != SubmissionState.WITHDRAWN:
        raise refuse("moved-meanwhile")
    mine = Comment.objects.filter(submission=submission)
    mine.update(text="", proposed="", quote="")
    Original.objects.filter(comment__in=mine).delete()
    Submission.objects.filter(pk=submission.pk).update(member="", salt="")
    _note(by, submission, at, cleared=True)
