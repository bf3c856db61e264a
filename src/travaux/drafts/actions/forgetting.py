"""Whose account goes is named nowhere in this room: positions and suggestions stay their state's."""

from __future__ import annotations

from datetime import datetime

from travaux.drafts.models import Stand, Suggestion
from travaux.journal.actions import Actor, action, nothing_to_record, record
from travaux.people.models import Person


@action
def forget_hands(*, by: Actor | None, person: Person, at: datetime) -> int:
    """The key of a person goes from what they put down for a delegation; what it says stays.

    A position is the state's: it stands until it is lifted. Who took it, lifted it, suggested or
    withdrew is not told any more; the mandate, which bears no name, is.
    """
    changed = 0
    for model, columns in (
        (Stand, ("by_key", "lifted_by")),
        (Suggestion, ("by_key", "withdrawn_by")),
    ):
        for column in columns:
            rows = model._default_manager.filter(**{column: person.key})
            changed += rows.update(**{column: ""})
    if not changed:
        nothing_to_record()
        return 0
    record(by=by, subject=person.key, at=at, facts={"rows": changed})
    return changed
