"""Decision note, appeal and tracker as documents of one page, in the active language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from travaux.core.formats.text_files import Masthead, write_text
from travaux.core.texts.document import Block, Document
from travaux.design.templatetags.parts import day, money
from travaux.funding.wording import way_change_words
from travaux.plumbing.languages import current, said
from travaux.reports.ahead import money_lines
from travaux.reports.consequences import assumed_lines, consequences, named_all
from travaux.reports.tables import fund_rows
from travaux.reports.wording import STATES

KINDS = ("decision", "appeal", "tracker")


def _table(rows: list[tuple[str, ...]]) -> Block:
    return Block("table", "\n".join("\t".join(r) for r in rows), rows=tuple(rows))


def _lines(texts: list[str]) -> list[Block]:
    return [Block("paragraph", text) for text in texts]


def title(kind: str, titles: dict[str, str]) -> str:
    """What the document is called."""
    names = {
        "decision": _("Decision note: %(process)s"),
        "appeal": _("Appeal for funds: %(process)s"),
        "tracker": _("Tracker: %(process)s"),
    }
    return names[kind] % {"process": said(titles)}


def gap_sentence(funds: dict[str, Any]) -> str:
    """The gap, spelled out."""
    return _(
        "Of %(currency)s %(required)s needed, %(pledged)s is pledged; %(gap)s is missing "
        "(%(percent)s\u00a0%%)."
    ) % {
        "currency": funds["currency"],
        "required": money(funds["required"]),
        "pledged": money(funds["pledged"]),
        "gap": money(funds["gap"]),
        "percent": funds["gap_percent"],
    }


def ends(figures: dict[str, Any]) -> list[str]:
    """When the money runs out, with all that is pledged, and by when to decide."""
    pledged = [r for r in figures["runs_out"] if r["assumption"] == "pledged"]
    chosen = pledged or figures["runs_out"]
    told = {"as_at": figures["as_at"], "funds": figures["funds"]}
    outlook = {"money": {"runs_out": chosen, "assumed": False}}
    return money_lines({**told, "outlook": outlook})


def what_more_restores(figures: dict[str, Any]) -> list[str]:
    """What the next sum would bring back."""
    more = figures["next"]
    if more is None:
        return []
    facts = {"currency": figures["funds"]["currency"], "sum": money(more["sum"])}
    found = []
    for c in more["restored"]:
        words = way_change_words(said(c["titles"]) or c["activity"], c["from"], c["to"])
        found.append("– " + words)
    if more["kept_again"]:
        found.append("– " + _("kept again: %(names)s") % {"names": named_all(more["kept_again"])})
    if found:
        return [_("The next %(currency)s %(sum)s would restore:") % facts, *found]
    if not more["feasible"] and more["least_cost"]:
        facts["least"] = money(more["least_cost"])
        facts["missing"] = money(Decimal(more["least_cost"]) - Decimal(more["budget"]))
        return [
            _(
                "The next %(currency)s %(sum)s would leave %(missing)s missing for the least that "
                "the mandate demands, %(least)s."
            )
            % facts
        ]
    return [_("The next %(currency)s %(sum)s by itself would restore no whole activity.") % facts]


def decision(process: Any, figures: dict[str, Any]) -> Document:
    """Without this sum by this date: what follows, and what is to be decided."""
    blocks = [
        Block("paragraph", _as_at(figures)),
        _table(fund_rows(figures)),
        *_lines([gap_sentence(figures["funds"]), *ends(figures)]),
        Block("heading", _("What follows without more money"), level=1),
        *_lines(consequences(figures)),
        Block("heading", _("What more money would change"), level=1),
        *_lines([*what_more_restores(figures), *assumed_lines(figures)]),
    ]
    return Document(title("decision", process.titles), tuple(blocks), current())


def appeal(process: Any, figures: dict[str, Any]) -> Document:
    """The gap, and what the next sum would restore."""
    blocks = [
        Block("paragraph", _as_at(figures)),
        Block("paragraph", gap_sentence(figures["funds"])),
        _table(fund_rows(figures)),
        Block("heading", _("What more money would change"), level=1),
        *_lines([*what_more_restores(figures), *ends(figures), *assumed_lines(figures)]),
    ]
    return Document(title("appeal", process.titles), tuple(blocks), current())


def tracker(process: Any, figures: dict[str, Any]) -> Document:
    """The mandate clause by clause, the funds in thousands, the dated snapshots."""
    clauses: list[tuple[str, ...]] = [(_("Request"), _("Status"))]
    for c in figures["clauses"]:
        clauses.append((f"({c['clause']}) {said(c['titles'])}", str(STATES[c["state"]])))
    blocks = [
        Block("paragraph", _as_at(figures)),
        Block("paragraph", gap_sentence(figures["funds"])),
        _table(clauses),
        Block("heading", _("Funds at each day on which they changed"), level=1),
        _table(snapshot_rows(figures)),
        Block("paragraph", rounding_rule()),
    ]
    return Document(title("tracker", process.titles), tuple(blocks), current())


def rounding_rule() -> str:
    """The one rule, in words."""
    return _(
        "In whole thousands, halves up; the gap is what remains of the rounded figures, so that "
        "every row adds up. Percentages are of the sums before rounding, whole, halves up."
    )


def snapshot_rows(figures: dict[str, Any]) -> list[tuple[str, ...]]:
    """Our own record on each day, then the published readings, apart."""
    currency = figures["funds"]["currency"]
    rows: list[tuple[str, ...]] = [
        (
            _("%(currency)s, thousands") % {"currency": currency},
            _("Needed"),
            _("Pledged"),
            _("Gap"),
            _("Share there, %"),
        )
    ]
    for s in figures["snapshots"]:
        rows.append((day(s["on"]), *_row(s)))
    for s in figures["published"]:
        rows.append((said(s["titles"]), *_row(s)))
    return rows


def _row(s: dict[str, Any]) -> tuple[str, ...]:
    return (money(s["required"]), money(s["mobilised"]), money(s["gap"]), str(s["percent"]))


def _as_at(figures: dict[str, Any]) -> str:
    return _("As at %(date)s") % {"date": day(date.fromisoformat(figures["as_at"]))}


def document(kind: str, process: Any, figures: dict[str, Any]) -> Document:
    return {"decision": decision, "appeal": appeal, "tracker": tracker}[kind](process, figures)


def write(kind: str, process: Any, figures: dict[str, Any], ending: str) -> bytes:
    """The document as .docx, .pdf, .html or .md."""
    head = Masthead(process.symbol or "", str(day(date.fromisoformat(figures["as_at"]))), "")
    return write_text(document(kind, process, figures), ending, masthead=head)
