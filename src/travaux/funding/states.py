"""The kinds of event of money, as `core.funding` counts them; the life of a lead."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from travaux.plumbing.moves import Move


class MoneyKind(models.TextChoices):
    """A requirement replaces the one before it; all others add up."""

    REQUIREMENT = "requirement", _("requirement")
    PLEDGE = "pledge", _("pledge")
    SIGNED = "signed", _("signed agreement")
    RECEIVED = "received", _("payment received")
    RETURNED = "returned", _("money returned")
    IN_KIND = "in-kind", _("contribution in kind")
    OBLIGATED = "obligated", _("obligation")
    SPENT = "spent", _("expenditure")


# kinds that may fulfil a pledge made before
FULFILS = frozenset({MoneyKind.SIGNED, MoneyKind.RECEIVED, MoneyKind.RETURNED})
PROMISES = frozenset({MoneyKind.PLEDGE, MoneyKind.SIGNED, MoneyKind.IN_KIND})
ON_LINES = frozenset({MoneyKind.OBLIGATED, MoneyKind.SPENT})
BASES = {"gross": _("support cost included"), "net": _("net of support cost")}
STAGES = {
    "pledge": _("once it is pledged"),
    "signed": _("once an agreement is signed"),
    "received": _("once it is received"),
}


class LeadState(models.TextChoices):
    """How far somebody who might give has come."""

    LEAD = "lead", _("lead")
    TALKS = "talks", _("in talks")
    PLEDGED = "pledged", _("pledged")
    RECEIVED = "received", _("received")
    GIVEN_UP = "given-up", _("given up")


LEAD_MOVES = {
    "talk": Move((LeadState.LEAD,), LeadState.TALKS),
    "pledge": Move((LeadState.LEAD, LeadState.TALKS), LeadState.PLEDGED),
    "receive": Move((LeadState.PLEDGED,), LeadState.RECEIVED),
    "give-up": Move((LeadState.LEAD, LeadState.TALKS), LeadState.GIVEN_UP),
}


class ReachedState(models.TextChoices):
    """How far somebody who was reached has come."""

    CONTACT = "contact", _("met")
    INVITED = "invited", _("invited")
    GAVE = "gave", _("contributed")
    PLEDGED = "pledged", _("pledged")


REACHED_MOVES = {
    "invite": Move((ReachedState.CONTACT,), ReachedState.INVITED),
    "contribute": Move((ReachedState.CONTACT, ReachedState.INVITED), ReachedState.GAVE),
    "pledge": Move(
        (ReachedState.CONTACT, ReachedState.INVITED, ReachedState.GAVE), ReachedState.PLEDGED
    ),
}


class PartnershipKind(models.TextChoices):
    """What binds a partner."""

    AGREEMENT = "agreement", _("partnership agreement")
    IN_KIND = "in-kind", _("offer in kind")


class PartnershipState(models.TextChoices):
    """How far it has come; what was delivered stands in its deliveries."""

    OFFERED = "offered", _("offered")
    AGREED = "agreed", _("agreed")
    ENDED = "ended", _("ended")
    WITHDRAWN = "withdrawn", _("withdrawn")


PARTNERSHIP_MOVES = {
    "agree": Move((PartnershipState.OFFERED,), PartnershipState.AGREED),
    "end": Move((PartnershipState.AGREED,), PartnershipState.ENDED),
    "withdraw": Move(
        (PartnershipState.OFFERED, PartnershipState.AGREED), PartnershipState.WITHDRAWN
    ),
}
