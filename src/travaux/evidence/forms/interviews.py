"""Facts of an interview, what its interviewee allows, its text, and words to be quoted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.design.fields import Walls, ZoneInput, text_field, wall
from travaux.evidence.actions.interviews import Facts, Given
from travaux.evidence.wording.interviews import QUOTINGS, TEXT_KINDS
from travaux.evidence.wording.questions import LEVELS
from travaux.people.models import Country
from travaux.plumbing.languages import NAMES


def _select(label: Any, **also: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, widget=forms.Select(attrs={"class": "input"}), **also)


def _day(label: Any) -> forms.DateField:
    attrs = {"type": "date", "class": "input", "dir": "ltr"}
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs=attrs))


class FactsForm(Walls):
    """What is registered of an interview."""

    walls: Sequence[str] = ("embargo",)

    title = text_field(
        _("What kind of interview it was"),
        max_length=200,
        help_text=_("Read wherever the interview is named: without the name, like: a city clerk."),
    )
    held_on = _day(_("Held on"))
    language = _select(_("Language of the interview"), choices=list(NAMES.items()))
    name = text_field(
        _("Name of the interviewee"),
        required=False,
        max_length=200,
        help_text=_("Seen by the secretariat and the interviewer; by others only by consent."),
    )
    function = text_field(
        _("Function"),
        required=False,
        max_length=200,
        help_text=_("As it may stand under a quotation."),
    )
    email = forms.EmailField(
        label=_("E-mail address of the interviewee"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "input", "dir": "ltr"}),
        help_text=_("The links for reading, approving and taking back go there."),
    )
    region = _select(_("Region"), required=False)
    level = _select(_("Level"), required=False)
    country = _select(_("Country"), required=False)
    embargo = wall(
        _("Under embargo until"),
        required=False,
        help_text=_("Before that instant only those who were named see anything of it."),
    )
    zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        widget=ZoneInput(attrs={"class": "input", "dir": "ltr", "autocomplete": "off"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        regions: list[tuple[str, str]],
        countries: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", _("All regions")), *regions]  # type: ignore[attr-defined]
        self.fields["level"].choices = [("", _("All levels")), *LEVELS.items()]  # type: ignore[attr-defined]
        self.fields["country"].choices = [("", _("None")), *countries]  # type: ignore[attr-defined]

    def facts(self) -> Facts:
        data = self.cleaned_data
        names = ("title", "language", "held_on", "name", "function", "email", "region", "level")
        return Facts(
            **{name: data[name] for name in names},
            country=Country.objects.filter(code=data["country"]).first(),
            embargo_until=data["embargo_instant"],
            zone=data["zone"],
        )


class ConsentForm(Walls):
    """What the interviewee allows."""

    walls: Sequence[str] = ("until",)

    given_on = _day(_("Consent given on"))
    how = text_field(
        _("How it was given"),
        required=False,
        max_length=300,
        help_text=_("Such as: form signed on paper, said at the beginning of the recording."),
    )
    form_file = forms.FileField(
        label=_("Signed form"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"class": "input"}),
    )
    analysis = forms.BooleanField(label=_("The interview may be analysed"), required=False)
    publication = forms.BooleanField(
        label=_("The interview may be named, and quoted where quoting is allowed, in public"),
        required=False,
    )
    quoting = forms.ChoiceField(
        label=_("Quotations"),
        choices=list(QUOTINGS.items()),
        widget=forms.RadioSelect,
        initial="none",
    )
    until = wall(
        _("Consent holds until"),
        required=False,
        help_text=_("Empty: until it is taken back. At that instant all that was said is erased."),
    )
    zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        widget=ZoneInput(attrs={"class": "input", "dir": "ltr", "autocomplete": "off"}),
    )

    def given(self) -> Given:
        data = self.cleaned_data
        return Given(
            given_on=data["given_on"],
            analysis=data["analysis"],
            quoting=data["quoting"],
            publication=data["publication"],
            until=data["until_instant"],
            how=data["how"],
            file=data["form_file"],
        )


class RegisterForm(FactsForm, ConsentForm):
    """Both in one step: no interview without its consent."""

    walls: Sequence[str] = ("embargo", "until")


class TextForm(forms.Form):
    """The file of a transcript or of notes."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=list(TEXT_KINDS.items()),
        widget=forms.RadioSelect,
        initial="transcript",
    )
    language = _select(_("Language of the text"), choices=list(NAMES.items()))
    file = forms.FileField(
        label=_("File (.txt or .docx)"),
        widget=forms.ClearableFileInput(attrs={"class": "input", "accept": ".txt,.docx"}),
    )


class HowForm(forms.Form):
    """How an interviewee approved without the link."""

    how = text_field(_("How the interviewee approved the text"), max_length=300)


class WordsForm(forms.Form):
    """Words of a paragraph, exactly."""

    words = text_field(
        _("The exact words"),
        rows=3,
        required=False,
        max_length=20_000,
        help_text=_("Copied from the paragraph. Left empty: the whole paragraph."),
    )


class MendForm(forms.Form):
    """A paragraph as its interviewee wants it."""

    text = text_field(_("The paragraph"), rows=6, required=False, max_length=20_000)
    withheld = forms.BooleanField(
        label=_("Take this paragraph out: nobody is to use it"), required=False
    )


class AnswersForm(forms.Form):
    """The question of the assessment that an interview answers."""

    question = _select(_("Question that it answers"))

    def __init__(self, *args: Any, questions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].choices = questions  # type: ignore[attr-defined]
