"""The forecast as a picture and as a table of plain values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from travaux.core.schedules.forecast import Finish, Forecast
from travaux.plumbing.languages import choose, current, said
from travaux.roadmap.forecast_pages import step_of
from travaux.roadmap.forecasts import Ahead
from travaux.roadmap.pages import label_of
from travaux.roadmap.pictures import Picture
from travaux.roadmap.timeline import Row, Span, Words, draw
from travaux.roadmap.windows import day_words, month_label


def pictures(ahead: Ahead, *, right_to_left: bool) -> tuple[Picture, Picture]:
    """The picture in its wide and its narrow version."""
    rows = [_row(ahead, end) for end in (ahead.asked or ahead.plain).finishes]

    def month(day: date) -> str:
        return month_label(day)

    words = Words(month, day_words(ahead.plan.eye))
    return draw(rows, ahead.plan.eye, words, right_to_left=right_to_left)


def _row(ahead: Ahead, end: Finish) -> Row:
    step = step_of(ahead.plan, end.code)
    title, language = choose(step.milestone.titles)
    planned = step.standing.planned
    plan = Span(planned.starts_on, planned.ends_on) if planned else None
    stands = ahead.moves.get(end.code, end.window)
    return Row(
        key=end.code,
        label=label_of(step),
        title=title,
        plan=None if end.fixed else plan,
        now=Span(end.p05, end.p95),
        state="done" if end.done else "revised",
        note="" if end.done else day_words(end.p80),
        after=(),
        lang="" if language == current() else language,
        core=None if end.done else Span(end.p50, end.p80),
        stands=end.fixed,
        drag=Span(stands.starts_on, stands.ends_on)
        if stands and not end.done and not end.fixed
        else None,
    )


def columns() -> list[tuple[str, Any]]:
    """Keys that stay, and headings in the reader's language."""
    return [
        ("id", _("Code")),
        ("milestone", _("Milestone")),
        ("planned", _("Date to go by")),
        ("p50", _("In half of the courses by")),
        ("p80", _("In four of five by")),
        ("p95", _("In nineteen of twenty by")),
        ("critical", _("Critical")),
        ("week_chance", _("Chance after one week's slip")),
        ("fixed", _("Fixed on")),
        ("asked_p80", _("In four of five by, with the slips asked about")),
        ("as_at", _("As at")),
        ("draws", _("Draws")),
        ("seed", _("Seed")),
    ]


def rows(ahead: Ahead) -> Iterator[list[Any]]:
    """The table as plain values."""
    plain: Forecast = ahead.plain
    for end in plain.finishes:
        other = ahead.asked.finish(end.code) if ahead.asked else None
        yield [
            end.code,
            said(step_of(ahead.plan, end.code).milestone.titles),
            end.window.text if end.window else "",
            end.p50,
            end.p80,
            end.p95,
            round(end.critical, 4),
            round(end.week_chance, 4) if end.week_chance is not None else "",
            end.fixed or "",
            other.p80 if other else "",
            plain.as_at,
            plain.draws,
            plain.seed,
        ]
