"""A desk is opened, colleagues are invited, the work pauses and goes on.

Lines of the record name no process: what a party does at its own desk is no part of the public
record, and nobody can count it there.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from travaux.comments.rules import Speaking
from travaux.consolidation.models import Colleague, Desk, Part
from travaux.consolidation.queries import party_name, token_of
from travaux.consolidation.rules import (
    MOST_COLLEAGUES,
    is_timely,
    may_lead,
    may_open_desk,
    seat_of,
)
from travaux.consolidation.states import DESK_MOVES
from travaux.consultations.models import Round
from travaux.consultations.queries import titles_of
from travaux.core.contacts.rows import is_email
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.languages import SIX, current, said, to_django
from travaux.plumbing.mail import write_mail
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require


@action
def open_desk(
    *,
    by: Person,
    round: Round,
    speaking: Speaking,
    until: datetime,
    at: datetime,
    guidance: str = "",
    language: str = "",
) -> Desk:
    """Who speaks for a party opens its desk in a round; the party has one, whoever opens it."""
    require(may_open_desk(by, round, speaking, at))
    require(is_timely(round, until, at))
    desk, new = Desk.objects.get_or_create(
        round=round,
        country=speaking.country,
        organisation=speaking.organisation,
        defaults={
            "until": until,
            "guidance": guidance.strip(),
            "language": language,
            "opened_at": at,
            "demonstration": round.demonstration or by.demonstration,
        },
    )
    if not new:
        nothing_to_record()
        return desk
    record(by=by, subject=desk.key, at=at)
    return desk


@action
def change_desk(
    *, by: Person, desk: Desk, until: datetime, guidance: str, language: str, at: datetime
) -> None:
    """The internal deadline and what colleagues are told are changed."""
    require(may_lead(seat_of(by, desk, at)))
    require(is_timely(desk.round, until, at))
    told = {"until": until, "guidance": guidance.strip(), "language": language}
    if all(getattr(desk, name) == value for name, value in told.items()):
        nothing_to_record()
        return
    Desk.objects.filter(pk=desk.pk).update(**told)
    for name, value in told.items():
        setattr(desk, name, value)
    record(by=by, subject=desk.key, at=at)


@action
def pause_desk(*, by: Person, desk: Desk, at: datetime) -> None:
    """Nobody writes or decides until it goes on."""
    require(may_lead(seat_of(by, desk, at)))
    move(desk, DESK_MOVES, "pause")
    record(by=by, subject=desk.key, at=at)


@action
def resume_desk(*, by: Person, desk: Desk, at: datetime) -> None:
    """The work goes on."""
    require(may_lead(seat_of(by, desk, at)))
    move(desk, DESK_MOVES, "go-on")
    record(by=by, subject=desk.key, at=at)


@action
def invite_colleague(
    *, by: Person, desk: Desk, email: str, name: str, part: str, language: str, at: datetime
) -> Colleague:
    """A colleague gets a link by mail, with which they write without an account; once."""
    require(may_lead(seat_of(by, desk, at)))
    if desk.erased_at is not None:
        raise refuse("desk-erased")
    email = email.strip().lower()
    if not is_email(email) or len(email) > 254:
        raise refuse("colleague-address")
    if part not in Part.values or language not in SIX:
        raise refuse("colleague-part")
    Desk.objects.select_for_update().get(pk=desk.pk)
    known = desk.colleagues.filter(email=email, ended_at__isnull=True).first()
    if known is not None and known.part == part:
        nothing_to_record()
        return known
    if known is not None:
        Colleague.objects.filter(pk=known.pk).update(part=part)
        known.part = part
    else:
        if desk.colleagues.count() >= MOST_COLLEAGUES:
            raise refuse("too-many-colleagues", most=MOST_COLLEAGUES)
        known = Colleague.objects.create(
            desk=desk,
            person=Person.objects.filter(email__iexact=email, is_active=True).first(),
            part=part,
            name=" ".join(name.split())[:200],
            email=email,
            language=language,
            invited_at=at,
        )
        _mail(known, "invited", at)
    record(by=by, subject=known.key, at=at, facts={"desk": desk.key, "part": part})
    return known


def _mail(colleague: Colleague, what: str, at: datetime) -> None:
    """A mail to one colleague with their link; it is of no process, so that no outbox shows it."""
    desk = colleague.desk
    with translation.override(to_django(colleague.language or current())):
        address = reverse("consolidation:link", args=[desk.round.process.code, token_of(colleague)])
        told: dict[str, Any] = {
            "desk": desk,
            "reviews": colleague.part == Part.REVIEWER,
            "party": party_name(desk),
            "title": said(titles_of(desk.round)),
            "address": f"{settings.ADDRESS}{address}",
        }
        subject = render_to_string(f"consolidation/mail/{what}.subject.txt", told)
        text = render_to_string(f"consolidation/mail/{what}.txt", told)
    write_mail(
        colleague.person if colleague.person is not None else colleague.email,
        subject,
        text,
        about=f"desk:{desk.key}",
        once=f"{what}:{colleague.key}:{desk.until:%Y%m%d}" if what == "reminder" else None,
        at=at,
        language=colleague.language,
    )


@action
def note_arrival(*, by: Colleague, colleague: Colleague, at: datetime) -> None:
    """A colleague followed their link for the first time."""
    first = Colleague.objects.filter(pk=colleague.pk, opened_at__isnull=True).update(opened_at=at)
    if not first:
        nothing_to_record()
        return
    record(by=by, subject=colleague.key, at=at, facts={"desk": colleague.desk.key})


@action
def end_colleague(*, by: Person, colleague: Colleague, at: datetime) -> None:
    """A colleague leaves the desk; what they laid on it stays, their drafts go."""
    require(may_lead(seat_of(by, colleague.desk, at)))
    still = Colleague.objects.filter(pk=colleague.pk, ended_at__isnull=True)
    if not still.update(ended_at=at):
        raise refuse("moved-meanwhile")
    colleague.notes.filter(state="draft").delete()
    record(by=by, subject=colleague.key, at=at, facts={"desk": colleague.desk.key})
