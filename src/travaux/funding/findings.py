"""What the money says, in whole sentences of the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _t

from travaux.core.funding.cash import RunsOut
from travaux.core.schedules.windows import Window
from travaux.design.templatetags.parts import money
from travaux.funding.models import BudgetLine
from travaux.funding.queries import Cash, Funds, Reading
from travaux.funding.queries.targets import pays_for
from travaux.plumbing.languages import said
from travaux.roadmap.windows import day_words, window_words


def sum_words(reading: Reading) -> dict[str, str]:
    """The three figures of a reading, grouped as the language does it."""
    return {
        "required": money(reading.required),
        "there": money(reading.there),
        "gap": money(reading.gap),
        "currency": reading.currency,
        "share": str(reading.share),
    }


def reading_words(reading: Reading) -> str:
    """The name of a reading: its own title, or the day of our own record."""
    if reading.snapshot is not None:
        return said(reading.snapshot.titles)
    if reading.on:
        return _t("Record as at %(day)s") % {"day": day_words(reading.on)}
    return _t("On record")


def finding(funds: Funds) -> list[str]:
    """What the money says, in one or two sentences."""
    own = funds.own
    if own is None:
        return [_t("No money is on record yet.")]
    stands = funds.position
    facts = sum_words(own) | {"percent": stands.gap_percent}
    if stands.required == 0:
        found = [_t("%(currency)s %(there)s is pledged; what is needed is not on record.") % facts]
    elif stands.gap > 0:
        found = [_t("%(percent)s\u00a0%% of what is needed is missing.") % facts]
    else:
        found = [_t("What is needed is pledged.")]
    readings = [r for r in funds.readings if r.snapshot is not None]
    if readings:
        found.append(
            _t("The latest public reading shows %(currency)s %(gap)s missing of %(required)s.")
            % sum_words(readings[-1])
        )
    return found


def sums(own: Reading) -> str:
    """The subtraction, written out: it must add up for every reader."""
    return _t("%(required)s − %(there)s = %(gap)s") % sum_words(own)


def runs_out_words(out: RunsOut, line: str, currency: str, eye: date) -> list[str]:
    """Where the money ends under an assumption, and by when that has to be decided."""
    facts = {
        "line": line,
        "day": day_words(out.on),
        "short": money(out.short),
        "currency": currency,
        "decide": day_words(out.decide_by),
    }
    if out.assumption == "received":
        text = _t(
            "With what is received, the money runs out on %(day)s, at “%(line)s”: "
            "%(currency)s %(short)s is missing for it."
        )
    else:
        text = _t(
            "With all that is pledged, the money runs out on %(day)s, at “%(line)s”: "
            "%(currency)s %(short)s is missing for it."
        )
    if out.decide_by >= eye:
        return [text % facts, _t("A decision is needed by %(decide)s.") % facts]
    return [text % facts, _t("A decision was needed by %(decide)s.") % facts]


def hit_words(line: BudgetLine) -> list[str]:
    """Which meeting, round or language the line pays for: that is what is hit first."""
    process = line.process.code
    hits = [t.label for t in pays_for(process, line) if t.kind in {"meeting", "round", "language"}]
    if not hits:
        return []
    return [_t("It pays for: %(what)s.") % {"what": str(_t("; ")).join(hits)}]


def cash_words(cash: Cash, currency: str, eye: date) -> list[str]:
    """When the money runs out under each assumption, and by when that has to be decided."""
    found = []
    for out in cash.flow.runs_out:
        line = cash.lines[out.line]
        found += runs_out_words(out, said(line.titles), currency, eye)
        found += hit_words(line)
    if not cash.flow.runs_out:
        found.append(_t("What is received covers the whole budget."))
    elif all(out.assumption == "received" for out in cash.flow.runs_out):
        found.append(_t("All that is pledged would cover the whole budget."))
    return found


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month in which something has to be committed."""

    month: str
    lines: tuple[str, ...]
    due: str
    committed: str
    pledged: str
    received: str
    short: bool


def month_lines(cash: Cash) -> list[MonthLine]:
    """The months in which something is due, with its lines and what is left then."""
    found = []
    for month in cash.flow.months:
        names = [
            said(cash.lines[d.code].titles) for d in cash.dues if d.on.replace(day=1) == month.first
        ]
        if names:
            window = Window.parse(month.first.isoformat()[:7])
            found.append(
                MonthLine(
                    window_words(window),
                    tuple(names),
                    money(month.due),
                    money(month.committed),
                    money(month.left["pledged"]),
                    money(month.left["received"]),
                    month.left["pledged"] < 0,
                )
            )
    return found
