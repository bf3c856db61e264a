"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import path

from travaux.reports import views

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
    path("reports/", views.reports, name="list"),
    path("reports.<str:ending>", views.reports_file, name="list-file"),
    path("reports/new/", views.start, name="start"),
    path("reports/<str:key>/", views.report, name="report"),
    path("reports/<str:key>/sections/<str:section>/", views.section, name="section"),
    path("reports/<str:key>/freeze/", views.freeze, name="freeze"),
    path("reports/<str:key>/report.<str:ending>", views.report_file, name="report-file"),
]
