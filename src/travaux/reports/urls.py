"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import path, re_path

from travaux.reports.views import closings, notes, reporting, tracks, writing
from travaux.reports.views import pages as views

app_name = "reports"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("mandate/", views.mandate, name="mandate"),
    path("mandate.<str:ending>", views.mandate_file, name="mandate-file"),
    path("paragraphs/<slug:anchor>/", views.biography, name="biography"),
    path(
        "paragraphs/<slug:anchor>/biography.<str:ending>",
        views.biography_file,
        name="biography-file",
    ),
    path("tracker/", notes.tracker_page, name="tracker"),
    path("tracker.<str:ending>", notes.tracker_file, name="tracker-file"),
    path("donors/", notes.donor_page, name="donors"),
    path("iati.xml", notes.iati_file, name="iati"),
    path("notes/<str:kind>/", notes.note, name="note"),
    path("notes/<str:kind>.<str:ending>", notes.note_file, name="note-file"),
    path("answered/", tracks.mine, name="mine"),
    re_path(r"^answered\.(?P<ending>docx|xlsx|csv|json)$", tracks.mine_file, name="mine-file"),
    path("tracks/<slug:track>/answered/", tracks.answered, name="answered"),
    re_path(
        r"^tracks/(?P<track>[-\w]+)/answered\.(?P<ending>docx|xlsx|csv|json)$",
        tracks.answered_file,
        name="answered-file",
    ),
    path("tracks/<slug:track>/closing/", closings.closing, name="closing"),
    path("tracks/<slug:track>/closing/keep/", closings.keep, name="closing-keep"),
    re_path(
        r"^tracks/(?P<track>[-\w]+)/closing/(?P<which>today|\d{1,4})/$",
        closings.closing,
        name="closing-edition",
    ),
    re_path(
        r"^tracks/(?P<track>[-\w]+)/closing\.(?P<ending>docx|pdf|json)$",
        closings.closing_file,
        name="closing-file",
    ),
    re_path(
        r"^tracks/(?P<track>[-\w]+)/closing-(?P<which>today|\d{1,4})\.(?P<ending>docx|pdf|json)$",
        closings.closing_file,
        name="closing-edition-file",
    ),
    path("reports/", reporting.reports, name="list"),
    path("reports.<str:ending>", reporting.reports_file, name="list-file"),
    path("reports/new/", writing.start, name="start"),
    path("reports/<str:key>/", reporting.report, name="report"),
    path("reports/<str:key>/sections/<str:section>/", writing.section, name="section"),
    path("reports/<str:key>/proposal/", writing.propose, name="propose"),
    path("reports/<str:key>/freeze/", writing.freeze, name="freeze"),
    path("reports/<str:key>/report.<str:ending>", reporting.report_file, name="report-file"),
]
