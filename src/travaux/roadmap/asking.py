"""A question to the forecast, out of an address: weeks of slip, and dates that are set anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.http import HttpRequest
from django.utils.translation import gettext as _

from travaux.core.problems import Unusable
from travaux.core.schedules.windows import Window
from travaux.plumbing.verdicts import explain
from travaux.roadmap.queries import Plan

MOST_WEEKS = 104


@dataclass(frozen=True, slots=True)
class Question:
    """`slips`: milestone -> days; `moves`: milestone -> window. `typed`: what stands in the fields;
    `wrong`: why it cannot be asked."""

    slips: Mapping[str, int] = field(default_factory=dict)
    moves: Mapping[str, Window] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: str = ""

    @property
    def empty(self) -> bool:
        return not self.slips and not self.moves


def question_of(request: HttpRequest) -> Question:
    """What was asked; with a sentence where it is no number of weeks or no date."""
    slips: dict[str, int] = {}
    moves: dict[str, Window] = {}
    typed: dict[str, str] = {}
    wrong = ""
    for key in request.GET:
        value = str(request.GET[key]).strip()[:30]
        name, _dash, code = key.partition("-")
        if name not in {"slip", "move"} or not code or not value:
            continue
        typed[key[:70]] = value
        if name == "slip":
            if not value.isdecimal() or len(value) > 4 or int(value) > MOST_WEEKS:
                wrong = wrong or _("“%(typed)s” is not a number of weeks from 0 to %(most)s.") % {
                    "typed": value[:20],
                    "most": MOST_WEEKS,
                }
            elif int(value):
                slips[code[:64]] = int(value) * 7
        else:
            try:
                moves[code[:64]] = Window.parse(value)
            except Unusable as problem:
                wrong = wrong or explain(problem)
    if wrong:
        return Question(typed=typed, wrong=wrong)
    return Question(slips, moves, typed)


def windows_of(plan: Plan, question: Question) -> dict[str, tuple[Window | None, Window]]:
    """Milestone -> the date that stands, and the one that was asked about; a slip moves both ends."""
    found: dict[str, tuple[Window | None, Window]] = {}
    for step in plan.steps:
        stands = step.standing.current
        new = question.moves.get(step.code)
        days = question.slips.get(step.code, 0)
        base = new or stands
        if base is not None and days:
            ends = [d + timedelta(days=days) for d in (base.starts_on, base.ends_on)]
            new = Window.parse("/".join(d.isoformat() for d in ends))
        if new is not None and new != stands:
            found[step.code] = (stands, new)
    return found
