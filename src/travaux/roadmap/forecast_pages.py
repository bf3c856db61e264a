"""What the pages of the forecast say and draw, in words of the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from travaux.core.processes.plan import DeadlineRule, PeriodRule, Timing
from travaux.core.schedules.forecast import Finish, Forecast
from travaux.core.schedules.tasks import Network
from travaux.core.schedules.working_back import WorkedBack
from travaux.plumbing.languages import choose, current, said
from travaux.plumbing.verdicts import sentence
from travaux.roadmap.findings import name
from travaux.roadmap.forecasts import Ahead
from travaux.roadmap.pages import label_of
from travaux.roadmap.pictures import Picture
from travaux.roadmap.queries import Plan, Step
from travaux.roadmap.timeline import Row, Span, Words, draw
from travaux.roadmap.windows import day_words, month_label, window_words


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


def _step(plan: Plan, code: str) -> Step:
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
        step = _step(ahead.plan, end.code)
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
    target = _step(ahead.plan, plain.target)
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
    return [name(_step(ahead.plan, f.code)) for f in ahead.plain.finishes if f.overrun]


def protected(ahead: Ahead) -> list[str]:
    """What holding a step to its likely time brings, the best first."""
    found = []
    for one in ahead.protected[:4]:
        facts = {
            "step": said(_step(ahead.plan, one.code).milestone.titles),
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


def pictures(ahead: Ahead, *, right_to_left: bool) -> tuple[Picture, Picture]:
    """The picture in its wide and its narrow version."""
    rows = [_row(ahead, end) for end in (ahead.asked or ahead.plain).finishes]

    def month(day: date) -> str:
        return month_label(day)

    words = Words(month, day_words(ahead.plan.eye))
    return draw(rows, ahead.plan.eye, words, right_to_left=right_to_left)


def _row(ahead: Ahead, end: Finish) -> Row:
    step = _step(ahead.plan, end.code)
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
            said(_step(ahead.plan, end.code).milestone.titles),
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


@dataclass(frozen=True, slots=True)
class BackLine:
    """One row of the latest days."""

    code: str
    label: str
    titles: dict[str, str]
    now: str
    latest: str
    likely: str
    begin: str
    spare: str
    late: bool


def back_lines(plan: Plan, found: WorkedBack) -> list[BackLine]:
    """The steps that are still open, in order of the plan."""
    made = []
    for x in found.latest:
        if x.done:
            continue
        step = _step(plan, x.code)
        over = x.latest < plan.eye
        late = over or (x.at_best is not None and x.at_best < 0)
        made.append(
            BackLine(
                x.code,
                label_of(step),
                step.milestone.titles,
                window_words(x.window),
                day_words(x.latest),
                day_words(x.likely),
                day_words(x.begin),
                _spare(x.spare, over=over, late=late),
                late,
            )
        )
    return made


def _spare(spare: int | None, *, over: bool, late: bool) -> str:
    if over:
        return _("its latest day is past")
    if spare is None:
        return ""
    if spare >= 0:
        return ngettext("%(count)s day to spare", "%(count)s days to spare", spare) % {
            "count": spare
        }
    if late:
        return _("too late on any day of it")
    return _("in time only on its first days")


def back_finding(
    plan: Plan, network: Network, found: WorkedBack, names: dict[str, str]
) -> list[str]:
    """The deadlines and what they leave, in whole sentences."""
    target = _step(plan, found.target)
    said_ = [
        _("“%(step)s” is on %(day)s.")
        % {"step": said(target.milestone.titles), "day": day_words(found.session)}
    ]
    for document in found.documents:
        weeks, over = divmod(document.days, 7)
        facts = {
            "document": names.get(document.code, document.code),
            "day": day_words(document.by),
            "count": document.days if over else weeks,
        }
        if over:
            text = ngettext(
                "%(document)s: by %(day)s, %(count)s day before.",
                "%(document)s: by %(day)s, %(count)s days before.",
                document.days,
            )
        else:
            text = ngettext(
                "%(document)s: by %(day)s, %(count)s week before.",
                "%(document)s: by %(day)s, %(count)s weeks before.",
                weeks,
            )
        said_.append(text % facts)
    for left in found.left:
        step = _step(plan, left.code)
        window = network.task(left.code).window
        facts = {
            "step": said(step.milestone.titles),
            "window": window_words(window),
            "count": max(0, left.days),
            "by": day_words(next(d.by for d in found.documents if d.code == left.document)),
        }
        if left.days <= 0:
            said_.append(
                _("“%(step)s” (%(window)s) leaves no day for drafting before %(by)s.") % facts
            )
        else:
            said_.append(
                ngettext(
                    "“%(step)s” (%(window)s) leaves at best %(count)s day for drafting before %(by)s.",
                    "“%(step)s” (%(window)s) leaves at best %(count)s days for drafting before %(by)s.",
                    max(0, left.days),
                )
                % facts
            )
        if left.days < left.needs:
            said_.append(
                ngettext(
                    "The least that drafting takes is put at %(count)s day.",
                    "The least that drafting takes is put at %(count)s days.",
                    left.needs,
                )
                % {"count": left.needs}
            )
    return said_


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A period that was used, in whole weeks where it has them, with its source."""

    title: Mapping[str, str]
    days: int
    weeks: int
    assumed: bool
    source: str


def rules(timing: Timing) -> list[RuleLine]:
    """The deadlines and the least periods of a plan."""

    def line(rule: DeadlineRule | PeriodRule) -> RuleLine:
        weeks = 0 if rule.days % 7 else rule.days // 7
        return RuleLine(rule.titles, rule.days, weeks, rule.assumed, rule.source)

    return [*(line(d) for d in timing.deadlines), *(line(p) for p in timing.periods)]


def back_columns() -> list[tuple[str, Any]]:
    """Keys that stay, and headings in the reader's language."""
    return [
        ("id", _("Code")),
        ("milestone", _("Milestone")),
        ("window", _("Date to go by")),
        ("latest", _("Latest, with the least times")),
        ("likely", _("Latest, with likely times")),
        ("begin", _("Begin by")),
        ("spare_days", _("Days to spare")),
        ("session", _("Session")),
    ]


def back_rows(plan: Plan, found: WorkedBack, names: dict[str, str]) -> Iterator[list[Any]]:
    """The documents and the steps as plain values."""
    for d in found.documents:
        yield [d.code, names.get(d.code, d.code), "", d.by, "", "", "", found.session]
    for x in found.latest:
        if not x.done:
            title = said(_step(plan, x.code).milestone.titles)
            window = x.window.text if x.window else ""
            yield [
                x.code, title, window, x.latest, x.likely, x.begin or "", x.spare, found.session,
            ]  # fmt: skip
