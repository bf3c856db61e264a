"""What the pages of the forecast say and draw, in words of the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from travaux.core.schedules.forecast import Finish
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import sentence
from travaux.roadmap.findings import name
from travaux.roadmap.forecasts import Ahead
from travaux.roadmap.pages import label_of
from travaux.roadmap.queries import Plan, Step
from travaux.roadmap.windows import day_words, window_words


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the forecast. `asked`: the day in four courses of five with the slips asked about;
    `later`: by how many days that is later."""

    code: str
    label: str
    titles: dict[str, str]
    planned: str
    half: str
    most: str
    nearly: str
    critical: str
    week: str
    note: str
    asked: str
    later: str
    weeks: str
    may_slip: bool
    move: str = ""


def chance_words(chance: float | None) -> str:
    """ "70 %"; never none or all, since draws prove neither."""
    if chance is None:
        return ""
    if chance < 0.005:
        return _("less than 1 %")
    if chance > 0.995:
        return _("more than 99 %")
    return _("%(percent)s %%") % {"percent": int(chance * 100 + 0.5)}


def ready_sentence(step: str, fixed: date, chance: float | None, ready: date) -> str:
    """The chance of a fixed date, and the day by which all before it is ready."""
    return _(
        "The chance that all is ready for “%(step)s” on %(day)s is %(chance)s; in four of "
        "five courses it is ready by %(ready)s."
    ) % {
        "step": step,
        "day": day_words(fixed),
        "chance": chance_words(chance),
        "ready": day_words(ready),
    }


def document_sentence(document: str, by: date, chance: float) -> str:
    """The chance that the work is ready when a document is due."""
    return _("The chance to be ready by %(day)s (%(document)s) is %(chance)s.") % {
        "day": day_words(by),
        "document": document,
        "chance": chance_words(chance),
    }


def _later(days: int) -> str:
    if days == 0:
        return _("no change")
    if days < 0:
        return ngettext("%(count)s day earlier", "%(count)s days earlier", -days) % {"count": -days}
    return ngettext("%(count)s day later", "%(count)s days later", days) % {"count": days}


def step_of(plan: Plan, code: str) -> Step:
    """A step that is known to be there."""
    found = plan.step(code)
    assert found is not None
    return found


def _note(found: Finish) -> str:
    if found.done:
        return _("over")
    if found.fixed:
        return _("fixed on %(day)s; the days tell when all before it is ready") % {
            "day": day_words(found.fixed)
        }
    if found.overrun:
        return _("has lasted longer than its range")
    return ""


def lines(ahead: Ahead, typed: Mapping[str, str] | None = None) -> list[Line]:
    """The rows of the table, in order of the plan; `typed`: what stands in the question's fields."""
    found, typed = [], typed or {}
    for end in ahead.plain.finishes:
        step = step_of(ahead.plan, end.code)
        other = ahead.asked.finish(end.code) if ahead.asked else None
        open_ = not end.done
        found.append(
            Line(
                code=end.code,
                label=label_of(step),
                titles=step.milestone.titles,
                planned=window_words(end.window),
                half=day_words(end.p50) if open_ else "",
                most=day_words(end.p80) if open_ else day_words(end.p50),
                nearly=day_words(end.p95) if open_ else "",
                critical=chance_words(end.critical) if open_ and end.critical else "",
                week=chance_words(end.week_chance) if open_ and end.critical else "",
                note=_note(end),
                asked=day_words(other.p80) if other and open_ else "",
                later=_later((other.p80 - end.p80).days) if other and open_ else "",
                weeks=typed.get(f"slip-{end.code}", ""),
                may_slip=open_ and end.fixed is None,
                move=typed.get(f"move-{end.code}", ""),
            )
        )
    return found


def finding(ahead: Ahead) -> list[str]:
    """What comes out, in whole sentences."""
    plain, found = ahead.plain, []
    target = step_of(ahead.plan, plain.target)
    end = plain.finish(plain.target)
    if end.done:
        return [_("%(step)s is over; nothing is left to forecast.") % {"step": name(target)}]
    if end.fixed:
        title = said(target.milestone.titles)
        found.append(ready_sentence(title, end.fixed, plain.chance, end.p80))
    else:
        found.append(
            _("In four of five courses “%(step)s” ends by %(day)s.")
            % {"step": said(target.milestone.titles), "day": day_words(end.p80)}
        )
    for kept in plain.kept:
        if kept.document and kept.step == plain.target:
            document = document_words(ahead, kept.code)
            found.append(document_sentence(document, kept.by, kept.probability))
    return found


def document_words(ahead: Ahead, code: str) -> str:
    """The name of a document's deadline."""
    rule = next((d for d in ahead.timing.deadlines if d.code == code), None)
    return said(rule.titles) if rule else code


def problems(ahead: Ahead) -> list[str]:
    """What certainly cannot be, with milestones by their names."""
    found = []
    for problem in ahead.plain.problems:
        facts: dict[str, Any] = dict(problem.facts)
        for key in ("step", "predecessor"):
            step = ahead.plan.step(str(facts.get(key, "")))
            if step is not None:
                facts[key] = name(step)
        for key in ("fixed", "earliest"):
            if key in facts:
                facts[key] = day_words(date.fromisoformat(facts[key]))
        found.append(sentence(problem.code, facts))
    return found


def overruns(ahead: Ahead) -> list[str]:
    """The steps that have lasted longer than their ranges allow, by name."""
    return [name(step_of(ahead.plan, f.code)) for f in ahead.plain.finishes if f.overrun]


def protected(ahead: Ahead) -> list[str]:
    """What holding a step to its likely time brings, the best first."""
    found = []
    for one in ahead.protected[:4]:
        facts = {
            "step": said(step_of(ahead.plan, one.code).milestone.titles),
            "chance": chance_words(one.chance),
            "gain": _later(-one.days),
        }
        if not one.days:
            found.append(_("%(step)s: held to its likely time, the chance is %(chance)s.") % facts)
        elif one.chance is not None:
            found.append(
                _(
                    "%(step)s: held to its likely time, the chance is %(chance)s, and all is ready "
                    "%(gain)s in four of five courses."
                )
                % facts
            )
        else:
            found.append(
                _(
                    "%(step)s: held to its likely time, all is ready %(gain)s in four of five "
                    "courses."
                )
                % facts
            )
    return found


def asked_words(ahead: Ahead) -> list[str]:
    """What the slips that were asked about would do."""
    if ahead.asked is None:
        return []
    end, other = (f.finish(f.target) for f in (ahead.plain, ahead.asked))
    found = []
    if end.fixed:
        found.append(
            _("The chance would be %(after)s instead of %(before)s.")
            % {
                "before": chance_words(ahead.plain.chance),
                "after": chance_words(ahead.asked.chance),
            }
        )
    found.append(
        _("In four of five courses all would be ready by %(after)s instead of %(before)s.")
        % {"before": day_words(end.p80), "after": day_words(other.p80)}
    )
    return found
