"""Sentences of this room: refusals, problems of a plan, states and modes."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from travaux.roadmap.states import ChangeKind, Mode

REFUSALS: dict[str, Promise] = {
    "risk-level-unknown": _("Choose likelihood and effect from very low to very high."),
    "risk-without-owner": _("Say who owns the risk: an office or a function."),
    "risk-weeks-without-milestone": _(
        "A delay of up to %(most)s weeks belongs to a milestone: choose it, too."
    ),
    "plan-kept-by-secretariat": _("Only the secretariat of this process changes its roadmap."),
    "forecast-kept-inside": _("The secretariat keeps the forecast of this process to itself."),
    "forecast-busy": _(
        "Many ask for forecasts that nobody saw before. Try again in a minute; those seen before "
        "are shown at once."
    ),
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
    "plan-not-a-date": _(
        "“%(value)s” is not a date. Write it as 2024-02-17, without quotation marks."
    ),
    "plan-not-an-amount": _(
        '“%(value)s” is not an amount. Write it in quotation marks, without grouping: "1179384".'
    ),
    "plan-amount-negative": _(
        "“%(value)s” is negative. Write amounts above zero; what is wrong is taken back by an entry "
        "that corrects it, what went back by one of the kind returned."
    ),
    "plan-not-a-flag": _("This has to be true or false."),
    "plan-not-a-number": _("This has to be a whole number."),
    "plan-not-a-list": _("This has to be a list of texts in square brackets."),
    "plan-not-tables": _("This has to be a series of tables in double square brackets."),
    "plan-state-unknown": _("The state “%(state)s” is not named under [states]."),
    "plan-mode-unknown": _("“%(mode)s” is not a mode. Use in-person, online or hybrid."),
    "plan-kind-unknown": _("“%(kind)s” is not a kind that is known here."),
    "plan-clause-unknown": _("The clause “%(clause)s” is not in the file."),
    "plan-milestone-unknown": _(
        "The milestone “%(milestone)s” is not in the file. Mend the code, or add the milestone."
    ),
    "plan-deliverable-unknown": _("The deliverable “%(deliverable)s” is not in the file."),
    "plan-money-unknown": _("The event of money “%(money)s” is not in the file."),
    "plan-deliverable-without-clause": _("No clause of the mandate asks for this deliverable."),
    "plan-clause-without-deliverable": _("No deliverable answers this clause."),
    "plan-circle": _("These milestones wait in a circle: %(steps)s. Take one arrow out."),
    "plan-before-predecessor": _(
        "Milestone %(milestone)s comes after %(predecessor)s, which is later. Change one of the two "
        "dates, or the order."
    ),
    "plan-not-numbers": _("This has to be a list of whole numbers in square brackets."),
    "plan-weeks-or-days": _("Give either weeks or days here, one of the two."),
    "plan-range-of-one-kind": _("Give either weeks, days or past durations, one of the three."),
    "plan-range-of-three": _("A range has three numbers: the least, the likely and the most."),
    "plan-shape-unknown": _("“%(shape)s” is not a shape of a range. Use pert or triangular."),
    "plan-weekend-unfit": _("Weekdays are numbers from 1 (Monday) to 7 (Sunday), at most six."),
    "plan-period-without-order": _(
        "The period lies between %(predecessor)s and %(milestone)s, but the second does not come "
        "after the first."
    ),
    "activity-without-way": _("This activity has no way to carry it out. Give at least one."),
    "way-unknown": _("“%(way)s” is no way of another activity. Write it as activity:way."),
    "way-not-as-budgeted": _(
        "The plan's own way costs %(cost)s, but its budget line says %(line)s. Make them the same."
    ),
    "cell-without-target": _(
        "“%(cell)s” has no target. Say under targets how many should be heard there."
    ),
    "kept-by-nothing": _(
        "“%(name)s” must stay, but no way of any activity keeps it. Let one keep it, or take it out of "
        "must."
    ),
    "spread-out-of-order": _(
        "The range %(low)s, %(likely)s, %(high)s is out of order: the least comes first, then the "
        "likely, then the most."
    ),
    "spread-too-long": _("%(high)s days are too long; the most is %(longest)s."),
    "spread-without-past": _("Give at least one past duration."),
    "schedule-circle": _("These milestones wait in a circle: %(steps)s. Take one arrow out."),
    "schedule-step-unknown": _(
        "The plan has no milestone “%(step)s”. Write its code as the plan has it."
    ),
    "schedule-fixed-too-early": _(
        "%(step)s is fixed on %(fixed)s, but %(predecessor)s before it leads at best to "
        "%(earliest)s. Shorten or begin earlier what comes before it: only a decision of the governing "
        "body moves a fixed date."
    ),
    "schedule-calendar-unknown": _(
        "The calendar “%(calendar)s” is not in the file. Add it under calendars, or take the word out."
    ),
    "schedule-calendar-never-open": _(
        "The calendar “%(calendar)s” has no open weekday. Take a day out of its weekend."
    ),
    "schedule-without-milestones": _("No milestone here has a date. Give at least one a window."),
    "schedule-target-without-date": _(
        "“%(step)s” has no date to work back from. Give it one, or ask about a day."
    ),
    "schedule-too-far": _(
        "The dates lie too far apart to be counted: %(years)s years at most. Check the years."
    ),
    "slip-of-fixed": _(
        "“%(step)s” is fixed: no scenario moves it; only a recorded decision of the governing body "
        "does."
    ),
    "move-into-the-past": _(
        "“%(step)s” cannot be asked about with a date that is past: %(window)s. Choose a later one."
    ),
    "slip-of-past": _("“%(step)s” is over and cannot slip any more."),
    "draws-out-of-bounds": _("Draw between 1 and %(most)s courses, not %(draws)s."),
    "fixed-needs-decision": _(
        "“%(step)s” is fixed: name the decision of the governing body that moves it."
    ),
    "work-unknown": _("This kind of work has no lead time yet. Set one under the ranges."),
    "timing-unknown": _("Choose a range, an order, a period, a deadline or a calendar."),
    "plan-work-unknown": _(
        "“%(work)s” has no lead time. Name it under leads, or take the word out."
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
IN_ITS_WINDOW = _("In its planned window")


def mode_words(mode: str) -> str:
    return str(Mode(mode).label) if mode in Mode.values else mode


def kind_words(kind: str) -> str:
    return str(ChangeKind(kind).label) if kind in ChangeKind.values else kind


RISK_VERBS = {
    "strike": _("It struck"),
    "close": _("Close it"),
    "reopen": _("Open it again"),
}
ACTS = {
    "roadmap.keep_risk": _("A risk was noted or looked at anew"),
    "roadmap.settle_risk": _("A risk struck or was closed"),
    "roadmap.confirm_moves": _("Dates of a question were confirmed"),
    "roadmap.change_timing": _("A range, an order, a period or a calendar was set"),
}
