"""What the page of the latest days before a session says, in words of the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from travaux.core.processes.plan import DeadlineRule, PeriodRule, Timing
from travaux.core.schedules.tasks import Network
from travaux.core.schedules.working_back import WorkedBack
from travaux.plumbing.languages import said
from travaux.roadmap.forecast_pages import step_of
from travaux.roadmap.pages import label_of
from travaux.roadmap.queries import Plan
from travaux.roadmap.windows import day_words, window_words


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
        step = step_of(plan, x.code)
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
    target = step_of(plan, found.target)
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
        step = step_of(plan, left.code)
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
            title = said(step_of(plan, x.code).milestone.titles)
            window = x.window.text if x.window else ""
            yield [
                x.code, title, window, x.latest, x.likely, x.begin or "", x.spare, found.session,
            ]  # fmt: skip
