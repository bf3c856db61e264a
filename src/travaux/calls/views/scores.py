"""Pages of the secretariat on scores: every application, one of them, files, and closing."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from travaux.calls import actions
from travaux.calls.models import Application, Call, Figure, Review
from travaux.calls.queries.conflicts import hints_of
from travaux.calls.queries.reviews import criteria_of, reviewers_of, told_to_reviewers
from travaux.calls.queries.scores import Row, reopenings_of, row_of, rows_of_scores
from travaux.calls.rules import reviews as rules
from travaux.calls.rules.calls import is_secretariat
from travaux.calls.states import ApplicationState
from travaux.calls.views.criteria import shares
from travaux.calls.views.frame import application_at, call_for_secretariat, frame
from travaux.calls.views.reviewers import address_shown
from travaux.calls.wording_of_reviews import FIGURES, HINTS, REVIEW_STATES
from travaux.core.reviews.figures import Figures, rounded
from travaux.people.asking import person_of, signed_in
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal, require

WIDE = 30  # points between the least and the largest total: worth talking about
SORTS = ("number", "score", "spread", "missing")
SHOWN = ("all", "missing", "wide")


def picture(totals: Figures | None, singles: list[float]) -> dict[str, Any] | None:
    """Where totals lie between 0 and 100, for a drawing 200 wide."""
    if totals is None:
        return None
    return {
        "least": 4 + round(1.92 * float(totals.least), 1),
        "width": max(0.1, round(1.92 * float(totals.spread), 1)),
        "median": 4 + round(1.92 * float(totals.median), 1),
        "dots": [4 + round(1.92 * one, 1) for one in singles],
    }


def shown(row: Row, figure: str) -> dict[str, Any]:
    """One application's figures as they are read."""
    score = row.score(figure)
    return {
        "row": row,
        "median": rounded(row.totals.median) if row.totals is not None else None,
        "mean": rounded(row.totals.mean) if row.totals is not None else None,
        # one review alone has no spread
        "spread": rounded(t.spread) if (t := row.totals) is not None and t.count > 1 else None,
        "score": rounded(score) if score is not None else None,
        "wide": row.totals is not None and row.totals.spread >= WIDE,
        "criteria": [
            (rounded(f.median), rounded(f.mean)) if f is not None else None for f in row.criteria
        ],
        "picture": picture(
            row.totals, [float(s.total) for s in row.singles if s.total is not None]
        ),
    }


def _sorted(rows: list[dict[str, Any]], sort: str) -> list[dict[str, Any]]:
    if sort == "missing":
        return sorted(rows, key=lambda r: -r["row"].missing)
    if sort in ("score", "spread"):
        return sorted(rows, key=lambda r: (r[sort] is None, -(r[sort] or 0)))
    return rows


@never_cache
@login_required
def scores(
    request: HttpRequest, process: str, call: str, error: str = "", reason: str = ""
) -> HttpResponse:
    """Median, mean and spread of every application; each leads to the single scores."""
    here, at = call_for_secretariat(request, process, call), clock.now()
    person, scoring = person_of(request), rules.scoring_of(here)
    figure = scoring.figure if scoring is not None else Figure.MEDIAN
    rows = [shown(r, figure) for r in rows_of_scores(here, person)]
    sort = request.GET.get("sort", "number")
    only = request.GET.get("show", "all")
    kept = [
        r
        for r in rows
        if only not in SHOWN
        or only == "all"
        or (only == "missing" and r["row"].missing)
        or (only == "wide" and r["wide"])
    ]
    context = {
        **frame(here.process, here),
        "rows": _sorted(kept, sort if sort in SORTS else "number"),
        "counted": len(rows),
        "missing": sum(r["row"].missing for r in rows),
        "handed_in": sum(r["row"].handed_in for r in rows),
        "withheld": sum(1 for r in rows if r["row"].withheld),
        "criteria": criteria_of(here),
        "sort": sort,
        "only": only,
        "figure": FIGURES[figure],
        "scoring": scoring,
        "may_close": rules.may_close_reviewing(person, here, at),
        "reopenings": reopenings_of(here),
        "error": error,
        "reason": reason,
        "may_reopen": rules.may_reopen_reviewing(person, here, at),
    }
    return render(request, "calls/scores.html", context, status=422 if error else 200)


@login_required
@require_POST
def close(request: HttpRequest, process: str, call: str) -> HttpResponse:
    """Scores stay as they are; or they may be given again."""
    here, at = call_for_secretariat(request, process, call), clock.now()
    if request.POST.get("do") == "reopen":
        reason = request.POST.get("reason", "")[:20_000].replace("\r\n", "\n")
        try:
            actions.reopen_reviewing(by=signed_in(request), call=here, reason=reason, at=at)
        except Refusal as refused:
            if refused.code not in ("reason-needed", "reason-too-long"):
                raise
            return scores(request, process, call, refused.sentence, reason)
    else:
        actions.close_reviewing(by=signed_in(request), call=here, at=at)
    return redirect("calls:scores", process, here.key)


def table_of(call: Call, reader: Person | None) -> tuple[list[tuple[str, Any]], list[list[Any]]]:
    """The figures of every application as a table."""
    scoring = rules.scoring_of(call)
    figure = scoring.figure if scoring is not None else Figure.MEDIAN
    criteria = criteria_of(call)
    columns: list[tuple[str, Any]] = [
        ("number", _("Number")),
        ("application", _("Key")),
        ("name", _("Name")),
        ("given", _("Reviewers")),
        ("handed_in", _("Handed in")),
        ("missing", _("Missing")),
        ("stepped_back", _("Stepped back")),
        ("score", _("Score")),
        ("median", _("Median")),
        ("mean", _("Mean")),
        ("least", _("Least")),
        ("most", _("Most")),
        ("spread", _("Spread")),
    ]
    for n, c in enumerate(criteria, 1):
        name = said(c.names)
        columns += [
            (f"median.{n}", _("%(name)s: median") % {"name": name}),
            (f"mean.{n}", _("%(name)s: mean") % {"name": name}),
        ]
    columns.append(("withheld", _("Kept back until you have scored it")))
    rows: list[list[Any]] = []
    for row in rows_of_scores(call, reader):
        told, t = shown(row, figure), row.totals
        line: list[Any] = [
            row.application.number, row.application.key, row.application.name, row.given,
            row.handed_in, row.missing, row.stepped_back, told["score"], told["median"], told["mean"],
            rounded(t.least) if t else None, rounded(t.most) if t else None, told["spread"],
        ]  # fmt: skip
        for pair in told["criteria"]:
            line += list(pair) if pair is not None else [None, None]
        rows.append([*line, "yes" if row.withheld else ""])
    return columns, rows


def singles_table(
    call: Call, reader: Person | None
) -> tuple[list[tuple[str, Any]], list[list[Any]]]:
    """Every single score that was handed in, as a table: what all figures are made of."""
    criteria = criteria_of(call)
    columns: list[tuple[str, Any]] = [
        ("number", _("Number")),
        ("application", _("Key")),
        ("reviewer", _("Reviewer")),
        ("handed_in_at", _("Handed in (UTC)")),
        ("amended_at", _("Amended (UTC)")),
        ("total", _("Total")),
    ]
    for n, c in enumerate(criteria, 1):
        columns += [(f"score.{n}", said(c.names)), (f"remark.{n}", _("Remark"))]
    columns.append(("remark", _("Remark on the whole")))
    rows = []
    for row in rows_of_scores(call, reader):
        for s in row.singles:
            pairs = [x for pair in zip(s.values, s.remarks, strict=True) for x in pair]
            rows.append(
                [row.application.number, row.application.key, address_shown(s.review.reviewer),
                 s.review.handed_in_at, s.review.amended_at,
                 rounded(s.total) if s.total is not None else None, *pairs, s.review.remark]
            )  # fmt: skip
    return columns, rows


@login_required
def scores_file(request: HttpRequest, process: str, call: str, ending: str) -> HttpResponse:
    """The figures of every application as a file."""
    here = call_for_secretariat(request, process, call)
    columns, rows = table_of(here, person_of(request))
    data = write(ending, columns, rows, title=_("Scores"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.key}-scores")


@login_required
def singles_file(request: HttpRequest, process: str, call: str, ending: str) -> HttpResponse:
    """Every single score as a file."""
    here = call_for_secretariat(request, process, call)
    columns, rows = singles_table(here, person_of(request))
    data = write(ending, columns, rows, title=_("Single scores"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.key}-single-scores")


@never_cache
@login_required
def application_scores(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One application: its single scores, who reviews it, hints of conflicts, struck passages."""
    found, at, error = application_at(process, key), clock.now(), ""
    person, call = person_of(request), found.call
    require(is_secretariat(person, process, at))
    if found.state != ApplicationState.SUBMITTED:
        raise Http404(key)
    passage = request.POST.get("passage", "")[:5_000]
    if request.method == "POST":
        try:
            _change(request, found, passage)
            return redirect("calls:application-scores", process, key)
        except Refusal as refused:
            error = refused.sentence
    reviewers = list(reviewers_of(call))
    hints = hints_of(call, [found], reviewers)
    words = {r.key: [HINTS[c] for c in hints.get((found.key, r.key), ())] for r in reviewers}
    reviews = list(
        Review.objects.filter(application=found).select_related("reviewer__person").order_by("pk")
    )
    held = {r.reviewer_id for r in reviews if r.state != "recused"}
    row = row_of(found, person)
    criteria = criteria_of(call)
    scoring = rules.scoring_of(call)
    context = {
        **frame(call.process, call),
        "application": found,
        "criteria": shares(criteria),
        "shown": shown(row, scoring.figure if scoring else Figure.MEDIAN) if row else None,
        "singles": [
            (s, address_shown(s.review.reviewer), list(zip(s.values, s.remarks, strict=True)),
             rounded(s.total) if s.total is not None else None)
            for s in (row.singles if row is not None else ())
        ],
        "reviews": [
            (r, address_shown(r.reviewer), REVIEW_STATES[r.state], words.get(r.reviewer.key, []),
             rules.may_take_back(person, r, at))
            for r in reviews
        ],
        "offered": [
            (r, address_shown(r), words[r.key])
            for r in reviewers
            if r.pk not in held and rules.may_be_given(found, r)
        ],
        "may": rules.may_appoint_reviewers(person, call, at),
        "redactions": list(found.redactions.all()),
        "told": told_to_reviewers(found),
        "passage": passage,
        "error": error,
    }  # fmt: skip
    return render(request, "calls/application_scores.html", context, status=422 if error else 200)


def _change(request: HttpRequest, found: Application, passage: str) -> None:
    """What the secretariat does on the page of one application."""
    by, at, do = signed_in(request), clock.now(), request.POST.get("do", "")
    which = request.POST.get("which", "")[:20]
    if do == "assign":
        reviewer = reviewers_of(found.call).filter(key=which).first()
        if reviewer is None:
            raise Http404(which)
        actions.assign_review(by=by, application=found, reviewer=reviewer, at=at)
    elif do == "take-back":
        review = found.reviews.select_related("application__call__process").filter(key=which)
        for one in review:
            actions.take_review_back(by=by, review=one, at=at)
    elif do == "show-again":
        for struck in found.redactions.filter(key=which):
            actions.show_again(by=by, redaction=struck, at=at)
    else:
        actions.strike_out(by=by, application=found, passage=passage, at=at)
