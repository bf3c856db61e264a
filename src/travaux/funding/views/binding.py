"""When the gap binds: the months under each assumption, the first milestone, the decision."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.core.problems import Unusable
from travaux.core.schedules.windows import Window
from travaux.design.templatetags.parts import money
from travaux.funding.findings import cash_words, month_lines
from travaux.funding.flow import Level, Stand, draw
from travaux.funding.queries import Cash, Funds, cash_as_at, funds_as_at
from travaux.funding.queries.targets import pays_for
from travaux.funding.wording import assumption_words
from travaux.plumbing import clock
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import explain, require
from travaux.roadmap.models import Process
from travaux.roadmap.queries import Plan, plan_as_at
from travaux.roadmap.rules import may_see_forecast
from travaux.roadmap.views.roadmap import as_at_of
from travaux.roadmap.windows import day_words, window_words


def binding(request: HttpRequest, process: str) -> HttpResponse:
    """The picture of the months with its table, and by when a decision is needed."""
    here = get_object_or_404(Process, code=process)
    require(may_see_forecast(request.user, here))  # type: ignore[arg-type]
    as_at, wrong = as_at_of(request)
    context: dict[str, Any] = {
        "process": here,
        "tab": "funding",
        "as_at": as_at or clock.today(),
        "as_at_words": day_words(as_at or clock.today()),
        "as_at_wrong": wrong,
        "query": f"?as-at={as_at.isoformat()}" if as_at else "",
    }
    try:
        funds = funds_as_at(here, as_at)
    except Unusable as problem:
        return render(request, "funding/binding.html", context | {"cannot": explain(problem)})
    plan = plan_as_at(here, as_at, clock.today())
    cash = cash_as_at(plan, funds)
    if cash is not None and cash.dues:
        context |= shown(plan, funds, cash)
    return render(request, "funding/binding.html", context)


def shown(plan: Plan, funds: Funds, cash: Cash) -> dict[str, Any]:
    """What the page says and draws."""
    stands, currency = funds.position, plan.process.currency
    sums = {"received": stands.received, "pledged": stands.pledged}
    ends = {r.assumption: r for r in cash.flow.runs_out}
    levels = [
        Level(amount, f"{assumption_words(a)}: {money(amount)}") for a, amount in sums.items()
    ]
    months = [
        Stand(m.first.isoformat()[:7].replace("-", "/"), m.committed) for m in cash.flow.months
    ]
    return {
        "cash": cash,
        "cash_words": cash_words(cash, currency, plan.eye),
        "assumed": any(x.assumed for x in cash.lines.values()),
        "ends": [
            {
                "name": assumption_words(a),
                "sum": amount,
                "end": ends.get(a),
                "line": said(cash.lines[ends[a].line].titles) if a in ends else "",
                "hits": pays_for(plan.process.code, cash.lines[ends[a].line]) if a in ends else [],
                "on": day_words(ends[a].on) if a in ends else "",
                "decide": day_words(ends[a].decide_by) if a in ends else "",
                "late": a in ends and ends[a].decide_by < plan.eye,
            }
            for a, amount in sums.items()
        ],
        "months": month_lines(cash),
        "undated": [said(cash.lines[c].titles) for c in cash.undated],
        "pictures": draw(
            months,
            levels,
            lambda n: money(Decimal(n) / 1000),
            right_to_left=get_language_bidi(),
        ),
        "unit": _("%(currency)s, thousands") % {"currency": currency},
        "last": window_words(Window.parse(cash.flow.months[-1].first.isoformat()[:7])),
    }
