"""The one clock of the rooms and doors; the core has none."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This instant, in UTC."""
    return timezone.now()


def today() -> date:
    """The date of today, in UTC."""
    return timezone.now().date()
