"""What this room keeps of a person."""

from __future__ import annotations

from typing import Any

from travaux.drafts.models import ParagraphEdit, Stand, Suggestion
from travaux.people.models import Person


def own_data(person: Person) -> dict[str, Any]:
    """Positions and suggestions that they put down for their delegation, and how much they edited.

    A position is the state's and stays on record when the account goes; it bears a key only.
    """
    return {
        "positions": list(
            Stand.objects.filter(by_key=person.key)
            .order_by("pk")
            .values(
                "version__key", "anchor__key", "bracket", "country__code",
                "stance", "note", "wording", "at", "lifted_at",
            )
        ),
        "suggestions": list(
            Suggestion.objects.filter(by_key=person.key)
            .order_by("pk")
            .values(
                "version__key", "anchor__key", "country__code",
                "words", "reason", "at", "withdrawn_at",
            )
        ),
        "edits": ParagraphEdit.objects.filter(by_key=person.key).count(),
    }  # fmt: skip
