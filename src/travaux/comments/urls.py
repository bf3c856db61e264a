"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from travaux.comments.views import (
    coverage,
    inbox,
    kits,
    lists,
    margins,
    no_comment,
    on_behalf,
    reading,
    receipts,
    row_report,
    tables,
    writing,
)

_ROUND = r"^(?P<round>[a-z0-9-]+)/"

app_name = "comments"
urlpatterns: list[URLPattern] = [
    path("read/<slug:version>/", reading.reading, name="reading"),
    path("mine/", lists.mine, name="mine"),
    re_path(r"^mine\.(?P<ending>xlsx|csv|json)$", lists.mine_file, name="mine-file"),
    path("receipt/", receipts.find, name="find-receipt"),
    path("receipt/<slug:code>/", receipts.receipt, name="receipt"),
    path("receipt/<slug:code>/receipt.json", receipts.receipt_file, name="receipt-file"),
    path("receipt/<slug:code>/content.json", receipts.content_file, name="content-file"),
    path("receipt/<slug:code>/withdraw/", writing.withdraw_all, name="withdraw-all"),
    path("draft/<slug:key>/", writing.draft, name="draft"),
    path("draft/<slug:key>/discard/", writing.discard, name="discard"),
    path("comment/<slug:key>/amend/", writing.amend, name="amend"),
    path("comment/<slug:key>/withdraw/", writing.withdraw, name="withdraw"),
    path("comment/<slug:key>/place/", tables.place, name="place"),
    path("<slug:round>/", lists.listing, name="list"),
    re_path(_ROUND + r"comments\.(?P<ending>xlsx|csv|json)$", lists.listing_file, name="list-file"),
    path("<slug:round>/no-comment/", no_comment.no_comment, name="no-comment"),
    path("<slug:round>/coverage/", coverage.coverage, name="coverage"),
    path("<slug:round>/coverage/remind/", coverage.remind, name="remind"),
    re_path(
        _ROUND + r"coverage\.(?P<ending>xlsx|csv|json)$",
        coverage.coverage_file,
        name="coverage-file",
    ),
    path("<slug:round>/yours/", lists.basket, name="basket"),
    path("<slug:round>/whole-text/", writing.write, name="comment-whole"),
    path("<slug:round>/at/<slug:anchor>/", writing.write, name="comment"),
    path("comment/<slug:key>/mend/", on_behalf.mend, name="mend"),
    path("<slug:round>/on-behalf/", on_behalf.on_behalf, name="on-behalf"),
    path("<slug:round>/inbox/", inbox.inbox, name="inbox"),
    path("<slug:round>/inbox/<slug:intake>/", inbox.intake, name="intake"),
    path("<slug:round>/inbox/<slug:intake>/<int:place>/", inbox.received, name="received"),
    path("<slug:round>/inbox/<slug:intake>/<int:place>/look/", inbox.look, name="look"),
    path(
        "<slug:round>/inbox/<slug:intake>/<int:place>/by-hand/",
        on_behalf.by_hand,
        name="by-hand",
    ),
    re_path(
        _ROUND + r"file/(?P<file>[-a-z0-9]+)/rows\.(?P<ending>xlsx|csv|json)$",
        row_report.row_report,
        name="row-report",
    ),
    re_path(
        _ROUND + r"compilation\.(?P<ending>docx|xlsx|csv|json)$",
        inbox.compilation_file,
        name="compilation",
    ),
    re_path(_ROUND + r"text-with-comments\.docx$", margins.margins, name="margins"),
    re_path(_ROUND + r"kit\.(?P<ending>docx|xlsx)$", kits.kit_file, name="kit"),
    path("<slug:round>/return/", kits.return_sheet, name="return"),
    path("<slug:round>/return/<slug:file>/", kits.return_preview, name="return-preview"),
    path("<slug:round>/import/", tables.upload, name="import"),
    path("<slug:round>/import/<slug:file>/", tables.preview, name="import-preview"),
    path("<slug:round>/import/progress/<slug:job>/", tables.progress, name="import-progress"),
    path("<slug:round>/unplaced/", tables.unplaced, name="unplaced"),
]
