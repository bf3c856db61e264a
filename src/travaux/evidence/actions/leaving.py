"""What goes when somebody leaves."""

from __future__ import annotations

from datetime import datetime

from travaux.evidence.models import Coder, Response, ResponseState
from travaux.journal.actions import Actor, action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.files import forget_files


@action
def forget_respondent(*, by: Actor | None, person: Person, at: datetime) -> int:
    """Drafts of a person go with their account; answers stay in the figures, tied to nobody."""
    drafts = Response.objects.filter(person=person, state=ResponseState.DRAFT)
    files = [a.file for r in drafts.order_by("pk") for a in r.attached.select_related("file")]
    gone = drafts.count()
    drafts.delete()
    forget_files(files)
    kept = Response.objects.filter(person=person).update(person=None, typed={})
    if not gone + kept:
        nothing_to_record()
        return 0
    record(by=by, subject=person.key, at=at, facts={"drafts": gone, "answers": kept})
    return gone + kept


@action
def forget_coder(*, by: Actor | None, person: Person, at: datetime) -> int:
    """Coding that a person did not finish goes with their account; what is done stays nameless."""
    unfinished = Coder.objects.filter(person=person, done_at__isnull=True)
    gone = unfinished.count()
    if not gone:
        nothing_to_record()
        return 0
    unfinished.delete()
    record(by=by, subject=person.key, at=at, facts={"codings": gone})
    return gone
