"""The shapes of an office and of its report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.comments.forms import WordsField
from travaux.design.languages import add_languages, fields_of, texts_of
from travaux.offices.rules import LONGEST
from travaux.people.models import Country
from travaux.people.queries import states_by_name
from travaux.people.rules.offices import LONGEST_NAME
from travaux.plumbing.languages import NAMES, SIX, said


class OfficeForm(forms.Form):
    """An office: its name in the languages that are known, its regions and its states."""

    regions = forms.MultipleChoiceField(
        label=_("All states of these groups"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("As they stand each day."),
    )
    states = forms.MultipleChoiceField(
        label=_("And these states"),
        required=False,
        widget=forms.SelectMultiple(attrs={"class": "input", "size": "8"}),
        help_text=_("Hold Ctrl (or Command) to choose several."),
    )

    def __init__(
        self, *args: Any, groups: Sequence[tuple[str, str]], demonstration: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regions"].choices = groups  # type: ignore[attr-defined]
        known = Country.objects.filter(demonstration=demonstration)
        self.known = {c.code: c for c in states_by_name(known)}
        self.fields["states"].choices = [  # type: ignore[attr-defined]
            (code, said(c.names) or code) for code, c in self.known.items()
        ]
        add_languages(self, "name", most=LONGEST_NAME)

    def names_fields(self) -> list[Any]:
        return fields_of(self, "name")

    def told(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        data = self.cleaned_data
        return {
            "names": texts_of(self, "name"),
            "regions": data["regions"],
            "countries": [self.known[code] for code in data["states"]],
        }


class ReportForm(forms.Form):
    """What an office says beside its figures."""

    text = WordsField(
        label=_("What the secretariat should know"),
        required=False,
        max_length=LONGEST,
        help_text=_("The figures stand by themselves; write what they do not tell."),
        widget=forms.Textarea(attrs={"class": "input", "rows": 8, "dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[(code, NAMES[code]) for code in SIX],
        widget=forms.Select(attrs={"class": "input"}),
    )
    form_token = forms.CharField(max_length=40, widget=forms.HiddenInput)
