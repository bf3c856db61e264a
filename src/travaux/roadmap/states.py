"""What may become known of a milestone."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from travaux.plumbing.moves import Move


class ChangeKind(models.TextChoices):
    """The kinds of change, as `core.schedules.standing` counts them."""

    REVISED = "revised", _("A new date is set")
    ACTUAL = "actual", _("It happened")
    STARTED = "started", _("It began")
    MODE = "mode", _("It is held another way")
    CONFIRMED = "confirmed", _("It is confirmed")
    FIXED = "fixed", _("It is fixed and cannot move")
    NOTE = "note", _("Something else became known")


class TimingKind(models.TextChoices):
    """What of time can be set on the site."""

    DURATION = "duration", _("Range of a milestone")
    AFTER = "after", _("What a milestone comes after")
    PERIOD = "period", _("Least period")
    DEADLINE = "deadline", _("Deadline of a document")
    CALENDAR = "calendar", _("Calendar")
    LEAD = "lead", _("Lead time")


class Mode(models.TextChoices):
    """How people come together."""

    IN_PERSON = "in-person", _("in person")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("hybrid")


NEEDS_WINDOW = frozenset({ChangeKind.REVISED, ChangeKind.ACTUAL})


class RiskState(models.TextChoices):
    """The life of a risk."""

    OPEN = "open", _("may strike")
    STRUCK = "struck", _("struck")
    CLOSED = "closed", _("closed")


RISK_MOVES = {
    "strike": Move((RiskState.OPEN,), RiskState.STRUCK),
    "close": Move((RiskState.OPEN, RiskState.STRUCK), RiskState.CLOSED),
    "reopen": Move((RiskState.CLOSED,), RiskState.OPEN),
}
LEVELS = {1: _("very low"), 2: _("low"), 3: _("middle"), 4: _("high"), 5: _("very high")}
