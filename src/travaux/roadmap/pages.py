"""What the pages of this room show, line by line, in words of the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from travaux.core.schedules.windows import Window
from travaux.plumbing.languages import choose, current, said
from travaux.roadmap.findings import dated, headline, name, placed, state_words
from travaux.roadmap.models import MilestoneChange
from travaux.roadmap.pictures import Picture
from travaux.roadmap.queries import Known, Plan, Step
from travaux.roadmap.states import ChangeKind
from travaux.roadmap.timeline import Row, Span, Words, draw
from travaux.roadmap.windows import day_words, month_label, slip_words, window_words
from travaux.roadmap.wording import kind_words, mode_words


@dataclass(frozen=True, slots=True)
class Link:
    """A milestone that another one names."""

    code: str
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """One row of the table."""

    code: str
    label: str
    titles: dict[str, str]
    planned: str
    now: str
    slip: str
    late: bool
    after: tuple[Link, ...]
    after_mandate: bool
    state: str
    state_class: str
    state_words: str
    mode: str
    added: bool


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One entry of what changed, and why."""

    code: str
    key: str
    headline: str
    kind: str
    when: str
    moved: bool
    reasons: dict[str, str]
    texts: dict[str, str]
    slip: str
    known: str
    source: str
    place: str
    ahead: bool
    decision: str = ""


def label_of(step: Step) -> str:
    return str(step.milestone.number) if step.milestone.number is not None else "+"


def _place(plan: Plan, step: Step) -> str:
    """Where it is held, as last recorded."""
    places = [c.row.place for c in plan.changes if c.step.code == step.code and c.row.place]
    return places[-1] if places else ""


def now_words(plan: Plan, step: Step) -> str:
    """What is known beyond the plan; a step that only began says so."""
    place = _place(plan, step)
    if step.newer is not None:
        moved = step.standing.mode != step.standing.planned_mode
        when = placed(step.newer, place)
        how = mode_words(step.standing.mode) if moved else ""
        return _("%(window)s, %(mode)s") % {"window": when, "mode": how} if how else when
    for change in reversed(plan.changes):
        if change.step.code == step.code and change.row.kind == ChangeKind.STARTED:
            window = change.window or change.happened
            if window:
                return _("began %(window)s") % {"window": window_words(window)}
    return place


def step_lines(plan: Plan) -> list[StepLine]:
    """The rows of the table, in order of the plan."""
    links = {s.code: Link(s.code, label_of(s), said(s.milestone.titles)) for s in plan.steps}
    found = []
    for step in plan.steps:
        css, words = state_words(step)
        stands = step.standing
        moved = stands.mode != stands.planned_mode
        found.append(
            StepLine(
                code=step.code,
                label=label_of(step),
                titles=step.milestone.titles,
                planned=dated(stands.planned, stands.planned_mode if moved else ""),
                now=now_words(plan, step),
                slip=slip_words(stands.slip) if step.newer else "",
                late=step.late,
                after=tuple(links[c] for c in step.after if c in links),
                after_mandate=step.milestone.after_mandate,
                state=stands.state,
                state_class=css,
                state_words=words,
                mode=mode_words(stands.mode),
                added=step.milestone.added_later,
            )
        )
    return found


def change_lines(plan: Plan, only: str = "") -> list[ChangeLine]:
    """What became known, in the order in which it happened."""
    return [_line(plan, change) for change in plan.changes if not only or change.step.code == only]


def _line(plan: Plan, change: Known) -> ChangeLine:
    row: MilestoneChange = change.row
    first = change.happened or change.window
    return ChangeLine(
        code=change.step.code,
        key=row.key,
        headline=headline(change),
        kind=kind_words(row.kind),
        when=window_words(first) or day_words(row.known_on),
        moved=change.moved,
        reasons=row.reasons,
        texts=row.texts,
        slip=slip_words(change.slip),
        known=day_words(row.known_on),
        source=row.source,
        place=row.place,
        ahead=first is not None and first.starts_on > plan.eye,
        decision=row.decision,
    )


def _span(window: Window | None) -> Span | None:
    return Span(window.starts_on, window.ends_on) if window else None


def _row(step: Step) -> Row:
    stands = step.standing
    title, language = choose(step.milestone.titles)
    drawn, now = "planned", step.newer
    if stands.state in {"done", "fixed"} and now:
        drawn = stands.state
    elif stands.state == "under-way" and step.told:
        drawn, now = "doing", now or stands.planned
    elif now:
        drawn = "revised"
    note = slip_words(stands.slip) if step.newer and step.late else ""
    if drawn == "fixed":
        note = window_words(now)
    elif not note and stands.slip and stands.slip.direction == "early":
        note = slip_words(stands.slip)
    if stands.mode != stands.planned_mode and stands.planned_mode:
        moved = mode_words(stands.mode)
        note = _("%(slip)s, %(mode)s") % {"slip": note, "mode": moved} if note else moved
    return Row(
        key=step.code,
        label=label_of(step),
        title=title,
        plan=_span(stands.planned),
        now=_span(now),
        state=drawn,
        note=note,
        late=step.late and drawn != "fixed",
        after=step.after,
        lang="" if language == current() else language,
    )


def timeline(plan: Plan, *, right_to_left: bool) -> tuple[Picture, Picture]:
    """The picture in its wide and its narrow version."""

    def month(day: date) -> str:
        return month_label(day)

    return draw(
        [_row(step) for step in plan.steps],
        plan.eye,
        Words(month, day_words(plan.eye)),
        right_to_left=right_to_left,
    )


__all__ = ["ChangeLine", "StepLine", "change_lines", "name", "step_lines", "timeline"]
