"""A version is read, part by part, and leaves as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.drafts import queries, rules
from travaux.drafts.models import ParagraphEdit, Version
from travaux.drafts.queries import Published
from travaux.drafts.views.drawing import drawn_part
from travaux.drafts.views.frame import frame, opened, part_asked, shown
from travaux.drafts.wording import EDITS, KINDS
from travaux.journal.pages import same_for_everyone
from travaux.plumbing.exports import download, write
from travaux.plumbing.verdicts import require


def reading_context(request: HttpRequest, found: Published) -> dict[str, Any]:
    """What the reading page shows; the room that adds tools to paragraphs begins from it.

    `?part=3` is the third part, `?part=all` the whole text for printing, `?at=ANCHOR` the part
    in which a paragraph stands.
    """
    version, before = found.version, found.before
    process = version.text.process
    asked = request.GET.get("part", "")
    at = request.GET.get("at", "")
    if asked == "all":
        part = drawn_part(version, 0)
    elif at:
        part = drawn_part(version, queries.part_holding(version, at))
    else:
        part = drawn_part(version, max(part_asked(request), 1))
    if before is not None and not rules.may_read(request.user, before):  # type: ignore[arg-type]
        before = None
    return {
        **frame(process, version),
        "part": part,
        "at": at,
        "before": before,
        "may_edit": rules.may_edit(request.user, version),  # type: ignore[arg-type]
        "may_draft": rules.may_draft(request.user, process),  # type: ignore[arg-type]
    }


@same_for_everyone
def reading(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """The reading page of a version."""
    found = shown(request, process, version)
    return render(request, "drafts/reading.html", reading_context(request, found))


def sheet(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """The line that stands on every printed sheet: symbol, date and standing.

    A style sheet of its own, as styles inside a page are not allowed here. Printers that know no
    margin boxes print the line once, at the head.
    """
    here = opened(request, process, version)
    lines = list(queries.masthead_of(here).lines)
    if here.demonstration:
        lines.append(_("demonstration"))
    side = "left" if get_language_bidi() else "right"
    words = "".join(
        sign if sign.isalnum() or sign in " ./-,()" else f"\\{ord(sign):06x}"
        for sign in " · ".join(lines)
    )
    style = f'@page {{ @top-{side} {{ content: "{words}"; font-size: 8pt; }} }}\n'
    return HttpResponse(style, content_type="text/css; charset=utf-8")


def export(request: HttpRequest, process: str, version: str, ending: str) -> HttpResponse:
    """A version as a file: the text itself, or its paragraphs as a table."""
    here = opened(request, process, version)
    name = here.symbol or here.key
    name = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in name).strip("-")
    if ending in ("xlsx", "csv"):
        columns = [
            ("paragraph", _("Identity")),
            ("kind", _("Kind")),
            ("number", _("Number")),
            ("label", _("Reference")),
            ("words", _("Words")),
        ]
        rows = [
            [row.anchor.key, str(KINDS[row.kind]), row.number, row.label, row.body]
            for row in here.paragraphs.select_related("anchor")
        ]
        title = _("Paragraphs")
        return download(
            write(ending, columns, rows, title=title, right_to_left=get_language_bidi()),
            ending,
            name or here.key,
        )
    data = queries.file_of(here, ending)
    return download(data, ending, name or here.key)


def _edits(version: Version) -> Any:
    return ParagraphEdit.objects.filter(version=version).select_related("anchor").order_by("-pk")


def history(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """What was done to the paragraphs of a version while it was being drafted."""
    here = opened(request, process, version)
    require(rules.may_draft(request.user, here.text.process))  # type: ignore[arg-type]
    page = max(part_asked(request), 1)
    found = queries.edits_of(here, page)
    return render(
        request,
        "drafts/history.html",
        {**frame(here.text.process, here), "found": found, "page": page, "edits": EDITS},
    )


def history_file(request: HttpRequest, process: str, version: str, ending: str) -> HttpResponse:
    """The history of a version as a file."""
    here = opened(request, process, version)
    require(rules.may_draft(request.user, here.text.process))  # type: ignore[arg-type]
    columns = [
        ("at", _("When (UTC)")),
        ("by", _("Who (key)")),
        ("paragraph", _("Identity")),
        ("what", _("What")),
        ("before", _("Words before")),
        ("after", _("Words after")),
    ]
    rows = [
        [edit.at, edit.by_key, edit.anchor.key, str(EDITS[edit.what]), edit.before, edit.after]
        for edit in _edits(here)
    ]
    data = write(ending, columns, rows, title=_("History"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.key}-history")
