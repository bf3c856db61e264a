"""The shapes of what is asked when a text is brought in, described and mended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.drafts.models import Text
from travaux.drafts.wording import DISTRIBUTIONS, KINDS, NUMBERINGS
from travaux.plumbing.languages import NAMES, SIX, said
from travaux.roadmap.models import Deliverable

NEW = "new"
LEVELS = [(str(n), str(n)) for n in range(1, 7)]


def _line(label: Any, **also: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "input", "dir": "auto"})
    return forms.CharField(label=label, widget=widget, **also)


def _select(label: Any, choices: Any, **also: Any) -> forms.ChoiceField:
    widget = forms.Select(attrs={"class": "input"})
    return forms.ChoiceField(label=label, choices=choices, widget=widget, **also)


def _words(label: Any, rows: int, **also: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"class": "input said", "rows": rows, "dir": "auto"})
    return forms.CharField(label=label, widget=widget, strip=False, **also)


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(
        format="%Y-%m-%d", attrs={"type": "date", "class": "input", "dir": "ltr"}
    )
    return forms.DateField(
        label=label,
        required=False,
        widget=widget,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write the date as year-month-day, such as 2024-11-04.")},
    )


class ImportForm(forms.Form):
    """A text as a file or pasted, and what stands at its head."""

    text = _select(
        _("Which text is it?"),
        [],
        help_text=_(
            "The next version of a text keeps the identity of its paragraphs; where it is not sure, you are asked."
        ),
    )
    title = _line(
        _("Title"),
        required=False,
        max_length=300,
        help_text=_("Left empty, the title in the file is taken."),
    )
    deliverable = _select(
        _("Deliverable of the mandate"),
        [],
        required=False,
        help_text=_("The page of the mandate then names this text there."),
    )
    symbol = _line(_("Symbol"), required=False, max_length=80)
    dated_on = _day(_("Date of the version"))
    language = _select(
        _("Source language"),
        [("", _("As the file says, else English")), *((c, NAMES[c]) for c in SIX)],
        required=False,
    )
    numbering = _select(_("Numbers of the paragraphs"), list(NUMBERINGS.items()))
    remark = _line(
        _("Remark"),
        required=False,
        max_length=1000,
        help_text=_("Shown at the head of the text, such as: for the working group only."),
    )
    # the file stands last: when it is too large, what was typed before it has arrived
    pasted = _words(
        _("Paste the text"),
        6,
        required=False,
        help_text=_("Or paste it here; headings as in Markdown, such as “# 1 Purpose”."),
    )
    file = forms.FileField(
        label=_("File of the text"),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(
            attrs={"class": "input", "accept": ".docx,.md,.markdown,.html,.htm,.txt,.json"}
        ),
        help_text=_("Word (.docx), Markdown (.md), HTML, plain text or JSON; up to 40 MB."),
    )

    def __init__(
        self,
        *args: Any,
        texts: list[Text],
        deliverables: Iterable[Deliverable] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.texts = {text.key: text for text in texts}
        self.deliverables = {one.code: one for one in deliverables}
        self.fields["deliverable"].choices = [  # type: ignore[attr-defined]
            ("", _("none, or as it is")),
            *((code, said(one.titles)) for code, one in self.deliverables.items()),
        ]
        self.fields["text"].choices = [  # type: ignore[attr-defined]
            (NEW, _("A new text")),
            *((key, said(text.titles)) for key, text in self.texts.items()),
        ]


class DistributionForm(forms.Form):
    """To whom the documents of a process go."""

    distribution = _select(
        _("Distribution"), [("", _("not said")), *DISTRIBUTIONS.items()], required=False
    )
    held = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)


class FactsForm(forms.Form):
    """What stands at the head of a version."""

    symbol = _line(_("Symbol"), required=False, max_length=80)
    distribution = _select(
        _("Distribution"),
        [("", _("as the process has it")), *DISTRIBUTIONS.items()],
        required=False,
    )
    agenda = _line(_("Session and agenda item"), required=False, max_length=300)
    dated_on = _day(_("Date of the version"))
    language = _select(_("Source language"), [(c, NAMES[c]) for c in SIX])
    beside = forms.BooleanField(
        label=_("A chair’s text: suggestions are collected beside it, not in it"), required=False
    )
    remark = _line(_("Remark"), required=False, max_length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in SIX:
            self.fields[f"title_{code}"] = _line(
                _("Title: %(language)s") % {"language": NAMES[code]},
                required=False,
                max_length=300,
            )

    @property
    def titles(self) -> dict[str, str]:
        return {
            code: self.cleaned_data[f"title_{code}"].strip()
            for code in SIX
            if self.cleaned_data.get(f"title_{code}", "").strip()
        }


class WordsForm(forms.Form):
    """The words of one paragraph, and the state of it that the person saw."""

    body = _words(_("Words"), 6)
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    structure = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class KindForm(forms.Form):
    """What a paragraph is, how deep it stands and under which number."""

    kind = _select(_("It is a"), [(k, v) for k, v in KINDS.items() if k != "table"])
    level = _select(
        _("Level"),
        LEVELS,
        required=False,
        help_text=_("For headings and sub-paragraphs: 1 is the highest."),
    )
    number = _line(_("Printed number"), required=False, max_length=40)
    label = _line(
        _("Reference"),
        required=False,
        max_length=200,
        help_text=_("For headings: the short reference in square brackets, without them."),
    )
    structure = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class NewParagraphForm(forms.Form):
    """A paragraph to put in."""

    body = _words(_("Words of the new paragraph"), 5)
    kind = _select(_("It is a"), [(k, v) for k, v in KINDS.items() if k != "table"])
    level = _select(_("Level"), LEVELS, required=False)
    number = _line(_("Printed number"), required=False, max_length=24)
    structure = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
