"""Reminders before the internal deadline; and what was not handed in goes when its time is over."""

from __future__ import annotations

from datetime import datetime

from travaux.consolidation.actions.desks import _mail
from travaux.consolidation.models import Colleague, Desk
from travaux.consolidation.states import NoteState
from travaux.journal.actions import Actor, action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.mail import forget_mails_about
from travaux.plumbing.models import Mail


@action
def remind_colleague(*, by: Actor | None, colleague: Colleague, at: datetime) -> None:
    """A colleague who has laid nothing on the desk is reminded of the internal deadline, once."""
    desk = colleague.desk
    once = f"reminder:{colleague.key}:{desk.until:%Y%m%d}"
    if Mail.objects.filter(once=once).exists():
        nothing_to_record()
        return
    _mail(colleague, "reminder", at)
    record(by=by, subject=colleague.key, at=at, facts={"desk": desk.key})


@action
def erase_desk(*, by: Actor | None, desk: Desk, at: datetime) -> None:
    """Notes, their history, names, addresses and mails go; that there was a desk stays."""
    if not Desk.objects.filter(pk=desk.pk, erased_at__isnull=True).update(
        erased_at=at, guidance=""
    ):
        nothing_to_record()
        return
    desk.notes.all().delete()
    desk.colleagues.update(name="", email="", person=None)
    desk.colleagues.filter(ended_at__isnull=True).update(ended_at=at)
    forget_mails_about(f"desk:{desk.key}")
    desk.erased_at = at
    record(by=by, subject=desk.key, at=at)


@action
def forget_colleague(*, by: Actor | None, person: Person, email: str, at: datetime) -> None:
    """Whose account is erased leaves every desk: drafts and name go, what was laid down stays."""
    found = Colleague.objects.filter(person=person)
    if email:
        found = found | Colleague.objects.filter(email__iexact=email)
    seats = list(found.order_by("pk"))
    if not seats:
        nothing_to_record()
        return
    for seat in seats:
        seat.notes.filter(state=NoteState.DRAFT).delete()
    Colleague.objects.filter(pk__in=[s.pk for s in seats]).update(
        name="", email="", person=None, ended_at=at
    )
    record(by=by, subject=person.key, at=at, facts={"desks": len(seats)})
