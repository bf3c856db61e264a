"""What is asked where something is entered for its author, and where that is mended."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from travaux.comments.forms import WordsField
from travaux.comments.models import Capacity, Comment
from travaux.comments.rules import Entry, Speaking
from travaux.comments.states import Scope
from travaux.comments.wording import CAPACITIES, TYPES
from travaux.consultations.models import Round
from travaux.core.comments.words import LONGEST
from travaux.correspondence.forms.register import ScanField, Scans
from travaux.correspondence.rules import EntryDetails
from travaux.correspondence.wording import FORMS
from travaux.people.models import Country
from travaux.people.queries import states_by_name
from travaux.plumbing import clock
from travaux.plumbing.languages import NAMES, SIX, current, said


class ReportedForm(forms.Form):
    """What somebody else said: its kind, its words, and the wording it proposes."""

    type = forms.ChoiceField(
        label=_("What kind of comment is it?"), widget=forms.Select(attrs={"class": "input"})
    )
    text = WordsField(
        label=_("The comment as it came"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"class": "input said", "rows": 6, "dir": "auto"}),
    )
    proposed = WordsField(
        label=_("Wording it proposes"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"class": "input said", "rows": 4, "dir": "auto"}),
    )


class MendForm(ReportedForm):
    """What was entered for somebody, as they say that they said it."""

    def __init__(self, comment: Comment, data: Any = None) -> None:
        initial = {"type": comment.type, "text": comment.text, "proposed": comment.proposed}
        super().__init__(data, initial=initial)
        self.fields["type"].choices = list(TYPES[comment.round.types].items())  # type: ignore[attr-defined]


class OnBehalfForm(ReportedForm):
    """A comment that came by mail, on paper or by telephone, and who it is from."""

    name = forms.CharField(
        label=_("Who it is from"),
        max_length=200,
        help_text=_("The person or office that wrote or rang."),
        widget=forms.TextInput(attrs={"class": "input", "dir": "auto"}),
    )
    capacity = forms.ChoiceField(
        label=_("For whom it speaks"), widget=forms.RadioSelect, initial=Capacity.PERSON
    )
    country = forms.ModelChoiceField(
        label=_("State, where it speaks for one"),
        queryset=Country.objects.none(),
        required=False,
        to_field_name="code",
        widget=forms.Select(attrs={"class": "input"}),
    )
    organisation = forms.CharField(
        label=_("Organisation, where it speaks for one"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "dir": "auto"}),
    )
    name_shown = forms.BooleanField(
        label=_("They let their name be shown"),
        required=False,
        help_text=_("Of a person; states and organisations are always named."),
    )
    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        help_text=_("There they are asked to confirm it. Leave it empty if there is none."),
        widget=forms.TextInput(attrs={"class": "input", "dir": "ltr"}),
    )
    form = forms.ChoiceField(
        label=_("How it came"),
        choices=list(FORMS.items()),
        widget=forms.Select(attrs={"class": "input"}),
    )
    dated_on = forms.DateField(
        label=_("Day it came"),
        widget=forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d"),
    )
    caller = forms.CharField(
        label=_("Who rang, if it came by telephone"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "dir": "auto"}),
    )
    rang_at = forms.TimeField(
        label=_("At what time, if it came by telephone"),
        required=False,
        widget=forms.TimeInput(attrs={"class": "input day", "type": "time"}, format="%H:%M"),
    )
    scans = ScanField(
        label=_("Its source: scan, mail or note of the call"),
        required=False,
        help_text=_("Needed, unless it came by telephone."),
        widget=Scans(attrs={"class": "input", "multiple": True}),
    )
    at = forms.ChoiceField(
        label=_("On which place"), required=False, widget=forms.Select(attrs={"class": "input"})
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[*((code, NAMES[code]) for code in SIX), ("", _("another language"))],
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
    )

    def __init__(
        self,
        round: Round,
        data: Any = None,
        files: Any = None,
        within: Collection[int] | None = None,
        begun: Mapping[str, Any] | None = None,
    ) -> None:
        """`begun` is what a file of the inbox tells already; that file itself is the source."""
        first = {"dated_on": clock.today(), "language": current(), **(begun or {})}
        super().__init__(data, files, initial=first)
        if begun is not None:
            self.fields["scans"].label = _("Further sources")
            self.fields["scans"].help_text = _("The file of the inbox is attached already.")
        self.places = {p.anchor.key: p for p in round.version.paragraphs.select_related("anchor")}
        self.fields["at"].choices = [  # type: ignore[attr-defined]
            ("", _("The whole text")),
            *((key, f"{p.number} {p.body[:60]}".strip()) for key, p in self.places.items()),
        ]
        self.fields["type"].choices = list(TYPES[round.types].items())  # type: ignore[attr-defined]
        self.fields["capacity"].choices = [  # type: ignore[attr-defined]
            (c, word)
            for c, word in CAPACITIES.items()
            if (not round.capacities or c in round.capacities)
            and (within is None or c in (Capacity.STATE, Capacity.ORGANISATION))
        ]
        if within is not None:  # an office enters for its own states, and what has its seat there
            self.fields["capacity"].initial = Capacity.STATE
        for name in ("country", "organisation", "caller", "rang_at", "scans", "text"):
            self.fields[name].conditional = True  # type: ignore[attr-defined]
        known = Country.objects.all()
        if within is not None:
            known = known.filter(pk__in=within)
        states = states_by_name(known)
        country = self.fields["country"]
        country.queryset = known  # type: ignore[attr-defined]
        country.choices = [("", "–"), *((s.code, said(s.names)) for s in states)]  # type: ignore[attr-defined]

    def entry(self) -> Entry:
        """The comment, as the actions take it; an organisation is named to them apart."""
        told = self.cleaned_data
        place = self.places.get(told["at"])
        kind = Scope.TEXT
        if place is not None:
            kind = Scope.SECTION if place.kind == "heading" else Scope.PARAGRAPH
        return Entry(
            kind,
            place,
            told["type"],
            told["text"],
            told["proposed"],
            language=told["language"],
            speaking=Speaking(
                told["capacity"],
                country=told["country"] if told["capacity"] == Capacity.STATE else None,
            ),
        )

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under three headings, in the order in which a paper is read."""
        return [
            (
                gettext("From whom"),
                [
                    self[n]
                    for n in ("name", "email", "capacity", "country", "organisation", "name_shown")
                ],
            ),
            (
                gettext("How it came, and its source"),
                [self[n] for n in ("form", "dated_on", "scans", "caller", "rang_at")],
            ),
            (
                gettext("What it says"),
                [self[n] for n in ("at", "type", "text", "proposed", "language")],
            ),
        ]

    def shows_name(self) -> bool:
        """Whether the name is shown: always of a state or an organisation, of a person as they say."""
        told = self.cleaned_data
        return told["name_shown"] or told["capacity"] in (Capacity.STATE, Capacity.ORGANISATION)

    def details(self) -> EntryDetails:
        """Its source, as the register takes it."""
        told = self.cleaned_data
        return EntryDetails(
            direction="in",
            form=told["form"],
            dated_on=told["dated_on"],
            subject=gettext("Comment entered on behalf of its author"),
            party=told["name"],
            language=told["language"],
        )
