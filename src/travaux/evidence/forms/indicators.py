"""An indicator, and a file of its figures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.design.fields import text_field
from travaux.design.languages import add_languages, fields_of, texts_of
from travaux.evidence.actions.indicators import Described
from travaux.evidence.models.indicators import Indicator
from travaux.evidence.wording.indicators import HOWS
from travaux.plumbing.languages import said


class IndicatorForm(forms.Form):
    """What is measured, by whom, and how regions are reckoned."""

    unit = text_field(_("Unit"), required=False, max_length=60)
    source = text_field(_("Source"), max_length=300)
    address = text_field(_("Web address"), required=False, max_length=500)
    licence = text_field(_("Licence"), max_length=120)
    retrieved_on = forms.DateField(
        label=_("Retrieved on"),
        widget=forms.DateInput(attrs={"type": "date", "class": "input", "dir": "ltr"}),
    )
    how = forms.ChoiceField(
        label=_("How the figure of a region is made"),
        choices=list(HOWS.items()),
        widget=forms.RadioSelect,
    )
    weighed_by = forms.ChoiceField(
        label=_("Weighted by"), required=False, widget=forms.Select(attrs={"class": "input"})
    )

    def __init__(self, *args: Any, indicators: list[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = {i.key: i for i in indicators}
        named = [(i.key, said(i.titles)) for i in indicators]
        self.fields["weighed_by"].choices = [("", _("None")), *named]  # type: ignore[attr-defined]
        add_languages(self, "title", most=300)

    def title_fields(self) -> list[Any]:
        return fields_of(self, "title")

    def described(self) -> Described:
        data = self.cleaned_data
        return Described(
            titles=texts_of(self, "title"),
            source=data["source"],
            licence=data["licence"],
            retrieved_on=data["retrieved_on"],
            unit=data["unit"],
            address=data["address"],
            how=data["how"],
            weighed_by=self.indicators.get(data["weighed_by"]),
        )


class SeriesForm(forms.Form):
    """A file, and which series of it."""

    file = forms.FileField(
        label=_("File of figures (CSV, SDMX-CSV or XLSX)"),
        widget=forms.ClearableFileInput(attrs={"class": "input", "accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    series = text_field(
        _("Series"),
        required=False,
        max_length=120,
        help_text=_("Only where the file holds several."),
    )
