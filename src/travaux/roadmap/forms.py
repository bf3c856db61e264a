"""Shapes of this room's forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.plumbing.languages import NAMES, SIX, current, said
from travaux.roadmap.models import Deliverable, Milestone, Process
from travaux.roadmap.states import LEVELS, ChangeKind, Mode
from travaux.roadmap.timings import timing_of

WINDOW_HINT = _("A month (2024-02), a day (2024-02-17), or two of them: 2024-01/2024-05.")
LANGUAGES = [(code, NAMES[code]) for code in SIX]
LONG = 2000


class WithInputs(forms.Form):
    """Every field is drawn as the parts of a page are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(
                field.widget, forms.CheckboxInput | forms.CheckboxSelectMultiple | forms.HiddenInput
            ):
                field.widget.attrs.setdefault("class", "input")
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs.update({"class": "input said", "rows": 3, "dir": "auto"})


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def text_area() -> forms.Textarea:
    return forms.Textarea()


def language_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Language of what you write"), choices=LANGUAGES)


class AsAtForm(forms.Form):
    """The day as at which a page is to be shown."""

    as_at = forms.DateField(input_formats=["%Y-%m-%d"], required=False)


class ChangeForm(WithInputs):
    """What became known of a milestone, and why."""

    kind = forms.ChoiceField(label=_("What became known"), choices=ChangeKind.choices)
    window = forms.CharField(
        label=_("Date or months"), max_length=30, required=False, help_text=WINDOW_HINT
    )
    mode = forms.ChoiceField(
        label=_("How it is held"), choices=[("", _("no change")), *Mode.choices], required=False
    )
    certainty = forms.ChoiceField(
        label=_("How certain the date is"),
        choices=[
            ("", _("no change")),
            ("tentative", _("tentative")),
            ("confirmed", _("confirmed")),
            ("fixed", _("fixed, cannot move")),
        ],
        required=False,
    )
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    reason = forms.CharField(
        label=_("Reason"),
        widget=text_area(),
        max_length=LONG,
        help_text=_("It stays beside the change for everybody to read."),
    )
    text = forms.CharField(label=_("Note"), widget=text_area(), max_length=LONG, required=False)
    language = language_field()
    happened_on = forms.CharField(
        label=_("When the change happened"),
        max_length=30,
        required=False,
        help_text=WINDOW_HINT,
    )
    known_on = forms.DateField(
        label=_("Known since"),
        widget=date_input(),
        input_formats=["%Y-%m-%d"],
        help_text=_("The day on which it became known; pages as at an earlier day do not show it."),
    )
    source = forms.CharField(label=_("Source"), max_length=300, required=False)
    decision = forms.CharField(
        label=_("Decision of the governing body"),
        max_length=120,
        required=False,
        help_text=_("Its symbol; needed to move what is fixed."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = current()

    def texts(self, name: str) -> dict[str, str]:
        """A typed text under its language."""
        text = self.cleaned_data.get(name, "")
        return {self.cleaned_data["language"]: text} if text else {}


class Titled(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice among things that are named in several languages."""

    def label_from_instance(self, obj: Any) -> str:
        return said(obj.titles)


class ManyTitled(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """The same, for several of them."""

    def label_from_instance(self, obj: Any) -> str:
        return said(obj.titles)


class AddForm(WithInputs):
    """A step that is added after the plan."""

    title = forms.CharField(label=_("Title"), max_length=200)
    planned = forms.CharField(label=_("Date or months"), max_length=30, help_text=WINDOW_HINT)
    mode = forms.ChoiceField(
        label=_("How it is held"),
        choices=[("", _("does not apply")), *Mode.choices],
        required=False,
    )
    owner = forms.CharField(label=_("Owner"), max_length=120, required=False)
    deliverable = Titled(
        label=_("Deliverable"),
        queryset=Deliverable.objects.none(),
        required=False,
        empty_label=_("none"),
    )
    predecessors = ManyTitled(
        label=_("Comes after"),
        queryset=Milestone.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    successors = ManyTitled(
        label=_("What waits for it"),
        queryset=Milestone.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    work = forms.ChoiceField(
        label=_("Kind of work"),
        required=False,
        help_text=_("A recruitment or a purchase takes its lead time in the forecast."),
    )
    reason = forms.CharField(label=_("Reason"), widget=text_area(), max_length=LONG)
    language = language_field()
    known_on = forms.DateField(
        label=_("Known since"), widget=date_input(), input_formats=["%Y-%m-%d"]
    )
    source = forms.CharField(label=_("Source"), max_length=200, required=False)

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = current()
        deliverable, work = self.fields["deliverable"], self.fields["work"]
        assert isinstance(deliverable, Titled)
        assert isinstance(work, forms.ChoiceField)
        deliverable.queryset = process.deliverables.all()
        for name in ("predecessors", "successors"):
            field = self.fields[name]
            assert isinstance(field, ManyTitled)
            field.queryset = process.milestones.all()
        leads = [(x.code, said(dict(x.titles)) or x.code) for x in timing_of(process).leads]
        work.choices = [("", _("none of these")), *leads]

    def texts(self, name: str) -> dict[str, str]:
        """A typed text under its language."""
        text = self.cleaned_data.get(name, "")
        return {self.cleaned_data["language"]: text} if text else {}


class ConfirmForm(WithInputs):
    """Why the dates of a question are put on record."""

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
    source = forms.CharField(label=_("Source"), max_length=300, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = current()

    def texts(self, name: str) -> dict[str, str]:
        """A typed text under its language."""
        text = self.cleaned_data.get(name, "")
        return {self.cleaned_data["language"]: text} if text else {}


class RiskForm(WithInputs):
    """A risk with its owner and what is done about it."""

    title = forms.CharField(label=_("Risk"), max_length=200)
    likelihood = forms.TypedChoiceField(
        label=_("Likelihood"), choices=list(LEVELS.items()), coerce=int
    )
    effect = forms.TypedChoiceField(label=_("Effect"), choices=list(LEVELS.items()), coerce=int)
    owner = forms.CharField(label=_("Owner"), max_length=120)
    response = forms.CharField(
        label=_("Response"), widget=text_area(), max_length=LONG, required=False
    )
    milestone = Titled(
        label=_("Milestone"),
        queryset=Milestone.objects.none(),
        required=False,
        empty_label=_("none"),
    )
    weeks = forms.IntegerField(
        label=_("Weeks of delay if it strikes"),
        min_value=0,
        max_value=104,
        required=False,
        help_text=_("Empty: not said; then the forecast is never asked with it."),
    )
    line = forms.CharField(
        label=_("Budget line"), max_length=64, required=False, help_text=_("Its code.")
    )
    source = forms.CharField(label=_("Source"), max_length=300, required=False)
    language = language_field()
    challenge = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = current()
        milestone = self.fields["milestone"]
        assert isinstance(milestone, Titled)
        milestone.queryset = process.milestones.all()
