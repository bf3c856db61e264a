"""Sentences and names of the questions of the assessment."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from travaux.core.assessment.coverage import Cover
from travaux.evidence.models import Level, SourceKind, Theme

REFUSALS = {
    "question-needs-words": _("Write the question in at least one language."),
    "question-retired": _("This question is not asked any more."),
    "theme-unknown": _("There is no theme named %(theme)s."),
    "regional-group-unknown": _("There is no regional group named %(region)s."),
    "level-unknown": _("There is no level named %(level)s."),
    "too-many-questions": _("The assessment has %(most)s questions already. Retire one first."),
    "too-many-sources": _("This question has %(most)s sources already. Take one out first."),
    "source-kind-unknown": _("There is no kind of source named %(kind)s."),
    "source-needs-name": _("Name the source."),
    "address-not-web": _("An address begins with https:// or http://."),
}
THEMES: dict[str, Any] = {
    Theme.TREND: _("Trend"),
    Theme.CHALLENGE: _("Challenge"),
    Theme.OPPORTUNITY: _("Opportunity"),
    Theme.DRIVER: _("Driver"),
    Theme.OTHER: pgettext_lazy("theme", "Other"),
}
LEVELS: dict[str, Any] = {
    Level.REGIONAL: pgettext_lazy("level", "Regional"),
    Level.NATIONAL: pgettext_lazy("level", "National"),
    Level.SUB_NATIONAL: pgettext_lazy("level", "Sub-national"),
}
SOURCE_KINDS: dict[str, Any] = {
    SourceKind.SURVEY: _("Survey"),
    SourceKind.INTERVIEW: _("Interview"),
    SourceKind.PRACTICE: _("Best practice"),
    SourceKind.INDICATOR: _("Indicator"),
    SourceKind.LITERATURE: _("Literature"),
    SourceKind.FIELD_STUDY: _("Field study"),
    SourceKind.CONSULTATION: _("Consultation"),
    SourceKind.OTHER: pgettext_lazy("source", "Other"),
}
COVERS: dict[str, Any] = {
    Cover.SILENT: pgettext_lazy("coverage", "not known"),
    Cover.THIN: pgettext_lazy("coverage", "thin"),
    Cover.COVERED: pgettext_lazy("coverage", "covered"),
}
COVER_SHAPES = {Cover.SILENT: "", Cover.THIN: "doing", Cover.COVERED: "done"}
ACTS = {
    "evidence.ask_question": _("The assessment got a question"),
    "evidence.change_question": _("A question of the assessment was changed"),
    "evidence.retire_question": _("A question of the assessment was retired"),
    "evidence.name_source": _("A source of a question was named"),
    "evidence.take_out_source": _("A source of a question was taken out"),
}
