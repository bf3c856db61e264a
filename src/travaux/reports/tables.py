"""Tables and lines of a report out of its figures, in the active language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from travaux.core.funding.money import percent
from travaux.core.schedules.slips import slip
from travaux.core.schedules.windows import Window
from travaux.design.templatetags.parts import money
from travaux.plumbing.languages import said
from travaux.reports.wording import MILESTONE_STATES, MODES, STATES
from travaux.roadmap.windows import slip_words, window_words


def _window(text: str | None) -> str:
    return window_words(Window.parse(text)) if text else ""


def clause_rows(figures: dict[str, Any]) -> list[tuple[str, ...]]:
    """The state of the mandate, clause by clause and deliverable by deliverable."""
    rows: list[tuple[str, ...]] = [(_("Request"), _("Status"))]
    for clause in figures["clauses"]:
        rows.append(
            (f"({clause['clause']}) {said(clause['titles'])}", str(STATES[clause["state"]]))
        )
        rows += [
            (f"– {said(d['titles'])}", str(STATES[d["state"]])) for d in clause["deliverables"]
        ]
    return rows


def milestone_rows(figures: dict[str, Any]) -> list[tuple[str, ...]]:
    """The timetable: planned, now, against the plan, state."""
    rows: list[tuple[str, ...]] = [
        (_("Milestone"), _("Planned"), _("Now"), _("Against the plan"), _("Status"))
    ]
    for m in figures["milestones"]:
        planned = Window.parse(m["planned"]) if m["planned"] else None
        newer_text = m["actual"] or m["revised"]
        newer = Window.parse(newer_text) if newer_text else None
        difference = slip_words(slip(planned, newer)) if planned and newer else ""
        mode = str(MODES.get(m["mode"], m["mode"]))
        title = said(m["titles"]) + (_(" (%(mode)s)") % {"mode": mode} if mode else "")
        number = f"{m['number']} " if m["number"] else ""
        state = str(MILESTONE_STATES[m["state"]])
        if m["tentative"] and m["state"] == "planned":
            state = _("%(state)s, tentative") % {"state": state}
        rows.append((number + title, _window(m["planned"]), _window(newer_text), difference, state))
    return rows


def fund_rows(figures: dict[str, Any]) -> list[tuple[str, ...]]:
    """What is needed, pledged and missing, as at the cut-off."""
    funds = figures["funds"]
    share = percent(_decimal(funds["pledged"]), _decimal(funds["required"]))
    return [
        (_("Funds, %(currency)s") % {"currency": funds["currency"]}, _("Amount"), _("Share")),
        (_("Required"), money(funds["required"]), _("%(percent)s %%") % {"percent": 100}),
        (_("Pledged"), money(funds["pledged"]), _("%(percent)s %%") % {"percent": share}),
        (
            _("Funding gap"),
            money(funds["gap"]),
            _("%(percent)s %%") % {"percent": funds["gap_percent"]},
        ),
    ]


def _decimal(text: str) -> Any:
    from decimal import Decimal

    return Decimal(text)


def consultation_rows(figures: dict[str, Any]) -> list[tuple[str, ...]]:
    """By level: rounds until the cut-off and what came in."""
    rows: list[tuple[str, ...]] = [(_("Level"), _("Rounds of comments"), _("Comments received"))]
    for level in figures["consultation"]:
        name = said(level["titles"]) or _("Without a level")
        counts = [r["comments"] for r in level["rounds"] if r["comments"] is not None]
        count = sum(counts)
        sealed = len(counts) < len(level["rounds"])
        told = _("%(n)s; others are sealed") % {"n": count} if sealed else str(count)
        rows.append((name, str(len(level["rounds"])), told))
    return rows


def change_rows(changes: dict[str, Any]) -> list[tuple[str, ...]]:
    """What differs from the figures of the last report."""
    rows: list[tuple[str, ...]] = [(_("What"), _("Last report"), _("Now"))]
    for clause in changes["clauses"]:
        rows.append(
            (
                f"({clause['now']['clause']}) {said(clause['now']['titles'])}",
                str(STATES[clause["before"]["state"]]),
                str(STATES[clause["now"]["state"]]),
            )
        )
    for m in changes["milestones"]:
        rows.append((said(m["now"]["titles"]), _standing(m["before"]), _standing(m["now"])))
    if changes["funds"]:
        for key, name in (
            ("required", _("Required")),
            ("pledged", _("Pledged")),
            ("gap", _("Funding gap")),
        ):
            before, now = changes["funds"]["before"][key], changes["funds"]["now"][key]
            if before != now:
                rows.append((name, money(before), money(now)))
    return rows


def _standing(m: dict[str, Any] | None) -> str:
    if m is None:
        return _("not in the plan")
    when = _window(m["actual"] or m["revised"] or m["planned"])
    mode = str(MODES.get(m["mode"], ""))
    state = str(MILESTONE_STATES[m["state"]])
    return ", ".join(x for x in (when, mode, state) if x)


def told(fact: dict[str, Any]) -> str:
    """A challenge or next step with what is said of it."""
    head, text = said(fact["titles"]), said(fact["texts"])
    return _("%(head)s. %(text)s") % {"head": head, "text": text} if text else head


def warning_lines(figures: dict[str, Any]) -> list[str]:
    """Dates that contradict the order of the milestones, both named."""
    titles = {m["id"]: said(m["titles"]) for m in figures["milestones"]}
    return [
        _("%(milestone)s is dated before %(predecessor)s, which it comes after.")
        % {
            "milestone": titles.get(w["milestone"], ""),
            "predecessor": titles.get(w["predecessor"], ""),
        }
        for w in figures.get("warnings", [])
    ]


def fund_sentence(figures: dict[str, Any]) -> str:
    """The sum spelled out, so that everybody can add it up."""
    funds = figures["funds"]
    sentence = _("%(required)s − %(pledged)s = %(gap)s; percentages are whole, halves up.") % {
        "required": money(funds["required"]),
        "pledged": money(funds["pledged"]),
        "gap": money(funds["gap"]),
    }
    givers = [
        _("%(party)s: %(amount)s") % {"party": said(p["party"]), "amount": money(p["amount"])}
        for p in figures.get("pledges", [])
        if said(p["party"])
    ]
    if givers:
        n = len(givers)
        sentence += " " + ngettext(
            "Pledge on record: %(list)s.", "Pledges on record: %(list)s.", n
        ) % {"list": "; ".join(givers)}
    return sentence
