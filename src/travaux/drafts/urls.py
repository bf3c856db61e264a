"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from travaux.drafts import views

TABLE = r"\.(?P<ending>xlsx|csv|json)$"

app_name = "drafts"
urlpatterns: list[URLPattern] = [
    path("", views.drafts, name="list"),
    re_path(rf"^drafts{TABLE}", views.drafts_file, name="list-file"),
    path("import/", views.import_page, name="import"),
    path("distribution/", views.distribution, name="distribution"),
    path("<slug:version>/", views.reading, name="reading"),
    re_path(
        r"^(?P<version>[-\w]+)/text\.(?P<ending>docx|pdf|lines\.pdf|md|html|json|ids\.json|akn\.xml|xlsx|csv)$",
        views.export,
        name="export",
    ),
    path("<slug:version>/sheet.css", views.sheet, name="sheet"),
    path("<slug:version>/source/", views.source_file, name="source"),
    path("<slug:version>/mend/", views.mend, name="mend"),
    path("<slug:version>/mend/<slug:anchor>/", views.paragraph_page, name="paragraph"),
    path("<slug:version>/mend/<slug:anchor>/after/", views.insert, name="insert"),
    path("<slug:version>/brackets/", views.brackets, name="brackets"),
    re_path(rf"^(?P<version>[-\w]+)/brackets{TABLE}", views.brackets_file, name="brackets-file"),
    path("<slug:version>/brackets/counts/", views.counts, name="counts"),
    re_path(rf"^(?P<version>[-\w]+)/open-brackets{TABLE}", views.counts_file, name="counts-file"),
    path("<slug:version>/suggestions/", views.suggestions, name="suggestions"),
    re_path(
        rf"^(?P<version>[-\w]+)/suggestions{TABLE}", views.suggestions_file, name="suggestions-file"
    ),
    path("<slug:version>/suggestions/<slug:anchor>/", views.suggest, name="suggest"),
    path("<slug:version>/brackets/<slug:anchor>/", views.bracket, name="bracket"),
    path("<slug:version>/identities/", views.identities, name="identities"),
    path("<slug:version>/facts/", views.facts, name="facts"),
    path("<slug:version>/freeze/", views.freeze, name="freeze"),
    path("<slug:version>/unfreeze/", views.unfreeze, name="unfreeze"),
    path("<slug:version>/publish/", views.publish, name="publish"),
    path("<slug:version>/next/", views.start_next, name="next"),
    path("<slug:version>/discard/", views.discard, name="discard"),
    path("<slug:version>/history/", views.history, name="history"),
    re_path(rf"^(?P<version>[-\w]+)/history{TABLE}", views.history_file, name="history-file"),
    path("<slug:old>/compare/<slug:new>/", views.compare, name="compare"),
    re_path(
        rf"^(?P<old>[-\w]+)/compare/(?P<new>[-\w]+){TABLE}", views.compare_file, name="compare-file"
    ),
    re_path(
        r"^(?P<old>[-\w]+)/compare/(?P<new>[-\w]+)/redline\.(?P<ending>docx|pdf|html|md)$",
        views.redline_file,
        name="redline-file",
    ),
]
