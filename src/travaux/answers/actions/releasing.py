"""Answers become known in one deliberate act."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from functools import partial

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from travaux.answers.models import Answer, Release, Serves
from travaux.answers.queries.table import published_document, version_name
from travaux.answers.rules import (
    is_complete,
    is_secretariat,
    may_release,
    next_published,
    release_may_go_out,
    waiting_release,
)
from travaux.answers.states import AnswerState
from travaux.answers.wording import outcome_words
from travaux.comments.facts import Answered, AnswersReleased
from travaux.comments.models import Submission
from travaux.comments.states import SubmissionState
from travaux.comments.wording import number_name
from travaux.consultations.models import ReleaseRule, Round
from travaux.core.ledger.canonical import canonical
from travaux.core.ledger.signed import sign_document
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.mail import in_language_of, write_mail
from travaux.plumbing.reactions import announce
from travaux.plumbing.signing import private_key
from travaux.plumbing.verdicts import refuse, require


@action
def release_answers(
    *, by: Person, round: Round, at: datetime, adopted_on: date | None = None
) -> Release:
    """The settled answers of a round become known, by the round's rule; commenters are told once.

    Where they are released with the next draft and it is not published yet, the release is
    ordered now and takes effect in the moment of its publication (`at` of the release is empty
    until then).
    """
    require(may_release(by, round, at, adopted_on))
    following = next_published(round)
    waits = round.release_rule == ReleaseRule.WITH_NEXT_DRAFT and following is None
    release = waiting_release(round)
    if release is None:
        release = Release.objects.create(
            round=round,
            ordered_at=at,
            by_key=by.key,
            to=round.release_to,
            adopted_on=adopted_on if round.release_rule == ReleaseRule.AFTER_ADOPTION else None,
        )
    facts: dict[str, object] = {"release": release.key}
    if waits:
        facts["waits_for"] = "next-draft"
    else:
        facts |= _take_effect(release, at)
    record(by=by, subject=round.key, process=round.process.code, at=at, facts=facts)
    return release


@action
def take_back_release(*, by: Person, round: Round, at: datetime) -> None:
    """An order that waits for the next draft is taken back; nobody had been told."""
    require(is_secretariat(by, round.process.code, at))
    gone, _rows = Release.objects.filter(round=round, at__isnull=True).delete()
    if not gone:
        raise refuse("release-not-waiting")
    record(by=by, subject=round.key, process=round.process.code, at=at)


@action
def carry_out_release(*, by: Person, release: Release, at: datetime) -> bool:
    """The next draft is published: the release that waited for it takes effect, if all is settled.

    Comments that came in meanwhile and have no settled answer keep it waiting; the desk says so.
    So do answers that were changed after they were cleared.
    """
    round = release.round
    if (
        release.at is not None
        or next_published(round) is None
        or not is_complete(round)
        or not release_may_go_out(round)
    ):
        nothing_to_record()
        return False
    facts = _take_effect(release, at)
    record(
        by=by,
        subject=round.key,
        process=round.process.code,
        at=at,
        facts={"release": release.key, **facts},
    )
    return True


def _take_effect(release: Release, at: datetime) -> dict[str, object]:
    round = release.round
    version = next_published(round)
    answers = Answer.objects.filter(
        round=round, state=AnswerState.SETTLED, release__isnull=True
    ).update(release=release)
    Serves.objects.filter(answer__release=release).update(released=True)
    release.version = version
    document = canonical(published_document(round, release, at)).decode()
    signature = sign_document(
        document.encode(),
        document=f"answers-{round.key}-{release.key}.json",
        published_at=at.astimezone(UTC).isoformat(timespec="seconds"),
        key=private_key(),
    )
    changed = Release.objects.filter(pk=release.pk, at__isnull=True).update(
        at=at,
        version=version,
        document=document,
        digest=signature["sha256"],
        signature=signature,
    )
    if not changed:
        raise refuse("moved-meanwhile")
    release.refresh_from_db()
    mails = _tell_commenters(release, at)
    announce(AnswersReleased(round, release.key, _without_account(release), at))
    return {
        "answers": answers,
        "digest": release.digest,
        "version": version.key if version else "",
        "mails": mails,
    }


def _without_account(release: Release) -> tuple[Answered, ...]:
    """What became of comments whose author has no account here, by submission."""
    found = (
        Serves.objects.filter(
            answer__release=release,
            comment__submission__author__isnull=True,
            comment__submission__state=SubmissionState.SUBMITTED,
            comment__withdrawn_at__isnull=True,
        )
        .select_related("comment__submission", "answer__duplicate_of")
        .order_by("comment__number", "comment__point")
    )
    return tuple(
        Answered(
            one.comment.submission,
            number_name(one.comment),
            one.answer.outcome,
            partial(
                outcome_words,
                one.answer.outcome,
                number_name(one.answer.duplicate_of) if one.answer.duplicate_of else "",
            ),
            one.answer.reasons,
            one.answer.language,
        )
        for one in found
    )


def _tell_commenters(release: Release, at: datetime) -> int:
    """One mail to each author, with what became of their comments and where to say something."""
    round = release.round
    found: dict[Person, list[Submission]] = defaultdict(list)
    submissions = (
        Submission.objects.filter(
            round=round,
            state=SubmissionState.SUBMITTED,
            author__isnull=False,
            comments__served__answer__release=release,
        )
        .select_related("author")
        .distinct()
        .order_by("pk")
    )
    for submission in submissions:
        if submission.author is not None:
            found[submission.author].append(submission)
    served: dict[int, list[Serves]] = defaultdict(list)
    for one in (
        Serves.objects.filter(answer__release=release, comment__submission__author__isnull=False)
        .select_related("comment", "answer__duplicate_of")
        .order_by("comment__number", "comment__point")
    ):
        served[one.comment.submission_id].append(one)
    written = 0
    for person, theirs in found.items():
        with in_language_of(person):
            entries = [
                {
                    "receipt": submission.receipt,
                    "url": settings.ADDRESS
                    + reverse("answers:receipt", args=[round.process.code, submission.receipt]),
                    "comments": [
                        {
                            "number": number_name(one.comment),
                            "outcome": outcome_words(
                                one.answer.outcome,
                                number_name(one.answer.duplicate_of)
                                if one.answer.duplicate_of
                                else "",
                            ),
                        }
                        for one in served[submission.pk]
                    ],
                }
                for submission in theirs
            ]
            text = render_to_string(
                "answers/mail/released.txt",
                {
                    "person": person,
                    "entries": entries,
                    "symbol": version_name(round.version),
                    "version": version_name(release.version) if release.version else "",
                    "demonstration": round.demonstration,
                },
            )
            subject = _("Your comments on %(draft)s are answered") % {
                "draft": version_name(round.version)
            }
        mail = write_mail(
            person,
            subject,
            text,
            about=round.key,
            once=f"answers-released:{release.key}:{person.key}",
            kind="answers",
            at=at,
            language=person.language,
        )
        written += mail is not None
    return written
