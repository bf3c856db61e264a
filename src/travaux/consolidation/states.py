"""The life of a desk, and of a note on it."""

from __future__ import annotations

from django.db import models

from travaux.plumbing.moves import Move


class DeskState(models.TextChoices):
    """Where the work of a party on its set stands."""

    OPEN = "open"
    PAUSED = "paused"  # nobody writes or decides until it goes on
    SUBMITTED = "submitted"


DESK_MOVES = {
    "pause": Move((DeskState.OPEN,), DeskState.PAUSED),
    "go-on": Move((DeskState.PAUSED,), DeskState.OPEN),
    "submit": Move((DeskState.OPEN,), DeskState.SUBMITTED),
    "take-back": Move((DeskState.SUBMITTED,), DeskState.OPEN),
}


class NoteState(models.TextChoices):
    """What became of what a colleague wrote."""

    DRAFT = "draft"  # its author's alone
    HANDED = "handed"  # lies on the desk
    TAKEN = "taken"  # goes into the set
    MERGED = "merged"  # went into another note
    REJECTED = "rejected"


NOTE_MOVES = {
    "hand": Move((NoteState.DRAFT,), NoteState.HANDED),
    "take-back": Move((NoteState.HANDED,), NoteState.DRAFT),
    "take": Move((NoteState.HANDED,), NoteState.TAKEN),
    "merge": Move((NoteState.HANDED, NoteState.TAKEN), NoteState.MERGED),
    "reject": Move((NoteState.HANDED, NoteState.TAKEN), NoteState.REJECTED),
    "reopen": Move((NoteState.TAKEN, NoteState.MERGED, NoteState.REJECTED), NoteState.HANDED),
}
