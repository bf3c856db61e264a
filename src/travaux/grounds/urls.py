"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import path, re_path

from travaux.grounds import views

app_name = "grounds"
urlpatterns = [
    path("", views.listed, name="list"),
    path("<slug:version>/", views.listed, name="version"),
    re_path(
        r"^(?P<version>[\w-]+)/grounds\.(?P<ending>xlsx|csv|json)$",
        views.grounds_file,
        name="file",
    ),
    path("<slug:version>/<slug:anchor>/", views.paragraph, name="paragraph"),
    path("<slug:version>/<slug:anchor>/waive/", views.waive, name="waive"),
    path("<slug:version>/<slug:anchor>/<slug:key>/end/", views.end, name="end"),
    path("<slug:version>/<slug:anchor>/<slug:key>/confirm/", views.confirm, name="confirm"),
]
