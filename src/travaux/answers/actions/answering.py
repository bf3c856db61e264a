"""Proposing, changing, settling and reopening answers; notes; who answers what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from travaux.answers.models import Answer, Duty, FormerAnswer, PrivateNote, Serves
from travaux.answers.rules import (
    ANSWERERS,
    may_change,
    may_propose,
    may_reopen,
    may_see_desk,
    may_settle,
    may_take_out,
    number_of,
    served_by,
    stands,
)
from travaux.answers.states import AnswerState
from travaux.comments.models import Comment
from travaux.consultations.models import Round
from travaux.core.comments.outcomes import Outcome
from travaux.drafts.models import Paragraph
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.people.queries import holds
from travaux.plumbing.verdicts import Refusal, refuse, require


def _name(key: str) -> str:
    return str(Person.objects.filter(key=key).first() or key)


def _with_submissions(comments: Sequence[Comment]) -> list[Comment]:
    """The comments as they stand now, in order; what the caller holds may be old."""
    fresh = Comment.objects.filter(pk__in=[c.pk for c in comments]).select_related("submission")
    return list(fresh.order_by("number", "point"))


def _answered_already(comments: Sequence[Comment], but: Answer | None = None) -> Refusal | None:
    taken = Serves.objects.filter(comment__in=comments).select_related("comment", "answer")
    if but is not None:
        taken = taken.exclude(answer=but)
    first = taken.first()
    if first is None:
        return None
    if first.released:
        return refuse("answer-released")
    return refuse(
        "answered-already",
        number=number_of(first.comment),
        name=_name(first.answer.proposed_by),
    )


def _serve(answer: Answer, comments: Sequence[Comment]) -> None:
    """One answer for these comments; where two officers answer at once, one of them is told."""
    try:
        with transaction.atomic():
            Serves.objects.bulk_create([Serves(answer=answer, comment=c) for c in comments])
    except IntegrityError:
        raise _answered_already(comments, answer) or refuse("moved-meanwhile") from None


def _echoes(comments: Sequence[Comment], outcome: str, reasons: str) -> str:
    """The observation as received, where an answer without reasons says just what it says."""
    from travaux.core.comments.outcomes import read_outcome

    if reasons.strip() or len(comments) != 1:
        return ""
    received = comments[0].observation_received
    entry = read_outcome(received) if received else None
    return entry.code if entry is not None and entry.outcome == outcome else ""


@action
def propose_answer(
    *,
    by: Person,
    round: Round,
    comments: Sequence[Comment],
    outcome: str,
    at: datetime,
    reasons: str = "",
    language: str = "",
    next_wording: str = "",
    duplicate_of: Comment | None = None,
    demonstration: bool = False,
) -> Answer:
    """One reasoned answer is proposed for one or many comments; nobody is told yet."""
    found = _with_submissions(comments)
    require(may_propose(by, round, found, at))
    other = duplicate_of if outcome == Outcome.DUPLICATE else None
    echoed = _echoes(found, outcome, reasons)
    require(stands(round, found, outcome, reasons, next_wording, other, bool(echoed)))
    standing = _answered_already(found)
    if standing is not None:
        raise standing
    answer = Answer.objects.create(
        round=round,
        outcome=outcome,
        duplicate_of=other,
        reasons=reasons.strip(),
        language=language or by.language,
        next_wording=next_wording.strip(),
        proposed_by=by.key,
        proposed_at=at,
        brought_along=bool(echoed),
        outcome_received=found[0].observation_received[:200] if echoed else "",
        demonstration=demonstration or round.demonstration,
    )
    _serve(answer, found)
    record(
        by=by,
        subject=answer.key,
        process=round.process.code,
        at=at,
        facts={"outcome": outcome, "comments": [c.key for c in found]},
    )
    return answer


@action
def change_answer(
    *,
    by: Person,
    answer: Answer,
    comments: Sequence[Comment],
    outcome: str,
    revision: int,
    at: datetime,
    reasons: str = "",
    language: str = "",
    next_wording: str = "",
    duplicate_of: Comment | None = None,
) -> Answer:
    """A proposed answer is changed, as it stood when it was looked at (`revision`).

    Who changed it is from now on who proposed it; what it said before is kept.
    """
    found = _with_submissions(comments)
    answer.refresh_from_db()
    require(may_change(by, answer, found, at))
    if answer.revision != revision:
        raise refuse("answer-changed-meanwhile", name=_name(answer.proposed_by))
    other = duplicate_of if outcome == Outcome.DUPLICATE else None
    echoed = _echoes(found, outcome, reasons)
    require(stands(answer.round, found, outcome, reasons, next_wording, other, bool(echoed)))
    standing = _answered_already(found, answer)
    if standing is not None:
        raise standing
    before = _as_it_was(answer, by, at)
    changed = Answer.objects.filter(
        pk=answer.pk, state=AnswerState.PROPOSED, revision=revision, release__isnull=True
    ).update(
        outcome=outcome,
        duplicate_of=other,
        reasons=reasons.strip(),
        language=language or answer.language,
        next_wording=next_wording.strip(),
        proposed_by=by.key,
        proposed_at=at,
        brought_along=bool(echoed),
        revision=revision + 1,
    )
    if not changed:
        raise refuse("answer-changed-meanwhile", name=_name(answer.proposed_by))
    before.save()
    wanted = {c.pk for c in found}
    held = set(answer.serves.values_list("comment_id", flat=True))
    answer.serves.filter(comment_id__in=held - wanted).delete()
    _serve(answer, [c for c in found if c.pk not in held])
    answer.refresh_from_db()
    record(
        by=by,
        subject=answer.key,
        process=answer.round.process.code,
        at=at,
        facts={"before": before.outcome, "outcome": outcome, "comments": [c.key for c in found]},
    )
    return answer


def _as_it_was(answer: Answer, by: Person, at: datetime, why: str = "") -> FormerAnswer:
    return FormerAnswer(
        answer=answer,
        outcome=answer.outcome,
        reasons=answer.reasons,
        next_wording=answer.next_wording,
        state=answer.state,
        by_key=by.key,
        why=why,
        at=at,
    )


@action
def settle_answer(
    *, by: Person, answer: Answer, at: datetime, revision: int | None = None
) -> Answer:
    """The proposed answer is settled, as it stood when it was looked at; nobody is told yet.

    Two officers settling at once: one does, the other is told.
    """
    answer.refresh_from_db()
    require(may_settle(by, answer, at))
    seen = answer.revision if revision is None else revision
    changed = Answer.objects.filter(
        pk=answer.pk, state=AnswerState.PROPOSED, revision=seen, release__isnull=True
    ).update(state=AnswerState.SETTLED, settled_by=by.key, settled_at=at, revision=seen + 1)
    if not changed:
        answer.refresh_from_db()
        raise refuse(
            "answer-changed-meanwhile", name=_name(answer.settled_by or answer.proposed_by)
        )
    answer.refresh_from_db()
    record(
        by=by,
        subject=answer.key,
        process=answer.round.process.code,
        at=at,
        facts={
            "outcome": answer.outcome,
            "comments": [c.key for c in served_by(answer)],
            "proposed_by": answer.proposed_by,
        },
    )
    return answer


@action
def reopen_answer(*, by: Person, answer: Answer, reason: str, at: datetime) -> Answer:
    """A settled answer is open again before its release, with the reason on record."""
    answer.refresh_from_db()
    require(may_reopen(by, answer, at))
    if not reason.strip():
        raise refuse("reopening-needs-reason")
    before = _as_it_was(answer, by, at, reason.strip())
    changed = Answer.objects.filter(
        pk=answer.pk,
        state=AnswerState.SETTLED,
        revision=answer.revision,
        release__isnull=True,
    ).update(
        state=AnswerState.PROPOSED, settled_by="", settled_at=None, revision=answer.revision + 1
    )
    if not changed:
        raise refuse("moved-meanwhile")
    before.save()
    answer.refresh_from_db()
    record(
        by=by,
        subject=answer.key,
        process=answer.round.process.code,
        at=at,
        facts={"outcome": answer.outcome},
    )
    return answer


@action
def take_out_comment(*, by: Person, answer: Answer, comment: Comment, at: datetime) -> None:
    """A comment is taken out of a proposed answer; an answer that serves none is withdrawn."""
    answer.refresh_from_db()
    require(may_take_out(by, answer, at))
    changed = Answer.objects.filter(
        pk=answer.pk, state=AnswerState.PROPOSED, revision=answer.revision, release__isnull=True
    ).update(revision=answer.revision + 1)
    if not changed or not answer.serves.filter(comment=comment).exists():
        raise refuse("moved-meanwhile")
    answer.serves.filter(comment=comment).delete()
    left = answer.serves.count()
    key = answer.key
    if not left:
        answer.delete()
    record(
        by=by,
        subject=key,
        process=comment.round.process.code,
        at=at,
        facts={"comment": comment.key, "comments_left": left},
    )


@action
def add_private_note(*, by: Person, comment: Comment, text: str, at: datetime) -> PrivateNote:
    """A note for those who answer; it is never shown to others nor exported."""
    require(may_see_desk(by, comment.round.process.code, at))
    if not text.strip():
        raise refuse("note-empty")
    note = PrivateNote.objects.create(comment=comment, by=by, text=text.strip(), at=at)
    record(by=by, subject=comment.key, process=comment.round.process.code, at=at)
    return note


@action
def assign_paragraph(
    *, by: Person, round: Round, paragraph: Paragraph | None, person: Person | None, at: datetime
) -> None:
    """Say who answers the comments on a paragraph (or on the text as a whole); or nobody."""
    code = round.process.code
    require(may_see_desk(by, code, at))
    if paragraph is not None and paragraph.version_id != round.version_id:
        raise refuse("paragraph-of-another-version")
    if person is not None and not holds(person, code, ANSWERERS, at):
        raise refuse("person-cannot-answer", name=str(person))
    standing = Duty.objects.filter(round=round, paragraph=paragraph).first()
    if (standing.person_id if standing else None) == (person.pk if person else None):
        nothing_to_record()
        return
    if person is None:
        Duty.objects.filter(round=round, paragraph=paragraph).delete()
    elif standing is None:
        try:
            with transaction.atomic():
                Duty.objects.create(round=round, paragraph=paragraph, person=person, at=at)
        except IntegrityError:
            raise refuse("moved-meanwhile") from None
    else:
        Duty.objects.filter(pk=standing.pk).update(person=person, at=at)
    record(
        by=by,
        subject=round.key,
        process=code,
        at=at,
        facts={
            "paragraph": paragraph.anchor.key if paragraph else "",
            "person": person.key if person else "",
        },
    )
