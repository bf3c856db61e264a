"""The mail to the authors of a finding: it waits for their rating."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from travaux.evidence.models import Finding
from travaux.people.models import Person
from travaux.plumbing.languages import said, to_django
from travaux.plumbing.mail import write_mail


def _ask_to_rate(finding: Finding, people: Iterable[Person], at: datetime) -> None:
    """Each is asked once for each time that the finding is put to its authors; no mail says what
    anybody rated, nor who else was asked."""
    code = finding.process.code
    path = reverse("evidence:rate-finding", args=[code, finding.key])
    for person in people:
        with translation.override(to_django(person.language)):
            told = {
                "finding": finding,
                "words": said(finding.statements),
                "process_title": said(finding.process.titles),
                "address": f"{settings.ADDRESS}{path}",
            }
            subject = render_to_string("evidence/mail/finding_rate.subject.txt", told)
            text = render_to_string("evidence/mail/finding_rate.txt", told)
        write_mail(
            person,
            subject,
            text,
            about=finding.key,
            once=f"finding:{finding.key}:{person.key}:{int(at.timestamp())}",
            at=at,
            process_code=code,
        )
