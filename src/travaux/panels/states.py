"""The life of the choosing of a group, and how somebody is or is no longer in it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from travaux.plumbing.moves import Move


class PanelState(models.TextChoices):
    PREPARING = (
        "preparing",
        pgettext_lazy("group", "being prepared"),
    )  # pool and quotas may still change
    FROZEN = (
        "frozen",
        pgettext_lazy("group", "frozen"),
    )  # pool and quotas are fixed, the seal of the seed is public
    COMPUTED = (
        "computed",
        pgettext_lazy("group", "recommended"),
    )  # a group is recommended, nobody is in it yet
    ADOPTED = "adopted", pgettext_lazy("group", "adopted")  # a named authority has adopted it


MOVES = {
    "freeze": Move((PanelState.PREPARING,), PanelState.FROZEN),
    "compute": Move((PanelState.FROZEN,), PanelState.COMPUTED),
    "reopen": Move((PanelState.FROZEN, PanelState.COMPUTED), PanelState.PREPARING),
    "adopt": Move((PanelState.COMPUTED,), PanelState.ADOPTED),
}


class Method(models.TextChoices):
    """How the group is chosen; lots only where the call announced them."""

    MERIT = "merit", _("best merit under quotas")
    LEXIMIN = "leximin", _("fair lottery (leximin)")
    MAXIMIN = "maximin", _("fair lottery (maximin)")
    NASH = "nash", _("fair lottery (Nash)")


LOTS = (Method.LEXIMIN, Method.MAXIMIN, Method.NASH)


class Demand(models.TextChoices):
    """A person who must be chosen, or must not, with the reason on record."""

    NONE = "", _("no demand")
    INCLUDE = "include", _("must be chosen")
    EXCLUDE = "exclude", _("must not be chosen")


class Via(models.TextChoices):
    """How somebody came into the group."""

    RECOMMENDED = "recommended", pgettext_lazy("group", "as recommended")
    DEPARTURE = "departure", pgettext_lazy("group", "by a departure of the authority")
    REPLACEMENT = "replacement", pgettext_lazy("group", "as a replacement")
    OFFER = "offer", pgettext_lazy("group", "by accepting the place that was offered")


class End(models.TextChoices):
    """Why somebody is no longer in the group."""

    DECLINED = "declined", pgettext_lazy("group", "declined")
    LEFT = "left", pgettext_lazy("group", "left")
    ENDED = "ended", pgettext_lazy("group", "ended by the authority")


class Answer(models.TextChoices):
    """What somebody says to a place that is offered; it may be changed until the last day."""

    NONE = "", pgettext_lazy("offer", "no answer yet")
    ACCEPTED = "accepted", pgettext_lazy("offer", "accepted")
    DECLINED = "declined", pgettext_lazy("offer", "declined")
