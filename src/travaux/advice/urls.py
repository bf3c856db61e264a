"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from travaux.advice import views

app_name = "advice"
urlpatterns: list[URLPattern] = [
    path("", views.groups, name="groups"),
    path("shown/<slug:key>/", views.shown, name="shown"),
    path("piece/<slug:key>/", views.piece, name="piece"),
    path("<slug:key>/", views.group, name="group"),
    path("<slug:key>/terms/", views.terms, name="terms"),
    path("<slug:key>/show/", views.show, name="show"),
    path("<slug:key>/view/", views.view, name="view"),
    re_path(r"^(?P<key>[-\w]+)/advice\.(?P<ending>docx|xlsx|csv|json)$", views.file, name="file"),
]
