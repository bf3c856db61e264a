"""The form of a calendar: its free weekdays and its closures."""

from __future__ import annotations

from typing import Any

from babel.dates import get_day_names
from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.plumbing.languages import current, said
from travaux.roadmap.forms import WINDOW_HINT
from travaux.roadmap.forms_of_timing import CODE_HINT, TimingForm
from travaux.roadmap.models import Process
from travaux.roadmap.windows import LOCALES


class CalendarForm(TimingForm):
    """A calendar: its free weekdays, its closures. One closure is added at a time."""

    title = forms.CharField(label=_("Title"), max_length=200)
    code = forms.SlugField(label=_("Code"), max_length=40, help_text=CODE_HINT)
    weekend = forms.TypedMultipleChoiceField(
        label=_("Weekdays on which nothing ends"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    drop = forms.MultipleChoiceField(
        label=_("Closures to take out"), required=False, widget=forms.CheckboxSelectMultiple
    )
    window = forms.CharField(
        label=_("A further closure"), max_length=30, required=False, help_text=WINDOW_HINT
    )
    closed = forms.ChoiceField(
        label=_("What it closes"),
        choices=[
            ("closed", _("no work goes on")),
            ("no-meetings", _("nothing is held or handed in")),
        ],
        required=False,
    )
    called = forms.CharField(label=_("What it is called"), max_length=200, required=False)
    assumed = forms.BooleanField(label=_("It is an assumption; no record tells it"), required=False)
    source = forms.CharField(label=_("Source of the closure"), max_length=300, required=False)
    own = (
        "title", "code", "weekend", "drop", "window", "closed", "called", "assumed", "source",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = get_day_names("wide", locale=LOCALES.get(current(), "en_GB"))
        days, drop = self.fields["weekend"], self.fields["drop"]
        assert isinstance(days, forms.TypedMultipleChoiceField)
        assert isinstance(drop, forms.MultipleChoiceField)
        days.choices = [(n + 1, names[n]) for n in range(7)]
        closures = (self.initial or {}).get("closures", [])
        drop.choices = [
            (str(n), f"{c.get('window', '')} {said(c.get('titles'))}".strip())
            for n, c in enumerate(closures)
        ]
        if not closures:
            self.fields["drop"].widget = forms.MultipleHiddenInput()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("window") and not data.get("called"):
            self.add_error("called", _("Say what the closure is called."))
        if data.get("window") and not data.get("source"):
            self.add_error("source", _("Say where it comes from."))
        return data

    def table(self, before: dict[str, Any]) -> dict[str, Any]:
        data = self.cleaned_data
        gone = {int(n) for n in data["drop"]}
        closures = [c for n, c in enumerate(before.get("closures", [])) if n not in gone]
        if data["window"]:
            closures.append(
                {
                    "window": data["window"].strip(),
                    "kind": data["closed"] or "closed",
                    "titles": self.texts("called"),
                    "assumed": data["assumed"],
                    "source": data["source"],
                }
            )
        return {
            "titles": self.titles(before.get("titles")),
            "weekend": sorted(data["weekend"]),
            "closures": closures,
            "source": before.get("source", ""),
        }

    @classmethod
    def initial_of(cls, raw: dict[str, Any], process: Process) -> dict[str, Any]:
        return {
            "title": said(raw.get("titles")),
            "weekend": raw.get("weekend", []),
            "closures": raw.get("closures", []),
        }
