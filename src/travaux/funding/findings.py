"""What the money says, in whole sentences of the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _t

from travaux.design.templatetags.parts import money
from travaux.funding.queries import Funds, Reading
from travaux.plumbing.languages import said
from travaux.roadmap.windows import day_words


def sum_words(reading: Reading) -> dict[str, str]:
    """The three figures of a reading, grouped as the language does it."""
    return {
        "required": money(reading.required),
        "there": money(reading.there),
        "gap": money(reading.gap),
        "currency": reading.currency,
        "share": str(reading.share),
    }


def reading_words(reading: Reading) -> str:
    """The name of a reading: its own title, or the day of our own record."""
    if reading.snapshot is not None:
        return said(reading.snapshot.titles)
    if reading.on:
        return _t("Record as at %(day)s") % {"day": day_words(reading.on)}
    return _t("On record")


def finding(funds: Funds) -> list[str]:
    """What the money says, in one or two sentences."""
    own = funds.own
    if own is None:
        return [_t("No money is on record yet.")]
    stands = funds.position
    facts = sum_words(own) | {"percent": stands.gap_percent}
    if stands.required == 0:
        found = [_t("%(currency)s %(there)s is pledged; what is needed is not on record.") % facts]
    elif stands.gap > 0:
        found = [_t("%(percent)s\u00a0%% of what is needed is missing.") % facts]
    else:
        found = [_t("What is needed is pledged.")]
    readings = [r for r in funds.readings if r.snapshot is not None]
    if readings:
        found.append(
            _t("The latest public reading shows %(currency)s %(gap)s missing of %(required)s.")
            % sum_words(readings[-1])
        )
    return found


def sums(own: Reading) -> str:
    """The subtraction, written out: it must add up for every reader."""
    return _t("%(required)s − %(there)s = %(gap)s") % sum_words(own)
