"""Undoing a confirmation when the nominee changes what was confirmed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F

from travaux.calls.actions._telling import _tell_amended
from travaux.calls.models import Application, CountryTally, Link, Purpose
from travaux.calls.rules.links import confirmed_through

UNSAID: dict[str, Any] = {
    "confirmed_at": None, "claimed_at": None, "confirmed_by": "", "confirmed_late": False,
    "authority": "",
}  # fmt: skip


def _unsay_amended(application: Application, at: datetime) -> bool:
    """What the authority confirmed is not what stands now: it is asked anew; whether it was undone.

    The place is free again, and the link through which it was confirmed confirms once more.
    """
    had_place = application.confirmed_at is not None
    if not had_place and application.claimed_at is None:
        return False
    links = Link.objects.filter(
        application=application, purpose=Purpose.CONFIRM, used_at__isnull=False
    ).select_related("contact")
    used = [one for one in links if confirmed_through(one, application)]
    Application.objects.filter(pk=application.pk).update(**UNSAID)
    for name, value in UNSAID.items():
        setattr(application, name, value)
    if had_place:
        CountryTally.objects.filter(call=application.call, country=application.country).update(
            confirmed=F("confirmed") - 1
        )
    Link.objects.filter(pk__in=[one.pk for one in used]).update(used_at=None)
    _tell_amended(application, used, at)
    return True
