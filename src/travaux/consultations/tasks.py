"""Work of this room that the timetable does."""

from __future__ import annotations

from travaux.consultations import actions
from travaux.consultations.models import Round
from travaux.consultations.rules import HOLD_WITHIN
from travaux.plumbing import clock


def hold_rounds_open() -> int:
    """Rounds whose minimum period cannot be over by their deadline are extended; how many were."""
    at = clock.now()
    due = Round.objects.filter(
        minimum_days__gt=0,
        closed_early_at__isnull=True,
        opens_at__lte=at,
        closes_at__lte=at + HOLD_WITHIN,
        closes_at__gt=at - HOLD_WITHIN * 8,  # whatever its grace: longer ago it is closed
    )
    held = [actions.hold_open(by=None, round=r, at=at) for r in due.select_related("process")]
    return sum(one is not None for one in held)
