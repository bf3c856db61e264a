"""Sentences and names of indicators."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, Any] = {
    "indicator-needs-name": _("Name the indicator in at least one language."),
    "indicator-needs-source": _("Name the source and the licence: no figure stands without them."),
    "retrieved-in-the-future": _("The day of retrieval cannot lie in the future."),
    "weight-missing": _("A weighted mean needs an indicator that weighs, the others need none."),
    "too-many-indicators": _("The assessment has %(most)s indicators already."),
    "series-of-several": _("The file holds several series. Name the one that is meant: %(series)s"),
    "country-not-known": _("There is no country with the code %(country)s."),
    "places-mean-one": _(
        "“%(first)s” and “%(second)s” cannot both be the same country: their figures would be mixed."
    ),
}
HOWS: dict[str, Any] = {
    "mean": _("Mean of the countries, each counted once"),
    "weighted": _("Mean of the countries, weighted by another indicator"),
    "median": _("Median of the countries"),
    "sum": _("Sum of the countries that have data"),
}
ACTS: dict[str, Any] = {
    "evidence.describe_indicator": _("An indicator was described"),
    "evidence.bring_series": _("Figures of an indicator came in"),
    "evidence.confirm_series": _("The places of figures were confirmed"),
}
