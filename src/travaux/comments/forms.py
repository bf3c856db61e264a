"""The shapes of what is asked when somebody comments, and when tables are brought in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from travaux.comments.models import Capacity, Comment, Submission
from travaux.comments.queries import Filters
from travaux.comments.rules import Entry, Speaking, may_speak
from travaux.comments.states import Scope
from travaux.comments.wording import CAPACITIES, TYPE_HINTS, TYPES
from travaux.consultations.models import Round
from travaux.core.comments.words import LONGEST, kept_words
from travaux.drafts.models import Paragraph
from travaux.people.models import Appointment, Person, Role
from travaux.plumbing.languages import NAMES, SIX, current, said
from travaux.plumbing.verdicts import Verdict
from travaux.translations.queries import words_as_read

PREFILLED = ("paragraph", "sub")


class WordsField(forms.CharField):
    """Words as they were typed; only what no page can hold is left out."""

    def to_python(self, value: Any) -> str:
        return kept_words(str(value)) if value else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One party somebody may speak for, or why they may not."""

    value: str
    label: str
    speaking: Speaking
    verdict: Verdict


def choices_for(
    person: Person | None, round: Round, appointments: Sequence[Appointment]
) -> list[Choice]:
    """For whom a person may speak in a round; what is refused stays in sight with its reason."""
    found = [_choice("person", gettext("Myself"), Speaking(Capacity.PERSON), round, appointments)]
    organisations = {a.organisation.key: a.organisation for a in appointments if a.organisation}
    for key, organisation in organisations.items():
        name = said(organisation.names) or organisation.name
        speaking = Speaking(Capacity.ORGANISATION, organisation=organisation)
        found.append(_choice(f"organisation:{key}", name, speaking, round, appointments))
    if not organisations:
        speaking = Speaking(Capacity.ORGANISATION)
        found.append(
            _choice("organisation", gettext("An organisation"), speaking, round, appointments)
        )
    countries = {
        a.country.code: a.country for a in appointments if a.country and a.role == Role.FOCAL_POINT
    }
    for code, country in countries.items():
        speaking = Speaking(Capacity.STATE, country=country)
        label = gettext("%(state)s, as its focal point") % {"state": said(country.names)}
        found.append(_choice(f"state:{code}", label, speaking, round, appointments))
    if not countries:
        speaking = Speaking(Capacity.STATE)
        found.append(_choice("state", gettext("A state"), speaking, round, appointments))
    expert = gettext("Myself, as an expert in a personal capacity")
    found.append(_choice("expert", expert, Speaking(Capacity.EXPERT), round, appointments))
    return found


def _choice(
    value: str,
    label: str,
    speaking: Speaking,
    round: Round,
    appointments: Sequence[Appointment],
) -> Choice:
    return Choice(value, label, speaking, may_speak(speaking, round, appointments))


def choice_of(submission: Submission) -> str:
    """The choice that a draft was saved with."""
    if submission.country is not None:
        return f"state:{submission.country.code}"
    if submission.organisation is not None:
        return f"organisation:{submission.organisation.key}"
    return submission.capacity


def _too_long(name: Any) -> Mapping[str, Any]:
    return {
        "max_length": _(
            "It has %(show_value)d characters; at most %(limit_value)d can be handed in. "
            "Divide it; what you typed is kept."
        ),
        "required": name,
    }


class WordsForm(forms.Form):
    """What kind of comment, what it says, and the wording it proposes."""

    type = forms.ChoiceField(
        label=_("What kind of comment is it?"),
        widget=forms.RadioSelect,
        required=False,
    )
    text = WordsField(
        label=_("Your comment, with your reasons"),
        max_length=LONGEST,
        required=False,
        error_messages=dict(_too_long(_("Write a comment."))),
        widget=forms.Textarea(attrs={"class": "input said", "rows": 5, "dir": "auto"}),
    )
    proposed = WordsField(
        label=_("Wording you propose"),
        max_length=LONGEST,
        required=False,
        error_messages=dict(_too_long(_("Write a wording."))),
        widget=forms.Textarea(attrs={"class": "input said", "rows": 5, "dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=_("Language of your comment"),
        choices=[*((code, NAMES[code]) for code in SIX), ("", _("another language"))],
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
    )
    form_token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(
        self,
        *args: Any,
        round: Round,
        paragraph: Paragraph | None,
        scope: str,
        read_in: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.round, self.paragraph, self.scope = round, paragraph, scope
        self.read_in = read_in
        self.fields["type"].choices = list(  # type: ignore[attr-defined]
            TYPES[round.types].items()
        )
        self.fields["type"].help_text = TYPE_HINTS[round.types]
        self.initial.setdefault("language", current())
        if self.prefilled:
            self.initial.setdefault("proposed", self.prefilled)
            self.fields["proposed"].help_text = _(
                "Start from the paragraph as it stands; the change is shown below."
            )

    @property
    def prefilled(self) -> str:
        """The paragraph as it stands, from which a proposal starts."""
        if self.scope != Scope.PARAGRAPH or self.paragraph is None:
            return ""
        return self.as_read if self.paragraph.kind in PREFILLED else ""

    @cached_property
    def as_read(self) -> str:
        """The words of the paragraph in the language that the person reads it in."""
        return words_as_read(self.paragraph, self.read_in) if self.paragraph else ""

    def clean_proposed(self) -> str:
        """A wording that was left as it stands proposes nothing."""
        proposed: str = self.cleaned_data["proposed"]
        return "" if proposed == kept_words(self.prefilled) else proposed

    def typed(self, name: str) -> str:
        """What stands in a field now, valid or not."""
        return kept_words(str(self[name].value() or ""))[: 2 * LONGEST]


class CommentForm(WordsForm):
    """A comment in a stated capacity."""

    capacity = forms.CharField(required=False, max_length=60)
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

    def __init__(self, *args: Any, choices: Callable[[], Sequence[Choice]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices = choices
        if not self.is_bound and "capacity" not in self.initial:
            # who may speak in several capacities chooses each time; nothing is ticked beforehand
            allowed = [c.value for c in self.choices if c.verdict]
            self.initial["capacity"] = allowed[0] if len(allowed) == 1 else ""

    @cached_property
    def choices(self) -> Sequence[Choice]:
        """For whom one may speak; asked for where it is shown, or where one speaks for others."""
        return self._choices()

    @property
    def chosen(self) -> str:
        """The capacity that is ticked."""
        return str(self["capacity"].value() or "")

    def clean_capacity(self) -> Speaking:
        value = self.cleaned_data["capacity"]
        myself = Speaking(Capacity.PERSON)
        if value == Capacity.PERSON and may_speak(myself, self.round, ()):
            return myself
        found = next((c for c in self.choices if c.value == value), None)
        if found is None:
            raise forms.ValidationError(gettext("Choose for whom you speak."))
        if not found.verdict:
            raise forms.ValidationError(found.verdict.sentence)
        return found.speaking

    def entry(self) -> Entry:
        """What was typed, as the actions take it."""
        data = self.cleaned_data
        return Entry(
            scope=self.scope,
            paragraph=self.paragraph,
            read_in=self.read_in,
            type=data["type"],
            text=data["text"],
            proposed=data["proposed"],
            language=data["language"],
            speaking=data["capacity"],
            name_shown=data["name_shown"],
            protected=data["protected"],
            form_token=data["form_token"],
        )


def words_initial(comment: Comment) -> dict[str, Any]:
    """A comment as the form shows it again."""
    found = {"type": comment.type, "text": comment.text, "language": comment.language}
    if comment.proposed:
        found["proposed"] = comment.proposed
    return found


class FilterForm(forms.Form):
    """What a list of comments is narrowed to."""

    section = forms.ChoiceField(label=_("Section"), required=False)
    type = forms.ChoiceField(label=_("Type"), required=False)
    capacity = forms.ChoiceField(label=_("Capacity"), required=False)
    state = forms.ChoiceField(label=_("Status"), required=False)
    words = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input", "type": "search", "dir": "auto"}),
    )
    at = forms.SlugField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        round: Round,
        sections: Sequence[tuple[str, str]],
        staff: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        states = [("in-time", _("in time")), ("late", _("late"))]
        if staff:
            states += [("withdrawn", _("withdrawn")), ("unplaced", _("without a place"))]
        types = [*TYPES[round.types].items(), ("none", _("no type"))]
        for name, choices in (
            ("section", list(sections)),
            ("type", types),
            ("capacity", list(CAPACITIES.items())),
            ("state", states),
        ):
            field = self.fields[name]
            field.choices = [("", _("all")), *choices]  # type: ignore[attr-defined]
            field.widget.attrs["class"] = "input"

    def filters(self) -> Filters:
        """The filters; what is not understood narrows nothing."""
        self.is_valid()
        known = getattr(self, "cleaned_data", {})
        return Filters(**{name: known.get(name, "") for name in self.fields})


class TableForm(forms.Form):
    """A table of comments to bring in."""

    file = forms.FileField(
        label=_("Table of comments"),
        help_text=_(
            "The ISO/IEC form or a like table, as .xlsx, .csv, .docx or .json; or a Word file "
            "with tracked changes and margin comments."
        ),
        widget=forms.ClearableFileInput(
            attrs={"class": "input", "accept": ".xlsx,.csv,.tsv,.docx,.json"}
        ),
    )


class SheetForm(forms.Form):
    """A file that one filled in without a connection."""

    file = forms.FileField(
        label=_("The file that you filled in"),
        help_text=_(
            "The sheet as a workbook or Word file; or the Word file of the draft with your tracked "
            "changes and margin comments."
        ),
        widget=forms.ClearableFileInput(attrs={"class": "input", "accept": ".xlsx,.csv,.docx"}),
    )


class ReturnForm(forms.Form):
    """For whom the comments of a returned file speak, and in which language they are written."""

    capacity = forms.ChoiceField(label=_("For whom do you speak?"), widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language of your comments"),
        choices=[*((code, NAMES[code]) for code in SIX), ("", _("another language"))],
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
    )
    name_shown = forms.BooleanField(
        label=_("My name may be shown with the comments"), required=False, initial=True
    )

    def __init__(self, *args: Any, choices: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._parties = {choice.value: choice for choice in choices if choice.verdict}
        self.fields["capacity"].choices = [  # type: ignore[attr-defined]
            (choice.value, choice.label) for choice in self._parties.values()
        ]
        only = next(iter(self._parties)) if len(self._parties) == 1 else ""
        self.initial.setdefault("capacity", only)
        self.initial.setdefault("language", current())

    def clean_capacity(self) -> Speaking:
        return self._parties[self.cleaned_data["capacity"]].speaking


class ConfirmForm(forms.Form):
    """In which capacity the members of a table speak, and whether it came late."""

    capacity = forms.ChoiceField(
        label=_("The members of this table speak as"),
        choices=[
            (Capacity.ORGANISATION, _("organisations")),
            (Capacity.STATE, _("states")),
            (Capacity.PERSON, _("persons")),
            (Capacity.EXPERT, _("experts in a personal capacity")),
        ],
        initial=Capacity.ORGANISATION,
        widget=forms.RadioSelect,
        help_text=_("Where the table has a column “Capacity”, that column counts."),
    )
    late = forms.BooleanField(
        label=_("These comments were received after the deadline"), required=False
    )


class PlaceForm(forms.Form):
    """Where a comment belongs."""

    place = forms.CharField(
        label=_("Place"),
        max_length=60,
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"class": "input", "dir": "auto"}),
    )
