"""The shape of what is written down about an organisation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.design.languages import add_languages, fields_of, initial_texts, texts_of
from travaux.people.forms.persons import States
from travaux.people.models import Country, Organisation
from travaux.people.queries.categories import category_names, sorting_now
from travaux.people.rules.organisations import LONGEST_NAME
from travaux.plumbing.languages import said

_INPUT = {"class": "input"}


class OrganisationForm(forms.Form):
    """Category, seat, and names in six languages."""

    category = forms.ChoiceField(
        label=_("Category"), required=False, widget=forms.Select(attrs=_INPUT)
    )
    seat = States(
        label=_("The state of its seat"),
        queryset=Country.objects.none(),
        required=False,
        empty_label=_("Not said"),
        help_text=_(
            "It counts in the region of this state, and the office of the state reaches it."
        ),
        widget=forms.Select(attrs=_INPUT),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "category": organisation.category,
            "seat": organisation.country_id,
            **initial_texts("name", organisation.names),
        }
        super().__init__(*args, **kwargs)
        choices = [("", _("Not sorted yet")), *sorting_now().choices()]
        if organisation.category and organisation.category not in dict(choices):
            names = category_names().get(organisation.category, {})
            former = said(names) or organisation.category
            choices.append((organisation.category, f"{former} ({organisation.sorted_by})"))
        self.fields["category"].choices = choices  # type: ignore[attr-defined]
        self.fields["seat"].queryset = Country.objects.filter(  # type: ignore[attr-defined]
            demonstration=organisation.demonstration
        )
        add_languages(self, "name", most=LONGEST_NAME)

    def names_fields(self) -> list[Any]:
        """The fields of its name in each language."""
        return fields_of(self, "name")

    def told(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        data = self.cleaned_data
        return {
            "category": data["category"],
            "seat": data["seat"],
            "names": texts_of(self, "name"),
        }
