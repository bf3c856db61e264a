"""Addresses of this room: one's own account, the states, and the roll of a process (?process=CODE)."""

from __future__ import annotations

from django.urls import URLPattern, path

from travaux.people.views import account, mails, states

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("me/profile/", account.profile, name="profile"),
    path("me/data.json", account.export, name="export"),
    path("me/erase/", account.erase, name="erase"),
    path("me/mails/", mails.wishes, name="mails"),
    path("mails/stop/<str:token>/", mails.stop, name="stop"),
    path("roles/", account.roll, name="roll"),
    path("roles.<str:ending>", account.download, name="download"),
    path("roles/<str:key>/end/", account.end, name="end"),
    path("states/", states.states, name="states"),
    path("states.<str:ending>", states.states_file, name="states-file"),
]
