"""Who is asked to clear and to approve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.people.models import Person

_INPUT = {"class": "input"}


class AskForm(forms.Form):
    """The persons of a clearance, by name."""

    clearer = forms.ChoiceField(
        label=_("Clears it"),
        required=False,
        help_text=_("Reads it first; leave it empty where one person is enough."),
        widget=forms.Select(attrs=_INPUT),
    )
    approver = forms.ChoiceField(label=_("Approves it"), widget=forms.Select(attrs=_INPUT))

    def __init__(self, people: Sequence[Person], *args: Any, **also: Any) -> None:
        super().__init__(*args, **also)
        self.people = {p.key: p for p in people}
        named = [(p.key, str(p)) for p in people]
        self.fields["clearer"].choices = [("", _("Nobody")), *named]  # type: ignore[attr-defined]
        self.fields["approver"].choices = named  # type: ignore[attr-defined]

    def chosen(self, which: str) -> Person | None:
        """The person chosen to clear or to approve."""
        return self.people.get(self.cleaned_data[which])
