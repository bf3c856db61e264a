"""A report of an office as a document, from its frozen figures."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from travaux.comments.wording import STANDINGS
from travaux.consultations.rules import Phase
from travaux.core.comments.coverage import Standing
from travaux.core.formats.text_files import Masthead, write_text
from travaux.core.texts.document import Block, Document
from travaux.design.templatetags.parts import day
from travaux.meetings.wording import MODES, STATES
from travaux.offices.models import OfficeReport
from travaux.plumbing.languages import current, said


def _table(rows: list[tuple[str, ...]]) -> Block:
    return Block("table", "\n".join("\t".join(r) for r in rows), rows=tuple(rows))


def round_rows(figures: dict[str, Any]) -> list[tuple[str, ...]]:
    """Each round in words: states and organisations asked, invited, opened and heard."""
    return [
        (
            said(r["titles"]) or r["round"],
            str(Phase(r["phase"]).label),
            *(str(r["states"][k]) for k in ("asked", "invited", "opened", "heard")),
            str(r["organisations"]["asked"]),
            str(r["organisations"]["heard"]),
        )
        for r in figures.get("rounds", ())
    ]


def round_heads() -> tuple[str, ...]:
    return (
        _("Round"), _("Status"), _("States asked"), _("Invited"), _("Opened"), _("States heard"),
        _("Organisations asked"), _("Organisations heard"),
    )  # fmt: skip


def silent_rows(figures: dict[str, Any]) -> list[tuple[str, str]]:
    """Each round, and its states that are not heard, with how they stood."""
    found = []
    for r in figures.get("rounds", ()):
        silent = [
            f"{said(s['names']) or s['state']} ({STANDINGS[Standing(s['standing'])]})"
            for s in r["standings"]
            if Standing(s["standing"]) not in (Standing.SUBMITTED, Standing.NIL)
        ]
        found.append((said(r["titles"]) or r["round"], "; ".join(silent) or "–"))
    return found


def meeting_rows(figures: dict[str, Any]) -> list[tuple[str, ...]]:
    """Each meeting of the office in words."""
    return [
        (
            said(m["titles"]) or m["meeting"],
            day(m["day"]),
            str(MODES[m["mode"]]),
            str(STATES[m["state"]]),
            str(m["participants"]),
        )
        for m in figures.get("meetings", ())
    ]


def meeting_heads() -> tuple[str, ...]:
    return (_("Meeting"), _("When"), _("How it is held"), _("Status"), _("Participants"))


def document(report: OfficeReport) -> Document:
    """The report in the reader's language; what the office wrote stays in its own."""
    figures = report.figures
    blocks = [
        Block("paragraph", _("As at %(day)s. States of the office: %(n)s. Entered on behalf: %(entered)s.")
              % {"day": day(report.at), "n": figures.get("states", 0), "entered": figures.get("entered", 0)}),
        Block("heading", _("Who was asked, and who was heard"), level=1),
        _table([round_heads(), *round_rows(figures)]),
        Block("heading", _("States not heard"), level=1),
        _table([(_("Round"), _("States not heard")), *silent_rows(figures)]),
        Block("heading", _("Meetings"), level=1),
        _table([meeting_heads(), *meeting_rows(figures)]),
    ]  # fmt: skip
    parts = [p.strip() for p in report.text.split("\n\n") if p.strip()]
    if parts:
        blocks.append(Block("heading", _("What the office adds"), level=1))
        blocks += [Block("paragraph", part) for part in parts]
    title = _("Report of the office: %(office)s") % {"office": said(report.office.names)}
    return Document(title, tuple(blocks), current())


def write(report: OfficeReport) -> bytes:
    """The document as a Word file."""
    tag = _("Demonstration: invented.") if report.demonstration else ""
    return write_text(document(report), "docx", masthead=Masthead(standing=tag))
