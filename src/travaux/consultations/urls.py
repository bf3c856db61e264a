"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from travaux.consultations.views import rounds as views
from travaux.consultations.views import tracks

app_name = "consultations"
urlpatterns: list[URLPattern] = [
    path("", views.rounds, name="rounds"),
    re_path(r"^rounds\.(?P<ending>xlsx|csv|json)$", views.rounds_file, name="rounds-file"),
    path("open/", views.open_page, name="open"),
    path("invitation/<slug:key>/", views.invitation, name="invitation"),
    path("tracks/", tracks.tracks, name="tracks"),
    re_path(r"^tracks\.(?P<ending>xlsx|csv|json)$", tracks.tracks_file, name="tracks-file"),
    path("tracks/new/", tracks.set_up, name="track-new"),
    path("tracks/<slug:track>/", tracks.track_page, name="track"),
    path("tracks/<slug:track>/change/", tracks.change, name="track-change"),
    path("<slug:round>/", views.round_page, name="round"),
    path("<slug:round>/issued/", views.issue, name="issue"),
    path("<slug:round>/extend/", views.extend_page, name="extend"),
    path("<slug:round>/close/", views.close_page, name="close"),
]
