"""Calls and new deadlines as those who clear them find them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from travaux.calls.models import Application, Call
from travaux.calls.queries.calls import call_named
from travaux.calls.rules.clearing import (
    CHOICE_CLEARED_AS,
    CLEARED_AS,
    what_is_announced,
    what_is_chosen,
    what_is_extended,
)
from travaux.calls.states import CallState
from travaux.correspondence.queries.clearance import Subject, deed_of
from travaux.plumbing.languages import said


def prepared_extension(call: Call) -> dict[str, Any] | None:
    """The new deadline that is written down for a call, with its instant; None where none is."""
    found = deed_of(CLEARED_AS, call.key) if call.state == CallState.ANNOUNCED else None
    if found is None:
        return None
    return {**found.values, "instant": datetime.fromisoformat(found.values["closes_at"])}


def digest_to_clear(call: Call) -> str | None:
    """What a call is now to those who clear it; None where nothing of it waits to go out."""
    if call.state == CallState.DRAFT:
        return what_is_announced(call)
    if call.state != CallState.ANNOUNCED:
        return None
    deed = deed_of(CLEARED_AS, call.key)
    return what_is_extended(call, deed.values) if deed else None


def call_to_clear(process_code: str, key: str) -> Subject | None:
    """A call that is not announced yet, or its new deadline that is not told yet."""
    call = call_named(process_code, key)
    digest = digest_to_clear(call) if call is not None else None
    if call is None or digest is None:
        return None
    label = said(call.titles) or call.key
    return Subject(label, digest, reverse("calls:call", args=[process_code, key]))


def prepared_choice(call: Call) -> dict[str, Any] | None:
    """The choice that is written down for a call and not published yet, with its offers."""
    deed = deed_of(CHOICE_CLEARED_AS, call.key) if call.state == CallState.ANNOUNCED else None
    if deed is None:
        return None
    offers = Application.objects.filter(call=call, key__in=deed.values["offers"])
    return {**deed.values, "chosen": list(offers.order_by("number", "pk"))}


def choice_to_clear(process_code: str, key: str) -> Subject | None:
    """A choice among offers that is written down and not published yet."""
    call = call_named(process_code, key)
    deed = deed_of(CHOICE_CLEARED_AS, key) if call is not None else None
    if call is None or deed is None or call.state != CallState.ANNOUNCED:
        return None
    label = said(call.titles) or call.key
    address = reverse("calls:call", args=[process_code, key])
    return Subject(label, what_is_chosen(call, deed.values), address)
