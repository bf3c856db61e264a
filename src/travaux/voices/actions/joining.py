"""Somebody hands in a comment without an account."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from travaux.comments.actions.handing_in import _locked, _seal
from travaux.comments.actions.writing import _words_of
from travaux.comments.models import Capacity, Comment, Submission
from travaux.comments.queries.receipts import receipt_document, receipt_json
from travaux.comments.rules import Entry, is_held, is_late, is_whole
from travaux.comments.states import SubmissionState
from travaux.comments.wording import place_name
from travaux.consultations.models import Round
from travaux.consultations.queries import titles_of
from travaux.consultations.rules import ends_at
from travaux.core.ledger.receipts import new_code
from travaux.journal.actions import action, nothing_to_record, record
from travaux.journal.models import Line
from travaux.people.models import Person
from travaux.people.queries.categories import sorting_now
from travaux.plumbing.languages import said, to_django
from travaux.plumbing.mail import write_mail
from travaux.plumbing.verdicts import require
from travaux.voices.models import Guest
from travaux.voices.queries.guests import CHECK, OWN, arrived_from, signed
from travaux.voices.rules import (
    SLOW_FROM,
    UNCHECKED_DAYS,
    GuestDetails,
    guest_is_whole,
    may_join,
    within_limits,
)
from travaux.voices.wording import SELF


@action
def join_in(
    *,
    by: Person | None,
    round: Round,
    entry: Entry,
    guest: GuestDetails,
    origin: str,
    proven: bool,
    at: datetime,
    checked: bool = False,
) -> Guest:
    """A comment under a name and an address; it is kept, and waits until the address is checked.

    `origin` is a keyed digest of where it came from; `proven`: the browser did its piece of work;
    `checked`: this browser followed a mail to the same address a moment ago. A double click
    counts once.
    """
    round = _locked(round)
    email = guest.email.strip().lower()
    if entry.form_token:
        same = Guest.objects.filter(
            submission__round=round, submission__form_token=entry.form_token, email=email
        ).first()
        if same is not None:
            nothing_to_record()
            return same
    require(may_join(round, at))
    sorting = sorting_now()
    require(guest_is_whole(guest, frozenset([SELF, *sorting.categories])))
    require(is_whole(entry, round, sending=True))
    require(within_limits(email, origin, at))
    slow = not proven or arrived_from(origin, at) >= SLOW_FROM
    waits = slow or not checked or is_held(round, Capacity.PERSON)
    submission = Submission(
        round=round,
        capacity=Capacity.PERSON,
        member=" ".join(guest.name.split())[:200],
        language=entry.language,
        state=SubmissionState.PENDING if waits else SubmissionState.SUBMITTED,
        held=waits,
        source="guest",
        receipt=new_code(secrets.token_bytes(7)),
        form_token=entry.form_token or None,
        created_at=at,
        submitted_at=at,
        late=is_late(round, at),
        name_shown=entry.name_shown,
        protected=entry.protected,
        demonstration=round.demonstration,
    )
    comment = Comment(
        submission=submission,
        round=round,
        number=None if waits else round.next_number,
        **_words_of(entry),
    )
    sealed = _seal(submission, [comment])
    submission.save(force_insert=True)
    comment.submission = submission
    comment.save(force_insert=True)
    if not waits:
        Round.objects.filter(pk=round.pk).update(next_number=F("next_number") + 1)
    made = Guest.objects.create(
        submission=submission,
        name=submission.member,
        email=email,
        category=guest.category,
        taxonomy=sorting.key,
        organisation=" ".join(guest.organisation.split())[:300],
        language=guest.language,
        origin=origin,
        proven=proven and not slow,
        written_at=at,
        checked_at=at if checked else None,
    )
    line = record(
        by=by,
        subject=submission.key,
        process=round.process.code,
        at=at,
        facts={
            "round": round.key,
            "receipt": submission.receipt,
            "comments": [comment.key],
            "content_hash": sealed["content_hash"],
            "late": submission.late,
            "capacity": submission.capacity,
            "checked": checked,
            "proven": made.proven,
        },
    )
    _ask(made, comment, line)
    return made


def _ask(made: Guest, comment: Comment, line: Line) -> None:
    """The mail: what was written under this address, and the links to say whether it is theirs."""
    submission = made.submission
    code = submission.round.process.code
    with translation.override(to_django(made.language)):
        address = settings.ADDRESS
        told = {
            "guest": made,
            "title": said(titles_of(submission.round)),
            "place": place_name(comment),
            "comment": comment,
            "deadline": ends_at(submission.round),
            "round": submission.round,
            "check": ""
            if made.checked_at
            else f"{address}{reverse('voices:check', args=[code, signed(made, CHECK)])}",
            "own": f"{address}{reverse('voices:own', args=[code, signed(made, OWN)])}",
            "days": UNCHECKED_DAYS,
        }
        subject = render_to_string("voices/mail/check_subject.txt", told)
        text = render_to_string("voices/mail/check.txt", told)
    write_mail(
        made.email,
        subject,
        text,
        about=made.key,
        once=f"guest:{made.key}",
        language=made.language,
        process_code="",
        attachment=(f"{submission.receipt}.json", receipt_json(receipt_document(submission, line))),
        at=line.at,
    )
