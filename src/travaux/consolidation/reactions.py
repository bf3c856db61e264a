"""What this room does when somebody leaves; connected in `site/wiring.py`."""

from __future__ import annotations

from travaux.consolidation.actions import forget_colleague
from travaux.people.facts import PersonErased


def on_person_erased(fact: PersonErased) -> None:
    """They leave every desk."""
    forget_colleague(by=fact.by, person=fact.person, email=fact.email, at=fact.at)
