"""The shapes of what a person says about themselves, and of an appointment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from travaux.people.models import Country, Office, Organisation, Role
from travaux.people.queries import states_by_name
from travaux.people.wording import ROLES
from travaux.plumbing.languages import NAMES, SIX, said
from travaux.plumbing.local_time import zones

_INPUT = {"class": "input"}


class Profile(forms.Form):
    """Name, language and clock."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        widget=forms.TextInput(attrs={**_INPUT, "autocomplete": "name", "dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=_("Language of mails to you"),
        choices=[(code, NAMES[code]) for code in SIX],
        widget=forms.Select(attrs=_INPUT),
    )
    zone = forms.ChoiceField(
        label=_("Your time zone"),
        required=False,
        help_text=_("Deadlines are also shown as your clock shows them."),
        widget=forms.Select(attrs=_INPUT),
    )

    def __init__(self, *args: Any, **also: Any) -> None:
        super().__init__(*args, **also)
        named = [("", _("Not said"))] + [(z, z) for z in zones()]
        self.fields["zone"].choices = named  # type: ignore[attr-defined]


class Erasure(forms.Form):
    """The word that shows that erasing is meant."""

    word = forms.CharField(
        label=_("Type ERASE to confirm"),
        max_length=20,
        widget=forms.TextInput(attrs={**_INPUT, "autocomplete": "off", "dir": "ltr"}),
    )


class ByName(ModelChoiceIterator):  # type: ignore[type-arg]
    """The states in the order of their names in the reader's language."""

    def __iter__(self) -> Any:
        yield "", self.field.empty_label
        for country in states_by_name(self.queryset):
            yield self.choice(country)


class States(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A state to choose, by name."""

    iterator = ByName

    def label_from_instance(self, obj: Any) -> str:
        return said(obj.names) or obj.code


class Offices(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An office to choose, by name."""

    def label_from_instance(self, obj: Any) -> str:
        return said(obj.names) or obj.key


class Appointing(forms.Form):
    """Whom, to what, for whom, until when."""

    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={**_INPUT, "dir": "ltr"})
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role, ROLES[role]) for role in Role],
        widget=forms.Select(attrs=_INPUT),
    )
    country = States(
        label=_("State"),
        queryset=Country.objects.all(),
        required=False,
        help_text=_("For whom a focal point speaks."),
        widget=forms.Select(attrs=_INPUT),
    )
    organisation = forms.CharField(
        label=_("Organisation"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={**_INPUT, "dir": "auto", "list": "known-organisations"}),
    )
    office = Offices(
        label=_("Office"),
        queryset=Office.objects.none(),
        required=False,
        help_text=_("Of which regional or country office; it has its states."),
        widget=forms.Select(attrs=_INPUT),
    )
    until = forms.DateField(
        label=_("Until the end of (UTC)"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={**_INPUT, "type": "date", "dir": "ltr"}),
    )

    def __init__(self, process_code: str, *args: Any, **also: Any) -> None:
        super().__init__(*args, **also)
        here = Office.objects.filter(process_code=process_code)
        self.fields["office"].queryset = here  # type: ignore[attr-defined]

    def known_organisations(self) -> list[str]:
        """Names to choose from while typing."""
        return list(Organisation.objects.order_by("name").values_list("name", flat=True)[:200])
