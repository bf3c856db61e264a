"""Sentences and names of releases of the assessment."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from travaux.evidence.models import Stage

REFUSALS = {
    "stage-unknown": _("There is no stage named %(stage)s."),
    "stage-goes-back": _("A release never goes back to an earlier stage than the one before it."),
    "no-evidence-to-release": _("There is nothing to release yet."),
}
STAGES: dict[str, Any] = {
    Stage.PRELIMINARY: pgettext_lazy("release", "Preliminary"),
    Stage.FINAL: pgettext_lazy("release", "Final"),
    Stage.PUBLISHED: pgettext_lazy("release", "Published"),
}
# the parts of a release that other files of this room fill
PARTS_OF_RELEASE: dict[str, Any] = {
    "questions": _("Questions of the assessment"),
    "findings": _("Findings"),
    "surveys": _("Surveys"),
    "practices": _("Best practices"),
    "interviews": _("Interviews"),
    "indicators": _("Indicators"),
    "literature": _("Literature"),
}
# kinds of lines in the file of a region
LINES: dict[str, Any] = {
    "indicator": _("Indicator"),
    "survey": _("Survey"),
    "finding": _("Finding"),
    "practice": _("Best practice"),
    "interview": _("Interview"),
    "silence": _("What is not known"),
}
CHANGES: dict[str, Any] = {
    "new": pgettext_lazy("release", "new"),
    "changed": pgettext_lazy("release", "changed"),
    "gone": pgettext_lazy("release", "gone"),
}
ACTS = {"evidence.release_evidence": _("The assessment was released")}
