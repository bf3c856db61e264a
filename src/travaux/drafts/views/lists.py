"""The texts of a process and their versions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.drafts import queries, rules
from travaux.drafts.views.frame import demonstration_of, frame, the_process
from travaux.drafts.wording import DISTRIBUTIONS, STATES
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said


def drafts(request: HttpRequest, process: str) -> HttpResponse:
    """Every text with its versions, the newest first."""
    here = the_process(process)
    texts = queries.texts_of(request.user, here)  # type: ignore[arg-type]
    return render(
        request,
        "drafts/list.html",
        {
            **frame(here),
            "texts": texts,
            "states": STATES,
            "may_distribute": rules.may_set_distribution(request.user, here),  # type: ignore[arg-type]
            "distribution": DISTRIBUTIONS.get(queries.distribution_of_process(here), ""),
            "may_import": rules.may_import(request.user, here),  # type: ignore[arg-type]
            "demonstration": demonstration_of(
                any(row.version.demonstration for _text, rows in texts for row in rows)
            ),
        },
    )


def drafts_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The list of versions as a file."""
    here = the_process(process)
    columns = [
        ("text", _("Text")),
        ("version", _("Key")),
        ("number", _("Version")),
        ("title", _("Title")),
        ("symbol", _("Symbol")),
        ("dated_on", _("Date")),
        ("language", _("Source language")),
        ("state", _("Status")),
        ("paragraphs", _("Numbered paragraphs")),
        ("sections", _("Sections")),
        ("content_hash", _("Digest of the content")),
    ]
    rows = [
        [
            text.key,
            row.version.key,
            row.version.number,
            said(row.version.titles),
            row.version.symbol,
            row.version.dated_on,
            row.version.language,
            str(STATES[row.version.state]) if ending != "json" else row.version.state,
            row.paragraphs,
            row.sections,
            row.version.content_hash,
        ]
        for text, found in queries.texts_of(request.user, here)  # type: ignore[arg-type]
        for row in found
    ]
    data = write(ending, columns, rows, title=_("Drafts"), right_to_left=get_language_bidi())
    return download(data, ending, f"{process}-drafts")
