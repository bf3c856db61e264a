"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import URLPattern, path

from travaux.correspondence.views import clearances

app_name = "correspondence"
urlpatterns: list[URLPattern] = [
    path("clearance/", clearances.clearances, name="clearances"),
    path("clearance/ask/<str:kind>/<str:key>/", clearances.ask, name="ask"),
    path("clearance/<str:key>/act/", clearances.act, name="clearance-act"),
]
