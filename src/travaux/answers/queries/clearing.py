"""The answers of a round as those who clear their release find them."""

from __future__ import annotations

from django.urls import reverse

from travaux.answers.models import Answer, Serves
from travaux.answers.rules import what_is_released
from travaux.answers.states import AnswerState
from travaux.comments.models import Comment
from travaux.consultations.queries import round_named, titles_of
from travaux.correspondence.queries.clearance import Subject
from travaux.plumbing.languages import said


def release_to_clear(process_code: str, key: str) -> Subject | None:
    """A round with settled answers that are not known yet."""
    round = round_named(process_code, key)
    if round is None:
        return None
    waiting = Answer.objects.filter(
        round=round, state=AnswerState.SETTLED, release__isnull=True
    ).exists()
    if not waiting:
        return None
    address = reverse("answers:release", args=[process_code, key])
    return Subject(said(titles_of(round)) or key, what_is_released(round), address)


def is_answered(comment: Comment) -> bool:
    """Whether a comment has a settled answer, so that its words are not mended any more."""
    return Serves.objects.filter(comment=comment, answer__state=AnswerState.SETTLED).exists()
