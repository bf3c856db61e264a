"""Work of this room that the timetable does."""

from __future__ import annotations

from travaux.calls import actions
from travaux.calls.models import Call
from travaux.calls.rules.erasing import period_over
from travaux.calls.states import CallState
from travaux.plumbing import clock


def erase_past_calls() -> int:
    """Answers and files go when the period that a call announced is over; of how many calls.

    A demonstration holds invented answers and keeps them.
    """
    at = clock.now()
    kept = Call.objects.filter(erased_at__isnull=True, closes_at__lte=at, demonstration=False)
    due = [c for c in kept.exclude(state=CallState.DRAFT).order_by("pk") if period_over(c, at)]
    for call in due:
        actions.erase_call(by=None, call=call, at=at)
    return len(due)
