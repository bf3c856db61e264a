"""Shapes of the forms of partnerships and deliveries."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.funding.forms import AmountField
from travaux.funding.states import PartnershipKind
from travaux.plumbing.languages import current
from travaux.roadmap.forms import WINDOW_HINT, WithInputs, date_input, language_field


def promise_field() -> forms.ChoiceField:
    """Which promise of a call something is about."""
    return forms.ChoiceField(
        label=_("What was promised in a call"),
        required=False,
        help_text=_("By when it is due, and whether it came, is then read there alone."),
    )


def offer_promises(form: forms.Form, promises: list[tuple[str, str]]) -> None:
    """The promises that can be chosen; without any, nothing is asked."""
    if promises:
        form.fields["promise"].choices = [("", "–"), *promises]  # type: ignore[attr-defined]
    else:
        del form.fields["promise"]


class _Told(WithInputs):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = current()

    def titles(self) -> dict[str, str]:
        """What it is, under the language in which it was written."""
        return {self.cleaned_data["language"]: self.cleaned_data["title"]}


class PartnerForm(_Told):
    """An agreement, or something offered in kind."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PartnershipKind.choices)
    partner = forms.CharField(
        label=_("Partner"), max_length=200, help_text=_("A state or an organisation.")
    )
    title = forms.CharField(label=_("What"), max_length=200)
    value = AmountField(
        label=_("Value"), required=False, help_text=_("Empty where it has no price.")
    )
    currency = forms.CharField(label=_("Currency"), min_length=3, max_length=3)
    basis = forms.CharField(
        label=_("How the value was reckoned"),
        max_length=300,
        required=False,
        help_text=_("A price list, an invoice, an estimate and whose."),
    )
    offered_on = forms.DateField(
        label=_("Offered on"), widget=date_input(), input_formats=["%Y-%m-%d"]
    )
    due = forms.CharField(
        label=_("To be delivered"), max_length=30, required=False, help_text=WINDOW_HINT
    )
    promise = promise_field()
    consent = forms.CharField(
        label=_("How the partner agreed to be published"),
        max_length=300,
        required=False,
        help_text=_("Such as a letter and its day. Empty: nothing of it is published."),
    )
    source = forms.CharField(label=_("Source"), max_length=300)
    language = language_field()

    def __init__(self, *args: Any, promises: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_promises(self, promises)

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).strip().upper()


class DeliveryForm(_Told):
    """Something that was delivered."""

    title = forms.CharField(label=_("What was delivered"), max_length=200)
    value = AmountField(
        label=_("Value"), required=False, help_text=_("Empty where it has no price.")
    )
    on = forms.DateField(label=_("Delivered on"), widget=date_input(), input_formats=["%Y-%m-%d"])
    source = forms.CharField(label=_("Source"), max_length=300)
    language = language_field()


class ShowForm(WithInputs):
    """How a partner agreed to be published."""

    consent = forms.CharField(
        label=_("How the partner agreed to be published"),
        max_length=300,
        required=False,
        help_text=_("Such as a letter and its day. Empty: nothing of it is published."),
    )


class PromiseForm(WithInputs):
    """Which promise of a call a partnership is about."""

    promise = promise_field()

    def __init__(self, *args: Any, promises: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_promises(self, promises)
