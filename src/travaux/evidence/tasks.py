"""Work of this room that the timetable does: it only calls actions."""

from __future__ import annotations

from travaux.evidence import actions
from travaux.evidence.models import Survey
from travaux.evidence.queries.answered import keep_answers_by_column
from travaux.plumbing import clock


def end_past_consents() -> int:
    """Interviews whose consent is over go; how many."""
    return actions.end_past_consents(by=None, at=clock.now())


def lapse_practices() -> int:
    """What came without an account and was never checked goes when its days are over; how many."""
    return actions.lapse_practices(by=None, at=clock.now())


def keep_columns() -> int:
    """Answers of large surveys are kept column by column, for the pages of results; of how many."""
    return sum(keep_answers_by_column(survey) for survey in Survey.objects.order_by("pk"))
