"""What may become known of a milestone."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeKind(models.TextChoices):
    """The kinds of change, as `core.schedules.standing` counts them."""

    REVISED = "revised", _("A new date is set")
    ACTUAL = "actual", _("It happened")
    STARTED = "started", _("It began")
    MODE = "mode", _("It is held another way")
    CONFIRMED = "confirmed", _("It is confirmed")
    FIXED = "fixed", _("It is fixed and cannot move")
    NOTE = "note", _("Something else became known")


class Mode(models.TextChoices):
    """How people come together."""

    IN_PERSON = "in-person", _("in person")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("hybrid")


NEEDS_WINDOW = frozenset({ChangeKind.REVISED, ChangeKind.ACTUAL})
