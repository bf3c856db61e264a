"""Work of this room that the timetable or a worker does: it only calls actions."""

from __future__ import annotations

from typing import Any

from travaux.comments.models import Submission
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.models import Job
from travaux.plumbing.tasks import progress
from travaux.plumbing.verdicts import Refusal
from travaux.voices import actions
from travaux.voices.states import Kind


def lapse_unchecked() -> int:
    """What was never checked goes when its days are over; how many."""
    return actions.lapse_guests(by=None, at=clock.now())


def settle_group(
    job: Job, *, keys: list[str], let_through: bool, reason: str, note: str
) -> dict[str, Any]:
    """Let a whole group of alike submissions through, or refuse it; each is an act of its own."""
    by = Person.objects.get(key=job.by_key)
    found = Submission.objects.filter(key__in=keys).select_related("round__process", "guest")
    done = 0
    for at, one in enumerate(found.order_by("pk"), 1):
        try:
            if let_through:
                actions.admit(by=by, submission=one, at=clock.now())
            else:
                actions.take_measure(
                    by=by,
                    submission=one,
                    kind=Kind.REFUSE,
                    reason=reason,
                    note=note,
                    at=clock.now(),
                )
            done += 1
        except Refusal:
            pass  # somebody else dealt with it meanwhile
        if at % 50 == 0:
            progress(job, at, len(keys))
    return {"submissions": done}
