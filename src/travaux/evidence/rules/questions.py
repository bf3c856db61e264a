"""Who writes the questions of the assessment and names what answers them."""

from __future__ import annotations

from datetime import datetime

from travaux.evidence.models import AssessmentQuestion
from travaux.evidence.rules.interests import may_work_on_question
from travaux.evidence.rules.standing import is_secretariat
from travaux.people.models import Person
from travaux.plumbing.verdicts import Verdict, no

MOST_QUESTIONS = 200
MOST_SOURCES = 200  # of one question


def may_change_question(
    person: Person | None, question: AssessmentQuestion, at: datetime
) -> Verdict:
    """The secretariat changes a question that is still asked."""
    verdict = is_secretariat(person, question.process.code, at)
    if not verdict:
        return verdict
    if question.retired_at:
        return no("question-retired")
    return may_work_on_question(person, question)
