"""Sentences and names of findings."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from travaux.evidence.models import FindingState

REFUSALS = {
    "finding-needs-words": _("Write the finding in at least one language."),
    "finding-stands": _("This finding stands. Reopen it before you change it."),
    "finding-withdrawn": _("This finding was withdrawn."),
    "finding-not-public": _("This finding is still being worked on."),
    "not-an-author-of-it": _("Only those who answer for this finding rate it."),
    "finding-not-rated-now": _("This finding is not put to its authors now."),
    "finding-reads-otherwise": _(
        "The finding was changed while you read it. Read it again, then rate it."
    ),
    "rate-it-first": _("You see what the others said once you gave your own rating."),
    "finding-without-authors": _("Name those who answer for this finding first."),
    "finding-without-sources": _("Name what this finding rests on first."),
    "ratings-awaited": _("%(awaited)s authors have not rated the finding as it reads now."),
    "withdrawal-needs-reason": _("Say why the finding is withdrawn."),
    "too-many-findings": _("The assessment has %(most)s findings already."),
    "too-many-authors": _("A finding has %(most)s authors at most."),
    "too-many-ratings": _("This finding was rated %(most)s times: no more ratings are taken."),
}
STATES: dict[str, Any] = {
    FindingState.DRAFT: pgettext_lazy("finding", "being written"),
    FindingState.RATING: pgettext_lazy("finding", "with its authors"),
    FindingState.STANDING: pgettext_lazy("finding", "stands"),
    FindingState.WITHDRAWN: pgettext_lazy("finding", "withdrawn"),
}
STATE_SHAPES = {"draft": "", "rating": "doing", "standing": "done", "withdrawn": "stop"}
BOXES: dict[str, Any] = {
    "well-established": _("Well established"),
    "established-incomplete": _("Established but incomplete"),
    "unresolved": _("Unresolved"),
    "inconclusive": _("Inconclusive"),
    "": _("The authors do not agree"),
}
ACTS = {
    "evidence.state_finding": _("The assessment got a finding"),
    "evidence.change_finding": _("A finding was changed"),
    "evidence.rest_finding_on": _("What a finding rests on was named"),
    "evidence.take_source_out_of_finding": _("A source of a finding was taken out"),
    "evidence.name_finding_author": _("A finding got an author"),
    "evidence.release_finding_author": _("An author left a finding"),
    "evidence.put_finding_to_authors": _("A finding was put to its authors"),
    "evidence.rate_finding": _("A finding was rated"),
    "evidence.settle_finding": _("A finding stands"),
    "evidence.reopen_finding": _("A finding was reopened"),
    "evidence.withdraw_finding": _("A finding was withdrawn"),
    "evidence.forget_author": _("What an author of findings wrote was erased"),
}
