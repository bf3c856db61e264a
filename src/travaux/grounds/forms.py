"""What stands behind a paragraph, or why nothing needs to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.design.fields import text_field
from travaux.grounds.states import Bearing


class GroundForm(forms.Form):
    """A thing of the assessment and its bearing on the paragraph."""

    thing = forms.ChoiceField(
        label=_("What stands behind it"), widget=forms.Select(attrs={"class": "input"})
    )
    bearing = forms.ChoiceField(
        label=_("What it does to these words"),
        choices=[
            (Bearing.SUPPORTS, _("It supports them")),
            (Bearing.LIMITS, _("It limits them")),
            (Bearing.CONTRADICTS, _("It contradicts them")),
        ],
        widget=forms.RadioSelect,
    )
    reason = text_field(_("How"), rows=2, required=False, max_length=4000)

    def __init__(self, *args: Any, things: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["thing"].choices = [("", ""), *things]  # type: ignore[attr-defined]


class WaiverForm(forms.Form):
    """Why a paragraph needs no ground."""

    why = text_field(_("Why it needs no ground"), rows=2, max_length=2000)
