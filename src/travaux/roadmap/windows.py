"""Windows and slips in words, in the reader's language and never more precise than the record."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date, format_interval, format_skeleton
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from travaux.core.schedules.slips import Slip
from travaux.core.schedules.windows import Window
from travaux.plumbing.languages import current

# English as the organisation writes it: the day before the month
LOCALES = {"ar": "ar", "zh": "zh_Hans", "en": "en_GB", "fr": "fr", "ru": "ru", "es": "es"}
_SKELETONS = {"day": "yMMMd", "month": "yMMM", "quarter": "yMMM", "year": "y"}


def _locale(language: str) -> str:
    return LOCALES.get(language or current(), "en_GB")


def _tidy(text: str, locale: str) -> str:
    if locale == "en_GB":
        text = text.replace("Sept ", "Sep ")
    # the thin spaces around a dash stay narrow, the space before the year does not break
    return text.replace("\u2009–\u2009", " – ").replace("\u202fг.", "\xa0г.")


def window_words(window: Window | None, language: str = "") -> str:
    """ "Feb 2024", "17–18 Apr 2024", "Jan – May 2024": as precise as it is on record.

    Empty for no window.
    """
    if window is None:
        return ""
    locale = _locale(language)
    if window.is_single or window.starts_on == window.ends_on:
        if window.precision == "quarter":
            return format_date(window.starts_on, _quarter(locale), locale=locale)
        return _tidy(
            format_skeleton(_SKELETONS[window.precision], window.starts_on, locale=locale), locale
        )
    return _tidy(
        format_interval(
            window.starts_on, window.ends_on, _SKELETONS[window.precision], locale=locale
        ),
        locale,
    )


def _quarter(locale: str) -> str:
    return "y年QQQ" if locale == "zh_Hans" else "QQQ y"


def day_words(day: date | None, language: str = "") -> str:
    """ "12 Oct 2023": a day on record, as short as a table wants it."""
    if day is None:
        return ""
    locale = _locale(language)
    return _tidy(format_skeleton("yMMMd", day, locale=locale), locale)


def month_label(day: date, language: str = "") -> str:
    """ "Sep": the month over a column of the timeline."""
    locale = _locale(language)
    return format_date(day, "LLL", locale=locale).replace("Sept", "Sep")


def slip_words(slip: Slip | None) -> str:
    """ "7 weeks late", "1 month early", "in the window", "as planned"; empty where nothing is known."""
    if slip is None:
        return ""
    if slip.direction == "none":
        return _("as planned")
    if slip.direction == "in-window":
        return _("within the planned window")
    n = slip.count
    if slip.direction == "late":
        said = {
            "days": lambda: ngettext("%(count)s day late", "%(count)s days late", n),
            "weeks": lambda: ngettext("%(count)s week late", "%(count)s weeks late", n),
            "months": lambda: ngettext("%(count)s month late", "%(count)s months late", n),
        }
    else:
        said = {
            "days": lambda: ngettext("%(count)s day early", "%(count)s days early", n),
            "weeks": lambda: ngettext("%(count)s week early", "%(count)s weeks early", n),
            "months": lambda: ngettext("%(count)s month early", "%(count)s months early", n),
        }
    return said[slip.unit]() % {"count": n}
