"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import path

from travaux.funding import views

app_name = "funding"
urlpatterns = [
    path("", views.funding, name="funding"),
    path("events.<str:ending>", views.events_file, name="events"),
    path("readings.<str:ending>", views.readings_file, name="readings"),
    path("budget.<str:ending>", views.budget_file, name="budget"),
    path("record/", views.record, name="record"),
]
