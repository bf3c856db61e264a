"""What changed since the version before and why: a page, a table, and a document."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.answers import rules
from travaux.answers.queries import carrying as queries
from travaux.answers.queries.carrying import ChangeRow
from travaux.answers.views.frame import frame, version_at
from travaux.core.formats.text_files import write_text
from travaux.core.texts.document import Block, Document
from travaux.drafts.models import Version
from travaux.drafts.queries import masthead_of, title_of
from travaux.drafts.rules import may_read
from travaux.drafts.wording import CHANGES
from travaux.people.asking import person_of
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import current
from travaux.plumbing.verdicts import require

PAGE = 40


def _rows(request: HttpRequest, version: Version) -> list[ChangeRow]:
    """The changes, for whoever may read the version."""
    person, at = person_of(request), clock.now()
    require(may_read(person, version))
    staff = bool(rules.may_see_desk(person, version.text.process.code, at))
    return queries.changes_with_causes(version, staff=staff, person=person, at=at)


def changes(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """What changed since the version before, because of which comments, and on what evidence."""
    here = version_at(process, version)
    rows = _rows(request, here)
    return render(
        request,
        "answers/changes.html",
        {
            **frame(here.text.process, invented=here.demonstration),
            "version": here,
            "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
            "total": len(rows),
            "named": sum(1 for row in rows if row.causes),
        },
    )


def changes_file(request: HttpRequest, process: str, version: str, ending: str) -> HttpResponse:
    """The same as a file."""
    here = version_at(process, version)
    columns = [
        ("number", _("Paragraph")),
        ("change", _("Change")),
        ("before", _("Before")),
        ("after", _("After")),
        ("comments", _("Because of comments")),
        ("answers", _("Answers")),
        ("evidence", _("Evidence")),
        ("decisions", _("Decisions of meetings")),
        ("editorial", _("Editorial")),
    ]
    rows = [
        [
            row.number,
            row.kind,
            row.before,
            row.after,
            "; ".join(f"{c['number']} ({_who(c)})" for c in row.causes),
            "; ".join(f"{c['number']}: {_answered(c)}" for c in row.causes if c["words"]),
            *(
                "; ".join(str(one) for one in row.behind if one.source == source)
                for source in ("evidence", "meetings")
            ),
            _("yes") if row.editorial else "",
        ]
        for row in _rows(request, here)
    ]
    data = write(ending, columns, rows, title=_("Changes"), right_to_left=get_language_bidi())
    return download(data, ending, f"changes-{here.key}")


def _who(cause: dict[str, str]) -> str:
    """Who said it, and at which meeting, where it was said at one."""
    return "; ".join(part for part in (str(cause["member"]), cause["said"]) if part)


def _answered(cause: dict[str, str]) -> str:
    reasons = " ".join(str(cause["reasons"]).split())
    return " – ".join(part for part in (str(cause["words"]), reasons) if part)


def changes_document(request: HttpRequest, process: str, version: str, ending: str) -> HttpResponse:
    """The same as a document that can go to a governing body: a table under a masthead."""
    here = version_at(process, version)
    rows = [(_("Paragraph"), _("Before"), _("After"), _("Because of"))]
    for row in _rows(request, here):
        why = [
            _("Comment %(number)s") % {"number": c["number"]}
            + f" ({_who(c)})"
            + (f": {_answered(c)}" if c["words"] else "")
            for c in row.causes
        ]
        if row.withheld:
            why.append(_("Comments; their answers are not released yet."))
        why += [str(one) for one in row.behind]
        if row.editorial:
            why.append(_("Editorial."))
        kind = str(CHANGES.get(row.kind, row.kind))
        name = f"{row.number} ({kind})" if row.number else kind
        rows.append((name, row.before, row.after, "\n".join(why) or _("No comment is named.")))
    before = here.based_on
    intro = [
        Block("paragraph", f"{title_of(one)} ({one.symbol or one.key})")
        for one in (before, here)
        if one is not None
    ]
    table = Block("table", "\n".join("\t".join(row) for row in rows), rows=tuple(rows))
    nothing = Block(
        "paragraph", _("Every paragraph stands word for word as in the version before.")
    )
    document = Document(
        _("What changed, and because of which comments"),
        (*intro, table if len(rows) > 1 else nothing),
        current(),
    )
    data = write_text(document, ending, masthead=masthead_of(here))
    return download(data, ending, f"changes-{here.key}")
