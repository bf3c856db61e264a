"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from travaux.translations import views

V = r"^(?P<version>[-\w]+)/"
L = V + r"(?P<language>ar|zh|en|fr|ru|es)/"
app_name = "translations"
urlpatterns: list[URLPattern] = [
    path("<slug:version>/", views.overview, name="overview"),
    re_path(
        V + r"languages\.(?P<ending>xlsx|csv|json)$", views.overview_file, name="overview-file"
    ),
    path("<slug:version>/meaning/", views.meaning, name="meaning"),
    re_path(L + r"$", views.paragraphs, name="paragraphs"),
    re_path(L + r"list\.(?P<ending>xlsx|csv|json)$", views.paragraphs_file, name="paragraphs-file"),
    re_path(L + r"read/$", views.reading, name="reading"),
    re_path(L + r"text\.(?P<ending>docx|pdf|html|md|akn\.xml)$", views.text_file, name="text-file"),
    re_path(
        L + r"units\.(?P<kind>docx|po|xliff12\.xlf|xliff20\.xlf)$", views.units_file, name="units"
    ),
    re_path(L + r"file/$", views.bring_file, name="bring-file"),
    re_path(L + r"file/(?P<key>[-\w]+)/$", views.file_page, name="file"),
    re_path(L + r"job/$", views.job_page, name="job"),
    re_path(L + r"machine/$", views.machine, name="machine"),
    re_path(L + r"p/(?P<anchor>[-\w]+)/$", views.paragraph, name="paragraph"),
]
