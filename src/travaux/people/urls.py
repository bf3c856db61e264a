"""Addresses of this room: one's own account, and the roll of a process (?process=CODE)."""

from __future__ import annotations

from django.urls import URLPattern, path

from travaux.people import views

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("me/profile/", views.profile, name="profile"),
    path("me/data.json", views.export, name="export"),
    path("me/erase/", views.erase, name="erase"),
    path("roles/", views.roll, name="roll"),
    path("roles.<str:ending>", views.download, name="download"),
    path("roles/<str:key>/end/", views.end, name="end"),
]
