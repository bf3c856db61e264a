"""The figures of decision note, appeal, tracker, donor pages and IATI file, from the record alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from travaux.core.formats.iati import (
    TRANSACTIONS,
    AidActivity,
    Organisation,
    Transaction,
    YearBudget,
)
from travaux.core.funding.coverage import coverage
from travaux.core.funding.money import MoneyEvent as Money
from travaux.core.funding.money import position
from travaux.core.funding.totals import standing
from travaux.core.problems import Unusable
from travaux.core.processes.board import dues_of, fund_figures
from travaux.core.processes.needs import need_figures, tracker_row
from travaux.core.schedules.windows import Window
from travaux.funding.queries import support_of
from travaux.funding.weighing import leaner_of
from travaux.plumbing.verdicts import refuse
from travaux.reports.models import Report
from travaux.reports.queries.board import figures, money_events
from travaux.reports.queries.hearing import with_countries
from travaux.reports.queries.outlook import budget_of, names_of
from travaux.roadmap.models import Process
from travaux.roadmap.queries import plan_as_at


def needs(process: Process, as_at: date) -> dict[str, Any]:
    """What follows from gap, forecast of money and leaner ways, with the countries that would not be
    heard in person. Raises Unusable where sums cannot be added up or the solver runs out of time."""
    found = plain_needs(process, as_at)
    return {**found, "scenario": with_countries(process, found["scenario"], as_at)}


def plain_needs(process: Process, as_at: date) -> dict[str, Any]:
    """The same without the countries of those who are on record: what a report may print."""
    plan = plan_as_at(process, as_at, as_at)
    events = money_events(process)
    lines, purses = budget_of(process, events, as_at)
    return need_figures(
        as_at=as_at,
        currency=process.currency,
        funds=position(events, as_at, process.currency, support_of(process)),
        lines=lines,
        stood={s.code: s.standing for s in plan.steps},
        leaner=leaner_of(process),
        names=names_of(process),
        purses=purses,
    )


def report_figures(process: Process, as_at: date, *, proposal: bool = True) -> dict[str, Any]:
    """The figures of a report to the governing body, and, where the plan's forecast is public and
    no scenario was chosen by then, what follows without more money (`proposed`)."""
    found = figures(process, as_at)
    found["proposed"] = None
    if proposal and found["outlook"] is not None and found["scenario"] is None:
        try:
            told = plain_needs(process, as_at)
        except Unusable:
            return found
        if told["scenario"] is not None:
            found["proposed"] = {**told["scenario"], "assumed": told["assumed"]}
    return found


def figures_of(report: Report) -> dict[str, Any]:
    """The figures of a report that is not frozen yet, as those who write it want them."""
    return report_figures(report.process, report.cut_off, proposal=report.proposal)


def tracker(process: Process, as_at: date) -> dict[str, Any]:
    """The mandate clause by clause with the funds in thousands; the days on which they changed;
    published readings apart."""
    board = figures(process, as_at)
    events, support = money_events(process), support_of(process)
    days = sorted({e.known_on for e in events if e.known_on and e.known_on <= as_at})
    own = []
    for day in days[-24:]:
        stood = position(events, day, process.currency, support)
        own.append({"on": day.isoformat(), **tracker_row(stood.required, stood.pledged)})
    return {
        "as_at": as_at.isoformat(),
        "clauses": board["clauses"],
        "funds": board["funds"],
        "row": tracker_row(Decimal(board["funds"]["required"]), Decimal(board["funds"]["pledged"])),
        "snapshots": own,
        "published": [
            {
                "titles": s.titles,
                "on": s.read_on.isoformat() if s.read_on else None,
                "source": s.source,
                **tracker_row(s.required, s.mobilised),
            }
            for s in process.snapshots.all()
            if s.read_on is None or s.read_on <= as_at
        ],
    }


def donors(process: Process, as_at: date) -> list[dict[str, Any]]:
    """Per pledge whose donor agreed to be published: what it is, what came of it, what it paid
    for. What is obligated is laid on the pledges as their earmarks allow, earlier lines first."""
    events = money_events(process)
    rows = {e.code or e.key: e for e in process.money_events.all()}
    live = standing(events, as_at)
    lines, money = budget_of(process, events, as_at)
    titles = {x.code: dict(x.titles) for x in lines}
    spent: dict[str, Decimal] = {}
    for e in live:
        if e.kind == "spent":
            spent[e.line] = spent.get(e.line, Decimal(0)) + (e.booked or e.amount)
    paid = coverage(money["received"], {x.code: spent.get(x.code, Decimal(0)) for x in lines})
    found = []
    for e in live:
        row = rows[e.code]
        if not row.consent or e.of:
            continue
        of = [x for x in live if x.of == e.code]
        found.append(
            {
                "pledge": e.code,
                "key": row.key,
                "party": row.party,
                "kind": e.kind,
                "amount": str(e.amount),
                "currency": e.currency,
                "known_on": e.known_on.isoformat() if e.known_on else None,
                "earmark": e.earmark,
                "received": str(sum((x.amount for x in of if x.kind == "received"), Decimal(0))),
                "paid_for": [
                    {"line": line, "titles": titles.get(line, {}), "amount": str(amount)}
                    for (purse, line), amount in paid.flows.items()
                    if purse == e.code
                ],
            }
        )
    return found


def iati_activity(process: Process, as_at: date) -> AidActivity:
    """The process as an activity of the IATI standard, with the events known at the date."""
    told = (process.report_defaults or {}).get("iati") or {}
    if not told.get("org"):
        raise refuse("iati-without-reporter")
    events = money_events(process)
    rows = {e.code or e.key: e for e in process.money_events.all()}
    plan = plan_as_at(process, as_at, as_at)
    ends = [s.standing.current.ends_on for s in plan.steps if s.standing.current]
    end = max([*ends, process.adopted_on or as_at])
    last = plan.last
    return AidActivity(
        process.code,
        Organisation(str(told["org"]), str(told.get("kind", "40")), dict(told.get("names", {}))),
        process.titles,
        process.summaries,
        process.currency,
        process.adopted_on or as_at,
        end,
        last is not None and last.standing.state == "done",
        as_at,
        str(told.get("sector", "43010")),
        str(told.get("region", "998")),
        _years(process, events, as_at),
        [
            Transaction(
                e.code,
                e.kind,
                e.amount,
                e.currency,
                _day(rows[e.code].happened_on, e.known_on or as_at),
                rows[e.code].party if rows[e.code].consent else {},
                "in kind" if e.kind == "in-kind" else "",
            )
            for e in standing(events, as_at)
            if e.kind in TRANSACTIONS
        ],
    )


def funds_of(process: Process, as_at: date) -> dict[str, Any]:
    """The funds as every report prints them."""
    stands = position(money_events(process), as_at, process.currency, support_of(process))
    return fund_figures(stands, process.currency)


def _day(happened: str, known: date) -> date:
    if not happened:
        return known
    window = Window.parse(happened)
    return window.starts_on if window.starts_on == window.ends_on else known


def _years(process: Process, events: list[Money], as_at: date) -> list[YearBudget]:
    """The budget by calendar years, where no line is assumed."""
    lines, _purses = budget_of(process, events, as_at)
    if not lines or any(x.assumed for x in lines):
        return []
    plan = plan_as_at(process, as_at, as_at)
    dues, _undated = dues_of(lines, {s.code: s.standing for s in plan.steps})
    years = sorted({d.on.year for d in dues})
    return [
        YearBudget(
            date(y, 1, 1),
            date(y, 12, 31),
            sum((d.amount for d in dues if d.on.year == y), Decimal(0)),
            as_at,
        )
        for y in years
    ]
