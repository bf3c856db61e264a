"""What an invitation or a reminder says."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from travaux.consultations.models import Round
from travaux.consultations.queries import titles_of
from travaux.consultations.rules import ends_at
from travaux.plumbing.languages import said, to_django


def invitation_words(
    round: Round, party: str, address: str, *, again: bool, language: str
) -> tuple[str, str]:
    """Subject and text of an invitation, or of a reminder (`again`), in a language."""
    with translation.override(to_django(language)):
        told: dict[str, Any] = {
            "round": round,
            "title": said(titles_of(round)),
            "party": party,
            "again": again,
            "deadline": ends_at(round),
            "address": address,
        }
        subject = render_to_string("comments/mail/invitation_subject.txt", told)
        return subject, render_to_string("comments/mail/invitation.txt", told)


def person_invitation_words(
    round: Round, address: str, *, again: bool, language: str
) -> tuple[str, str]:
    """The same for somebody who is asked for themselves; a reminder says nothing of what came in."""
    with translation.override(to_django(language)):
        told: dict[str, Any] = {
            "round": round,
            "title": said(titles_of(round)),
            "again": again,
            "deadline": ends_at(round),
            "address": address,
        }
        subject = render_to_string("comments/mail/invitation_subject.txt", told)
        return subject, render_to_string("comments/mail/person_invitation.txt", told)
