"""The roadmap as files: its table, and its calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from travaux.core.schedules.calendar import Entry
from travaux.core.schedules.calendar import feed as calendar_feed
from travaux.plumbing.languages import current, said
from travaux.roadmap.findings import name, state_words
from travaux.roadmap.pages import label_of, now_words
from travaux.roadmap.queries import Plan, Step
from travaux.roadmap.windows import slip_words, window_words
from travaux.roadmap.wording import mode_words


def columns() -> list[tuple[str, Any]]:
    """Keys that stay, and headings in the reader's language."""
    return [
        ("number", _("Number")),
        ("id", _("Code")),
        ("milestone", _("Milestone")),
        ("planned", _("Planned")),
        ("now", _("Now")),
        ("slip_days", _("Days against the plan")),
        ("slip", _("Against the plan")),
        ("comes_after", _("Comes after")),
        ("state", _("Status")),
        ("mode", _("How it is held")),
        ("tentative", _("Tentative")),
        ("deliverable", _("Deliverable")),
        ("added_later", _("Added after the plan")),
        ("source", _("Source")),
    ]


def rows(plan: Plan, *, raw: bool = False) -> Iterator[list[Any]]:
    """The table. `raw`: windows and codes as they are stored, for programmes."""
    labels = {s.code: label_of(s) for s in plan.steps}
    for step in plan.steps:
        m, stands = step.milestone, step.standing
        newer = step.newer
        yield [
            m.number if m.number is not None else ("" if raw else "+"),
            m.code,
            said(m.titles),
            (stands.planned.text if stands.planned else "")
            if raw
            else window_words(stands.planned),
            (newer.text if newer else "") if raw else now_words(plan, step),
            stands.slip.days if stands.slip and newer else None,
            slip_words(stands.slip) if newer else "",
            list(step.after) if raw else _after(step, labels),
            stands.state if raw else state_words(step)[1],
            stands.mode if raw else mode_words(stands.mode),
            stands.tentative if raw else (_("yes") if stands.tentative else _("no")),
            m.deliverable.code
            if raw and m.deliverable
            else said(m.deliverable.titles)
            if m.deliverable
            else "",
            m.added_later if raw else (_("yes") if m.added_later else _("no")),
            m.source,
        ]


def _after(step: Step, labels: dict[str, str]) -> str:
    named = [_("mandate")] if step.milestone.after_mandate else []
    return "; ".join(named + [labels[c] for c in step.after if c in labels])


def calendar(plan: Plan, address: Callable[[str], str], stamp: datetime) -> bytes:
    """The milestones as an iCalendar feed: one event each, on the date to go by."""
    process = plan.process
    entries = []
    for step in plan.steps:
        stands, changes = step.standing, [c for c in plan.changes if c.step.code == step.code]
        planned = window_words(stands.planned)
        text = [said(step.milestone.texts)]
        if planned:
            text.append(_("Planned: %(window)s.") % {"window": planned})
        if stands.slip and step.newer:
            text.append(_("Against the plan: %(slip)s.") % {"slip": slip_words(stands.slip)})
        places = [c.row.place for c in changes if c.row.place]
        entries.append(
            Entry(
                uid=f"{step.milestone.key}@{process.code}.travaux",
                title=name(step),
                window=stands.current,
                text="\n".join(t for t in text if t),
                url=address(step.code),
                place=places[-1] if places else "",
                tentative=stands.tentative,
                sequence=len(changes),
            )
        )
    title = _("%(process)s: roadmap") % {"process": said(process.titles)}
    return calendar_feed(title, entries, stamp=stamp, language=current())
