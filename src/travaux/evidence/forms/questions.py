"""A question of the assessment, and a source of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.design.fields import text_field
from travaux.design.languages import add_languages, fields_of, texts_of
from travaux.evidence.actions.questions import Asked, Named
from travaux.evidence.forms.topics import LevelsField, RegionsField, TopicField, offer_topics
from travaux.evidence.wording.questions import LEVELS, SOURCE_KINDS, THEMES
from travaux.plumbing.languages import current


class QuestionForm(forms.Form):
    """What is asked, and about which regions and levels."""

    theme = forms.ChoiceField(
        label=_("Theme"), choices=list(THEMES.items()), widget=forms.RadioSelect
    )
    regions = RegionsField(_("Regions"))
    levels = LevelsField()
    topics = TopicField()
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        regions: list[tuple[str, str]],
        topics: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_topics(self, topics)
        self.fields["regions"].choices = regions  # type: ignore[attr-defined]
        add_languages(self, "title", most=300)
        add_languages(self, "text", most=4000, rows=4)

    def title_fields(self) -> list[Any]:
        return fields_of(self, "title")

    def text_fields(self) -> list[Any]:
        return fields_of(self, "text")

    def asked(self) -> Asked:
        data = self.cleaned_data
        return Asked(
            theme=data["theme"],
            titles=texts_of(self, "title"),
            texts=texts_of(self, "text"),
            regions=data["regions"],
            levels=data["levels"],
            topics=data.get("topics", ()),
        )


class SourceForm(forms.Form):
    """What answers a question: one of the things of this room, or a title with an address."""

    thing = forms.ChoiceField(
        label=_("What answers it"),
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
        help_text=_("A thing of this process; or name another one below."),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", ""), *SOURCE_KINDS.items()],
        widget=forms.Select(attrs={"class": "input"}),
    )
    title = text_field(_("Title"), required=False, max_length=300)
    address = text_field(_("Web address"), required=False, max_length=500)
    region = forms.ChoiceField(
        label=_("Region"), required=False, widget=forms.Select(attrs={"class": "input"})
    )
    level = forms.ChoiceField(
        label=_("Level"), required=False, widget=forms.Select(attrs={"class": "input"})
    )

    def __init__(
        self,
        *args: Any,
        regions: list[tuple[str, str]],
        things: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["thing"].choices = [("", ""), *things]  # type: ignore[attr-defined]
        self.fields["region"].choices = [("", _("All regions")), *regions]  # type: ignore[attr-defined]
        self.fields["level"].choices = [("", _("All levels")), *LEVELS.items()]  # type: ignore[attr-defined]

    def named(self) -> Named:
        data = self.cleaned_data
        also = {"region": data["region"], "level": data["level"]}
        if data["thing"]:
            kind, key, part = data["thing"].split("|", 2)
            return Named(kind=kind, subject_key=key, part=part, **also)
        return Named(
            kind=data["kind"],
            title=data["title"],
            language=current(),
            address=data["address"],
            **also,
        )
