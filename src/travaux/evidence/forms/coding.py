"""A code, a coder, codes for a passage, and a settlement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.design.fields import text_field
from travaux.design.languages import add_languages, fields_of
from travaux.evidence.forms.interviews import WordsForm
from travaux.evidence.models.coding import Code
from travaux.plumbing.languages import said


class CodeForm(forms.Form):
    """Short name, title and definition of a code."""

    name = forms.CharField(
        label=_("Short name"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "input", "dir": "ltr"}),
        help_text=_("It stays the same through all versions, like: data-rules"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_languages(self, "title", most=200)
        add_languages(self, "definition", most=2000, rows=3)

    def title_fields(self) -> list[Any]:
        return fields_of(self, "title")

    def definition_fields(self) -> list[Any]:
        return fields_of(self, "definition")


class CoderForm(forms.Form):
    """A coder by their address."""

    email = forms.EmailField(
        label=_("E-mail address of a coder"),
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "input", "dir": "ltr"}),
    )


class MarkForm(WordsForm):
    """Codes for words of a paragraph."""

    codes = forms.MultipleChoiceField(
        label=_("Codes"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, codes: list[Code], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(c.name, said(c.titles)) for c in codes]
        self.fields["codes"].choices = named  # type: ignore[attr-defined]


class SettleForm(forms.Form):
    """Whether a code stands in a paragraph, on which stretch, and why."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=40)
    paragraph = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    stretch = forms.CharField(max_length=30)
    reason = text_field(_("Reason"), max_length=300)

    def clean_stretch(self) -> tuple[int, int] | None:
        told = self.cleaned_data["stretch"]
        if told == "no":
            return None
        start, _dash, end = told.partition("-")
        if not (start.isdecimal() and end.isdecimal()):
            raise forms.ValidationError(_("Choose whether the code stands here."))
        return int(start), int(end)
