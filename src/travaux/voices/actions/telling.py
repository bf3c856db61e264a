"""The author of what was moderated is told: what, why, and how to appeal."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from travaux.plumbing.languages import to_django
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
