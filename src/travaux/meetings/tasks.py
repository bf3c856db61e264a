"""Work of this room that the timetable does."""

from __future__ import annotations

from travaux.meetings import actions
from travaux.meetings.queries.spoken import past_due
from travaux.plumbing import clock


def record_unconfirmed() -> int:
    """What no speaker confirmed in the announced days is recorded without a name; how many."""
    at = clock.now()
    due = list(past_due(at))
    for one in due:
        actions.lapse_intervention(by=None, intervention=one, at=at)
    return len(due)
