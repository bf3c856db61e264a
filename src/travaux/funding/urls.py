"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import path

from travaux.funding.views import funding as views
from travaux.funding.views import scenarios

app_name = "funding"
urlpatterns = [
    path("", views.funding, name="funding"),
    path("events.<str:ending>", views.events_file, name="events"),
    path("readings.<str:ending>", views.readings_file, name="readings"),
    path("budget.<str:ending>", views.budget_file, name="budget"),
    path("scenarios/", scenarios.scenarios, name="scenarios"),
    path("scenarios.<str:ending>", scenarios.scenarios_file, name="scenarios-file"),
    path("record/", views.record, name="record"),
]
