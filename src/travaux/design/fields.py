"""Fields that several rooms ask for: times of a zone, zones by their names, plain texts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.core.problems import Unusable
from travaux.plumbing.local_time import instant_of, zones
from travaux.plumbing.verdicts import explain

MOST_CHOICE_FILES = 10


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


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class ChoiceFiles(forms.FileField):
    """The CSV files, if any, that questions of a form choose from."""

    def __init__(self, **also: Any) -> None:
        super().__init__(
            label=_("Files that its questions choose from"),
            help_text=_("CSV, where the form says “select one from file”; else leave it empty."),
            required=False,
            widget=_Several(attrs={"class": "input", "accept": ".csv", "multiple": True}),
            **also,
        )

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each of the files, as a file field cleans it."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > MOST_CHOICE_FILES:
            raise forms.ValidationError(
                _("Bring in at most %(most)s such files."), params={"most": MOST_CHOICE_FILES}
            )
        return [super(ChoiceFiles, self).clean(one, initial) for one in given]


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


class InZone(Walls):
    """Times as the clocks of a zone show them that is given by what they are about, not typed."""

    zone = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, of_zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_zone = of_zone
        self.fields["zone"].initial = of_zone

    def clean_zone(self) -> str:
        return self.of_zone


def told_reason() -> forms.CharField:
    """Why, where it is told to all."""
    return text_field(
        _("Reason"),
        rows=3,
        max_length=4000,
        help_text=_("It stands on record and is told to everybody."),
    )


class ExtendForm(InZone):
    """The new deadline, for all, and why."""

    walls = ("closes",)

    closes = wall(_("New deadline"))
    wording = text_field(_("The deadline as announced"), required=False, max_length=300)
    reason = told_reason()


class ReasonForm(forms.Form):
    """Why."""

    reason = told_reason()
