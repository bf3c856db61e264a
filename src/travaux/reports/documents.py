"""A report as a document: the same headings, figures and tables in each of the six languages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from travaux.core.formats.text_files import Masthead, write_text
from travaux.core.funding.money import percent
from travaux.core.schedules.slips import slip
from travaux.core.schedules.windows import Window
from travaux.core.texts.document import Block, Document
from travaux.design.templatetags.parts import day, money
from travaux.plumbing.languages import current, said
from travaux.reports.ahead import money_lines, outlook_lines, proposed_lines, scenario_lines
from travaux.reports.models import Report
from travaux.reports.queries.board import differences
from travaux.reports.wording import MILESTONE_STATES, MODES, SECTIONS, STATES
from travaux.roadmap.windows import slip_words, window_words


def words_in(report: Report, figures: dict[str, Any]) -> int:
    """The words of the whole document, headings counted, as the body's rule counts them."""
    return sum(len(b.text.split()) for b in document(report, figures).blocks)


def _window(text: str | None) -> str:
    return window_words(Window.parse(text)) if text else ""


def _prose(report: Report, section: str) -> list[Block]:
    text = (report.prose or {}).get(section, "").strip()
    return [Block("paragraph", part.strip()) for part in text.split("\n\n") if part.strip()]


def _table(rows: list[tuple[str, ...]]) -> Block:
    return Block("table", "\n".join("\t".join(r) for r in rows), rows=tuple(rows))


def _heading(text: object, level: int = 1) -> Block:
    return Block("heading", str(text), level=level)


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


def cut_off_line(report: Report) -> str:
    """ "As at 31 October 2023", with the assumption said where it is one."""
    if report.cut_off_assumed:
        return _("As at %(date)s (assumed: the source is undated)") % {"date": day(report.cut_off)}
    return _("As at %(date)s") % {"date": day(report.cut_off)}


def mandate_line(report: Report) -> str:
    """The resolution under which the report is made, with its other names."""
    process = report.process
    line = _("Mandate: %(symbol)s, adopted on %(date)s") % {
        "symbol": process.symbol,
        "date": day(process.adopted_on),
    }
    if process.aliases:
        line = _("%(line)s; also known as %(aliases)s") % {
            "line": line,
            "aliases": "; ".join(process.aliases),
        }
    return line


def document(report: Report, figures: dict[str, Any] | None = None) -> Document:
    """The whole report in the active language. Prose stands in its original language."""
    f = figures if figures is not None else report.figures
    blocks: list[Block] = [
        Block("paragraph", cut_off_line(report)),
        Block("paragraph", mandate_line(report)),
    ]
    if report.original_language != current() and any((report.prose or {}).values()):
        blocks.append(Block("paragraph", _("The prose stands in its original language.")))
    blocks += [_heading(SECTIONS["summary"]), *_prose(report, "summary")]
    blocks += [_heading(_("Status of the mandate")), _table(clause_rows(f))]
    if report.previous is not None and report.previous.figures:
        changes = differences(f, report.previous.figures)
        blocks.append(
            _heading(
                _("Changes since the report as at %(date)s") % {"date": day(_day(changes["since"]))}
            )
        )
        rows = change_rows(changes)
        blocks.append(
            _table(rows) if len(rows) > 1 else Block("paragraph", _("No figure has changed."))
        )
        blocks += [_heading(SECTIONS["decided"], 2), *_prose(report, "decided")]
    none = Block("paragraph", _("There is no evidence on record yet."))
    blocks += [
        _heading(SECTIONS["evidence"]),
        *(_prose(report, "evidence") or [none]),
        _heading(SECTIONS["consultation"]),
        *_prose(report, "consultation"),
        _table(consultation_rows(f)),
        _heading(_("Timetable")),
        _table(milestone_rows(f)),
    ]
    blocks += [Block("paragraph", line) for line in (*warning_lines(f), *outlook_lines(f))]
    blocks += [_heading(_("Funds")), _table(fund_rows(f)), Block("paragraph", fund_sentence(f))]
    blocks += [Block("paragraph", line) for line in (*money_lines(f), *scenario_lines(f))]
    proposed = proposed_lines(f)
    if proposed:
        blocks.append(_heading(_("What follows without more money"), 2))
        blocks += [Block("paragraph", line) for line in proposed]
    blocks += [_heading(SECTIONS["challenges"]), *_prose(report, "challenges")]
    blocks += [Block("paragraph", told(x)) for x in f["challenges"]]
    blocks += [_heading(SECTIONS["next_steps"]), *_prose(report, "next_steps")]
    blocks += [Block("paragraph", told(x)) for x in f["next_steps"]]
    action = _prose(report, "action")
    if action:
        blocks += [_heading(SECTIONS["action"]), *action]
    return Document(title(report), tuple(b for b in blocks), language=_tag())


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


def countdown(report: Report, today: date) -> str:
    """How long it is until the report is to be submitted; nothing once it is frozen."""
    if report.submitted_on is None or report.frozen_at:
        return ""
    days = (report.submitted_on - today).days
    facts = {"date": day(report.submitted_on), "n": abs(days)}
    if days < 0:
        return _("It was to be submitted by %(date)s.") % facts
    return (
        ngettext(
            "It is to be submitted by %(date)s: %(n)s day is left.",
            "It is to be submitted by %(date)s: %(n)s days are left.",
            days,
        )
        % facts
    )


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


def title(report: Report) -> str:
    """Its own title, else what every report of a process is called."""
    return said(report.titles) or _("Progress report %(number)s: %(process)s") % {
        "number": report.number,
        "process": said(report.process.titles),
    }


def _tag() -> str:
    return current()


def _day(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None


def masthead(report: Report) -> Masthead:
    """Symbol, distribution, date, original language, body and agenda item, for its head."""
    from travaux.plumbing.languages import NAMES

    parts = [
        "" if report.frozen_at else _("Draft, not for citation"),
        _("Demonstration") if report.demonstration else "",
    ]
    return Masthead(
        report.symbol,
        str(day(report.dated_on or report.cut_off)),
        " · ".join(p for p in parts if p),
        distribution=_("Distr.: %(distribution)s") % {"distribution": report.distribution}
        if report.distribution
        else "",
        original=_("Original: %(language)s") % {"language": NAMES[report.original_language]}
        if report.original_language in NAMES
        else "",
        organ=said(report.session) or said(report.process.body) or said(report.process.titles),
        agenda=tuple(line for line in (_session_day(report), report.agenda) if line),
    )


def _session_day(report: Report) -> str:
    return str(day(report.session_on)) if report.session_on else ""


def write(report: Report, ending: str, figures: dict[str, Any] | None = None) -> bytes:
    """The report as .docx, .pdf, .html or .md, in the active language."""
    return write_text(document(report, figures), ending, masthead=masthead(report))
