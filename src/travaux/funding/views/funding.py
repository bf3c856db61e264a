"""Pages of the money: the gap as at a day, its events, the public readings."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.core.problems import Unusable
from travaux.core.schedules.windows import Window
from travaux.design.templatetags.parts import money
from travaux.funding.columns import Column, draw
from travaux.funding.findings import (
    cash_words,
    finding,
    month_lines,
    reading_words,
    sum_words,
    sums,
)
from travaux.funding.models import MoneyEvent
from travaux.funding.queries import Funds, cash_as_at, events_as_at, funds_as_at
from travaux.funding.queries.targets import names_of_targets
from travaux.funding.rules import may_record_money, may_see_leads
from travaux.funding.wording import kind_words
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import explain, refuse, require
from travaux.roadmap.models import Process
from travaux.roadmap.queries import plan_as_at
from travaux.roadmap.rules import may_see_forecast
from travaux.roadmap.views.roadmap import as_at_of
from travaux.roadmap.windows import day_words, window_words


def _demonstration(process: Process, funds: Funds | None = None) -> str:
    if process.demonstration:
        return _("This process and everything in it is invented.")
    if funds is not None and any(e.demonstration for e in funds.events):
        return _("Some entries on this page are invented. They stand in no sum of the process.")
    return ""


def _lines(funds: Funds) -> list[dict[str, Any]]:
    names = {e.code or e.key: said(e.party) or kind_words(e.kind) for e in funds.events}
    gone = {e.corrects for e in funds.events if e.corrects}
    return [
        {
            "event": e,
            "invented": e.demonstration and not e.process.demonstration,
            "taken_back": (e.code or e.key) in gone,
            "counter": names.get(e.corrects, e.corrects),
            "kind": kind_words(e.kind),
            "amount": money(e.amount),
            "when": _when(e),
            "known": day_words(e.known_on),
            "of": names.get(e.of, "") if e.of else "",
        }
        for e in funds.events
    ]


def _when(event: MoneyEvent) -> str:
    return window_words(Window.parse(event.happened_on)) if event.happened_on else ""


def _pictures(funds: Funds) -> Any:
    """The readings as columns. Round sums of a tracker are said as they are."""
    columns = []
    for r in funds.readings:
        words = sum_words(r)
        columns.append(
            Column(
                r.required,
                r.there,
                reading_words(r),
                _("needed %(required)s") % words,
                _("there %(there)s") % words,
                _("gap %(gap)s") % words,
                money((r.gap / 1000).quantize(Decimal(1))),
            )
        )
    unit = funds.readings[0].currency
    return draw(
        columns,
        _("%(currency)s, thousands") % {"currency": unit},
        lambda n: money(Decimal(n) / 1000),
        right_to_left=get_language_bidi(),
    )


def funding(request: HttpRequest, process: str) -> HttpResponse:
    """The gap as at a day, with every event and its source."""
    here = get_object_or_404(Process, code=process)
    as_at, wrong = as_at_of(request)
    context: dict[str, Any] = {
        "process": here,
        "tab": "funding",
        "as_at": as_at or clock.today(),
        "as_at_words": day_words(as_at or clock.today()),
        "as_at_wrong": wrong,
        "chosen": as_at,
        "query": f"?as-at={as_at.isoformat()}" if as_at else "",
        "may_see_leads": may_see_leads(request.user, here),  # type: ignore[arg-type]
        "may_see_lines": may_see_forecast(request.user, here),  # type: ignore[arg-type]
        "may_record": may_record_money(request.user, here),  # type: ignore[arg-type]
        "demonstration": _demonstration(here),
    }
    try:
        funds = funds_as_at(here, as_at)
    except Unusable as problem:  # several currencies: no sum, and the page says why
        context["cannot"] = explain(problem)
        return render(request, "funding/funding.html", context)
    own = funds.own
    plan = plan_as_at(here, as_at, clock.today())
    last = plan.last
    seen = may_see_forecast(request.user, here)  # type: ignore[arg-type]
    cash = cash_as_at(plan, funds) if seen and own else None
    context |= {
        "funds": funds,
        "own": own,
        "own_day": day_words(own.on) if own else "",
        "finding": finding(funds),
        "sums": sums(own) if own else "",
        "binds": window_words(last.standing.current) if last else "",
        "lines": _lines(funds),
        "cash": cash,
        "cash_words": cash_words(cash, here.currency, plan.eye) if cash else (),
        "months": month_lines(cash) if cash else (),
        "assumed": cash is not None and any(x.assumed for x in cash.lines.values()),
        "readings": [
            {"reading": r, "name": reading_words(r), "words": sum_words(r), "day": day_words(r.on)}
            for r in funds.readings
        ],
        "pictures": _pictures(funds) if funds.readings else (),
        "demonstration": _demonstration(here, funds),
    }
    return render(request, "funding/funding.html", context)


def _asked(request: HttpRequest, process: str, ending: str) -> tuple[Process, date | None, str]:
    if ending not in {"xlsx", "csv", "json"}:
        raise Http404
    here = get_object_or_404(Process, code=process)
    as_at, _wrong = as_at_of(request)
    return here, as_at, (as_at or clock.today()).isoformat()


def events_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The events of money as a file."""
    here, as_at, day = _asked(request, process, ending)
    raw = ending == "json"
    columns = [
        ("id", _("Code")),
        ("kind", _("Kind")),
        ("amount", _("Amount")),
        ("currency", _("Currency")),
        ("party", _("From whom")),
        ("of", _("Fulfils")),
        ("happened_on", _("When it happened")),
        ("known_on", _("Known since")),
        ("source", _("Source")),
        ("note", _("Note")),
        ("booked", _("Booked in %(currency)s") % {"currency": here.currency}),
        ("line", _("Budget line")),
        ("earmark", _("Earmark")),
        ("basis", _("Support cost")),
        ("corrects", _("Takes back")),
        ("demonstration", _("Demonstration")),
    ]
    rows = [
        [
            e.code or e.key,
            e.kind if raw else kind_words(e.kind),
            str(e.amount) if raw else float(e.amount),
            e.currency,
            said(e.party),
            e.of,
            e.happened_on if raw else _when(e),
            e.known_on,
            e.source,
            said(e.texts) or said(e.reasons),
            (str if raw else float)(e.amount if e.booked is None else e.booked),
            e.line,
            e.earmark,
            e.basis,
            e.corrects,
            "yes" if e.demonstration else "",
        ]
        for e in events_as_at(here, as_at)
    ]
    data = write(ending, columns, rows, title=_("Funding"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-money-{day}")


def budget_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The lines of the budget on their days, with what is left of the funds after each, as a file."""
    here, as_at, day = _asked(request, process, ending)
    require(may_see_forecast(request.user, here))  # type: ignore[arg-type]
    try:
        funds = funds_as_at(here, as_at)
    except Unusable as problem:
        raise refuse(problem.code, **dict(problem.problem.facts)) from None
    cash = cash_as_at(plan_as_at(here, as_at, clock.today()), funds)
    columns = [
        ("id", _("Code")),
        ("line", _("Budget line")),
        ("milestone", _("Milestone")),
        ("meeting", _("Meeting")),
        ("round", _("Round of comments")),
        ("language", _("Language")),
        ("commit_by", _("To be committed by")),
        ("decide_by", _("To be decided by")),
        ("amount", _("Amount")),
        ("left_if_pledged", _("Left of what is pledged")),
        ("left_if_received", _("Left of what is received")),
        ("currency", _("Currency")),
        ("assumed", _("Assumed")),
        ("source", _("Source")),
    ]
    names = names_of_targets(here.code)
    rows, committed = [], Decimal(0)
    for due in sorted(cash.dues if cash else (), key=lambda d: d.on):
        committed += due.amount
        line = cash.lines[due.code] if cash else None
        sums_ = (
            due.amount,
            funds.position.pledged - committed,
            funds.position.received - committed,
        )
        rows.append(
            [
                due.code,
                said(line.titles) if line else "",
                due.milestone,
                names["meeting"].get(line.meeting, "") if line else "",
                names["round"].get(line.round, "") if line else "",
                line.language if line else "",
                due.on,
                due.on - timedelta(days=due.decide_days),
                *(str(x) if ending == "json" else float(x) for x in sums_),
                here.currency,
                line.assumed if line else False,
                line.source if line else "",
            ]
        )
    data = write(ending, columns, rows, title=_("Budget"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-budget-{day}")


def readings_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The readings as a file: our own record first, then what public pages showed."""
    here, as_at, day = _asked(request, process, ending)
    try:
        funds = funds_as_at(here, as_at)
    except Unusable as problem:  # several currencies: there is no reading of our own to write
        raise refuse(problem.code, **dict(problem.problem.facts)) from None
    raw = ending == "json"
    columns = [
        ("reading", _("Reading")),
        ("on", _("Day")),
        ("required", _("Needed")),
        ("there", _("There")),
        ("gap", _("Gap")),
        ("percent_there", _("Share there, %")),
        ("currency", _("Currency")),
        ("source", _("Source")),
    ]

    def plain(amount: Decimal) -> Any:
        return str(amount) if raw else float(amount)

    rows = [
        [
            reading_words(r),
            r.on,
            plain(r.required),
            plain(r.there),
            plain(r.gap),
            r.share,
            r.currency,
            r.source,
        ]
        for r in funds.readings
    ]
    data = write(ending, columns, rows, title=_("Readings"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-readings-{day}")
