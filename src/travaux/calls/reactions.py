"""What calls do when somebody leaves: what they handed in as a person goes with them."""

from __future__ import annotations

from travaux.calls.actions.leaving import forget_applicant
from travaux.people.facts import PersonErased


def on_person_erased(fact: PersonErased) -> None:
    """Applications, files and links of somebody whose account was erased."""
    forget_applicant(by=fact.by, person=fact.person, email=fact.email, at=fact.at)
