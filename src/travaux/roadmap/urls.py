"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import path

from travaux.roadmap.views import confirming, forecasts, risks, roadmap, timing

app_name = "roadmap"
urlpatterns = [
    path("", roadmap.roadmap, name="roadmap"),
    path("roadmap.ics", roadmap.feed, name="feed"),
    path("milestones.<str:ending>", roadmap.milestones_file, name="file"),
    path("forecast.<str:ending>", forecasts.forecast_file, name="forecast-file"),
    path("forecast/", forecasts.forecast, name="forecast"),
    path("forecast/confirm/", confirming.confirm, name="confirm"),
    path("timing.<str:ending>", timing.timing_file, name="timing-file"),
    path("timing/", timing.timing, name="timing"),
    path("timing/<slug:kind>/add/", timing.timing_change, name="timing-add"),
    path("timing/<slug:kind>/<slug:code>/", timing.timing_change, name="timing-change"),
    path("back.<str:ending>", forecasts.back_file, name="back-file"),
    path("back/", forecasts.back, name="back"),
    path("risks/", risks.risks, name="risks"),
    path("risks.<str:ending>", risks.risks_file, name="risks-file"),
    path("risks/add/", risks.risk, name="risk-add"),
    path("risks/<str:key>/", risks.risk, name="risk"),
    path("add/", roadmap.add, name="add"),
    path("<slug:code>/", roadmap.milestone, name="milestone"),
]
