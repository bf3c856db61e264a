"""What this room does when something happened elsewhere; connected in `site/wiring.py`."""

from __future__ import annotations

from travaux.drafts.actions import forget_hands
from travaux.people.facts import PersonErased


def on_person_erased(fact: PersonErased) -> None:
    """Positions and suggestions stay with their state, and name nobody."""
    forget_hands(by=fact.by, person=fact.person, at=fact.at)
