"""Fields that several rooms ask for: times of a zone, zones by their names, plain texts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms

from travaux.core.problems import Unusable
from travaux.plumbing.local_time import instant_of, zones
from travaux.plumbing.verdicts import explain


class ZoneInput(forms.TextInput):
    """A zone by its name, with the known names offered."""

    template_name = "design/zone.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["zones"] = zones()
        context["widget"]["attrs"]["list"] = f"{name}-known"
        return context


def wall(label: Any, **also: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M",
            attrs={"type": "datetime-local", "class": "input", "dir": "ltr"},
        ),
        **also,
    )


def text_field(label: Any, rows: int = 0, **also: Any) -> forms.CharField:
    attrs: dict[str, Any] = {"class": "input", "dir": "auto"}
    if rows:
        attrs["rows"] = rows
    widget = forms.Textarea(attrs=attrs) if rows else forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, widget=widget, **also)


class Walls(forms.Form):
    """Times as the clocks of the zone show them become instants, or say why they cannot."""

    walls: Sequence[str] = ()

    def instant(self, name: str) -> datetime | None:
        """The instant of a field; its error stands at the field."""
        wall, zone = self.cleaned_data.get(name), self.cleaned_data.get("zone")
        if not isinstance(wall, datetime) or not zone:
            return None
        try:
            return instant_of(wall.replace(tzinfo=None), zone)
        except Unusable as problem:
            self.add_error("zone" if problem.code == "zone-unknown" else name, explain(problem))
            return None

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        for name in self.walls:
            found[f"{name}_instant"] = self.instant(name)
        return found
