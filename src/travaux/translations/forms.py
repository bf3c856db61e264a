"""The shapes of what is asked: the words of a paragraph, a file, a job."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.core.formats.exchange.units import Unit
from travaux.people.models import Person
from travaux.translations.exchanging import cleaned

LONGEST = 200_000  # characters of one piece


class WordsForm(forms.Form):
    """One field for each piece of a paragraph, named by the piece."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: list[Unit], language: str, rtl: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.pieces: list[tuple[Unit, Any]] = []
        for unit in units:
            rows = min(max(len(unit.source) // 70 + 2, 2), 16)
            self.fields[unit.key] = forms.CharField(
                label=_("Translation"),
                required=False,
                strip=False,
                max_length=LONGEST,
                initial=unit.target,
                widget=forms.Textarea(
                    attrs={
                        "class": "input said",
                        "rows": rows,
                        "lang": language,
                        "dir": "rtl" if rtl else "ltr",
                    }
                ),
            )
            self.pieces.append((unit, self[unit.key]))

    def targets(self) -> dict[str, str]:
        return {unit.key: self.cleaned_data[unit.key] for unit, _field in self.pieces}

    def says_otherwise(self) -> bool:
        """Whether what stands in the fields is not what is stored."""
        stored = cleaned({unit.key: unit.target for unit, _field in self.pieces})
        return cleaned(self.targets()) != stored


class FileForm(forms.Form):
    """A file that came back from a translator."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "The file that was downloaded here, with its translations: .xlf, .po or .docx."
        ),
        widget=forms.FileInput(attrs={"class": "input", "accept": ".xlf,.xliff,.po,.docx"}),
    )


class JobForm(forms.Form):
    """Who translates a version into a language, who revises, and until when."""

    translator = forms.EmailField(
        label=_("E-mail of the translator"),
        required=False,
        help_text=_("Somebody with an account here. Left empty, the job has no name yet."),
        widget=forms.EmailInput(attrs={"class": "input", "dir": "ltr"}),
    )
    reviser = forms.EmailField(
        label=_("E-mail of the reviser"),
        required=False,
        widget=forms.EmailInput(attrs={"class": "input", "dir": "ltr"}),
    )
    due_on = forms.DateField(
        label=_("Due on"),
        required=False,
        widget=forms.DateInput(
            format="%Y-%m-%d", attrs={"type": "date", "class": "input", "dir": "ltr"}
        ),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write the date as year-month-day, such as 2024-11-04.")},
    )
    remark = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 2, "dir": "auto"}),
    )

    def _person(self, name: str) -> Person | None:
        email = self.cleaned_data.get(name)
        if not email:
            return None
        person = Person.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            raise forms.ValidationError(
                _("Nobody here has this address. They make an account first; then name them here.")
            )
        return person

    def clean_translator(self) -> Person | None:
        return self._person("translator")

    def clean_reviser(self) -> Person | None:
        return self._person("reviser")
