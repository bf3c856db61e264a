"""Authors are told what was moderated, why, and how to appeal; guests what became of their comments."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from travaux.comments.facts import Answered, AnswersReleased
from travaux.consultations.queries import titles_of
from travaux.plumbing.languages import said, to_django
from travaux.plumbing.mail import write_mail
from travaux.voices.models import Guest, Measure
from travaux.voices.queries.guests import OWN, signed
from travaux.voices.wording import KINDS, OUTCOMES, REASONS


def _tell_author(measure: Measure, name: str, at: datetime) -> None:
    """One mail to an account, or to a guest with the link of their own."""
    submission = measure.submission
    code = submission.round.process.code
    author = submission.author
    guest = Guest.objects.filter(submission=submission, erased_at__isnull=True).first()
    if author is None and (guest is None or guest.checked_at is None or not guest.email):
        return
    language = author.language if author is not None else guest.language if guest else "en"
    with translation.override(to_django(language or "en")):
        if author is not None:
            place = reverse("voices:measure-own", args=[code, measure.key])
        else:
            assert guest is not None
            place = reverse("voices:own", args=[code, signed(guest, OWN)])
        told = {
            "measure": measure,
            "receipt": submission.receipt,
            "kind": KINDS[measure.kind],
            "reason": REASONS[measure.reason],
            "outcome": OUTCOMES.get(measure.state, ""),
            "place": f"{settings.ADDRESS}{place}",
        }
        subject = render_to_string(f"voices/mail/{name}_subject.txt", told)
        text = render_to_string(f"voices/mail/{name}.txt", told)
    write_mail(
        author if author is not None else guest.email if guest else "",
        subject,
        text,
        about=guest.key if author is None and guest is not None else measure.key,
        once=f"{name}:{measure.key}",
        language=language,
        at=at,
    )


def _tell_guests_answered(fact: AnswersReleased) -> int:
    """Guests whose comments are answered get one mail each, in their language; how many.

    Only those who checked their address: nobody else is known to have written. Whoever took it up
    with an account is told there.
    """
    found: dict[int, list[Answered]] = {}
    for one in fact.answered:
        found.setdefault(one.submission.pk, []).append(one)
    guests = Guest.objects.filter(
        submission__in=found,
        submission__author__isnull=True,
        checked_at__isnull=False,
        disowned_at__isnull=True,
        erased_at__isnull=True,
    ).exclude(email="")
    code = fact.round.process.code
    written = 0
    for guest in guests.select_related("submission").order_by("pk"):
        with translation.override(to_django(guest.language)):
            place = reverse("voices:own", args=[code, signed(guest, OWN)])
            told = {
                "receipt": guest.submission.receipt,
                "title": said(titles_of(fact.round)),
                "comments": [
                    {"number": a.number, "outcome": a.say(), "reasons": a.reasons}
                    for a in found[guest.submission_id]
                ],
                "place": f"{settings.ADDRESS}{place}",
                "demonstration": fact.round.demonstration,
            }
            subject = render_to_string("voices/mail/answered_subject.txt", told)
            text = render_to_string("voices/mail/answered.txt", told)
        mail = write_mail(
            guest.email,
            subject,
            text,
            about=guest.key,
            once=f"answers-released:{fact.key}:{guest.key}",
            kind="answers",
            process_code=code,
            language=guest.language,
            at=fact.at,
        )
        written += mail is not None
    return written
