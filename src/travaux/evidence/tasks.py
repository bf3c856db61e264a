"""Work of this room that the timetable does: it only calls actions."""

from __future__ import annotations

from travaux.evidence import actions
from travaux.plumbing import clock


def end_past_consents() -> int:
    """Interviews whose consent is over go; how many."""
    return actions.end_past_consents(by=None, at=clock.now())


def lapse_practices() -> int:
    """What came without an account and was never checked goes when its days are over; how many."""
    return actions.lapse_practices(by=None, at=clock.now())
