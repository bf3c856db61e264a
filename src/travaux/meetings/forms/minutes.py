"""Forms of minute-takers and speakers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from travaux.comments.wording import TYPES
from travaux.design.fields import text_field
from travaux.drafts.models import Paragraph
from travaux.meetings.forms.meetings import pick
from travaux.meetings.models import Item, Meeting
from travaux.meetings.queries.places import party_name
from travaux.meetings.rules.spoken import LONGEST, LONGEST_MINUTES
from travaux.meetings.states import PlaceState
from travaux.meetings.wording import KINDS
from travaux.plumbing.languages import NAMES, SIX, current, said


class MinutesForm(forms.Form):
    """The minutes of one item, on the revision that was seen."""

    text = text_field(
        _("Minutes of this item"), rows=12, required=False, max_length=LONGEST_MINUTES
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


def _words(paragraph: Paragraph) -> Any:
    number = paragraph.number or paragraph.label
    body = " ".join(paragraph.body.split())
    return format_html("{} {}", number, body[:70] + ("…" if len(body) > 70 else ""))


class SpeechForm(forms.Form):
    """What somebody said on a paragraph of the draft in question."""

    speaker = pick(_("Who spoke"), required=True)
    paragraph = pick(_("On which paragraph"))
    type = pick(_("What kind of comment"), required=True)
    text = text_field(_("What was said"), rows=4, max_length=LONGEST)
    proposed = text_field(_("Proposed wording"), rows=3, required=False, max_length=LONGEST)
    language = pick(_("Language"), [(c, NAMES[c]) for c in SIX], required=True)

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = meeting.participants.filter(state=PlaceState.APPROVED, erased_at__isnull=True)
        self.speakers = {
            p.key: p for p in found.select_related("country", "organisation").order_by("name", "pk")
        }
        named = [
            (k, f"{p.name} ({party_name(p) or KINDS[p.kind]})") for k, p in self.speakers.items()
        ]
        self.fields["speaker"].choices = [("", "–"), *named]  # type: ignore[attr-defined]
        self.fields["language"].initial = current()
        self.paragraphs: dict[str, Paragraph] = {}
        if meeting.round is not None:
            rows = meeting.round.version.paragraphs.select_related("anchor").order_by("position")
            self.paragraphs = {p.anchor.key: p for p in rows if p.kind != "table"}
            types = TYPES[meeting.round.types].items()
            self.fields["type"].choices = list(types)  # type: ignore[attr-defined]
        places = [(k, _words(p)) for k, p in self.paragraphs.items()]
        self.fields["paragraph"].choices = [  # type: ignore[attr-defined]
            ("", _("The whole text")), *places
        ]  # fmt: skip


class DecisionForm(forms.Form):
    """What the meeting decided."""

    text = text_field(_("What was decided"), rows=3, max_length=LONGEST)
    item = pick(_("Item of the agenda"))
    paragraph = pick(_("On which paragraph"))

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items_by_key: dict[str, Item] = {i.key: i for i in meeting.items.all()}
        choices = [(k, f"{i.position}. {said(i.titles)}") for k, i in self.items_by_key.items()]
        self.fields["item"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]
        self.anchors = {}
        headings: list[tuple[str, Any]] = []
        if meeting.round is not None:
            version = meeting.round.version
            rows = version.paragraphs.select_related("anchor").order_by("position")
            self.anchors = {p.anchor.key: p.anchor for p in rows}
            headings = [(p.anchor.key, _words(p)) for p in rows if p.kind != "table"]
        self.fields["paragraph"].choices = [("", "–"), *headings]  # type: ignore[attr-defined]


class TaskForm(forms.Form):
    """Something that somebody owes."""

    text = text_field(_("What is to be done"), rows=2, max_length=LONGEST)
    owner = text_field(
        _("Who owes it"), max_length=200,
        help_text=_("An office, a delegation or a group rather than a person: it is public later."),
    )  # fmt: skip
    due_on = forms.DateField(
        label=_("Due on"), required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "input", "dir": "ltr"}),
    )  # fmt: skip


class ReplyForm(forms.Form):
    """What a speaker mends before confirming it."""

    text = text_field(_("What you said"), rows=5, max_length=LONGEST)
    proposed = text_field(_("Proposed wording"), rows=3, required=False, max_length=LONGEST)


class PublishForm(forms.Form):
    """The minutes become public, with a summary."""

    summary = text_field(_("Summary for everybody"), rows=6, required=False, max_length=LONGEST)
