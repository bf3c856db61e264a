"""Notes are written, laid on the desk, sorted, merged, rejected with reason, edited with their history."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F

from travaux.comments.queries import TablePlan
from travaux.comments.rules import Entry, is_whole
from travaux.comments.states import Scope
from travaux.consolidation.models import Colleague, Desk, FormerNote, Note
from travaux.consolidation.queries import digests_of
from travaux.consolidation.rules import (
    LONGEST_REASON,
    MOST_NOTES,
    is_ready,
    may_change,
    may_decide,
    may_own,
    may_write,
    seat_of,
)
from travaux.consolidation.states import NOTE_MOVES, NoteState
from travaux.core.comments.words import LONGEST, kept_words
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require


def _words(entry: Entry) -> dict[str, Any]:
    return {
        "scope": entry.scope,
        "paragraph": entry.paragraph,
        "type": entry.type,
        "text": kept_words(entry.text),
        "proposed": kept_words(entry.proposed),
        "language": entry.language,
    }


def _room_for(desk: Desk, more: int) -> None:
    if desk.notes.count() + more > MOST_NOTES:
        raise refuse("too-many-notes", most=MOST_NOTES)


@action
def write_note(
    *,
    by: Person | Colleague,
    desk: Desk,
    entry: Entry,
    at: datetime,
    note: Note | None = None,
    form_token: str = "",
    hand: bool = False,
) -> Note:
    """A note is written, or changed; with `hand` it is laid on the desk at once.

    What a note said before a reviewer changed it stays with it. A double click counts once.
    """
    seat = seat_of(by, desk, at)
    Desk.objects.select_for_update().get(pk=desk.pk)
    if note is None and form_token:
        note = desk.notes.filter(form_token=form_token).first()
        if note is not None and note.state != NoteState.DRAFT:
            nothing_to_record()
            return note
    words = _words(entry)
    if entry.scope != Scope.UNPLACED:
        require(is_whole(entry, desk.round, sending=hand))
    if note is None:
        require(may_write(seat, at))
        _room_for(desk, 1)
        note = Note.objects.create(
            desk=desk,
            author=seat.colleague,
            state=NoteState.HANDED if hand else NoteState.DRAFT,
            form_token=form_token or None,
            written_at=at,
            **words,
        )
    else:
        require(may_change(seat, note, at))
        moves = hand and note.state == NoteState.DRAFT
        same = all(getattr(note, name) == value for name, value in words.items())
        if same and not moves:
            nothing_to_record()
            return note
        if note.state != NoteState.DRAFT and not same:
            _keep_former(note, seat.key, at)
        still = Note.objects.filter(pk=note.pk, state=note.state, revision=note.revision)
        state = NoteState.HANDED if moves else note.state
        if not still.update(**words, state=state, revision=F("revision") + 1):
            raise refuse("moved-meanwhile")
        note.refresh_from_db()
    record(by=seat, subject=note.key, at=at, facts={"desk": desk.key, "state": note.state})
    return note


def _keep_former(note: Note, by_key: str, at: datetime) -> None:
    FormerNote.objects.create(
        note=note, type=note.type, text=note.text, proposed=note.proposed, by_key=by_key, at=at
    )


@action
def hand_note(*, by: Person | Colleague, note: Note, at: datetime) -> None:
    """Its author lays a note on the desk."""
    seat = seat_of(by, note.desk, at)
    require(may_own(seat, note, at))
    move(note, NOTE_MOVES, "hand")
    record(by=seat, subject=note.key, at=at, facts={"desk": note.desk.key})


@action
def take_back_note(*, by: Person | Colleague, note: Note, at: datetime) -> None:
    """Its author takes a note back from the desk, while nobody has decided on it."""
    seat = seat_of(by, note.desk, at)
    require(may_own(seat, note, at))
    move(note, NOTE_MOVES, "take-back")
    record(by=seat, subject=note.key, at=at, facts={"desk": note.desk.key})


@action
def discard_note(*, by: Person | Colleague, note: Note, at: datetime) -> None:
    """Its author throws a draft away."""
    seat = seat_of(by, note.desk, at)
    require(may_own(seat, note, at))
    gone, _ = Note.objects.filter(pk=note.pk, state=NoteState.DRAFT).delete()
    if not gone:
        raise refuse("moved-meanwhile")
    record(by=seat, subject=note.key, at=at, facts={"desk": note.desk.key})


def _decided(by_key: str, at: datetime) -> dict[str, Any]:
    return {"decided_by": by_key, "decided_at": at}


@action
def take_notes(*, by: Person | Colleague, desk: Desk, notes: Sequence[Note], at: datetime) -> int:
    """Notes go into the set; each has its place, its type and words."""
    seat = seat_of(by, desk, at)
    require(may_decide(seat))
    if not notes:
        raise refuse("no-note-chosen")
    for note in notes:
        require(is_ready(note))
        move(note, NOTE_MOVES, "take", **_decided(seat.key, at))
    record(by=seat, subject=desk.key, at=at, facts={"notes": [n.key for n in notes]})
    return len(notes)


@action
def reject_notes(
    *, by: Person | Colleague, desk: Desk, notes: Sequence[Note], reason: str, at: datetime
) -> int:
    """Notes do not go into the set; their authors read why."""
    seat = seat_of(by, desk, at)
    require(may_decide(seat))
    if not notes:
        raise refuse("no-note-chosen")
    why = kept_words(reason).strip()
    if not why:
        raise refuse("rejection-reason-needed")
    if len(why) > LONGEST_REASON:
        raise refuse("comment-too-long", most=LONGEST_REASON)
    for note in notes:
        move(note, NOTE_MOVES, "reject", reason=why, **_decided(seat.key, at))
    record(by=seat, subject=desk.key, at=at, facts={"notes": [n.key for n in notes]})
    return len(notes)


@action
def merge_notes(
    *,
    by: Person | Colleague,
    desk: Desk,
    into: Note,
    others: Sequence[Note],
    text: str,
    proposed: str,
    at: datetime,
) -> Note:
    """Several notes become one: `into` says what all say, the others point to it."""
    seat = seat_of(by, desk, at)
    require(may_decide(seat))
    others = [n for n in others if n.pk != into.pk]
    if not others:
        raise refuse("merge-needs-two")
    require(may_change(seat, into, at))
    if max(len(text), len(proposed)) > LONGEST:
        raise refuse("comment-too-long", most=LONGEST)
    words = {"text": kept_words(text), "proposed": kept_words(proposed)}
    if not any(w.strip() for w in words.values()):
        raise refuse("comment-empty")
    if any(getattr(into, name) != value for name, value in words.items()):
        _keep_former(into, seat.key, at)
        still = Note.objects.filter(pk=into.pk, state=into.state, revision=into.revision)
        if not still.update(**words, revision=F("revision") + 1):
            raise refuse("moved-meanwhile")
        into.refresh_from_db()
    for note in others:
        move(note, NOTE_MOVES, "merge", merged_into=into, **_decided(seat.key, at))
    record(
        by=seat,
        subject=into.key,
        at=at,
        facts={"desk": desk.key, "notes": [n.key for n in others]},
    )
    return into


@action
def reopen_note(*, by: Person | Colleague, note: Note, at: datetime) -> None:
    """A decision on a note is taken back; it lies on the desk again."""
    seat = seat_of(by, note.desk, at)
    require(may_decide(seat))
    if note.merged.exists():
        raise refuse("others-went-into-it")
    move(
        note,
        NOTE_MOVES,
        "reopen",
        merged_into=None,
        reason="",
        decided_by="",
        decided_at=None,
    )
    record(by=seat, subject=note.key, at=at, facts={"desk": note.desk.key})


@action
def bring_in_file(
    *, by: Person | Colleague, desk: Desk, plan: TablePlan, data: bytes, at: datetime
) -> list[Note]:
    """What colleagues wrote into a sheet or a Word file becomes notes; the file itself is not kept.

    A reviewer lays them on the desk, a contributor gets drafts of their own. Once for each file.
    """
    seat = seat_of(by, desk, at)
    require(may_write(seat, at))
    digest = hashlib.sha256(data).hexdigest()
    Desk.objects.select_for_update().get(pk=desk.pk)
    if digest in digests_of(desk):
        raise refuse("file-brought-in-already")
    rows = [r for r in plan.rows if r.row.comment or r.row.proposed]
    if not rows:
        raise refuse("nothing-filled-in")
    for r in rows:
        if max(len(r.row.comment), len(r.row.proposed)) > LONGEST:
            raise refuse("comment-too-long", most=LONGEST)
    _room_for(desk, len(rows))
    made = Note.objects.bulk_create(
        [
            Note(
                desk=desk,
                author=seat.colleague,
                scope=row.scope,
                paragraph_id=row.paragraph,
                type=row.type,
                text=kept_words(row.row.comment),
                proposed=kept_words(row.row.proposed),
                state=NoteState.HANDED if seat.reviews else NoteState.DRAFT,
                received_as=kept_words(row.row.member)[:300],
                file_digest=digest,
                written_at=at,
            )
            for row in rows
        ]
    )
    record(by=seat, subject=desk.key, at=at, facts={"notes": len(made), "digest": digest})
    return made
