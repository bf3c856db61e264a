"""Sentences for files of literature and of indicators that cannot be read, or not wholly."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, Any] = {
    "references-broken": _("The file of references cannot be read: %(said)s"),
    "references-none": _("The file holds no reference in RIS or BibTeX."),
    "references-too-many": _("The file holds more than %(most)s references. Send it in parts."),
    "reference-without-title": _("This reference has no title and was left out."),
    "reference-broken": _("This reference is not closed or not well formed and was left out."),
    "series-without-heading": _(
        "No heading with a country, area or city stands in the first %(looked_at)s rows."
    ),
    "series-without-years": _(
        "The heading names neither years nor a column of years and a column of values."
    ),
    "series-too-large": _("The table holds more than %(most)s figures. Send it in parts."),
    "series-empty": _("The table holds no figure."),
    "series-row-without-area": _("This row names no country, area or city and was left out."),
    "series-year-unread": _("“%(text)s” is not a year; the figure was left out."),
    "series-value-unread": _(
        "“%(text)s” cannot be read as one number; write it with a point for decimals and "
        "without signs between thousands. The figure was left out."
    ),
    "series-value-twice": _(
        "“%(text)s” is a second value for the same place and year; the first one stands."
    ),
}
ACTS: dict[str, Any] = {}
