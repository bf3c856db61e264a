"""Everything that changes a desk: who sits at it, what lies on it, what of it is handed in."""

from travaux.consolidation.actions.desks import (
    change_desk,
    end_colleague,
    invite_colleague,
    note_arrival,
    open_desk,
    pause_desk,
    resume_desk,
)
from travaux.consolidation.actions.keeping import (
    erase_desk,
    forget_colleague,
    remind_colleague,
)
from travaux.consolidation.actions.notes import (
    bring_in_file,
    discard_note,
    hand_note,
    merge_notes,
    reject_notes,
    reopen_note,
    take_back_note,
    take_notes,
    write_note,
)
from travaux.consolidation.actions.submitting import submit_set, take_set_back

__all__ = [
    "bring_in_file",
    "change_desk",
    "discard_note",
    "end_colleague",
    "erase_desk",
    "forget_colleague",
    "hand_note",
    "invite_colleague",
    "merge_notes",
    "note_arrival",
    "open_desk",
    "pause_desk",
    "reject_notes",
    "remind_colleague",
    "reopen_note",
    "resume_desk",
    "submit_set",
    "take_back_note",
    "take_notes",
    "take_set_back",
    "write_note",
]
