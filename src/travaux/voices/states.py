"""How a track is moderated, what a moderator may do, and the life of an appeal."""

from __future__ import annotations

from django.db import models

from travaux.plumbing.moves import Move


class Mode(models.TextChoices):
    """When a moderator reads what persons write for themselves."""

    AFTER = "after"  # it stands at once; a moderator may act afterwards
    BEFORE = "before"  # it waits for a moderator


class Kind(models.TextChoices):
    """What a moderator does."""

    REFUSE = "refuse"  # what waits does not come among the others
    HIDE = "hide"  # its words are shown to nobody but those entitled
    REDACT = "redact"  # some of its words are taken out, with a mark


class Reason(models.TextChoices):
    """Why: the whole list, as the published policy prints it."""

    PERSONAL_DATA = "personal-data"
    ABUSE = "abuse"
    UNLAWFUL = "unlawful"
    ADVERTISING = "advertising"
    NOT_ABOUT_TEXT = "not-about-the-text"
    NOT_THE_SENDER = "not-the-sender"


class Proposed(models.TextChoices):
    """Where a statement that somebody proposed stands."""

    WAITING = "waiting"  # nobody but its author and the secretariat sees it
    PUT = "put"
    DECLINED = "declined"


class Standing(models.TextChoices):
    """How a measure stands."""

    STANDS = "stands"
    APPEALED = "appealed"
    UPHELD = "upheld"
    LIFTED = "lifted"


MOVES = {
    "appeal": Move((Standing.STANDS,), Standing.APPEALED),
    "uphold": Move((Standing.APPEALED,), Standing.UPHELD),
    "put": Move((Proposed.WAITING,), Proposed.PUT),
    "decline": Move((Proposed.WAITING,), Proposed.DECLINED),
    "lift": Move((Standing.STANDS, Standing.APPEALED), Standing.LIFTED),
}
