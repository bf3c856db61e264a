"""What a report says of what is to come: forecast, end of the money, scenario, decision needed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from travaux.core.funding.cash import RunsOut
from travaux.design.templatetags.parts import day, money
from travaux.funding.findings import runs_out_words
from travaux.funding.wording import way_change_words
from travaux.plumbing.languages import said
from travaux.reports.consequences import assumed_lines, consequences
from travaux.roadmap.forecast_pages import document_sentence, ready_sentence


def outlook_lines(figures: dict[str, Any]) -> list[str]:
    """The chance of the session, where the plan's forecast is public; never without its caveat."""
    time = (figures.get("outlook") or {}).get("time")
    if not time:
        return []
    iso = date.fromisoformat
    found = [
        ready_sentence(
            said(time["titles"]), iso(time["fixed"]), float(time["chance"]), iso(time["ready"])
        )
    ]
    found += [
        document_sentence(said(d["titles"]), iso(d["by"]), float(d["chance"]))
        for d in time["documents"]
    ]
    if time["assumed"]:
        found.append(
            _(
                "How long a step takes is an assumption here, where no record tells it. A forecast "
                "binds nobody and moves no date."
            )
        )
    return found


def money_lines(figures: dict[str, Any]) -> list[str]:
    """When the money runs out, and the decision that is needed."""
    told_ = (figures.get("outlook") or {}).get("money")
    if not told_:
        return []
    found = []
    eye, currency = date.fromisoformat(figures["as_at"]), figures["funds"]["currency"]
    for r in told_["runs_out"]:
        out = RunsOut(
            r["assumption"],
            r["line"],
            r["milestone"],
            date.fromisoformat(r["on"]),
            Decimal(r["short"]),
            date.fromisoformat(r["decide_by"]),
        )
        found.append(" ".join(runs_out_words(out, said(r["titles"]), currency, eye)))
    if found and told_["assumed"]:
        found.append(_("How the total is divided is assumed."))
    return found


def scenario_lines(figures: dict[str, Any]) -> list[str]:
    """The leaner scenario that was chosen, where one was by the cut-off."""
    chosen = figures.get("scenario")
    if not chosen:
        return []
    ways = "; ".join(
        way_change_words(said(c["titles"]) or c["activity"], c["from"], c["to"])
        for c in chosen["changes"]
    )
    return [
        _("On %(date)s a leaner scenario for %(currency)s %(sum)s was chosen: %(changes)s.")
        % {
            "date": day(date.fromisoformat(chosen["chosen_on"])),
            "currency": figures["funds"]["currency"],
            "sum": money(chosen["budget"]),
            "changes": ways,
        }
    ]


def proposed_lines(figures: dict[str, Any]) -> list[str]:
    """The decision that is needed, and what follows without more money."""
    proposed = figures.get("proposed")
    if not proposed:
        return []
    lines = consequences({"scenario": proposed, "funds": figures["funds"]})
    return [*decision_lines(figures), *lines, *assumed_lines(proposed)]


def decision_lines(figures: dict[str, Any]) -> list[str]:
    """By when it has to be decided what becomes of the gap; nothing where the money lasts."""
    money_ = (figures.get("outlook") or {}).get("money") or {}
    ends = [r for r in money_.get("runs_out", ()) if r["assumption"] == "pledged"]
    if not ends or Decimal(figures["funds"]["gap"]) <= 0:
        return []
    by = date.fromisoformat(ends[0]["decide_by"])
    facts = {
        "day": day(by),
        "currency": figures["funds"]["currency"],
        "gap": money(figures["funds"]["gap"]),
    }
    if by < date.fromisoformat(figures["as_at"]):
        return [
            _(
                "Decision needed at once, for it was needed by %(day)s: bring in %(currency)s %(gap)s "
                "more, or hold the work to what the funds keep."
            )
            % facts
        ]
    return [
        _(
            "Decision needed by %(day)s: bring in %(currency)s %(gap)s more, or hold the work to what "
            "the funds keep."
        )
        % facts
    ]
