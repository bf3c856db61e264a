"""The shape of what the secretariat fills in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.plumbing.languages import NAMES, SIX


def _input(**attributes: str) -> dict[str, str]:
    return {"class": "input", **attributes}


class StartForm(forms.Form):
    """A new report: as at which date, for which session."""

    cut_off = forms.DateField(
        label=_("Cut-off: figures as at"), widget=forms.DateInput(attrs=_input(type="date"))
    )
    cut_off_assumed = forms.BooleanField(label=_("The cut-off is an assumption"), required=False)
    original_language = forms.ChoiceField(
        label=_("Original language of the prose"),
        choices=[(c, NAMES[c]) for c in SIX],
        initial="en",
        widget=forms.Select(attrs=_input()),
    )
    symbol = forms.CharField(
        label=_("Symbol"), max_length=80, required=False,
        widget=forms.TextInput(attrs=_input(dir="ltr")),
    )  # fmt: skip
    distribution = forms.CharField(
        label=_("Distribution"), max_length=40, required=False,
        widget=forms.TextInput(attrs=_input()),
    )  # fmt: skip
    session_on = forms.DateField(
        label=_("First day of the session"), required=False,
        widget=forms.DateInput(attrs=_input(type="date")),
    )  # fmt: skip
    agenda = forms.CharField(
        label=_("Agenda item"), max_length=300, required=False,
        widget=forms.TextInput(attrs=_input(dir="auto")),
    )  # fmt: skip
    dated_on = forms.DateField(
        label=_("Date of the document"), required=False,
        widget=forms.DateInput(attrs=_input(type="date")),
    )  # fmt: skip


class SectionForm(forms.Form):
    """The prose of one section."""

    text = forms.CharField(
        label=_("Text"), required=False, max_length=100_000, strip=False,
        widget=forms.Textarea(attrs=_input(rows="12")),
    )  # fmt: skip
    seen_revision = forms.IntegerField(widget=forms.HiddenInput)
