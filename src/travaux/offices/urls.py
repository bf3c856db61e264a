"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from travaux.offices.views import desk, hearing, listing, reporting

_FILE = r"(?P<ending>xlsx|csv|json)$"

app_name = "offices"
urlpatterns: list[URLPattern] = [
    path("", listing.offices, name="list"),
    re_path(r"^offices\." + _FILE, listing.list_file, name="list-file"),
    path("report/<slug:key>/", reporting.report, name="report"),
    re_path(
        r"^report/(?P<key>[-\w]+)\.(?P<ending>docx|json)$",
        reporting.report_file,
        name="report-file",
    ),
    path("<slug:key>/", desk.office, name="office"),
    re_path(r"^(?P<key>[-\w]+)/states\." + _FILE, desk.states_file, name="states-file"),
    path("<slug:key>/change/", listing.change, name="change"),
    path("<slug:key>/report/", reporting.send_report, name="send-report"),
    path("<slug:key>/coverage/<slug:round>/", hearing.coverage, name="coverage"),
    re_path(
        r"^(?P<key>[-\w]+)/coverage/(?P<round>[-\w]+)\." + _FILE,
        hearing.coverage_file,
        name="coverage-file",
    ),
    path("<slug:key>/invite/<slug:round>/", hearing.invite, name="invite"),
]
