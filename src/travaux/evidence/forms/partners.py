"""Which promise is for which part of the assessment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class TieForm(forms.Form):
    """A promise and a part."""

    promise = forms.ChoiceField(
        label=_("What was promised"), widget=forms.Select(attrs={"class": "input"})
    )
    part = forms.ChoiceField(
        label=_("Part of the assessment"), widget=forms.Select(attrs={"class": "input"})
    )

    def __init__(
        self,
        *args: Any,
        promises: list[tuple[str, str]],
        parts: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["promise"].choices = promises  # type: ignore[attr-defined]
        self.fields["part"].choices = parts  # type: ignore[attr-defined]
