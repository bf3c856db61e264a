"""A sheet that somebody filled in comes back as drafts of their own, to be looked at and handed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from travaux.comments.actions.writing import _party_of, _words_of
from travaux.comments.models import Comment, Submission
from travaux.comments.rules import Entry, appointments_here, is_whole, may_draft, may_speak
from travaux.consultations.models import Round
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.files import keep_file
from travaux.plumbing.models import StoredFile
from travaux.plumbing.verdicts import refuse, require


@action
def keep_returned_sheet(
    *, by: Person, round: Round, data: bytes, name: str, at: datetime
) -> StoredFile:
    """A file that somebody filled in is kept as it came, so that it is read the same again."""
    process = round.process.code
    require(may_draft(by, round, appointments_here(by, process, at), at))
    file = keep_file(data=data, name=name, at=at, received_from=by.key, process_code=process)
    record(
        by=by,
        subject=file.key,
        process=process,
        at=at,
        facts={"round": round.key, "digest": file.digest, "bytes": file.size},
    )
    return file


@action
def take_up_sheet(
    *, by: Person, round: Round, file: StoredFile, entries: Sequence[Entry], at: datetime
) -> list[Submission]:
    """What was understood of a file, and confirmed, becomes drafts; the same file only once."""
    appointments = appointments_here(by, round.process.code, at)
    require(may_draft(by, round, appointments, at))
    before = list(Submission.objects.filter(author=by, round=round, source_file=file))
    if before:
        nothing_to_record()
        return before
    if not entries:
        raise refuse("nothing-filled-in")
    drafts = []
    for entry in entries:
        require(is_whole(entry, round, sending=False))
        require(may_speak(entry.speaking, round, appointments, at))
        draft = Submission.objects.create(
            round=round,
            author=by,
            source="sheet",
            source_file=file,
            created_at=at,
            demonstration=round.demonstration or by.demonstration,
            **_party_of(entry),
        )
        Comment.objects.create(submission=draft, round=round, **_words_of(entry))
        drafts.append(draft)
    record(
        by=by,
        subject=file.key,
        process=round.process.code,
        at=at,
        facts={"round": round.key, "digest": file.digest, "drafts": len(drafts)},
    )
    return drafts
