"""The lines of the budget: estimate, obligated, spent, what the funds can pay; from a file."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.core.funding.amounts import typed_amount
from travaux.core.funding.budgets import BudgetFile, FileLine, read_budget
from travaux.core.funding.coverage import Tight
from travaux.core.problems import Unusable
from travaux.design.templatetags.parts import money
from travaux.funding import actions
from travaux.funding.forms import BudgetFileForm, BudgetKeepForm, TermsForm
from travaux.funding.models import BudgetLine
from travaux.funding.queries import Ledger, ledger, terms_of
from travaux.funding.queries.targets import names_of_targets
from travaux.funding.rules import may_record_money
from travaux.funding.states import BASES, STAGES
from travaux.funding.wording import tight_words
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import NAMES, said
from travaux.plumbing.verdicts import Refusal, explain, refuse, require
from travaux.roadmap.models import Process
from travaux.roadmap.rules import may_see_forecast
from travaux.roadmap.views.roadmap import as_at_of
from travaux.roadmap.windows import day_words

SALT = "budget-lines"


def _asked(request: HttpRequest, process: str) -> tuple[Process, Ledger]:
    here = get_object_or_404(Process, code=process)
    require(may_see_forecast(request.user, here))  # type: ignore[arg-type]
    try:
        return here, ledger(here, as_at_of(request)[0])
    except Unusable as problem:
        raise refuse(problem.code, **dict(problem.problem.facts)) from None


def _by_purses(book: Ledger) -> list[Tight]:
    """The reasons, one for each set of pledges: all lines that hang on it, and what they need."""
    found: dict[tuple[str, ...], set[str]] = {}
    there = {}
    for t in book.coverages["pledge"].short:
        purses = tuple(sorted(t.purses))
        found.setdefault(purses, set()).update(t.lines)
        there[purses] = t.there
    rows = {r.line.code: r for r in book.lines}
    return [
        Tight(
            "",
            tuple(c for c in rows if c in codes),
            purses,
            sum((rows[c].gross for c in codes), Decimal(0)),
            there[purses],
        )
        for purses, codes in found.items()
    ]


def _pays_for(line: BudgetLine | FileLine, names: dict[str, dict[str, str]]) -> list[str]:
    """The meeting, the round and the language of a line, by name."""
    found = [names["meeting"].get(line.meeting, ""), names["round"].get(line.round, "")]
    return [x for x in (*found, NAMES.get(line.language, "")) if x]


def lines(request: HttpRequest, process: str) -> HttpResponse:
    """Each line: estimate, obligated, spent, and what can be paid of it with earmarks respected."""
    here, book = _asked(request, process)
    titles = {r.line.code: said(r.line.titles) or r.line.code for r in book.lines}
    givers = {e.code or e.key: said(e.party) for e in here.money_events.all()}
    short = _by_purses(book)
    idle = book.coverages["pledge"].idle
    names = names_of_targets(here.code)
    totals = {
        name: sum(getattr(r, name) for r in book.lines)
        for name in ("gross", "obligated", "spent", "received", "pledged")
    }
    context = {
        "process": here,
        "tab": "funding",
        "book": book,
        "rows": [(r, _pays_for(r.line, names)) for r in book.lines],
        "totals": totals,
        "as_at": book.as_at or clock.today(),
        "as_at_words": day_words(book.as_at or clock.today()),
        "query": f"?as-at={book.as_at.isoformat()}" if book.as_at else "",
        "basis": BASES[book.terms.lines],
        "stage": STAGES[book.terms.obligate_from],
        "reasons": [tight_words(t, titles, givers, here.currency) for t in short[:20]],
        "idle": [
            _("%(party)s: %(amount)s") % {"party": givers.get(c) or c, "amount": money(a)}
            for c, a in idle.items()
        ],
        "assumed": any(r.line.assumed for r in book.lines),
        "tried": any(any(r.tried) for r in book.lines),
        "may_record": may_record_money(request.user, here),  # type: ignore[arg-type]
    }
    return render(request, "funding/lines.html", context)


def lines_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The lines as a file."""
    here, book = _asked(request, process)
    columns = [
        ("id", _("Code")),
        ("line", _("Budget line")),
        ("milestone", _("Milestone")),
        ("activity", _("Activity")),
        ("region", _("Region")),
        ("language", _("Language")),
        ("meeting", _("Meeting")),
        ("round", _("Round of comments")),
        ("meeting_name", _("Name of the meeting")),
        ("round_name", _("Name of the round")),
        ("estimate", _("Estimate")),
        ("obligated", _("Obligated")),
        ("spent", _("Spent")),
        ("covered_if_received", _("Covered by what is received")),
        ("covered_if_pledged", _("Covered by what is pledged")),
        ("currency", _("Currency")),
        ("basis", _("Support cost")),
        ("source", _("Source")),
    ]
    names = names_of_targets(here.code)
    rows = [
        [
            r.line.code,
            said(r.line.titles),
            r.line.milestone.code if r.line.milestone else "",
            r.line.activity,
            r.line.region,
            r.line.language,
            r.line.meeting,
            r.line.round,
            names["meeting"].get(r.line.meeting, ""),
            names["round"].get(r.line.round, ""),
            *(
                str(x) if ending == "json" else float(x)
                for x in (r.line.amount, r.obligated, r.spent, r.received, r.pledged)
            ),
            here.currency,
            book.terms.lines,
            r.line.source,
        ]
        for r in book.lines
    ]
    title = _("Lines of the budget")
    data = write(ending, columns, rows, title=title, right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-lines")


@login_required
def bring_in(request: HttpRequest, process: str) -> HttpResponse:
    """A budget file is looked at; then its lines are kept."""
    here = get_object_or_404(Process, code=process)
    require(may_record_money(request.user, here))  # type: ignore[arg-type]
    context: dict[str, Any] = {"process": here, "tab": "funding", "form": BudgetFileForm()}
    if request.method == "POST" and "lines" in request.POST:
        return _keep(request, here, context)
    if request.method == "POST":
        form = BudgetFileForm(request.POST, request.FILES)
        context["form"] = form
        if form.is_valid():
            file = form.cleaned_data["file"]
            codes = set(here.milestones.values_list("code", flat=True))
            try:
                targets = names_of_targets(here.code)
                found = read_budget(file.read(), file.name, here.currency, codes, targets)
            except Unusable as problem:
                context["refused"] = explain(problem)
            else:
                context |= _preview(found, targets)
    return render(request, "funding/bring_in.html", context)


def _preview(found: BudgetFile, targets: dict[str, dict[str, str]]) -> dict[str, Any]:
    kept = [
        [
            x.code, x.title, str(x.amount), x.activity, x.region, x.language, x.milestone, x.source,
            x.meeting, x.round,
        ]
        for x in found.lines
    ]  # fmt: skip
    good = bool(found.lines) and not found.problems
    return {
        "found": found,
        "rows": [(x, _pays_for(x, targets)) for x in found.lines],
        "problems": [explain(p) for p in found.problems[:40]],
        "keep": BudgetKeepForm(initial={"lines": signing.dumps(kept, salt=SALT, compress=True)})
        if good
        else None,
    }


def _keep(request: HttpRequest, here: Process, context: dict[str, Any]) -> HttpResponse:
    form = BudgetKeepForm(request.POST)
    try:
        seen = signing.loads(request.POST.get("lines", ""), salt=SALT, max_age=timedelta(hours=12))
        rows = [
            FileLine(code, title, typed_amount(amount) or 0, *rest)  # type: ignore[arg-type]
            for code, title, amount, *rest in json.loads(json.dumps(seen))
        ]
    except signing.BadSignature:
        context["refused"] = _("Bring in the file again: this look at it is too old.")
        return render(request, "funding/bring_in.html", context, status=422)
    if form.is_valid():
        try:
            n = actions.keep_budget(
                by=request.user,  # type: ignore[arg-type]
                process=here,
                lines=rows,
                language=form.cleaned_data["language"],
                source=form.cleaned_data["source"],
                at=clock.now(),
            )
        except Refusal as refusal:
            context["refused"] = refusal.sentence
        else:
            messages.success(request, _("Lines of the budget: %(n)s.") % {"n": n})
            return redirect("funding:lines", here.code)
    targets = names_of_targets(here.code)
    context |= {
        "found": BudgetFile(tuple(rows), ()),
        "rows": [(x, _pays_for(x, targets)) for x in rows],
        "keep": form,
    }
    return render(request, "funding/bring_in.html", context, status=422)


@login_required
def terms(request: HttpRequest, process: str) -> HttpResponse:
    """Support cost, its basis, and from which stage money is obligated."""
    here = get_object_or_404(Process, code=process)
    require(may_record_money(request.user, here))  # type: ignore[arg-type]
    stands = terms_of(here)
    first = {k: getattr(stands, k) for k in ("support", "lines", "obligate_from", "source")}
    form, refused = TermsForm(request.POST or None, initial=first), ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_terms(by=request.user, process=here, at=clock.now(), **form.cleaned_data)  # type: ignore[arg-type]
        except Refusal as refusal:
            refused = refusal.sentence
        else:
            messages.success(request, _("Kept."))
            return redirect("funding:lines", here.code)
    context = {"process": here, "tab": "funding", "form": form, "refused": refused}
    return render(request, "funding/terms.html", context)
