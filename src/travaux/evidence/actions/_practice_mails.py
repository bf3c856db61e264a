"""The mails to who hands in a practice: is it yours, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from travaux.evidence.models import Practice
from travaux.evidence.queries.practices import CHECK, OWN, signed
from travaux.evidence.rules.practices import UNCHECKED_DAYS
from travaux.plumbing.languages import said, to_django
from travaux.plumbing.mail import write_mail


def _address(name: str, practice: Practice, purpose: str) -> str:
    path = reverse(name, args=[practice.process.code, signed(practice, purpose)])
    return f"{settings.ADDRESS}{path}"


def _write(practice: Practice, mail: str, cause: str, at: datetime, **also: Any) -> None:
    to: Any = practice.person or practice.email
    if not to:
        return
    language = practice.person.language if practice.person else practice.language
    with translation.override(to_django(language)):
        told = {
            "practice": practice,
            "process_title": said(practice.process.titles),
            "own": _address("evidence:own-practice", practice, OWN),
            **also,
        }
        if also.get("asks"):
            told["check"] = _address("evidence:check-practice", practice, CHECK)
        subject = render_to_string(f"evidence/mail/{mail}.subject.txt", told)
        text = render_to_string(f"evidence/mail/{mail}.txt", told)
    write_mail(
        to,
        subject,
        text,
        about=practice.key,
        once=f"practice:{practice.key}:{cause}",
        language=language,
        at=at,
    )


def _ask_by_mail(practice: Practice, at: datetime) -> None:
    """Whether it is theirs, before anybody reads it."""
    _write(practice, "practice_check", "check", at, asks=True, days=UNCHECKED_DAYS)


def _tell_decision(practice: Practice, at: datetime) -> None:
    """What was decided, with its reason."""
    _write(practice, "practice_told", f"{practice.state}:{int(at.timestamp())}", at)
