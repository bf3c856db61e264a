"""Shapes of the forms by which ranges, order, periods, deadlines and calendars are set."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.plumbing.languages import current, said
from travaux.roadmap.forms import (
    LONG,
    ManyTitled,
    Titled,
    WithInputs,
    date_input,
    language_field,
    text_area,
)
from travaux.roadmap.models import Milestone, Process
from travaux.roadmap.timings import timing_of

UNITS = [("weeks", _("weeks")), ("days", _("days"))]
LONGEST = 3660
CODE_HINT = _("Small letters, digits and hyphens, such as notice-of-meeting.")


class TimingForm(WithInputs):
    """What every change of time is told with.

    Each kind adds its fields and `table(before)`: the typed values as a table of the plan.
    """

    reason = forms.CharField(
        label=_("Reason"),
        widget=text_area(),
        max_length=LONG,
        help_text=_("It stays beside the change for everybody to read."),
    )
    language = language_field()
    known_on = forms.DateField(
        label=_("Known since"), widget=date_input(), input_formats=["%Y-%m-%d"]
    )
    take_out = forms.BooleanField(label=_("Take it out altogether"), required=False)
    anyway = forms.BooleanField(
        label=_("I have read that a fixed date is out of reach; put it on record all the same"),
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    # fields of the kind itself, in the order of the page
    own: tuple[str, ...] = ()

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.process = process
        self.fields["language"].initial = current()
        for field in self.fields.values():
            if isinstance(field, Titled | ManyTitled):
                field.queryset = process.milestones.all()
        if "calendar" in self.fields:
            calendar = self.fields["calendar"]
            assert isinstance(calendar, forms.ChoiceField)
            known = timing_of(process).calendars
            calendar.choices = [
                ("", _("every day counts")),
                *((c.code, said(dict(c.titles)) or c.code) for c in known),
            ]

    def shown(self) -> list[Any]:
        """The fields of the kind, bound."""
        return [self[name] for name in self.own]

    def texts(self, name: str) -> dict[str, str]:
        """A typed text under its language."""
        text = self.cleaned_data.get(name, "")
        return {self.cleaned_data["language"]: text} if text else {}

    def titles(self, before: Any) -> dict[str, str]:
        """The titles there were, with the one that was typed."""
        return {**dict(before or {}), **self.texts("title")}


class _Ranged(TimingForm):
    how = forms.ChoiceField(
        label=_("How the range is known"),
        choices=[
            ("three", _("three values: least, likely, most")),
            ("past", _("what past processes took")),
        ],
    )
    unit = forms.ChoiceField(label=_("Counted in"), choices=UNITS)
    low = forms.IntegerField(label=_("At least"), min_value=0, max_value=LONGEST, required=False)
    likely = forms.IntegerField(label=_("Likely"), min_value=0, max_value=LONGEST, required=False)
    high = forms.IntegerField(label=_("At most"), min_value=0, max_value=LONGEST, required=False)
    past = forms.CharField(
        label=_("Days that past processes took"),
        max_length=300,
        required=False,
        help_text=_("Whole days with commas between: 41, 63, 58."),
    )
    shape = forms.ChoiceField(
        label=_("Shape of the range"),
        choices=[("pert", _("gathered about the likely")), ("triangular", _("straight lines"))],
        required=False,
    )
    calendar = forms.ChoiceField(label=_("Calendar"), required=False)
    assumed = forms.BooleanField(label=_("It is an assumption; no record tells it"), required=False)
    source = forms.CharField(label=_("Source"), max_length=300)

    def clean_past(self) -> str:
        return str(self.cleaned_data["past"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("take_out"):
            return data
        if data.get("how") == "three":
            for name in ("low", "likely", "high"):
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Give a whole number."))
        elif not re.fullmatch(r"\s*\d{1,4}(\s*[,;،、]\s*\d{1,4})*\s*", data.get("past", "")):
            self.add_error("past", _("Give whole days with commas between: 41, 63, 58."))
        return data

    def ranged(self) -> dict[str, Any]:
        data = self.cleaned_data
        table: dict[str, Any] = {"source": data["source"], "assumed": data["assumed"]}
        if data["how"] == "three":
            table[data["unit"]] = [data[name] for name in ("low", "likely", "high")]
            table["shape"] = data["shape"] or "pert"
        else:
            table["past"] = [int(n) for n in re.findall(r"\d+", data["past"])]
        if data["calendar"]:
            table["calendar"] = data["calendar"]
        return table

    @staticmethod
    def ranged_initial(raw: dict[str, Any]) -> dict[str, Any]:
        unit = "weeks" if "weeks" in raw else "days"
        values = raw.get(unit) or [None, None, None]
        return {
            "how": "past" if raw.get("past") else "three",
            "unit": unit if raw.get(unit) else "weeks",
            **dict(zip(("low", "likely", "high"), values, strict=False)),
            "past": ", ".join(str(n) for n in raw.get("past", ())),
            **{k: raw.get(k) for k in ("shape", "calendar", "assumed", "source")},
        }


class RangeForm(_Ranged):
    """How long a milestone takes."""

    own = ("how", "unit", "low", "likely", "high", "past", "shape", "calendar", "assumed", "source")

    def table(self, before: dict[str, Any]) -> dict[str, Any]:
        return self.ranged()

    @classmethod
    def initial_of(cls, raw: dict[str, Any], process: Process) -> dict[str, Any]:
        return cls.ranged_initial(raw)


class LeadForm(_Ranged):
    """How long a kind of work takes: a recruitment, a purchase."""

    title = forms.CharField(label=_("Kind of work"), max_length=200)
    code = forms.SlugField(label=_("Code"), max_length=40, help_text=CODE_HINT)
    own = ("title", "code", *RangeForm.own)

    def table(self, before: dict[str, Any]) -> dict[str, Any]:
        return {**self.ranged(), "titles": self.titles(before.get("titles"))}

    @classmethod
    def initial_of(cls, raw: dict[str, Any], process: Process) -> dict[str, Any]:
        return {**cls.ranged_initial(raw), "title": said(raw.get("titles"))}


class AfterForm(TimingForm):
    """What a milestone comes after."""

    after = ManyTitled(
        label=_("Comes after"),
        queryset=Milestone.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    own = ("after",)

    def table(self, before: dict[str, Any]) -> dict[str, Any]:
        return {"after": [m.code for m in self.cleaned_data["after"]]}


class _Dated(TimingForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    code = forms.SlugField(label=_("Code"), max_length=40, help_text=CODE_HINT)
    number = forms.IntegerField(label=_("Length"), min_value=0, max_value=LONGEST)
    unit = forms.ChoiceField(label=_("Counted in"), choices=UNITS)
    assumed = forms.BooleanField(label=_("It is an assumption; no record tells it"), required=False)
    source = forms.CharField(label=_("Source"), max_length=300)

    def dated(self, before: dict[str, Any]) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "titles": self.titles(before.get("titles")),
            data["unit"]: data["number"],
            "assumed": data["assumed"],
            "source": data["source"],
        }

    @staticmethod
    def dated_initial(raw: dict[str, Any], process: Process, *names: str) -> dict[str, Any]:
        milestones = {m.code: m for m in process.milestones.all()}
        return {
            "title": said(raw.get("titles")),
            "number": raw.get("weeks", raw.get("days")),
            "unit": "days" if "days" in raw else "weeks",
            **{k: raw.get(k) for k in ("assumed", "source")},
            **{n: milestones.get(raw.get(key, "")) for n, key in (x.split("=") for x in names)},
        }


class PeriodForm(_Dated):
    """The least time between two milestones: a round, a translation, a notice."""

    first = Titled(label=_("Between"), queryset=Milestone.objects.none(), empty_label=_("none"))
    then = Titled(label=_("and"), queryset=Milestone.objects.none(), empty_label=_("none"))
    own = ("title", "code", "first", "then", "number", "unit", "assumed", "source")

    def table(self, before: dict[str, Any]) -> dict[str, Any]:
        data = self.cleaned_data
        return {**self.dated(before), "from": data["first"].code, "to": data["then"].code}

    @classmethod
    def initial_of(cls, raw: dict[str, Any], process: Process) -> dict[str, Any]:
        return cls.dated_initial(raw, process, "first=from", "then=to")


class DeadlineForm(_Dated):
    """When a document is due before a session."""

    before = Titled(label=_("Before"), queryset=Milestone.objects.none(), empty_label=_("none"))
    submit = forms.BooleanField(label=_("The work itself has to be ready by then"), required=False)
    own = ("title", "code", "before", "number", "unit", "submit", "assumed", "source")

    def table(self, before: dict[str, Any]) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            **self.dated(before), "before": data["before"].code, "submit": data["submit"],
        }  # fmt: skip

    @classmethod
    def initial_of(cls, raw: dict[str, Any], process: Process) -> dict[str, Any]:
        found = cls.dated_initial(raw, process, "before=before")
        return {**found, "submit": raw.get("submit") is not False}
