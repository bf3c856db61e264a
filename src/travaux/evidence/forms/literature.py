"""A file of references, and a reading of a work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.design.fields import text_field
from travaux.evidence.forms.topics import TopicField, offer_topics


class LiteratureForm(forms.Form):
    """The file and where it comes from."""

    file = forms.FileField(
        label=_("File of references (RIS or BibTeX)"),
        widget=forms.ClearableFileInput(
            attrs={"class": "input", "accept": ".ris,.bib,.bibtex,.txt"}
        ),
    )
    found_in = text_field(
        _("Search or database"),
        max_length=120,
        help_text=_("Such as the name of the database and the day of the search."),
    )
    topics = TopicField()

    def __init__(self, *args: Any, topics: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_topics(self, topics)


class ReadingForm(forms.Form):
    """Keep it or leave it out."""

    work = forms.CharField(widget=forms.HiddenInput, max_length=20)
    verdict = forms.ChoiceField(
        label=_("This work"),
        choices=[("in", _("Keep it")), ("out", _("Leave it out"))],
        widget=forms.RadioSelect,
    )
    reason = text_field(_("Reason"), required=False, max_length=200)


class FullTextForm(forms.Form):
    """The file of a full text."""

    file = forms.FileField(
        label=_("Full text (PDF, Word, text, HTML or EPUB)"),
        widget=forms.ClearableFileInput(
            attrs={"class": "input", "accept": ".pdf,.docx,.txt,.html,.epub"}
        ),
        help_text=_("Seen by those who screen, and by nobody else."),
    )
