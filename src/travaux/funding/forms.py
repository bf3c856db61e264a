"""Shapes of this room's forms."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.funding.states import MoneyKind
from travaux.plumbing.languages import current
from travaux.roadmap.forms import (
    LONG,
    WINDOW_HINT,
    WithInputs,
    date_input,
    language_field,
    text_area,
)


class AmountField(forms.Field):
    """A sum as people type it: "311,700", "311 700", "311700.50"."""

    def to_python(self, value: Any) -> Any:
        text = re.sub(r"[\s\u00a0\u202f'’_]", "", str(value or ""))
        if not text:
            return None
        # grouping only where it stands before three digits, every time
        if re.fullmatch(r"\d{1,3}([,.٬]\d{3})+", text):
            text = re.sub(r"[,.٬]", "", text)
        elif re.fullmatch(r"\d{1,3}(,\d{3})+\.\d{1,2}", text):
            text = text.replace(",", "")
        elif re.fullmatch(r"\d{1,3}(\.\d{3})+,\d{1,2}", text):
            text = text.replace(".", "").replace(",", ".")
        elif re.fullmatch(r"\d+,\d{1,2}", text):
            text = text.replace(",", ".")
        if not re.fullmatch(r"\d{1,15}(\.\d+)?", text):
            raise forms.ValidationError(_("Write the amount in digits, such as 311700 or 311,700."))
        try:
            return Decimal(text)
        except InvalidOperation:
            raise forms.ValidationError(_("Write the amount in digits, such as 311700.")) from None


class RecordForm(WithInputs):
    """An event of money with its day and its source."""

    kind = forms.ChoiceField(label=_("Kind"), choices=MoneyKind.choices)
    amount = AmountField(label=_("Amount"))
    party = forms.CharField(
        label=_("From whom"),
        max_length=200,
        required=False,
        help_text=_("The giver, or who is given back to; empty for a requirement."),
    )
    of = forms.ChoiceField(
        label=_("Fulfils"),
        required=False,
        help_text=_("An agreement or a payment on an earlier pledge does not add to it."),
    )
    happened_on = forms.CharField(
        label=_("When it happened"), max_length=30, required=False, help_text=WINDOW_HINT
    )
    known_on = forms.DateField(
        label=_("Known since"),
        widget=date_input(),
        input_formats=["%Y-%m-%d"],
        help_text=_("Sums as at an earlier day leave it out."),
    )
    source = forms.CharField(label=_("Source"), max_length=300)
    text = forms.CharField(label=_("Note"), widget=text_area(), max_length=LONG, required=False)
    language = language_field()
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, promises: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = current()
        of = self.fields["of"]
        assert isinstance(of, forms.ChoiceField)
        of.choices = [("", _("nothing on record")), *promises]

    def texts(self, name: str) -> dict[str, str]:
        """A typed text under its language."""
        text = self.cleaned_data.get(name, "")
        return {self.cleaned_data["language"]: text} if text else {}
