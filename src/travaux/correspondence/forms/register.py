"""The shape of an entry of the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.correspondence.forms.topics import HELP, LABEL, topic_choices
from travaux.correspondence.queries.topics import as_topic
from travaux.correspondence.rules import EntryDetails
from travaux.correspondence.wording import DIRECTIONS, FORMS
from travaux.people.models import Contact
from travaux.people.queries import contacts_of
from travaux.plumbing.languages import NAMES, SIX

_INPUT = {"class": "input"}
_AUTO = {**_INPUT, "dir": "auto"}


class Scans(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class ScanField(forms.FileField):
    """None, one or several files."""

    widget = Scans

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each of the files, as a file field cleans it."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(ScanField, self).clean(one, initial) for one in given]


class EntryForm(forms.Form):
    """Something that came in, or went out by another way."""

    direction = forms.ChoiceField(
        label=_("Direction"), choices=list(DIRECTIONS.items()), widget=forms.Select(attrs=_INPUT)
    )
    form = forms.ChoiceField(
        label=_("Form"), choices=list(FORMS.items()), widget=forms.Select(attrs=_INPUT)
    )
    dated_on = forms.DateField(
        label=_("Date on it"),
        widget=forms.DateInput(attrs={**_INPUT, "type": "date"}, format="%Y-%m-%d"),
    )
    subject = forms.CharField(
        label=_("What it is about"), max_length=300, widget=forms.TextInput(attrs=_AUTO)
    )
    about = forms.ChoiceField(
        label=LABEL, help_text=HELP, required=False, widget=forms.Select(attrs=_INPUT)
    )
    contact = forms.ModelChoiceField(
        label=_("Contact"),
        queryset=Contact.objects.none(),
        required=False,
        to_field_name="key",
        empty_label=_("None of the contacts"),
        widget=forms.Select(attrs=_INPUT),
    )
    party = forms.CharField(
        label=_("From whom, or to whom"),
        max_length=300,
        required=False,
        help_text=_("Where it is none of the contacts."),
        widget=forms.TextInput(attrs=_AUTO),
    )
    their_reference = forms.CharField(
        label=_("Their reference"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs=_AUTO),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("not known")), *((c, NAMES[c]) for c in SIX)],
        required=False,
        widget=forms.Select(attrs=_INPUT),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={**_AUTO, "rows": 3}),
    )
    scans = ScanField(
        label=_("Scans"), required=False, widget=Scans(attrs={**_INPUT, "multiple": True})
    )

    def __init__(self, process_code: str, *args: Any, **also: Any) -> None:
        super().__init__(*args, **also)
        self.fields["about"].choices = topic_choices(process_code)  # type: ignore[attr-defined]
        field = self.fields["contact"]
        field.queryset = contacts_of(process_code).order_by("office")  # type: ignore[attr-defined]
        field.label_from_instance = lambda c: c.office or "–"  # type: ignore[attr-defined]

    def details(self) -> EntryDetails:
        """What was typed, for the rule and the action."""
        told = {k: v for k, v in self.cleaned_data.items() if k not in ("scans", "about")}
        return EntryDetails(**told)

    def topic(self) -> tuple[str, str]:
        """Kind and key of what it is about; both empty for nothing."""
        return as_topic(self.cleaned_data["about"])
