"""The secretariat changes the plan; every change keeps its reason."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import Max
from django.utils.text import slugify

from travaux.core.problems import Unusable
from travaux.core.schedules.windows import Window
from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.keys import new_key
from travaux.plumbing.languages import said as said_titles
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.actions.timing import change_timing
from travaux.roadmap.checks import impossible, refuse_impossible
from travaux.roadmap.models import Deliverable, Milestone, MilestoneChange, Process
from travaux.roadmap.queries import plan_as_at
from travaux.roadmap.rules import may_change_plan
from travaux.roadmap.states import NEEDS_WINDOW, ChangeKind, Mode, TimingKind
from travaux.roadmap.timings import timing_of


def _window(text: str) -> Window | None:
    if not text.strip():
        return None
    try:
        return Window.parse(text)
    except Unusable as problem:
        raise refuse(problem.code, **dict(problem.problem.facts)) from None


def _only_said(texts: Mapping[str, str] | None) -> dict[str, str]:
    return {code: text.strip() for code, text in (texts or {}).items() if text.strip()}


@action
def change_milestone(
    *,
    by: Person,
    milestone: Milestone,
    kind: str,
    reasons: Mapping[str, str],
    at: datetime,
    window: str = "",
    mode: str = "",
    tentative: bool | None = None,
    fixed: bool | None = None,
    place: str = "",
    texts: Mapping[str, str] | None = None,
    happened_on: str = "",
    known_on: date | None = None,
    source: str = "",
    decision: str = "",
    seen: int | None = None,
) -> MilestoneChange:
    """Something became known of a milestone; it never overwrites what stood before.

    A fixed date moves by a `decision` of the governing body alone, by its symbol; and nothing is
    fixed on a day that all it waits for certainly cannot reach.

    `reasons` in any of the six languages, never empty. `window` and `happened_on` as in the plan
    ("2024-02"). `known_on` is the day of `at` unless said. `seen`: how many changes the person had
    before them; when there are more by now, it is refused, so that nobody repeats a change unseen.
    """
    process = milestone.process
    require(may_change_plan(by, process))
    if kind not in ChangeKind.values:
        raise refuse("change-kind-unknown", kind=kind)
    why = _only_said(reasons)
    if not why:
        raise refuse("reason-missing")
    if mode and mode not in Mode.values:
        raise refuse("mode-unknown", mode=mode)
    set_to, happened = _window(window), _window(happened_on)
    if kind in NEEDS_WINDOW and set_to is None:
        raise refuse("window-missing")
    if kind == ChangeKind.MODE and not mode:
        raise refuse("mode-missing")
    day = known_on or at.date()
    if day > at.date():
        raise refuse("known-in-the-future")
    if kind == ChangeKind.ACTUAL and set_to is not None and set_to.starts_on > day:
        raise refuse("happens-in-the-future")
    Milestone.objects.select_for_update().get(pk=milestone.pk)  # one change at a time
    changes = MilestoneChange.objects.filter(milestone=milestone)
    if seen is not None and changes.count() != seen:
        raise refuse("moved-meanwhile")
    _moves_fixed(process, milestone, kind, set_to, fixed, decision, at.date())
    fixes = kind == ChangeKind.FIXED or fixed is True
    before = impossible(process, at.date()) if fixes or decision.strip() else None
    last = changes.aggregate(last=Max("position"))["last"]
    change = MilestoneChange.objects.create(
        milestone=milestone,
        kind=kind,
        window=set_to.text if set_to else "",
        mode=mode,
        tentative=tentative,
        fixed=fixed,
        place=place.strip(),
        happened_on=happened.text if happened else "",
        known_on=day,
        reasons=why,
        texts=_only_said(texts),
        source=source.strip(),
        decision=decision.strip()[:120],
        position=0 if last is None else last + 1,
        by_key=by.key,
        at=at,
        demonstration=process.demonstration or by.demonstration,
    )
    if before is not None:
        refuse_impossible(process, at.date(), before)
    record(
        by=by,
        subject=change.key,
        process=process.code,
        at=at,
        facts={
            "milestone": milestone.key,
            "kind": kind,
            "window": change.window,
            "mode": mode,
            "known_on": day.isoformat(),
            "decision": change.decision,
        },
    )
    return change


def _moves_fixed(
    process: Process,
    milestone: Milestone,
    kind: str,
    window: Window | None,
    fixed: bool | None,
    decision: str,
    today: date,
) -> None:
    """Whoever moves or loosens a fixed date names the decision of the governing body."""
    if decision.strip() or kind in {ChangeKind.ACTUAL, ChangeKind.NOTE, ChangeKind.STARTED}:
        return
    step = plan_as_at(process, None, today).step(milestone.code)
    session = str((process.schedule or {}).get("session", ""))
    if step is None or not (step.fixed or milestone.code == session):
        return
    stands = step.standing.current
    if fixed is False or (window is not None and stands is not None and window != stands):
        raise refuse("fixed-needs-decision", step=said_titles(milestone.titles))


@action
def add_milestone(
    *,
    by: Person,
    process: Process,
    titles: Mapping[str, str],
    planned: str,
    reasons: Mapping[str, str],
    at: datetime,
    mode: str = "",
    tentative: bool = True,
    owners: Mapping[str, str] | None = None,
    deliverable: Deliverable | None = None,
    predecessors: Sequence[Milestone] = (),
    known_on: date | None = None,
    source: str = "",
    work: str = "",
    successors: Sequence[Milestone] = (),
) -> Milestone:
    """A step is added to the roadmap after the plan of record; it says why.

    `work`: a kind of work whose lead time it takes (a recruitment, a purchase). `successors`: what
    waits for it from now on; each gets a line of its own, with the same reason.
    """
    require(may_change_plan(by, process))
    said, why = _only_said(titles), _only_said(reasons)
    if not said:
        raise refuse("title-missing")
    if not why:
        raise refuse("reason-missing")
    if mode and mode not in Mode.values:
        raise refuse("mode-unknown", mode=mode)
    window = _window(planned)
    if window is None:
        raise refuse("window-missing")
    day = known_on or at.date()
    if day > at.date():
        raise refuse("known-in-the-future")
    if any(p.process_id != process.pk for p in (*predecessors, *successors)) or (
        deliverable is not None and deliverable.process_id != process.pk
    ):
        raise refuse("of-another-process")
    if work and work not in {x.code for x in timing_of(process).leads}:
        raise refuse("work-unknown")
    if Milestone.objects.filter(process=process, titles=said, planned=window.text).exists():
        raise refuse("milestone-there-already")
    last = process.milestones.aggregate(last=Max("position"))["last"]
    milestone = Milestone.objects.create(
        process=process,
        code=_code(process, said),
        position=0 if last is None else last + 1,
        titles=said,
        planned=window.text,
        mode=mode,
        tentative=tentative,
        owners=_only_said(owners),
        deliverable=deliverable,
        known_on=day,
        added_later=True,
        source=source.strip(),
        work=work,
    )
    milestone.predecessors.set(predecessors)
    MilestoneChange.objects.create(
        milestone=milestone,
        kind=ChangeKind.NOTE,
        known_on=day,
        reasons=why,
        source=source.strip(),
        by_key=by.key,
        at=at,
        demonstration=process.demonstration or by.demonstration,
    )
    order = plan_as_at(process, None, at.date())
    for later in successors:
        step = order.step(later.code)
        after = list(step.after) if step else []
        change_timing(
            by=by,
            process=process,
            kind=TimingKind.AFTER,
            code=later.code,
            value={"after": [*after, milestone.code]},
            reasons=why,
            known_on=day,
            at=at,
        )
    record(
        by=by,
        subject=milestone.key,
        process=process.code,
        at=at,
        facts={"milestone": milestone.code, "planned": window.text, "mode": mode},
    )
    return milestone


def _code(process: Process, titles: Mapping[str, str]) -> str:
    """A short code for addresses, from a title in Latin letters where there is one."""
    words = slugify(titles.get("en") or next(iter(titles.values())))[:40].strip("-")
    code = re.sub(r"-+", "-", words) or new_key("m")
    taken = set(process.milestones.values_list("code", flat=True)) | {
        "add",
        "risks",
        "forecast",
        "back",
        "timing",
    }
    number, free = 2, code
    while free in taken:
        free, number = f"{code}-{number}", number + 1
    return free
