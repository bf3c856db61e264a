"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from travaux.consolidation.views import desks, notes

app_name = "consolidation"
urlpatterns: list[URLPattern] = [
    path("", desks.desks, name="desks"),
    path("open/<slug:round>/", desks.open_desk, name="open"),
    re_path(r"^link/(?P<token>[^/]{10,400})/$", desks.link, name="link"),
    path("<slug:key>/", desks.desk, name="desk"),
    path("<slug:key>/colleagues/", desks.colleagues, name="colleagues"),
    path("<slug:key>/act/", desks.act, name="act"),
    re_path(r"^(?P<key>[-\w]+)/notes\.(?P<ending>xlsx|csv|json)$", desks.notes_file, name="file"),
    path("<slug:key>/draft/", notes.draft, name="draft"),
    path("<slug:key>/write/", notes.write, name="write"),
    path("<slug:key>/bring/", notes.bring, name="bring"),
    path("<slug:key>/decide/", notes.decide, name="decide"),
    path("<slug:key>/note/<slug:note>/", notes.note, name="note"),
    path("<slug:key>/note/<slug:note>/act/", notes.note_act, name="note-act"),
]
