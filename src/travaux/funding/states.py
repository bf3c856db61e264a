"""The kinds of event of money, as `core.funding` counts them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MoneyKind(models.TextChoices):
    """A requirement replaces the one before it; all others add up."""

    REQUIREMENT = "requirement", _("requirement")
    PLEDGE = "pledge", _("pledge")
    SIGNED = "signed", _("signed agreement")
    RECEIVED = "received", _("payment received")
    RETURNED = "returned", _("money returned")
    IN_KIND = "in-kind", _("contribution in kind")


# kinds that may fulfil a pledge made before
FULFILS = frozenset({MoneyKind.SIGNED, MoneyKind.RECEIVED, MoneyKind.RETURNED})
PROMISES = frozenset({MoneyKind.PLEDGE, MoneyKind.SIGNED, MoneyKind.IN_KIND})
