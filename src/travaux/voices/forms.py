"""The shapes of what is asked when somebody joins in, and of moderators."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from travaux.comments.forms import WordsForm
from travaux.comments.rules import Entry, Speaking
from travaux.core.comments.effort import is_solved
from travaux.design.fields import text_field
from travaux.design.languages import add_languages, fields_of
from travaux.plumbing.languages import SIX, current
from travaux.voices.rules import GuestDetails
from travaux.voices.states import Kind
from travaux.voices.wording import KINDS, MODES, REASONS, capacities


class JoinForm(WordsForm):
    """A comment with name, mail address and capacity, instead of an account."""

    name = text_field(pgettext_lazy("of a person", "Your name"), max_length=200)
    email = forms.CharField(
        label=_("Your mail address"),
        max_length=254,
        help_text=_("It is checked by one mail, and shown to nobody but the secretariat."),
        widget=forms.TextInput(
            attrs={"class": "input", "type": "email", "autocomplete": "email", "dir": "ltr"}
        ),
    )
    category = forms.ChoiceField(
        label=_("In which capacity do you write?"),
        choices=lambda: [("", _("Choose")), *capacities().items()],
        widget=forms.Select(attrs={"class": "input"}),
    )
    organisation = text_field(
        _("Your organisation, if you name one"),
        required=False,
        max_length=300,
        help_text=_("Shown as you write it; you speak for yourself, not for it."),
    )
    name_shown = forms.BooleanField(
        label=_("My name may be shown with the comment"), required=False, initial=True
    )
    protected = forms.BooleanField(
        label=_("Protect my identity"),
        help_text=_(
            "Only named persons of the secretariat will know who wrote this; nobody else, not even "
            "those who answer. For comments that you make for yourself."
        ),
        required=False,
    )
    work = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    def is_proven(self, now: int, key: bytes) -> bool:
        """Whether the browser did its piece of work; whatever else came is as if it had not."""
        try:
            given = json.loads(self.data.get("work", "")[:400])
            return is_solved(
                str(given["salt"]), int(given["number"]), str(given["signature"]), now, key
            )
        except (ValueError, TypeError, KeyError, OverflowError):
            return False

    @property
    def salt(self) -> str:
        """The salt of the piece of work, so that it is taken once."""
        return str(json.loads(self.data["work"])["salt"])

    def entry(self) -> Entry:
        data = self.cleaned_data
        return Entry(
            scope=self.scope,
            paragraph=self.paragraph,
            read_in=self.read_in,
            type=data["type"],
            text=data["text"],
            proposed=data["proposed"],
            language=data["language"],
            speaking=Speaking("person"),
            name_shown=data["name_shown"],
            protected=data["protected"],
            form_token=data["form_token"],
        )

    def guest(self) -> GuestDetails:
        data = self.cleaned_data
        return GuestDetails(
            data["name"], data["email"], data["category"], data["organisation"], current()
        )


class PolicyForm(forms.Form):
    """How a track is moderated."""

    joining = forms.BooleanField(label=_("One joins in without an account"), required=False)
    mode = forms.ChoiceField(
        label=_("When does what persons write become visible?"),
        choices=list(MODES.items()),
        widget=forms.RadioSelect,
        help_text=_("What speaks for a state or an organisation never waits."),
    )
    votes = forms.BooleanField(
        label=_("Statements are put to the vote"),
        required=False,
        help_text=_("Persons vote for themselves, on the page or on paper; states never do."),
    )
    proposals = forms.BooleanField(
        label=_("Participants may propose statements"),
        required=False,
        help_text=_("You read each before anybody else sees it, and put or decline it."),
    )
    keepers = forms.MultipleChoiceField(
        label=_("Who knows the names of those who are protected?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, keepers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(key, format_html("<bdi>{}</bdi>", name)) for key, name in keepers]
        self.fields["keepers"].choices = named  # type: ignore[attr-defined]
        add_languages(self, "text", most=10_000, rows=3)

    def texts_fields(self) -> list[Any]:
        return fields_of(self, "text")

    def texts(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"text_{code}"] for code in SIX}


def _reason() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Why?"), choices=[("", _("Choose")), *REASONS.items()],
        widget=forms.Select(attrs={"class": "input"}),
    )  # fmt: skip


def _note() -> forms.CharField:
    return text_field(
        _("Words to the author"),
        rows=3,
        required=False,
        max_length=4000,
        help_text=_("They go with the mail about this measure, and are not public."),
    )


class MeasureForm(forms.Form):
    """What a moderator does with one comment."""

    kind = forms.ChoiceField(label=_("What do you do?"), widget=forms.RadioSelect)
    out = forms.CharField(
        label=_("Words to take out"),
        required=False,
        max_length=20_000,
        help_text=_("Just as they stand in the comment, one place in each line."),
        widget=forms.Textarea(attrs={"class": "input said", "rows": 4, "dir": "auto"}),
    )
    reason = _reason()
    note = _note()

    def __init__(self, *args: Any, waits: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: tuple[str, ...] = (Kind.REFUSE,) if waits else (Kind.REDACT, Kind.HIDE)
        self.fields["kind"].choices = [(k, KINDS[k]) for k in kinds]  # type: ignore[attr-defined]
        self.initial.setdefault("kind", kinds[0])

    def out_lines(self) -> list[str]:
        return [line.strip("\r") for line in self.cleaned_data["out"].split("\n") if line.strip()]


class GroupForm(forms.Form):
    """What a moderator does with a group of alike submissions that wait."""

    group = forms.CharField(max_length=20)
    do = forms.ChoiceField(choices=[("admit", ""), ("refuse", "")])
    reason = forms.CharField(required=False, max_length=20)


class AppealForm(forms.Form):
    words = text_field(_("Why is it wrong?"), rows=5, max_length=4000)


class DecisionForm(forms.Form):
    """Another person's decision."""

    outcome = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[("upheld", _("The measure stands")), ("lifted", _("The measure is taken back"))],
        widget=forms.RadioSelect,
    )
    reasons = text_field(_("Your reasons"), rows=4, max_length=4000)
