"""Sentences and names of what partners promised for the assessment."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from travaux.evidence.wording.questions import SOURCE_KINDS

REFUSALS: dict[str, Any] = {
    "partner-promise-unknown": _("Choose something that a partner promised."),
    "part-unknown": _("Choose a part of the assessment."),
    "too-many-parts": _("One promise is for %(most)s parts of the assessment at most."),
}
PROMISE_STATES: dict[str, Any] = {
    "promised": _("promised"),
    "begun": _("under way"),
    "delivered": _("delivered"),
    "given-up": _("given up"),
    "late": pgettext_lazy("commitment", "overdue"),
}
PART_KINDS: dict[str, Any] = {
    "deliverable": _("Deliverable"),
    "milestone": _("Milestone"),
    "question": _("Question"),
    **SOURCE_KINDS,
}
PROMISE_SHAPES = {"delivered": "done", "begun": "doing", "given-up": "stop", "late": "late"}
ACTS: dict[str, Any] = {
    "evidence.tie_promise": _("What a partner promised was tied to a part of the assessment"),
    "evidence.untie_promise": _("What a partner promised was untied from a part of the assessment"),
}
