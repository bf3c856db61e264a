"""What is asked when somebody joins, beside address and password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from travaux.plumbing.languages import NAMES, SIX, current


class Joining(forms.Form):
    """Name and language; the account library adds address and password."""

    field_order = ("name", "email", "password1", "password2", "language")

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=_("Language of mails to you"), choices=[(code, NAMES[code]) for code in SIX]
    )

    def __init__(self, *args: Any, **also: Any) -> None:
        super().__init__(*args, **also)
        self.fields["language"].initial = current()

    def signup(self, request: HttpRequest, user: Any) -> None:
        """The account adapter has stored it all by one action."""
