"""The shapes of what is asked when a round is opened, extended or closed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.consultations.models import Audience, ReleaseRule, Track
from travaux.design.fields import Walls, ZoneInput, text_field, wall
from travaux.design.languages import add_languages, fields_of, texts_of
from travaux.drafts.models import Version
from travaux.plumbing.languages import NAMES, SIX, said
from travaux.roadmap.models import Deliverable

CAPACITIES = [
    ("person", _("Persons, for themselves")),
    ("organisation", _("Organisations")),
    ("state", _("States, through their focal points")),
    ("expert", _("Experts in a personal capacity")),
]
ANSWERING = [
    ("one-by-one", _("One by one")),
    ("grouped", _("Grouped: one answer may serve many")),
    ("in-summary", _("In summary")),
]
TYPES = [
    ("iso-iec", _("ISO/IEC: general, technical, editorial")),
    ("ippc", _("IPPC and Codex: substantive, technical, editorial, translation")),
]


class OpenForm(Walls):
    """Which draft goes out, to whom, from when to when, and by which rules."""

    walls = ("opens", "closes")

    version = forms.ModelChoiceField(
        queryset=Version.objects.none(),
        label=_("Which version goes out?"),
        to_field_name="key",
        empty_label=None,
        widget=forms.Select(attrs={"class": "input"}),
    )
    deliverable = forms.ModelChoiceField(
        queryset=Deliverable.objects.none(),
        label=_("Deliverable of the mandate"),
        to_field_name="code",
        required=False,
        empty_label=_("none"),
        widget=forms.Select(attrs={"class": "input"}),
        help_text=_("The page of the mandate then names this round there."),
    )
    track = forms.ModelChoiceField(
        queryset=Track.objects.none(),
        label=_("In which track?"),
        to_field_name="key",
        required=False,
        empty_label=_("Open consultation, for everyone"),
        widget=forms.Select(attrs={"class": "input"}),
        help_text=_("The track says whom the round is for, and who reads what when."),
    )
    zone = forms.CharField(
        label=_("Time zone of the deadline"),
        max_length=64,
        widget=ZoneInput(attrs={"class": "input", "dir": "ltr", "autocomplete": "off"}),
        help_text=_("Like Africa/Nairobi. All times below are read as its clocks show them."),
    )
    opens = wall(_("Open from"))
    closes = wall(_("Open until"))
    wording = text_field(
        _("The deadline as announced"),
        required=False,
        max_length=300,
        help_text=_("As it stands in the note or letter; shown beside the exact time."),
    )
    grace_minutes = forms.IntegerField(
        label=_("Grace after the deadline, in minutes"),
        min_value=0,
        initial=0,
        help_text=_("Announced beforehand; what comes within it is in time."),
        widget=forms.NumberInput(attrs={"class": "input", "dir": "ltr"}),
    )
    minimum_days = forms.IntegerField(
        label=_("Minimum period, in days"),
        min_value=0,
        max_value=366,
        initial=0,
        required=False,
        help_text=_("0: none. It runs from the day on which the last required language is issued."),
        widget=forms.NumberInput(attrs={"class": "input", "dir": "ltr"}),
    )
    required_languages = forms.MultipleChoiceField(
        label=_("Required languages"),
        choices=[(c, NAMES[c]) for c in SIX],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    accepts_late = forms.BooleanField(
        label=_("Accept comments after the deadline, marked as late"), required=False, initial=True
    )
    audience = forms.ChoiceField(
        label=_("Who may comment?"),
        choices=[
            (Audience.EVERYONE, _("Everyone who signs in")),
            (Audience.APPOINTED, _("Those with an appointment in this process")),
        ],
        initial=Audience.EVERYONE,
        widget=forms.RadioSelect,
    )
    capacities = forms.MultipleChoiceField(
        label=_("In which capacities?"),
        choices=CAPACITIES,
        required=False,
        initial=[c for c, _label in CAPACITIES],
        widget=forms.CheckboxSelectMultiple,
    )
    types = forms.ChoiceField(
        label=_("Types of comment"), choices=TYPES, widget=forms.Select(attrs={"class": "input"})
    )
    answering = forms.ChoiceField(
        label=_("How are comments answered?"),
        choices=ANSWERING,
        initial="grouped",
        widget=forms.RadioSelect,
    )
    four_eyes = forms.BooleanField(
        label=_("A second person settles each answer"), required=False, initial=True
    )
    release_rule = forms.ChoiceField(
        label=_("When are the answers released?"),
        choices=[
            (ReleaseRule.WITH_NEXT_DRAFT, _("With the next draft")),
            (ReleaseRule.ON_DATE, _("On a date")),
            (ReleaseRule.AFTER_ADOPTION, _("After adoption")),
        ],
        initial=ReleaseRule.WITH_NEXT_DRAFT,
        widget=forms.RadioSelect,
    )
    release_on = forms.DateField(
        label=_("Date of release"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "input", "dir": "ltr"}),
    )
    release_to = forms.ChoiceField(
        label=_("To whom are they released?"),
        choices=[("everyone", _("To everyone")), ("commenters", _("To those who commented"))],
        initial="everyone",
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, versions: Any, deliverables: Any = None, tracks: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if tracks is not None:
            self.fields["track"].queryset = tracks.filter(is_default=False)  # type: ignore[attr-defined]
        self.fields["track"].label_from_instance = (  # type: ignore[attr-defined]
            lambda one: said(one.titles)
        )
        if deliverables is not None:
            self.fields["deliverable"].queryset = deliverables  # type: ignore[attr-defined]
        self.fields["deliverable"].label_from_instance = (  # type: ignore[attr-defined]
            lambda one: said(one.titles)
        )
        field = self.fields["version"]
        field.queryset = versions  # type: ignore[attr-defined]
        field.label_from_instance = _version_label  # type: ignore[attr-defined]
        add_languages(self, "title", most=200)

    def titles_fields(self) -> list[Any]:
        """The six title fields, for the page."""
        return fields_of(self, "title")

    def titles(self) -> dict[str, str]:
        """Titles in the languages in which there is one."""
        return texts_of(self, "title")


def _version_label(version: Version) -> str:
    title = said(version.titles) or said(version.text.titles)
    return f"{version.symbol} · {title}" if version.symbol else title


class IssueForm(forms.Form):
    """A language, and the day on which the text was issued in it."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=[(c, NAMES[c]) for c in SIX],
        widget=forms.Select(attrs={"class": "input"}),
    )
    issued_on = forms.DateField(
        label=_("Issued on"),
        widget=forms.DateInput(attrs={"type": "date", "class": "input", "dir": "ltr"}),
    )
