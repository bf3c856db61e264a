"""The shapes of what an authority says, and of what shows who belongs to an organisation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.plumbing import clock

_INPUT = {"class": "input"}


def _name(label: Any, required: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=200,
        widget=forms.TextInput(attrs={**_INPUT, "dir": "auto"}),
    )


def _email(label: Any, required: bool) -> forms.EmailField:
    return forms.EmailField(
        label=label, required=required, widget=forms.EmailInput(attrs={**_INPUT, "dir": "ltr"})
    )


def _day(label: Any, required: bool) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={**_INPUT, "type": "date", "dir": "ltr"}),
    )


class NamingForm(forms.Form):
    """Focal point, deputy, from and to, and the letter."""

    name = _name(_("Name of the focal point"), True)
    email = _email(_("E-mail of the focal point"), True)
    deputy_name = _name(_("Name of the deputy"), False)
    deputy_email = _email(_("E-mail of the deputy"), False)
    begins_on = _day(_("From"), True)
    ends_on = _day(_("Until the end of (UTC)"), False)
    letter = forms.FileField(
        label=_("The signed letter"),
        widget=forms.ClearableFileInput(
            attrs={"class": "input", "accept": ".pdf,.jpg,.jpeg,.png,.docx"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("begins_on", clock.today())
