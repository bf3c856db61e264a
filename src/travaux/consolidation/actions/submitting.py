"""The one set of a party goes in; and is taken back."""

from __future__ import annotations

from datetime import datetime

from travaux.comments.actions import hand_in_set, withdraw_set
from travaux.consolidation.models import Desk
from travaux.consolidation.queries import notes_of
from travaux.consolidation.rules import (
    as_entry,
    is_ready,
    may_submit,
    may_take_back,
    seat_of,
    speaking_of,
)
from travaux.consolidation.states import DESK_MOVES, NoteState
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require


@action
def submit_set(*, by: Person, desk: Desk, at: datetime) -> Desk:
    """Who speaks for the party hands in what was taken into the set, with one receipt, once."""
    held = Desk.objects.select_for_update().get(pk=desk.pk)
    if held.state == "submitted":
        desk.state, desk.submission = held.state, held.submission
        nothing_to_record()
        return desk
    desk.state = held.state
    require(may_submit(seat_of(by, desk, at), at))
    notes = list(notes_of(desk).filter(state=NoteState.TAKEN))
    if not notes:
        raise refuse("set-is-empty")
    for note in notes:
        note.desk = desk
        require(is_ready(note))
    submission = hand_in_set(
        by=by,
        round=desk.round,
        speaking=speaking_of(desk),
        entries=[as_entry(note) for note in notes],
        at=at,
    )
    move(desk, DESK_MOVES, "submit", submission=submission)
    record(by=by, subject=desk.key, at=at, facts={"notes": len(notes)})
    return desk


@action
def take_set_back(*, by: Person, desk: Desk, at: datetime) -> Desk:
    """Until the deadline the set is taken back, and the desk is open again."""
    require(may_take_back(seat_of(by, desk, at), at))
    assert desk.submission is not None
    desk.submission.round = desk.round
    withdraw_set(by=by, submission=desk.submission, at=at)
    move(desk, DESK_MOVES, "take-back")
    record(by=by, subject=desk.key, at=at)
    return desk
