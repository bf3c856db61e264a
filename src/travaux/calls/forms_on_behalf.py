"""How an application came, and who sent it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.correspondence.forms.register import ScanField, Scans
from travaux.correspondence.rules import EntryDetails
from travaux.correspondence.wording import FORMS
from travaux.plumbing import clock
from travaux.plumbing.languages import NAMES, SIX, current

_INPUT = {"class": "input"}


class SentForm(forms.Form):
    """Who it is from, how and when it came, its source."""

    prefix = "sent"
    party = forms.CharField(
        label=_("Who it is from"),
        max_length=200,
        help_text=_("The person or office that wrote or rang."),
        widget=forms.TextInput(attrs={**_INPUT, "dir": "auto"}),
    )
    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        help_text=_("There they are asked to confirm it. Leave it empty if there is none."),
        widget=forms.TextInput(attrs={**_INPUT, "dir": "ltr"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[(code, NAMES[code]) for code in SIX],
        widget=forms.Select(attrs=_INPUT),
    )
    form = forms.ChoiceField(
        label=_("How it came"), choices=list(FORMS.items()), widget=forms.Select(attrs=_INPUT)
    )
    dated_on = forms.DateField(
        label=_("Day it came"),
        widget=forms.DateInput(attrs={**_INPUT, "type": "date"}, format="%Y-%m-%d"),
    )
    caller = forms.CharField(
        label=_("Who rang, if it came by telephone"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={**_INPUT, "dir": "auto"}),
    )
    rang_at = forms.TimeField(
        label=_("At what time, if it came by telephone"),
        required=False,
        widget=forms.TimeInput(attrs={"class": "input day", "type": "time"}, format="%H:%M"),
    )
    scans = ScanField(
        label=_("Its source: scan, mail or note of the call"),
        required=False,
        help_text=_("Needed, unless it came by telephone."),
        widget=Scans(attrs={**_INPUT, "multiple": True}),
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"dated_on": clock.today(), "language": current()})
        for name in ("caller", "rang_at", "scans"):
            self.fields[name].conditional = True  # type: ignore[attr-defined]

    def details(self, subject: str) -> EntryDetails:
        """What the register says of it."""
        told = self.cleaned_data
        return EntryDetails(
            direction="in",
            form=told["form"],
            dated_on=told["dated_on"],
            subject=subject,
            party=told["party"],
            language=told["language"],
        )
