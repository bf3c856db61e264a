"""Addresses of indicators and of the profiles of regions."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from travaux.evidence.views import indicators, regions

INDICATORS: list[URLPattern] = [
    path("indicators/", indicators.listed, name="indicators"),
    path("indicators/new/", indicators.describe, name="describe-indicator"),
    path("indicators/<slug:key>/", indicators.indicator, name="indicator"),
    re_path(
        r"^indicators/(?P<key>[\w-]+)/figures\.(?P<ending>xlsx|csv|json)$",
        indicators.figures_file,
        name="figures-file",
    ),
    path("indicators/<slug:key>/bring/", indicators.bring, name="bring-series"),
    path("indicators/<slug:key>/places/<slug:file>/", indicators.places, name="series-places"),
    path("regions/<slug:region>/", regions.profile, name="region"),
    re_path(
        r"^regions/(?P<region>[\w-]+)\.(?P<ending>xlsx|csv|json)$",
        regions.profile_file,
        name="region-file",
    ),
]
