"""How often mails come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from travaux.people.wording.mails import KIND_HINTS, KIND_NAMES, PACE_NAMES
from travaux.plumbing.digests import KINDS


class WishForm(forms.Form):
    """For each kind of mail the paces that it allows."""

    def __init__(
        self,
        *args: Any,
        chosen: Mapping[str, str],
        kinds: Sequence[str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for kind in kinds if kinds is not None else KINDS:
            self.fields[kind] = forms.ChoiceField(
                label=KIND_NAMES[kind],
                help_text=KIND_HINTS[kind],
                choices=[(p, PACE_NAMES[p]) for p in PACE_NAMES if p in KINDS[kind]],
                initial=chosen.get(kind) or KINDS[kind][0],
                widget=forms.RadioSelect,
            )

    def paces(self) -> dict[str, str]:
        return dict(self.cleaned_data)
