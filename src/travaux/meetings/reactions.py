"""What meetings do when somebody leaves."""

from __future__ import annotations

from travaux.meetings.actions import forget_places
from travaux.people.facts import PersonErased


def on_person_erased(fact: PersonErased) -> None:
    """Registrations, letters and invitations of somebody whose account was erased."""
    forget_places(by=fact.by, person=fact.person, email=fact.email, at=fact.at)
