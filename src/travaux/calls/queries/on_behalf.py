"""Applications that were entered for others: what they confirm, and where it is read."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from travaux.calls.models import Application, Call
from travaux.calls.queries.applications import attached_names
from travaux.calls.rules.calls import Phase, phase
from travaux.core.surveys.plain import form_from_plain
from travaux.correspondence.models import OnBehalf
from travaux.correspondence.states import Confirmation
from travaux.design.asked import Reader, told_of
from travaux.plumbing.languages import said


def summary_of(application: Application) -> str:
    """What the mail shows to be confirmed: the call, the state, and every answer."""
    call = application.call
    state = said(application.country.names) if application.country is not None else ""
    parts = [part for part in (said(call.titles), state) if part]
    reader = Reader(file_named=attached_names(application))
    for part in told_of(form_from_plain(call.form), application.answers, reader):
        for row in part.rows:
            value = row.value or ", ".join(f.name for f in row.files)
            parts.append(f"{row.words.text}: {value}")
    return "\n\n".join(parts)


def _senders() -> QuerySet[OnBehalf]:
    """Those who have an address and did not disown what was entered for them."""
    return (
        OnBehalf.objects.filter(kind="application", erased_at__isnull=True)
        .exclude(email="")
        .exclude(state=Confirmation.DISOWNED)
        .order_by("pk")
    )


def senders_of(call: Call) -> QuerySet[OnBehalf]:
    """Who sent what was entered in a call for somebody without an account, in order."""
    entered = Application.objects.filter(call=call, person__isnull=True, erased_at__isnull=True)
    return _senders().filter(subject_key__in=entered.values("key"))


def sender_of(application: Application) -> OnBehalf | None:
    """Who sent an application that was entered on behalf, if they can be written to."""
    return _senders().filter(subject_key=application.key).first()


def place_of_application(process_code: str, key: str) -> str:
    """The address of an application's page."""
    return reverse("calls:application", args=[process_code, key])


def application_is_open(key: str, at: datetime) -> bool:
    """Whether the call is still open in which an application was entered."""
    found = Application.objects.filter(key=key).select_related("call").first()
    return found is not None and phase(found.call, at) is Phase.OPEN
