"""What this room does because of what happened below it."""

from __future__ import annotations

from travaux.correspondence.actions import forget_submitters
from travaux.people.facts import PersonErased


def on_erased(fact: PersonErased) -> None:
    """Whoever leaves is named nowhere in what was entered on their behalf."""
    forget_submitters(by=fact.by, email=fact.email, at=fact.at)
