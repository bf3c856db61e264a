"""Work of this room that the timetable does."""

from __future__ import annotations

from travaux.consolidation import actions
from travaux.consolidation.models import Desk
from travaux.consolidation.queries import to_remind
from travaux.consolidation.rules import KEEP, REMIND_BEFORE
from travaux.consultations.rules import input_until
from travaux.plumbing import clock


def remind_colleagues() -> int:
    """Reminders before internal deadlines; how many colleagues were looked at."""
    at = clock.now()
    due = list(to_remind(at, REMIND_BEFORE))
    for colleague in due:
        actions.remind_colleague(by=None, colleague=colleague, at=at)
    return len(due)


def erase_past_desks() -> int:
    """What was not handed in goes when its time after the round is over; of how many desks."""
    at = clock.now()
    kept = Desk.objects.filter(erased_at__isnull=True, demonstration=False)
    due = [
        d for d in kept.select_related("round").order_by("pk") if input_until(d.round) + KEEP <= at
    ]
    for desk in due:
        actions.erase_desk(by=None, desk=desk, at=at)
    return len(due)
