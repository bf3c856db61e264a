"""Sentences of this room: refusals and kinds."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from travaux.funding.states import MoneyKind

REFUSALS: dict[str, Promise] = {
    "money-recorded-by-secretariat": _("Only the secretariat of this process records its money."),
    "scenarios-weighed-by-secretariat": _(
        "Leaner scenarios are weighed by the secretariat of this process."
    ),
    "money-kind-unknown": _("“%(kind)s” is not a kind of event of money."),
    "currencies-differ": _(
        "The events are in several currencies (%(currencies)s), and no rate is on record: "
        "they cannot be added up."
    ),
    "currency-not-of-the-process": _(
        "The sums of this process are in %(expected)s, not in %(currency)s. Enter the amount that "
        "was booked in %(expected)s, and name the original sum in the note."
    ),
    "amount-not-positive": _("Give an amount above zero."),
    "amount-too-fine": _("Give the amount with two decimals at most."),
    "source-missing": _("Name the source: no figure stands without one."),
    "money-known-in-the-future": _("The day on which it became known cannot lie in the future."),
    "promise-unknown": _("This pledge is not on record, or this kind of event fulfils none."),
    "returned-more-than-there": _("No more can be returned than was announced."),
}


def kind_words(kind: str) -> str:
    return str(MoneyKind(kind).label) if kind in MoneyKind.values else kind


# the usual ways to carry out an activity; others are called as the plan's file calls them
WAYS: dict[str, Promise] = {
    "in-person": _("in person"),
    "online": _("online"),
    "hybrid": _("in person and online"),
    "merged": _("held together with another"),
    "dropped": _("dropped"),
    "full": _("in full"),
    "lean": _("with less"),
    "six-languages": _("in six languages"),
    "four-languages": _("in four languages"),
    "two-languages": _("in two languages"),
    "one-language": _("in one language"),
}


def way_words(code: str) -> str:
    return str(WAYS.get(code, code))
