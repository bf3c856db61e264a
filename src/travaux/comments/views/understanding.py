"""The step between a file and what comes of it: what was understood, page by page, and mended."""

from __future__ import annotations

import re
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from travaux.comments import actions
from travaux.comments.file_sentences import why_unplaced
from travaux.comments.file_words import kind_words
from travaux.comments.queries.intake import formatting_by_author
from travaux.comments.queries.tables import TablePlan
from travaux.comments.queries.understanding import PAGE, Decisions, Mending, decisions_of
from travaux.consultations.models import Round
from travaux.core.formats.mails import Attachment
from travaux.people.asking import signed_in
from travaux.plumbing import clock
from travaux.plumbing.models import StoredFile
from travaux.plumbing.verdicts import explain

PROBLEMS = 60  # sentences that one page shows; the report of the file has them all
NAMES = 200  # places that are offered while one types


def page_number(request: HttpRequest, mending: Mending) -> int:
    """The page that is asked for, or that was filled in."""
    asked = str((request.POST if request.method == "POST" else request.GET).get("page", ""))
    return min(max(1, int(asked)), mending.pages()) if re.fullmatch(r"\d{1,6}", asked) else 1


def keep_decided(
    request: HttpRequest, round: Round, file: StoredFile, mending: Mending
) -> Decisions:
    """What was filled in on one page is kept; then everything that was decided so far."""
    posted = request.POST
    said: dict[int, dict[str, Any]] = {}
    for row in mending.on_page(page_number(request, mending)):
        number = row.row.row
        one: dict[str, Any] = {}
        chosen = posted.get(f"yes-{number}", "")[:60] or posted.get(f"place-{number}")
        if chosen is not None:
            words = mending.changed(row, chosen[:60])
            if words is not None:
                one["place"] = words
                if mending.means_nothing(words):
                    one["unknown"] = True
        if f"out-{number}" in posted:
            one["out"] = True
        if f"take-{number}" in posted and row.kind == "format":
            one["take"] = True
        said[number] = one
    actions.decide_rows(by=signed_in(request), round=round, file=file, said=said, at=clock.now())
    return decisions_of(round, file)


def page_asked(request: HttpRequest, mending: Mending) -> int:
    """The page to go to without confirming anything; 0 where the whole is confirmed."""
    wanted = request.POST.get("to", "")
    if not re.fullmatch(r"\d{1,6}", wanted):
        return 0
    return min(max(1, int(wanted)), mending.pages())


def page_of_rows(mending: Mending, number: int) -> Page[Any]:
    """The page as the list of pages below it needs it."""
    return Paginator(mending.ordered, PAGE).get_page(number)


def understood_context(
    plan: TablePlan, mending: Mending, decisions: Decisions, number: int, wrong: set[int]
) -> dict[str, Any]:
    """What the list of what was understood shows on one page."""
    final, bad = mending.decided(decisions)
    shown = mending.shown(number, decisions, wrong | bad)
    problems = plan.table.problems
    return {
        "plan": plan,
        "coming": len(final.rows),
        "waiting": sum(1 for row in final.rows if row.asks),
        "understood": [
            {"it": it, "why": why_unplaced(it.row.why) if it.asks else ""} for it in shown
        ],
        "rows_page": page_of_rows(mending, number),
        "problems": [explain(p) for p in problems[:PROBLEMS]],
        "more_problems": max(0, len(problems) - PROBLEMS),
        "formatting": formatting_by_author(plan),
        "attached": [attached(one) for one in plan.attachments],
        "names": mending.names.all[:NAMES],
    }


def attached(one: Attachment) -> dict[str, Any]:
    """An attached file as it is named: its name, its kind, its size."""
    return {
        "name": one.name,
        "kind": kind_words(one.name, one.media_type),
        "size": one.size,
        "is_file": one.is_file,
    }
