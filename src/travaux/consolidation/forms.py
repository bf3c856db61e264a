"""The shapes of a desk, an invitation and a note."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.comments.forms import SheetForm, WordsField, WordsForm
from travaux.comments.rules import Entry
from travaux.comments.states import Scope
from travaux.consolidation.models import Note, Part
from travaux.consolidation.queries import Places
from travaux.consolidation.wording import PARTS
from travaux.consultations.models import Round
from travaux.drafts.models import Paragraph
from travaux.plumbing.languages import NAMES, SIX, current
from travaux.plumbing.local_time import instant_of
from travaux.plumbing.verdicts import sentence

__all__ = ["DeskForm", "InviteForm", "MergeForm", "NoteForm", "SheetForm"]
_INPUT = {"class": "input"}
_LANGUAGES = [(code, NAMES[code]) for code in SIX]


def _words(label: Any, hint: Any = "", rows: int = 4, most: int = 5_000) -> forms.CharField:
    return WordsField(
        label=label,
        help_text=hint,
        required=False,
        max_length=most,
        widget=forms.Textarea(attrs={**_INPUT, "rows": rows, "dir": "auto"}),
    )


class DeskForm(forms.Form):
    """Until when colleagues write, and what they are told."""

    until = forms.DateField(
        label=_("Colleagues write until the end of"),
        help_text=_("As clocks of the round's zone show it; they are reminded three days before."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={**_INPUT, "type": "date", "dir": "ltr"}),
    )
    guidance = _words(_("What you tell your colleagues"))

    def until_at(self, round: Round) -> datetime:
        """The last minute of that day, in the zone of the round."""
        day = self.cleaned_data["until"]
        return instant_of(datetime.combine(day, time(23, 59)), round.zone)


class InviteForm(forms.Form):
    """Whom to invite, to do what."""

    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={**_INPUT, "dir": "ltr"})
    )
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={**_INPUT, "dir": "auto"}),
    )
    part = forms.ChoiceField(
        label=_("What they do"),
        choices=[(part, PARTS[part]) for part in Part.values],
        initial=Part.CONTRIBUTOR,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Language of mails to them"),
        choices=_LANGUAGES,
        widget=forms.Select(attrs=_INPUT),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("language", current())


class NoteForm(WordsForm):
    """A note, written as a comment is; who reviews may give it another place."""

    place = forms.CharField(
        label=_("Its place in the draft"),
        required=False,
        max_length=60,
        help_text=_(
            "The number of a paragraph, § and the number of a section, or - for the whole text."
        ),
        widget=forms.TextInput(attrs={**_INPUT, "dir": "auto"}),
    )

    def __init__(self, *args: Any, note: Note | None = None, **kwargs: Any) -> None:
        round: Round = kwargs["round"]
        super().__init__(*args, **kwargs)
        self.placing: tuple[str, Paragraph | None] = (self.scope, self.paragraph)
        self.places = Places(round.version) if note is not None else None
        if note is None or self.places is None:
            del self.fields["place"]
        else:
            self.initial["place"] = self.places.name_of(note)

    def clean_place(self) -> str:
        words: str = self.cleaned_data["place"].strip()
        assert self.places is not None
        if words == self.initial["place"]:
            return words
        found = self.places.found(words) if words else None
        if found is None:
            raise forms.ValidationError(sentence("place-unknown"))
        scope, pk = found
        paragraph = (
            Paragraph.objects.select_related("anchor").get(pk=pk) if pk is not None else None
        )
        self.placing = (scope, paragraph)
        return words

    def entry(self) -> Entry:
        """The note as a comment of the room below."""
        scope, paragraph = self.placing
        data = self.cleaned_data
        return Entry(
            scope=scope or Scope.TEXT,
            paragraph=paragraph,
            type=data["type"],
            text=data["text"],
            proposed=data["proposed"],
            language=data["language"],
            form_token=data["form_token"],
        )


class MergeForm(forms.Form):
    """What the merged note says."""

    text = _words(_("Comment of the set"), rows=6, most=50_000)
    proposed = _words(_("Wording that the set proposes"), rows=5, most=50_000)
