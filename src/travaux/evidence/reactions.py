"""What this room does when something happened below."""

from __future__ import annotations

from travaux.evidence.actions import (
    forget_author,
    forget_coder,
    forget_contributor,
    forget_interviewee,
    forget_invited,
    forget_respondent,
)
from travaux.people.facts import PersonErased


def on_person_erased(fact: PersonErased) -> None:
    """What an author wrote about findings goes with their account; so do drafts of answers to
    surveys, and what was handed in stays without the person. The interviews that they gave go whole."""
    forget_author(by=fact.by, person=fact.person, at=fact.at)
    forget_respondent(by=fact.by, person=fact.person, at=fact.at)
    forget_coder(by=fact.by, person=fact.person, at=fact.at)
    forget_interviewee(by=fact.by, addresses=[fact.email], at=fact.at)
    forget_contributor(by=fact.by, person=fact.person, at=fact.at)
    forget_invited(by=fact.by, person=fact.person, addresses=[fact.email], at=fact.at)
