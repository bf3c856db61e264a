"""What the roadmap says, in whole sentences of the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from travaux.core.schedules.windows import Window
from travaux.plumbing.languages import said
from travaux.roadmap.queries import Known, Plan, Step, summary
from travaux.roadmap.states import ChangeKind
from travaux.roadmap.windows import day_words, slip_words, window_words
from travaux.roadmap.wording import IN_ITS_WINDOW, STATES, TENTATIVE, mode_words


def state_words(step: Step) -> tuple[str, str]:
    """The class and the word of a milestone's state; a plan that may still move says so."""
    state = step.standing.state
    if state == "planned" and step.standing.tentative:
        return "", str(TENTATIVE)
    if state == "under-way" and not step.told:  # its time runs; nobody reported that it began
        return "maybe", str(IN_ITS_WINDOW)
    css, word = STATES[state]
    return css, str(word)


def name(step: Step) -> str:
    """ "6 Expert meeting 1": the number of the plan, where it has one, and the title."""
    title = said(step.milestone.titles)
    if step.milestone.number is None:
        return title
    return _t("%(number)s. %(title)s") % {"number": step.milestone.number, "title": title}


def dated(window: Window | None, mode: str) -> str:
    """A window with the way it is held, or either alone."""
    when, how = window_words(window), mode_words(mode)
    if when and how:
        return _t("%(window)s, %(mode)s") % {"window": when, "mode": how}
    return when or how


def placed(window: Window | None, place: str) -> str:
    when = window_words(window)
    if when and place:
        return _t("%(window)s, %(place)s") % {"window": when, "place": place}
    return when or place


def headline(change: Known) -> str:
    """What a change did, in one line."""
    row, title = change.row, name(change.step)
    mode_moved = bool(row.mode) and bool(change.mode_before) and row.mode != change.mode_before
    moved = (
        change.window is not None
        and change.window_before is not None
        and change.window.text != change.window_before.text
        and row.kind not in {ChangeKind.STARTED, ChangeKind.NOTE}
    )
    if moved or mode_moved:
        before = dated(
            change.window_before if moved else None, change.mode_before if mode_moved else ""
        )
        after = dated(change.window if moved else None, row.mode if mode_moved else "")
        return _t("%(title)s: %(before)s became %(after)s") % {
            "title": title,
            "before": before,
            "after": after,
        }
    facts = {"title": title, "window": window_words(change.window)}
    if row.kind == ChangeKind.ACTUAL:
        return _t("%(title)s took place: %(window)s") % facts
    if row.kind == ChangeKind.STARTED:
        return _t("%(title)s began") % facts
    if row.kind == ChangeKind.FIXED and change.window:
        return _t("%(title)s is fixed: %(window)s") % facts
    if row.kind == ChangeKind.FIXED:
        return _t("%(title)s is fixed") % facts
    if row.kind == ChangeKind.CONFIRMED:
        return _t("%(title)s is confirmed") % facts
    if row.mode:
        return _t("%(title)s: %(mode)s") % {"title": title, "mode": mode_words(row.mode)}
    return title


def finding(plan: Plan) -> list[str]:
    """What the roadmap says, in one to three sentences; the first thing on its page."""
    if not plan.steps:
        return [_t("No milestone is on record yet.")]
    found: list[str] = []
    last = plan.last
    if last is not None:
        facts = {
            "title": said(last.milestone.titles),
            "window": window_words(last.standing.current),
            "slip": slip_words(last.standing.slip),
        }
        direction = last.standing.slip.direction if last.standing.slip else ""
        if last.standing.state == "done":
            found.append(_t("The plan has reached its end: “%(title)s”, %(window)s.") % facts)
        elif last.standing.state == "not-on-record":
            found.append(
                _t(
                    "The end of the plan is past, and what became of it is not on record: “%(title)s”, %(window)s."
                )
                % facts
            )
        elif last.standing.state == "fixed" and direction in {"late", "early"}:
            found.append(_t("The end is fixed: “%(title)s”, %(window)s, %(slip)s.") % facts)
        elif last.standing.state == "fixed":
            found.append(_t("The end is fixed: “%(title)s”, %(window)s.") % facts)
        elif direction in {"late", "early"}:
            found.append(_t("The end has moved: “%(title)s”, now %(window)s, %(slip)s.") % facts)
        else:
            found.append(_t("The end stands as planned: “%(title)s”, %(window)s.") % facts)
    furthest = plan.furthest
    if furthest is not None and furthest is not last:
        found.append(
            _t("The furthest behind its plan: “%(title)s”, %(slip)s.")
            % {"title": said(furthest.milestone.titles), "slip": slip_words(furthest.standing.slip)}
        )
    elif not plan.changes:
        found.append(_t("No change of the plan is on record."))
    ahead = [
        s
        for s in plan.steps
        if s.standing.current
        and s.standing.state in {"planned", "fixed"}
        and s.standing.current.starts_on > plan.eye
        and s is not last
    ]
    following = min(ahead, key=lambda s: s.standing.current.starts_on, default=None)  # type: ignore[union-attr]
    if following is not None:
        found.append(
            _t("Next comes “%(title)s”, %(window)s.")
            % {
                "title": said(following.milestone.titles),
                "window": window_words(following.standing.current),
            }
        )
    return found


def counted(plan: Plan) -> str:
    """ "15: 4 done, 2 under way", each part only where it is not nothing."""
    counts = summary(plan)
    parts = []
    if n := counts.get("done", 0):
        parts.append(ngettext("%(count)s done", "%(count)s done", n) % {"count": n})
    if n := counts.get("under-way", 0):
        parts.append(ngettext("%(count)s under way", "%(count)s under way", n) % {"count": n})
    if n := counts.get("not-on-record", 0):
        parts.append(
            ngettext("%(count)s not on record", "%(count)s not on record", n) % {"count": n}
        )
    if n := counts.get("planned", 0) + counts.get("fixed", 0):
        parts.append(ngettext("%(count)s to come", "%(count)s to come", n) % {"count": n})
    if not parts:
        return "0"
    return _t("%(total)s: %(parts)s") % {
        "total": len(plan.steps),
        "parts": str(_t(", ")).join(parts),
    }


def warnings(plan: Plan) -> list[str]:
    """Each certain contradiction of dates, with both milestones named."""
    steps = {s.code: s for s in plan.steps}
    found = []
    for one in plan.contradictions:
        step, before = steps[one.milestone], steps[one.predecessor]
        facts = {
            "title": name(step),
            "window": window_words(step.standing.current),
            "before": name(before),
            "before_window": window_words(before.standing.current),
        }
        if one.kind == "circle":
            found.append(_t("“%(title)s” and “%(before)s” each wait for the other.") % facts)
        else:
            found.append(
                _t(
                    "“%(title)s” (%(window)s) comes after “%(before)s”, "
                    "which is later (%(before_window)s)."
                )
                % facts
            )
    return found


def as_at_words(plan: Plan) -> str:
    return day_words(plan.eye)
