"""The life of a letter and of a clearance."""

from __future__ import annotations

from django.db import models

from travaux.plumbing.moves import Move


class LetterState(models.TextChoices):
    """A letter is written, then issued under a number; or given up before."""

    DRAFT = "draft"
    ISSUED = "issued"
    GIVEN_UP = "given-up"


class ClearanceState(models.TextChoices):
    """Prepared by one, cleared by another, approved by a third; or sent back with a reason."""

    PREPARED = "prepared"
    CLEARED = "cleared"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class Confirmation(models.TextChoices):
    """What the submitter said to an entry that was made on their behalf."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"  # theirs, but not what they said
    DISOWNED = "disowned"


MOVES = {
    "issue": Move((LetterState.DRAFT,), LetterState.ISSUED),
    "give up": Move((LetterState.DRAFT,), LetterState.GIVEN_UP),
    "clear": Move((ClearanceState.PREPARED,), ClearanceState.CLEARED),
    "approve": Move((ClearanceState.PREPARED, ClearanceState.CLEARED), ClearanceState.APPROVED),
    "send back": Move((ClearanceState.PREPARED, ClearanceState.CLEARED), ClearanceState.RETURNED),
    "withdraw clearance": Move(
        (ClearanceState.PREPARED, ClearanceState.CLEARED), ClearanceState.WITHDRAWN
    ),
    "confirm entry": Move((Confirmation.ASKED, Confirmation.DISPUTED), Confirmation.CONFIRMED),
    "dispute entry": Move((Confirmation.ASKED, Confirmation.CONFIRMED), Confirmation.DISPUTED),
    "disown entry": Move(
        (Confirmation.ASKED, Confirmation.CONFIRMED, Confirmation.DISPUTED), Confirmation.DISOWNED
    ),
    "take back answer": Move((Confirmation.CONFIRMED, Confirmation.DISPUTED), Confirmation.ASKED),
}
