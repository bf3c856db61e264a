"""The shapes of what is asked when criteria are set and reviewers are named."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.calls.actions.criteria import Given
from travaux.calls.forms import number_field
from travaux.calls.models import Criterion
from travaux.calls.wording_of_reviews import FIGURES
from travaux.core.reviews.sharing import MOST_EACH
from travaux.design.fields import text_field
from travaux.design.languages import add_languages, fields_of, initial_texts, texts_of


class ScoringForm(forms.Form):
    """Which figure counts, and whether reviewers see who applied."""

    figure = forms.ChoiceField(
        label=_("Which figure is the score of an application?"),
        choices=list(FIGURES.items()),
        widget=forms.RadioSelect,
    )
    blind = forms.BooleanField(
        label=_("Reviewers do not see who applied"),
        required=False,
        help_text=_(
            "Names, addresses, employer, state and all files are hidden, and names are struck out "
            "of answers as far as they are found."
        ),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class CriterionForm(forms.Form):
    """One criterion: its words in six languages, its scale and its weight."""

    low = number_field(_("Scale from"), min_value=-1000, max_value=1000)
    high = number_field(_("Scale to"), min_value=-1000, max_value=1000)
    weight = forms.DecimalField(
        label=_("Weight"),
        max_digits=7,
        decimal_places=2,
        widget=forms.TextInput(
            attrs={"class": "input short", "dir": "ltr", "inputmode": "decimal"}
        ),
        help_text=_("Twice the weight counts twice as much."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_languages(self, "name", most=200)
        add_languages(self, "meaning", most=2000, rows=3)

    def name_fields(self) -> list[Any]:
        return fields_of(self, "name")

    def meaning_fields(self) -> list[Any]:
        return fields_of(self, "meaning")

    def given(self) -> Given:
        """What the action takes."""
        data = self.cleaned_data
        return Given(
            names=texts_of(self, "name"),
            meanings=texts_of(self, "meaning"),
            low=data["low"],
            high=data["high"],
            weight=data["weight"],
        )


def initial_of(criterion: Criterion | None, seen: int) -> dict[str, Any]:
    """What stands in the form of a criterion."""
    if criterion is None:
        return {"low": 1, "high": 5, "weight": 1, "seen": seen}
    told: dict[str, Any] = {
        "low": criterion.low,
        "high": criterion.high,
        "weight": criterion.weight.normalize(),
        "seen": seen,
    }
    return (
        told | initial_texts("name", criterion.names) | initial_texts("meaning", criterion.meanings)
    )


class ReviewersForm(forms.Form):
    """Who reviews: addresses, one on each line."""

    addresses = forms.CharField(
        label=_("E-mail addresses of reviewers"),
        max_length=60_000,
        help_text=_(
            "One on each line; after a semicolon the employer, if known: it helps to see conflicts. "
            "Who has no account yet makes one with this address."
        ),
        widget=forms.Textarea(attrs={"class": "input", "rows": 5, "dir": "ltr"}),
    )


class EvenlyForm(forms.Form):
    """How many reviews each application gets, and the seed that ties fall by."""

    each = number_field(
        _("Reviews of each application"), min_value=1, max_value=MOST_EACH, initial=3
    )
    seed = text_field(
        _("Seed"),
        max_length=80,
        help_text=_("Any word: the same seed shares out the same way. It stands on record."),
    )


class AssignmentsForm(forms.Form):
    """A table of who reviews what."""

    file = forms.FileField(
        label=_("Table of who reviews what"),
        help_text=_(
            "CSV or XLSX with the columns application (its number or key) and reviewer (the e-mail "
            "address)."
        ),
        widget=forms.ClearableFileInput(attrs={"class": "input"}),
    )
