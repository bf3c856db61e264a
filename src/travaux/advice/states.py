"""The life of a piece of advice."""

from __future__ import annotations

from django.db import models

from travaux.plumbing.moves import Move


class AdviceState(models.TextChoices):
    """What the secretariat did with it."""

    OPEN = "open"
    FOLLOWED = "followed"
    PARTLY = "partly"
    NOT = "not"


MOVES: dict[str, Move] = {
    code.value: Move(
        (AdviceState.OPEN, AdviceState.FOLLOWED, AdviceState.PARTLY, AdviceState.NOT), code
    )
    for code in (AdviceState.FOLLOWED, AdviceState.PARTLY, AdviceState.NOT)
}
