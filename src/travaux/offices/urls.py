"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from travaux.offices import views

_FILE = r"(?P<ending>xlsx|csv|json)$"

app_name = "offices"
urlpatterns: list[URLPattern] = [
    path("", views.offices, name="list"),
    re_path(r"^offices\." + _FILE, views.list_file, name="list-file"),
    path("report/<slug:key>/", views.report, name="report"),
    re_path(
        r"^report/(?P<key>[-\w]+)\.(?P<ending>docx|json)$", views.report_file, name="report-file"
    ),
    path("<slug:key>/", views.office, name="office"),
    re_path(r"^(?P<key>[-\w]+)/states\." + _FILE, views.states_file, name="states-file"),
    path("<slug:key>/change/", views.change, name="change"),
    path("<slug:key>/report/", views.send_report, name="send-report"),
    path("<slug:key>/coverage/<slug:round>/", views.coverage, name="coverage"),
    re_path(
        r"^(?P<key>[-\w]+)/coverage/(?P<round>[-\w]+)\." + _FILE,
        views.coverage_file,
        name="coverage-file",
    ),
    path("<slug:key>/invite/<slug:round>/", views.invite, name="invite"),
]
