"""Sentences of this room: refusals, states, and what the roadmap finds."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from travaux.core.schedules.windows import Window
from travaux.plumbing.languages import said
from travaux.roadmap.queries import Known, Plan, Step, summary
from travaux.roadmap.states import ChangeKind, Mode
from travaux.roadmap.windows import day_words, slip_words, window_words

REFUSALS: dict[str, Promise] = {
    "plan-kept-by-secretariat": _("Only the secretariat of this process changes its roadmap."),
    "change-kind-unknown": _("“%(kind)s” is not a kind of change. Choose one of the list."),
    "reason-missing": _("Say why: every change of the plan keeps its reason."),
    "mode-unknown": _("“%(mode)s” is not a mode. Choose in person, online or hybrid."),
    "mode-missing": _("Say how it is held now: in person, online or hybrid."),
    "window-missing": _("Give the date or the months, such as 2024-02 or 2024-01/2024-05."),
    "window-unreadable": _(
        "“%(window)s” is not a date we can read. Write a year, a month (2024-02), a day "
        "(2024-02-17), or two of them with a stroke between (2024-01/2024-05)."
    ),
    "window-ends-before-it-starts": _("“%(window)s” ends before it starts. Turn the two around."),
    "known-in-the-future": _("The day on which it became known cannot lie in the future."),
    "happens-in-the-future": _(
        "What has not begun yet has not happened. Choose “A new date is set” for what is to come."
    ),
    "title-missing": _("Give the milestone a title in at least one language."),
    "of-another-process": _("A milestone and what it comes after belong to the same process."),
    "plan-not-utf8": _("The file is not written in UTF-8. Save it as UTF-8 and check it again."),
    "plan-not-toml": _("The file is not TOML: %(detail)s."),
    "plan-key-unknown": _("“%(key)s” is not a word of a plan. Mend the spelling or take it out."),
    "plan-not-text": _("This has to be text in quotation marks."),
    "plan-value-missing": _("This is needed and is missing."),
    "plan-code-unfit": _(
        "“%(code)s” cannot be a code. Use small letters, digits and single hyphens."
    ),
    "plan-code-twice": _("The code “%(code)s” stands here twice. Give each its own."),
    "plan-not-languages": _("This has to be a table of languages, such as en = “…”."),
    "plan-language-missing": _("The text in the language “%(language)s” is missing."),
    "plan-language-unknown": _(
        "“%(language)s” is not one of the six languages: ar, en, es, fr, ru, zh."
    ),
    "plan-not-a-date": _("“%(value)s” is not a date. Write it as 2024-02-17, without quotation marks."),
    "plan-not-an-amount": _(
        "“%(value)s” is not an amount. Write it in quotation marks, without grouping: \"1179384\"."
    ),
    "plan-not-a-flag": _("This has to be true or false."),
    "plan-not-a-number": _("This has to be a whole number."),
    "plan-not-a-list": _("This has to be a list of texts in square brackets."),
    "plan-not-tables": _("This has to be a series of tables in double square brackets."),
    "plan-state-unknown": _("The state “%(state)s” is not named under [states]."),
    "plan-mode-unknown": _("“%(mode)s” is not a mode. Use in-person, online or hybrid."),
    "plan-kind-unknown": _("“%(kind)s” is not a kind that is known here."),
    "plan-clause-unknown": _("The clause “%(clause)s” is not in the file."),
    "plan-milestone-unknown": _("The milestone “%(milestone)s” is not in the file."),
    "plan-deliverable-unknown": _("The deliverable “%(deliverable)s” is not in the file."),
    "plan-money-unknown": _("The event of money “%(money)s” is not in the file."),
    "plan-deliverable-without-clause": _("No clause of the mandate asks for this deliverable."),
    "plan-clause-without-deliverable": _("No deliverable answers this clause."),
    "plan-circle": _("Milestones %(milestone)s and %(predecessor)s each wait for the other."),
    "plan-before-predecessor": _(
        "Milestone %(milestone)s comes after %(predecessor)s, which is later."
    ),
    "milestone-there-already": _("This milestone, with this window, is on the roadmap already."),
}

STATES: Mapping[str, tuple[str, Promise]] = {
    "planned": ("", _("Planned")),
    "under-way": ("doing", _("Under way")),
    "done": ("done", _("Done")),
    "not-on-record": ("maybe", _("Not on record")),
    "fixed": ("fixed", _("Fixed")),
}
TENTATIVE = _("Tentative")


def state_words(step: Step) -> tuple[str, str]:
    """The class and the word of a milestone's state; a plan that may still move says so."""
    state = step.standing.state
    if state == "planned" and step.standing.tentative:
        return "", str(TENTATIVE)
    css, word = STATES[state]
    return css, str(word)


def mode_words(mode: str) -> str:
    return str(Mode(mode).label) if mode in Mode.values else mode


def kind_words(kind: str) -> str:
    return str(ChangeKind(kind).label) if kind in ChangeKind.values else kind


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
            "title": name(last),
            "window": window_words(last.standing.current),
            "slip": slip_words(last.standing.slip),
        }
        direction = last.standing.slip.direction if last.standing.slip else ""
        if last.standing.state == "done":
            found.append(_t("The plan has reached its end: %(title)s, %(window)s.") % facts)
        elif last.standing.state == "not-on-record":
            found.append(
                _t("The end of the plan is past, and what became of it is not on record: %(title)s, %(window)s.")
                % facts
            )
        elif last.standing.state == "fixed" and direction in {"late", "early"}:
            found.append(_t("The end is fixed: %(title)s, %(window)s, %(slip)s.") % facts)
        elif last.standing.state == "fixed":
            found.append(_t("The end is fixed: %(title)s, %(window)s.") % facts)
        elif direction in {"late", "early"}:
            found.append(_t("The end has moved: %(title)s, now %(window)s, %(slip)s.") % facts)
        else:
            found.append(_t("The end stands as planned: %(title)s, %(window)s.") % facts)
    furthest = plan.furthest
    if furthest is not None and furthest is not last:
        found.append(
            _t("The furthest behind its plan: %(title)s, %(slip)s.")
            % {"title": name(furthest), "slip": slip_words(furthest.standing.slip)}
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
            _t("Next comes %(title)s, %(window)s.")
            % {"title": name(following), "window": window_words(following.standing.current)}
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
            found.append(
                _t("“%(title)s” and “%(before)s” each wait for the other.") % facts
            )
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
