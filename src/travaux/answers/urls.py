"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from travaux.answers.views import (
    answering,
    arranging,
    changing,
    desk,
    earlier,
    next_draft,
    own,
    standings,
    table,
)

_ROUND = r"^(?P<round>[a-z0-9-]+)/"
_TABLE = r"\.(?P<ending>xlsx|csv|json)$"
_ARRANGE = "note|split|move|take-out|reopen|duty"
_NEXT = "take-over|cause|forget|editorial|decide|update"

app_name = "answers"
urlpatterns: list[URLPattern] = [
    path("", table.overview, name="overview"),
    re_path(rf"^answers{_TABLE}", table.overview_file, name="overview-file"),
    path("receipt/<slug:code>/", own.receipt, name="receipt"),
    path("receipt/<slug:code>/say/", own.react, name="react"),
    path("on/<slug:version>/", earlier.earlier, name="earlier"),
    path("next/<slug:version>/", next_draft.next_draft, name="next"),
    path("next/<slug:version>/comments/", standings.standings, name="standings"),
    re_path(
        rf"^next/(?P<version>[a-z0-9-]+)/comments{_TABLE}",
        standings.standings_file,
        name="standings-file",
    ),
    path("next/<slug:version>/start/", next_draft.start, name="start-next"),
    re_path(rf"^next/(?P<version>[a-z0-9-]+)/(?P<verb>{_NEXT})/$", next_draft.act, name="next-act"),
    path("changes/<slug:version>/", changing.changes, name="changes"),
    re_path(
        rf"^changes/(?P<version>[a-z0-9-]+)/changes{_TABLE}",
        changing.changes_file,
        name="changes-file",
    ),
    re_path(
        r"^changes/(?P<version>[a-z0-9-]+)/changes\.(?P<ending>docx|pdf)$",
        changing.changes_document,
        name="changes-document",
    ),
    path("<slug:round>/", table.table, name="table"),
    re_path(
        _ROUND + r"table\.(?P<ending>xlsx|csv|docx|json)$", table.table_file, name="table-file"
    ),
    re_path(_ROUND + r"table-ipcc\.(?P<ending>xlsx|csv|docx)$", table.ipcc_file, name="table-ipcc"),
    path("<slug:round>/answers.json", table.published, name="published"),
    path("<slug:round>/answers.sig.json", table.signature, name="signature"),
    path("<slug:round>/release/", table.release, name="release"),
    path("<slug:round>/open/", desk.open_list, name="open"),
    path("<slug:round>/desk/", desk.desk, name="desk"),
    path("<slug:round>/desk/answer/", answering.answer, name="answer"),
    path("<slug:round>/desk/settle/", answering.settle_many, name="settle-many"),
    re_path(_ROUND + rf"desk/(?P<verb>{_ARRANGE})/$", arranging.arrange, name="arrange"),
]
