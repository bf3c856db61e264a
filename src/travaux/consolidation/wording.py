"""Sentences for what this room refuses, its states, and a phrase for every act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from travaux.comments.states import Scope
from travaux.consolidation.models import Note

REFUSALS = {
    "desk-is-a-party-s": _("A desk is opened for a state or an organisation. You speak for none."),
    "internal-deadline-past": _("Choose an internal deadline that lies ahead."),
    "internal-deadline-after-round": _(
        "The internal deadline must not lie after the deadline of the round."
    ),
    "internal-deadline-passed": _(
        "The internal deadline has passed. Ask those who review; they can still write."
    ),
    "not-at-this-desk": _("You were not invited to this desk, or your place at it has ended."),
    "desk-paused": _("The work is paused. It goes on when whoever speaks for the party says so."),
    "desk-erased": _("What was not handed in is erased; the desk is closed."),
    "set-handed-in": _("The set is handed in. Take it back to change it."),
    "not-your-note": _("Colleagues see and change their own notes only."),
    "note-lies-on-the-desk": _("It lies on the desk. Take it back to change it."),
    "note-decided": _("A decision was taken on it. Take the decision back first."),
    "reviewers-decide": _("Those who review decide what goes into the set."),
    "note-has-no-place": _("Give it its place in the draft first."),
    "no-set-handed-in": _("No set was handed in."),
    "colleague-address": _("Write the e-mail address of your colleague."),
    "colleague-part": _("Choose what your colleague does, and the language of the mail."),
    "too-many-colleagues": _("At most %(most)s colleagues sit at a desk."),
    "too-many-notes": _("At most %(most)s notes lie on a desk. Merge or throw away some."),
    "no-note-chosen": _("Choose at least one note."),
    "rejection-reason-needed": _("Give the reason: whoever wrote it reads it."),
    "merge-needs-two": _("Choose at least two notes to merge."),
    "others-went-into-it": _("Other notes were merged into it. Take those out first."),
    "file-brought-in-already": _("This very file was brought in already."),
    "set-is-empty": _("Nothing was taken into the set yet."),
}
NOTE_STATES: Mapping[str, Any] = {
    "draft": _("not laid on the desk yet"),
    "handed": _("on the desk"),
    "taken": _("taken into the set"),
    "merged": _("merged with others"),
    "rejected": _("not taken"),
}
NOTE_SHAPES = {"handed": "doing", "taken": "done", "merged": "done", "rejected": "stop"}
DESK_STATES: Mapping[str, Any] = {
    "open": _("open"),
    "paused": _("paused"),
    "submitted": _("handed in"),
}
PARTS: Mapping[str, Any] = {
    "contributor": _("writes, and sees their own notes"),
    "reviewer": _("reviews: sorts, merges, rejects and edits"),
}
COLUMNS: Mapping[str, Any] = {
    "place": pgettext_lazy("heading of a sheet", "Place"),
    "author": _("Written by"),
    "type": _("Type of comment"),
    "text": pgettext_lazy("heading of a sheet", "Comment"),
    "proposed": _("Proposed change"),
    "state": _("What became of it"),
    "reason": _("Reason"),
}


def author_name(note: Note) -> str:
    """Who wrote a note, for those who review."""
    if note.received_as:
        return note.received_as
    if note.author is None:
        return gettext("Whoever speaks for the party")
    return note.author.name or note.author.email or gettext("a colleague")


def place_of_note(note: Note) -> str:
    """Where a note stands, in few words."""
    paragraph = note.paragraph
    if note.scope == Scope.TEXT:
        return gettext("The whole text")
    if note.scope == Scope.UNPLACED or paragraph is None:
        return gettext("No place yet")
    name = paragraph.number or paragraph.label
    if note.scope == Scope.SECTION:
        return gettext("Section %(name)s") % {"name": name or paragraph.body[:60]}
    return (
        gettext("Paragraph %(name)s") % {"name": name}
        if name
        else gettext("A paragraph without number")
    )


ACTS = {
    "consolidation.open_desk": _("A desk for one set of comments was opened"),
    "consolidation.change_desk": _("The internal deadline of a desk was changed"),
    "consolidation.pause_desk": _("The work at a desk was paused"),
    "consolidation.resume_desk": _("The work at a desk went on"),
    "consolidation.invite_colleague": _("A colleague was invited to a desk"),
    "consolidation.note_arrival": _("A colleague came to a desk"),
    "consolidation.end_colleague": _("A colleague left a desk"),
    "consolidation.remind_colleague": _("A colleague was reminded"),
    "consolidation.forget_colleague": _("A colleague was forgotten at every desk"),
    "consolidation.erase_desk": _("What was not handed in was erased"),
    "consolidation.write_note": _("A note was written"),
    "consolidation.hand_note": _("A note was laid on the desk"),
    "consolidation.take_back_note": _("A note was taken back from the desk"),
    "consolidation.discard_note": _("A note was thrown away"),
    "consolidation.take_notes": _("Notes were taken into the set"),
    "consolidation.reject_notes": _("Notes were not taken"),
    "consolidation.merge_notes": _("Notes were merged"),
    "consolidation.reopen_note": _("A decision on a note was taken back"),
    "consolidation.bring_in_file": _("A file was brought to a desk"),
    "consolidation.submit_set": _("A set was handed in from a desk"),
    "consolidation.take_set_back": _("A set was taken back to a desk"),
}
