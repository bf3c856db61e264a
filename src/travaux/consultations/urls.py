"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from travaux.consultations import views

app_name = "consultations"
urlpatterns: list[URLPattern] = [
    path("", views.rounds, name="rounds"),
    re_path(r"^rounds\.(?P<ending>xlsx|csv|json)$", views.rounds_file, name="rounds-file"),
    path("open/", views.open_page, name="open"),
    path("<slug:round>/", views.round_page, name="round"),
    path("<slug:round>/extend/", views.extend_page, name="extend"),
    path("<slug:round>/close/", views.close_page, name="close"),
]
