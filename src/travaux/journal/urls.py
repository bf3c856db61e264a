"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import URLPattern, path

from travaux.journal import views

app_name = "journal"
urlpatterns: list[URLPattern] = [
    path("", views.record, name="record"),
    path("lines.<str:ending>", views.download, name="download"),
]
