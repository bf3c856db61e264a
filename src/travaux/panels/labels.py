"""Attributes and their values in the reader's language, where it is known what they mean.

Out of a call come the labels of its form, the names of states and of regional groups. What stands
in a table is shown as it was typed, unless it is one of the usual words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from travaux.calls.models import Call
from travaux.core.surveys.model import Question, tagged
from travaux.core.surveys.plain import form_from_plain
from travaux.panels.models import Panel
from travaux.people.models import Country, Group
from travaux.people.queries import REGIONAL
from travaux.plumbing.languages import choose, current

# The usual words of tables, as they are typed in English, whatever their capitals.
FEATURES = {
    "gender": _("Gender"),
    "sex": _("Gender"),
    "region": _("Region"),
    "regional group": _("Regional group"),
    "country": _("State"),
    "state": _("State"),
    "expertise": _("Expertise"),
    "field": _("Expertise"),
    "language": _("Language"),
    "working language": _("Language"),
    "languages": _("Language"),
    "level": _("Level of government"),
    "level of government": _("Level of government"),
    "sector": _("Sector"),
    "age": _("Age"),
    "first time": _("First time in such a group"),
}
VALUES = {
    "women": _("Women"),
    "woman": _("Women"),
    "female": _("Women"),
    "men": _("Men"),
    "man": _("Men"),
    "male": _("Men"),
    "african": _("African Group"),
    "african group": _("African Group"),
    "african states": _("African Group"),
    "asia-pacific": _("Asia-Pacific Group"),
    "asia-pacific group": _("Asia-Pacific Group"),
    "asia-pacific states": _("Asia-Pacific Group"),
    "eastern european": _("Eastern European Group"),
    "eastern european group": _("Eastern European Group"),
    "eastern european states": _("Eastern European Group"),
    "grulac": _("Latin American and Caribbean Group"),
    "latin american and caribbean group": _("Latin American and Caribbean Group"),
    "latin american and caribbean states": _("Latin American and Caribbean Group"),
    "weog": _("Western European and others Group"),
    "western european and others": _("Western European and others Group"),
    "western european and others group": _("Western European and others Group"),
    "national": pgettext_lazy("level of government", "National"),
    "regional": pgettext_lazy("level of government", "Regional"),
    "local": pgettext_lazy("level of government", "Local"),
    "local or regional": pgettext_lazy("level of government", "Local or regional"),
    "outside government": pgettext_lazy("level of government", "Outside government"),
    "urban planning": pgettext_lazy("expertise", "Urban planning"),
    "data and digital rights": pgettext_lazy("expertise", "Data and digital rights"),
    "infrastructure and services": pgettext_lazy("expertise", "Infrastructure and services"),
    "social inclusion": pgettext_lazy("expertise", "Social inclusion"),
    "local finance": pgettext_lazy("expertise", "Local finance"),
    "civil society": pgettext_lazy("sector", "Civil society"),
    "academia": pgettext_lazy("sector", "Academia"),
    "private sector": pgettext_lazy("sector", "Private sector"),
    "arabic": pgettext_lazy("language", "Arabic"),
    "chinese": pgettext_lazy("language", "Chinese"),
    "english": pgettext_lazy("language", "English"),
    "french": pgettext_lazy("language", "French"),
    "russian": pgettext_lazy("language", "Russian"),
    "spanish": pgettext_lazy("language", "Spanish"),
    "yes": pgettext_lazy("answer", "Yes"),
    "no": pgettext_lazy("answer", "No"),
}


@dataclass(frozen=True, slots=True)
class Label:
    """Words for an attribute or a value, and their language where it is not the reader's."""

    text: str
    language: str = ""


class Labels:
    """The words for the attributes of one group; what is looked up is looked up once."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel

    @cached_property
    def _origin(self) -> Call | None:
        call = self.panel.call
        return call if call is not None or self.panel.parent is None else self.panel.parent.call

    @cached_property
    def _questions(self) -> dict[str, Question]:
        if self._origin is None or not self._origin.form:
            return {}
        return {q.name: q for q in tagged(form_from_plain(self._origin.form), "attribute")}

    @cached_property
    def _countries(self) -> dict[str, dict[str, str]]:
        return dict(Country.objects.values_list("code", "names"))

    @cached_property
    def _groups(self) -> dict[str, dict[str, str]]:
        standing = Group.objects.filter(taxonomy__code=REGIONAL, taxonomy__replaced_at__isnull=True)
        return dict(standing.values_list("code", "names"))

    def feature(self, name: str) -> Label:
        """The words for an attribute."""
        question = self._questions.get(name)
        if question is not None and question.labels:
            return _told(question.labels)
        usual = FEATURES.get(name.strip().casefold())
        return Label(str(usual)) if usual else Label(name, self.panel.pool_language)

    def value(self, feature: str, value: str) -> Label:
        """The words for a value of an attribute."""
        if self._origin is not None:
            if feature == "country" and value in self._countries:
                return _told(self._countries[value])
            if feature == "region" and value in self._groups:
                return _told(self._groups[value])
            question = self._questions.get(feature)
            for choice in question.choices if question is not None else ():
                if choice.name == value and choice.labels:
                    return _told(choice.labels)
        usual = VALUES.get(value.strip().casefold())
        return Label(str(usual)) if usual else Label(value, self.panel.pool_language)


def _told(texts: object) -> Label:
    text, language = choose(dict(texts))  # type: ignore[call-overload]
    return Label(text, "" if language == current() else language)
