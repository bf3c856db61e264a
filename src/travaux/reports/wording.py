"""Sentences for what this room refuses, and the names of the sections of a report."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

REFUSALS = {
    "report-is-frozen": _(
        "This report is frozen: its words and figures stand. Start the next one."
    ),
    "report-changed-meanwhile": _(
        "Somebody else changed this section a moment ago. Both texts are shown below; "
        "nothing was overwritten."
    ),
    "report-kept-by-secretariat": _("Reports are written by the secretariat of the process."),
    "report-not-public-yet": _("This report is not public yet."),
    "report-cut-off-ahead": _("The cut-off lies in the future: the record cannot know it yet."),
    "report-too-long": _(
        "The report has %(words)s words; the rule of the body allows %(limit)s, "
        "headings and notes counted. Shorten it, or have the rule waived on record."
    ),
    "iati-without-reporter": _(
        "Say in the plan under [report.iati] who reports, such as org = “XM-DAC-41120”: without it "
        "there is no file of the IATI standard."
    ),
    "report-section-unknown": _("A report has no section of this name."),
    "track-not-closed": _(
        "A round of this track is still to come or open. Its report can be kept once all are closed."
    ),
    "closing-unchanged": _(
        "Nothing has changed since edition %(number)s: it says all of this already."
    ),
}

ACTS = {
    "reports.keep_proposal": _("What follows without more money was put into a report or left out"),
    "reports.keep_closing": _("The closing report of a track was kept"),
}

# how a paragraph stands in a version against the one before
STATION_KINDS = {
    "first": _("stands for the first time"),
    "same": _("word for word the same"),
    "changed": _("changed"),
    "out": _("taken out"),
    "back": _("put back"),
}
# section of prose -> its heading; figures and tables stand between them by themselves
SECTIONS = {
    "summary": _("Summary"),
    "evidence": _("Evidence"),
    "consultation": _("Consultation by level"),
    "challenges": _("Challenges"),
    "decided": _("What the body decided on the last report"),
    "next_steps": _("Next steps"),
    "action": _("Action requested"),
}

STATES = {
    "fulfilled": _("Fulfilled"),
    "under-way": _("Under way"),
    "open": pgettext_lazy("state of a task", "Open"),
}

MILESTONE_STATES = {
    "planned": _("Planned"),
    "under-way": _("Under way"),
    "done": _("Done"),
    "not-on-record": _("Not on record"),
    "fixed": _("Fixed"),
}

MODES = {
    "": "",
    "in-person": _("in person"),
    "online": _("online"),
    "hybrid": _("hybrid"),
}

#: What became of a paragraph that was commented on, in the draft that came with the answer.
CHANGES: Mapping[str, Any] = {
    "changed": _("changed"),
    "same": _("stands as it was"),
    "gone": _("taken out"),
}

#: Why an edition of a closing report was kept.
OCCASIONS: Mapping[str, Any] = {
    "closed": _("kept when the track closed"),
    "answered": _("kept when all comments had their answer"),
    "asked": _("kept by the secretariat"),
}
