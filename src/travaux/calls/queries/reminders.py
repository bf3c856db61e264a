"""Reminders of a call: who would get one, and those that are held, sent or set aside."""

from __future__ import annotations

from django.db.models import QuerySet

from travaux.calls.models import Application, Call
from travaux.calls.states import ApplicationState
from travaux.plumbing.models import Mail

MARK = "call-reminder:"


def reminders_of(call: Call) -> QuerySet[Mail]:
    """All reminders of a call, those that are held first."""
    return Mail.objects.filter(about=call.key, once__startswith=MARK).order_by("-written_at", "pk")


def held_reminders(call: Call) -> QuerySet[Mail]:
    """Reminders that wait to be read and sent."""
    return reminders_of(call).filter(state=Mail.State.HELD)


def reminder_named(call: Call, key: str) -> Mail | None:
    """One reminder of a call."""
    return reminders_of(call).filter(key=key).first()


def unfinished(call: Call) -> QuerySet[Application]:
    """Drafts whose authors can be reminded of the deadline."""
    return (
        Application.objects.filter(call=call, state=ApplicationState.DRAFT)
        .filter(person__isnull=False, person__is_active=True)
        .select_related("person", "country")
        .order_by("pk")
    )


def unconfirmed(call: Call) -> QuerySet[Application]:
    """Nominations that wait for their authority."""
    return (
        Application.objects.filter(
            call=call, state=ApplicationState.SUBMITTED, confirmed_at__isnull=True
        )
        .select_related("person", "country", "call__process")
        .order_by("pk")
    )
