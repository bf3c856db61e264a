"""The life of an answer."""

from __future__ import annotations

from django.db import models

from travaux.plumbing.moves import Move


class AnswerState(models.TextChoices):
    PROPOSED = "proposed"
    SETTLED = "settled"


MOVES = {
    "settle": Move((AnswerState.PROPOSED,), AnswerState.SETTLED),
    "reopen": Move((AnswerState.SETTLED,), AnswerState.PROPOSED),
}
