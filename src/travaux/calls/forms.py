"""The shapes of what is asked when a call is prepared, announced, extended, and opened to one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from travaux.calls.models import Call, Kind
from travaux.calls.rules.meanings import MEANINGS
from travaux.calls.wording import (
    AUTHORITY_RULES,
    CHECKS,
    KINDS,
    LATE_RULES,
    NAMES_RULES,
    SELECTIONS,
)
from travaux.core.surveys.model import KINDS as QUESTION_KINDS
from travaux.design.fields import ChoiceFiles, InZone, Walls, ZoneInput, text_field, wall
from travaux.design.languages import add_languages, fields_of, initial_texts, texts_of
from travaux.plumbing.languages import current


def number_field(label: Any, **also: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        widget=forms.NumberInput(attrs={"class": "input short", "dir": "ltr"}),
        **also,
    )


class NewForm(forms.Form):
    """What a new call is for, and what it is called in the reader's language."""

    kind = forms.ChoiceField(
        label=_("What is the call for?"), choices=list(KINDS.items()), widget=forms.RadioSelect
    )
    title = text_field(
        _("Title"), max_length=200, help_text=_("In this language; the others follow later.")
    )

    def titles(self) -> dict[str, str]:
        return {current(): self.cleaned_data["title"]}


class CallForm(Walls):
    """Facts and rules of a call, while it is prepared."""

    walls = ("opens", "closes")

    zone = forms.CharField(
        label=_("Time zone of the deadline"),
        max_length=64,
        required=False,
        widget=ZoneInput(attrs={"class": "input", "dir": "ltr", "autocomplete": "off"}),
        help_text=_("Like Africa/Nairobi. All times below are read as its clocks show them."),
    )
    opens = wall(_("Open from"), required=False)
    closes = wall(_("Open until"), required=False)
    wording = text_field(
        _("The deadline as announced"),
        required=False,
        max_length=300,
        help_text=_("As it stands in the note or letter; shown beside the exact time."),
    )
    grace_minutes = number_field(
        _("Grace after the deadline, in minutes"),
        min_value=0,
        initial=0,
        help_text=_("Announced beforehand; what comes within it is in time."),
    )
    per_country = number_field(
        _("Nominations of one state, at most"),
        min_value=1,
        help_text=_("Those that its authority confirmed count; a withdrawal frees a place."),
    )
    authority_rule = forms.ChoiceField(
        label=_("Who confirms"),
        choices=list(AUTHORITY_RULES.items()),
        widget=forms.RadioSelect,
    )
    late_confirmation = forms.ChoiceField(
        label=_("A confirmation after the deadline"),
        choices=list(LATE_RULES.items()),
        widget=forms.RadioSelect,
    )
    confirmation_hours = number_field(
        _("Hours after the deadline within which it counts"), min_value=0, required=False
    )
    selection = forms.ChoiceField(
        label=_("How is the group chosen?"),
        choices=list(SELECTIONS.items()),
        widget=forms.RadioSelect,
        help_text=_("Lots are drawn only where the call announces them."),
    )
    names_rule = forms.ChoiceField(
        label=_("Which names are published?"),
        choices=list(NAMES_RULES.items()),
        widget=forms.RadioSelect,
    )
    checks = forms.MultipleChoiceField(
        label=_("What the secretariat ticks off for each application"),
        choices=list(CHECKS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    retention_days = number_field(
        _("Days after the deadline for which answers are kept"),
        min_value=1,
        help_text=_("After that, answers and files are erased; counts and the record stay."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call = call
        if call.kind != Kind.NOMINATION:
            for name in ("per_country", "authority_rule", "late_confirmation",
                         "confirmation_hours", "selection"):  # fmt: skip
                del self.fields[name]
        add_languages(self, "title", most=200)
        add_languages(self, "text", most=6000, rows=4)

    def titles_fields(self) -> list[Any]:
        return fields_of(self, "title")

    def texts_fields(self) -> list[Any]:
        return fields_of(self, "text")

    def rules(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        told = {
            "titles": texts_of(self, "title"),
            "texts": texts_of(self, "text"),
            "zone": data["zone"],
            "opens_at": data["opens_instant"],
            "closes_at": data["closes_instant"],
            "wording": data["wording"],
            "wording_language": current() if data["wording"] else "",
            "grace_minutes": data["grace_minutes"],
            "names_rule": data["names_rule"],
            "checks": data["checks"],
            "retention_days": data["retention_days"],
        }
        if self.call.kind == Kind.NOMINATION:
            told |= {
                "per_country": data["per_country"],
                "authority_rule": data["authority_rule"],
                "late_confirmation": data["late_confirmation"],
                "confirmation_hours": data["confirmation_hours"] or 0,
                "selection": data["selection"],
            }
        return told


def initial_of(call: Call) -> dict[str, Any]:
    """What stands in the form of a call."""
    from travaux.plumbing.local_time import zone_named

    there = zone_named(call.zone or "UTC")
    told: dict[str, Any] = {
        name: getattr(call, name)
        for name in (
            "zone", "wording", "grace_minutes", "per_country", "authority_rule", "late_confirmation", "confirmation_hours", "selection", "names_rule", "checks",
            "retention_days",
        )
    }  # fmt: skip
    told |= {
        "opens": call.opens_at.astimezone(there).replace(tzinfo=None) if call.opens_at else None,
        "closes": call.closes_at.astimezone(there).replace(tzinfo=None) if call.closes_at else None,
        "seen": call.revision,
    }
    return told | initial_texts("title", call.titles) | initial_texts("text", call.texts)


class AdmitForm(InZone):
    """Who may hand in late, until when, and why."""

    walls = ("until",)

    email = forms.EmailField(
        label=_("E-mail of who may hand in late"),
        widget=forms.EmailInput(attrs={"class": "input", "dir": "ltr"}),
    )
    until = wall(_("Until when"))
    reason = text_field(
        _("Reason"), rows=3, max_length=4000, help_text=_("The exception stands on record with it.")
    )


class FormFile(forms.Form):
    """A form as a file."""

    file = forms.FileField(
        label=_("Form as XLSForm"),
        help_text=_(".xlsx, .csv or .md, as Kobo and ODK use it."),
        widget=forms.ClearableFileInput(attrs={"class": "input"}),
    )
    choices = ChoiceFiles()


class QuestionForm(forms.Form):
    """One question of a form: its words in six languages, its kind, and its conditions."""

    name = forms.CharField(
        label=pgettext_lazy("name of a thing", "Name"),
        max_length=80,
        help_text=_("One word of English letters; conditions call the question by it."),
        widget=forms.TextInput(attrs={"class": "input", "dir": "ltr"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind of answer"),
        choices=[],
        widget=forms.Select(attrs={"class": "input"}),
    )
    required = forms.CharField(
        label=_("Required"),
        required=False,
        max_length=2000,
        help_text=_("“yes”, or a condition; empty: optional."),
        widget=forms.TextInput(attrs={"class": "input", "dir": "ltr"}),
    )
    relevant = forms.CharField(
        label=_("Asked if"),
        required=False,
        max_length=2000,
        help_text=_("A condition, such as ${level} = 'local'; empty: always."),
        widget=forms.TextInput(attrs={"class": "input", "dir": "ltr"}),
    )
    constraint = forms.CharField(
        label=_("Allowed if"),
        required=False,
        max_length=2000,
        help_text=_("A condition on the answer, written as a dot, such as . >= 18."),
        widget=forms.TextInput(attrs={"class": "input", "dir": "ltr"}),
    )
    choices = forms.CharField(
        label=_("Answers to choose from"),
        required=False,
        max_length=60_000,
        help_text=_("One on each line: its name, then = and its words in this language."),
        widget=forms.Textarea(attrs={"class": "input", "rows": 6, "dir": "auto"}),
    )
    tags = forms.MultipleChoiceField(
        label=_("What the answer is used for"),
        required=False,
        choices=[
            ("name", _("It is the name")),
            ("email", _("It is the e-mail address")),
            ("employer", _("It is the employer")),
            ("attribute", _("The group is balanced by it")),
            ("identifying", _("It tells who somebody is")),
            ("interests", _("It is about interests: seen by who applies alone")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, of: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        from travaux.calls.wording import MEANINGS as MEANT
        from travaux.calls.wording import QUESTION_KINDS as SAID

        tags = self.fields["tags"]
        tags.choices += [(one, MEANT[one]) for one in MEANINGS.get(of, ())]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(k, SAID[k]) for k in QUESTION_KINDS]  # type: ignore[attr-defined]
        add_languages(self, "label", most=2000)
        add_languages(self, "hint", most=2000)

    def label_fields(self) -> list[Any]:
        return fields_of(self, "label")

    def hint_fields(self) -> list[Any]:
        return fields_of(self, "hint")
