"""A finding, what it rests on, and a rating of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.design.fields import text_field
from travaux.design.languages import add_languages, fields_of, texts_of
from travaux.evidence.actions.findings import Stated
from travaux.evidence.forms.questions import SourceForm
from travaux.evidence.forms.topics import LevelsField, RegionsField, TopicField, offer_topics
from travaux.evidence.models import AssessmentQuestion
from travaux.evidence.wording.releases import STAGES
from travaux.plumbing.languages import said


class FindingForm(forms.Form):
    """The statement, the question that it answers, and where it holds."""

    question = forms.ChoiceField(
        label=_("Question that it answers"),
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
    )
    regions = RegionsField(_("Regions that it holds for"))
    levels = LevelsField()
    topics = TopicField()
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        questions: list[AssessmentQuestion],
        regions: list[tuple[str, str]],
        topics: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_topics(self, topics)
        self.questions = {q.key: q for q in questions}
        named = [(q.key, f"{q.number}. {said(q.titles)}") for q in questions]
        self.fields["question"].choices = [("", _("None")), *named]  # type: ignore[attr-defined]
        self.fields["regions"].choices = regions  # type: ignore[attr-defined]
        add_languages(self, "statement", most=4000, rows=3)

    def statement_fields(self) -> list[Any]:
        return fields_of(self, "statement")

    def stated(self) -> Stated:
        data = self.cleaned_data
        return Stated(
            statements=texts_of(self, "statement"),
            question=self.questions.get(data["question"]),
            regions=data["regions"],
            levels=data["levels"],
            topics=data.get("topics", ()),
        )


class RestForm(SourceForm):
    """What a finding rests on: the same as for a question, with the exact place."""

    place = text_field(
        _("Exact place"),
        required=False,
        max_length=200,
        help_text=_("Page, table, line: so that others find it again."),
    )


class AuthorForm(forms.Form):
    """A person by their address."""

    email = forms.EmailField(
        label=_("E-mail address of an author"),
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "input", "dir": "ltr"}),
    )


class RatingForm(forms.Form):
    """The two questions of the four boxes, and why."""

    evidence = forms.ChoiceField(
        label=_("Quantity and quality of the evidence"),
        choices=[("high", _("High")), ("low", _("Low"))],
        widget=forms.RadioSelect,
    )
    agreement = forms.ChoiceField(
        label=_("Level of agreement of the sources"),
        choices=[("high", _("High")), ("low", _("Low"))],
        widget=forms.RadioSelect,
    )
    reason = text_field(_("Why"), rows=3, required=False, max_length=4000)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawForm(forms.Form):
    """Why a finding is withdrawn."""

    why = text_field(_("Why it is withdrawn"), rows=2, max_length=2000)


class ReleaseForm(forms.Form):
    """Stage, title and place of a release."""

    stage = forms.ChoiceField(
        label=_("Stage"), choices=list(STAGES.items()), widget=forms.RadioSelect
    )
    symbol = forms.CharField(
        label=_("Symbol"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"class": "input", "dir": "ltr"}),
    )
    milestone = forms.ChoiceField(
        label=_("Milestone that it fulfils"),
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
    )
    note = text_field(_("What readers should know"), rows=3, required=False, max_length=4000)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, milestones: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["milestone"].choices = [("", _("None")), *milestones]  # type: ignore[attr-defined]
        add_languages(self, "title", most=300)

    def title_fields(self) -> list[Any]:
        return fields_of(self, "title")

    def titles(self) -> dict[str, str]:
        return texts_of(self, "title")
