"""A report as a document: the same headings, figures and tables in each of the six languages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from travaux.core.formats.text_files import Masthead, write_text
from travaux.core.texts.document import Block, Document
from travaux.design.templatetags.parts import day
from travaux.plumbing.languages import current, said
from travaux.reports.ahead import money_lines, outlook_lines, proposed_lines, scenario_lines
from travaux.reports.models import Report
from travaux.reports.queries.board import differences
from travaux.reports.tables import (
    change_rows,
    clause_rows,
    consultation_rows,
    fund_rows,
    fund_sentence,
    milestone_rows,
    told,
    warning_lines,
)
from travaux.reports.wording import SECTIONS


def words_in(report: Report, figures: dict[str, Any]) -> int:
    """The words of the whole document, headings counted, as the body's rule counts them."""
    return sum(len(b.text.split()) for b in document(report, figures).blocks)


def _prose(report: Report, section: str) -> list[Block]:
    text = (report.prose or {}).get(section, "").strip()
    return [Block("paragraph", part.strip()) for part in text.split("\n\n") if part.strip()]


def _table(rows: list[tuple[str, ...]]) -> Block:
    return Block("table", "\n".join("\t".join(r) for r in rows), rows=tuple(rows))


def _heading(text: object, level: int = 1) -> Block:
    return Block("heading", str(text), level=level)


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
