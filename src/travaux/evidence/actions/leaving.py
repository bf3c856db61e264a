"""What goes when somebody leaves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from travaux.evidence.actions.practices import _take_words_away
from travaux.evidence.models import (
    Coder,
    FindingRating,
    Invitation,
    Practice,
    PracticeReview,
    PracticeState,
    Response,
    ResponseState,
)
from travaux.evidence.rules.practices import DRAFT_DAYS, UNCHECKED_DAYS
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


@action
def forget_contributor(*, by: Actor | None, person: Person, at: datetime) -> int:
    """Drafts of practices and remarks of reviews go with an account; what was handed in stays."""
    mine = Practice.objects.filter(person_id=person.pk)
    drafts = list(mine.filter(state=PracticeState.DRAFT))
    for draft in drafts:
        _take_words_away(draft, at)
    Practice.objects.filter(pk__in=[d.pk for d in drafts]).delete()
    kept = mine.update(person=None)
    remarks = PracticeReview.objects.filter(person_id=person.pk).exclude(remark="")
    gone = remarks.update(remark="")
    if not len(drafts) + kept + gone:
        nothing_to_record()
        return 0
    facts = {"drafts": len(drafts), "practices": kept, "remarks": gone}
    record(by=by, subject=person.key, at=at, facts=facts)
    return len(drafts) + kept


@action
def lapse_practices(*, by: Actor | None, at: datetime) -> int:
    """What came without an account and was never checked, or never handed in, goes; how many."""
    guests = Practice.objects.filter(person__isnull=True, erased_at__isnull=True)
    unchecked = guests.filter(
        state=PracticeState.UNCHECKED, submitted_at__lt=at - timedelta(days=UNCHECKED_DAYS)
    )
    drafts = guests.filter(
        state=PracticeState.DRAFT, created_at__lt=at - timedelta(days=DRAFT_DAYS)
    )
    found = [*unchecked, *drafts]
    for one in found:
        _take_words_away(one, at)
        Practice.objects.filter(pk=one.pk).update(
            state=PracticeState.WITHDRAWN, withdrawn_at=at, name="", email="", origin=""
        )
    # where something came from is not needed any longer than the limits look back
    Practice.objects.filter(created_at__lt=at - timedelta(days=30)).exclude(origin="").update(
        origin=""
    )
    if not found:
        nothing_to_record()
        return 0
    record(by=by, subject="practices", at=at, facts={"lapsed": len(found)})
    return len(found)


@action
def forget_invited(
    *, by: Actor | None, person: Person, addresses: Sequence[str], at: datetime
) -> int:
    """The addresses of a person go from invitations to surveys; their links hold as before."""
    told = [a.strip().lower() for a in addresses if a and a.strip()]
    gone = Invitation.objects.filter(email__in=told).update(email="") if told else 0
    if not gone:
        nothing_to_record()
        return 0
    record(by=by, subject=person.key, at=at, facts={"invitations": gone})
    return gone


@action
def forget_author(*, by: Actor | None, person: Person, at: datetime) -> None:
    """What a person wrote about findings is erased; that they rated, and how, stays nameless."""
    written = FindingRating.objects.filter(person_id=person.pk).exclude(reason="")
    if not written.update(reason=""):
        nothing_to_record()
        return
    record(by=by, subject=person.key, process="", at=at)
