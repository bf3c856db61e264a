"""Kinds of mails and how often they come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

KIND_NAMES: Mapping[str, Any] = {
    "receipts": _("Receipts of what you hand in"),
    "answers": _("Answers to your comments"),
    "rounds": _("Deadlines that change"),
    "invitations": _("Invitations and reminders"),
}
KIND_HINTS: Mapping[str, Any] = {
    "receipts": _("Your receipt stands on its page in any case."),
    "answers": _("When answers to comments of yours are released."),
    "rounds": _("When a round in which you wrote is extended, or closed early."),
    "invitations": _("When you are asked to take part in a round."),
}
PACE_NAMES: Mapping[str, Any] = {
    "now": _("at once"),
    "daily": _("with one mail a day at most"),
    "weekly": _("with one mail a week"),
    "never": _("never"),
}
REFUSALS = {
    "pace-not-for-kind": _("Mails of this kind do not come so. Choose one of those offered."),
    "not-a-bounce": _("This is no report that a mail could not be delivered."),
    "bounce-too-large": _("A report has at most %(megabytes)s MB."),
    "bounce-of-another": _("This report is about a mail that did not come from here."),
}
ACTS: Mapping[str, Any] = {
    "people.wish_mails": _("Somebody chose how often mails come"),
    "people.take_in_bounce": _("A mail came back"),
    "people.write_again": _("Mails go again to an address that came back"),
}
