"""The shapes of terms, advice and views."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.advice.models import FinalView
from travaux.advice.rules import LONGEST
from travaux.advice.states import MOVES
from travaux.advice.wording import STATES, VIEWS
from travaux.comments.forms import WordsField
from travaux.plumbing import clock
from travaux.plumbing.languages import NAMES, SIX, current

_INPUT = {"class": "input"}


def _words(label: Any, *, required: bool = True, rows: int = 4) -> forms.CharField:
    return WordsField(
        label=label,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={**_INPUT, "rows": rows, "dir": "auto"}),
    )


def _line(label: Any, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=300,
        widget=forms.TextInput(attrs={**_INPUT, "dir": "auto"}),
    )


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={**_INPUT, "type": "date", "dir": "ltr"}),
    )


class Spoken(forms.Form):
    """What is written has its language."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=[(code, NAMES[code]) for code in SIX],
        widget=forms.Select(attrs=_INPUT),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("language", current())


class GroupForm(Spoken):
    """A title, and whose seats the group has."""

    title = _line(_("Title"))
    panel = forms.ChoiceField(label=_("Members"), required=False, widget=forms.Select(attrs=_INPUT))


class TermsForm(Spoken):
    """Scope and deliverables as adopted."""

    scope = _words(_("Scope"))
    deliverables = _words(_("Deliverables"), required=False)
    adopted_on = _day(_("Adopted on"))
    adopted_by = _line(_("By whom, at which meeting"))


class ShowForm(forms.Form):
    """What to show, until when."""

    what = forms.ChoiceField(label=_("What the group is shown"), widget=forms.Select(attrs=_INPUT))
    until = _day(_("Advice is asked for until"), required=False)


class AdviceForm(Spoken):
    """A piece of advice."""

    text = _words(_("What you advise"))
    of_group = forms.BooleanField(label=_("The group agreed on it"), required=False)
    form_token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)


class DissentForm(Spoken):
    """A dissent, with its words."""

    text = _words(_("Why you dissent"), rows=3)


class ResponseForm(forms.Form):
    """What came of advice."""

    outcome = forms.ChoiceField(
        label=_("What came of it"),
        choices=[(code, STATES[code]) for code in MOVES],
        widget=forms.RadioSelect,
    )
    reason = _words(_("Reason"), required=False)
    done_in = forms.ChoiceField(
        label=_("The draft in which it was followed"),
        required=False,
        widget=forms.Select(attrs=_INPUT),
    )


class ViewForm(Spoken):
    """The view of the group on a text."""

    version = forms.ChoiceField(label=_("The text"), widget=forms.Select(attrs=_INPUT))
    kind = forms.ChoiceField(
        label=_("View of the group"),
        choices=[(kind, VIEWS[kind]) for kind in FinalView.Kind.values],
        widget=forms.RadioSelect,
    )
    text = _words(_("In the words of the group"), required=False)
    held_on = _day(_("On which day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("held_on", clock.today())
