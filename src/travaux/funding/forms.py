"""Shapes of this room's forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.core.funding.amounts import typed_amount
from travaux.funding.queries.targets import KINDS, targets_of
from travaux.funding.states import BASES, STAGES, MoneyKind
from travaux.plumbing.languages import NAMES, current
from travaux.roadmap.forms import (
    LONG,
    WINDOW_HINT,
    Titled,
    WithInputs,
    date_input,
    language_field,
    text_area,
)
from travaux.roadmap.models import Milestone, Process
from travaux.roadmap.states import Mode


class AmountField(forms.Field):
    """A sum as people type it: "311,700", "311 700", "311700.50"."""

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        if not text:
            return None
        amount = typed_amount(text)
        if amount is None:
            raise forms.ValidationError(_("Write the amount in digits, such as 311700 or 311,700."))
        return amount


class RecordForm(WithInputs):
    """An event of money with its day and its source."""

    kind = forms.ChoiceField(label=_("Kind"), choices=MoneyKind.choices)
    amount = AmountField(label=_("Amount"))
    currency = forms.CharField(
        label=_("Currency"),
        min_length=3,
        max_length=3,
        help_text=_("Another one than the budget’s is booked by the rate of its day."),
    )
    party = forms.CharField(
        label=_("From whom"),
        max_length=200,
        required=False,
        help_text=_("The giver, or who is given back to; empty for a requirement."),
    )
    of = forms.ChoiceField(
        label=_("Fulfils"),
        required=False,
        help_text=_("An agreement or a payment on an earlier pledge does not add to it."),
    )
    line = forms.ChoiceField(
        label=_("Budget line"), required=False, help_text=_("For an obligation or expenditure.")
    )
    earmark = forms.ChoiceField(
        label=_("Earmarked for"), required=False, help_text=_("As the giver bound it.")
    )
    basis = forms.ChoiceField(
        label=_("Programme support cost"),
        required=False,
        choices=[("", _("the source does not say")), *BASES.items()],
        help_text=_("Of a requirement."),
    )
    happened_on = forms.CharField(
        label=_("When it happened"), max_length=30, required=False, help_text=WINDOW_HINT
    )
    known_on = forms.DateField(
        label=_("Known since"),
        widget=date_input(),
        input_formats=["%Y-%m-%d"],
        help_text=_("Sums as at an earlier day leave it out."),
    )
    source = forms.CharField(label=_("Source"), max_length=300)
    text = forms.CharField(label=_("Note"), widget=text_area(), max_length=LONG, required=False)
    language = language_field()
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(
        self,
        *args: Any,
        promises: list[tuple[str, str]],
        lines: list[tuple[str, str]],
        earmarks: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = current()
        for name, choices, none in (
            ("of", promises, _("nothing on record")),
            ("line", lines, _("none")),
            ("earmark", earmarks, _("nothing")),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", none), *choices]

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).strip().upper()

    def texts(self, name: str) -> dict[str, str]:
        """A typed text under its language."""
        text = self.cleaned_data.get(name, "")
        return {self.cleaned_data["language"]: text} if text else {}


class ReasonForm(WithInputs):
    """Why an entry is wrong."""

    reason = forms.CharField(label=_("Reason"), widget=text_area(), max_length=LONG)
    source = forms.CharField(label=_("Source"), max_length=300, required=False)
    language = language_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = current()

    def reasons(self) -> dict[str, str]:
        return {self.cleaned_data["language"]: self.cleaned_data["reason"]}


class ConsentForm(WithInputs):
    """How a donor agreed to be published."""

    consent = forms.CharField(
        label=_("How the donor agreed to be published"),
        max_length=300,
        required=False,
        help_text=_("Such as a letter and its day. Empty: nothing of it is published."),
    )


class RateForm(WithInputs):
    """A rate that is typed in."""

    base = forms.CharField(label=_("One unit of"), min_length=3, max_length=3)
    rate = forms.DecimalField(label=_("is"), max_digits=20, decimal_places=9)
    currency = forms.CharField(label=_("units of"), min_length=3, max_length=3)
    first = forms.DateField(label=_("From"), widget=date_input(), input_formats=["%Y-%m-%d"])
    last = forms.DateField(label=_("Until"), widget=date_input(), input_formats=["%Y-%m-%d"])
    source = forms.CharField(label=_("Source"), max_length=300)


class RateFileForm(WithInputs):
    """A file of rates."""

    file = forms.FileField(
        label=_("File of rates"),
        help_text=_("As the United Nations Treasury or the European Central Bank gives it."),
    )
    currencies = forms.CharField(
        label=_("Currencies"), max_length=200, help_text=_("Such as EUR, CHF, KES.")
    )
    since = forms.DateField(
        label=_("From this day on"), widget=date_input(), input_formats=["%Y-%m-%d"]
    )

    def codes(self) -> set[str]:
        return set(self.cleaned_data["currencies"].upper().replace(",", " ").split())


class BudgetFileForm(WithInputs):
    """A file of budget lines."""

    file = forms.FileField(
        label=_("Budget file"),
        help_text=_(
            "XLSX or CSV with at least the columns code and amount; also line, milestone, activity, "
            "region, language, meeting, round and source, as the file to download has them."
        ),
    )


class BudgetKeepForm(WithInputs):
    """The lines that were looked at, to be kept."""

    lines = forms.CharField(widget=forms.HiddenInput, max_length=400_000)
    source = forms.CharField(label=_("Source"), max_length=300)
    language = language_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = current()


class TermsForm(WithInputs):
    """How the money of a process is kept."""

    support = forms.DecimalField(
        label=_("Programme support cost, percent"), max_digits=5, decimal_places=2
    )
    lines = forms.ChoiceField(label=_("The lines of the budget are"), choices=list(BASES.items()))
    obligate_from = forms.ChoiceField(
        label=_("Money can be obligated"), choices=list(STAGES.items())
    )
    source = forms.CharField(label=_("Source"), max_length=300)


class LeadForm(WithInputs):
    """Somebody who might give, in an officer's judgement."""

    party = forms.CharField(label=_("Who"), max_length=200)
    amount = AmountField(label=_("Amount"))
    probability = forms.IntegerField(label=_("Probability, percent"), min_value=0, max_value=100)
    expected_on = forms.DateField(
        label=_("Expected on"), widget=date_input(), input_formats=["%Y-%m-%d"]
    )
    note = forms.CharField(label=_("Note"), widget=text_area(), max_length=LONG, required=False)


class TravelForm(WithInputs):
    """A meeting and a table of per diem."""

    file = forms.FileField(
        label=_("Table of per diem"),
        help_text=_("CSV or XLSX with the columns place and rate, in the budget’s currency."),
    )
    place = forms.CharField(label=_("Place"), max_length=120)
    mode = forms.ChoiceField(label=_("How it is held"), choices=Mode.choices)
    travellers = forms.IntegerField(label=_("People who travel"), min_value=0, max_value=10_000)
    nights = forms.IntegerField(label=_("Nights"), min_value=0, max_value=365)
    fare = AmountField(label=_("Fare of one journey, on average"))
    terminals = AmountField(label=_("Terminal expenses of one journey"), required=False)
    honoraria = forms.IntegerField(
        label=_("Honoraria"), min_value=0, max_value=10_000, required=False
    )
    honorarium = AmountField(label=_("Amount of one"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("fare", "terminals", "honorarium"):
            if (data.get(name) or 0) < 0:
                self.add_error(name, _("Give an amount that is not negative."))
        return data


class OutreachForm(WithInputs):
    """An event at which the work is presented."""

    title = forms.CharField(label=_("Event"), max_length=200)
    window = forms.CharField(label=_("Date or months"), max_length=30, help_text=WINDOW_HINT)
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    presenter = forms.CharField(
        label=_("Who presented"),
        max_length=200,
        required=False,
        help_text=_("An office or a function."),
    )
    material = forms.CharField(label=_("Material"), max_length=300, required=False)
    source = forms.CharField(label=_("Source"), max_length=300, required=False)
    language = language_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = current()


class LineForm(WithInputs):
    """What a line of the budget pays for."""

    milestone = Titled(
        label=_("Milestone"),
        queryset=Milestone.objects.none(),
        required=False,
        empty_label=_("none"),
        help_text=_("Its date says when the money has to be committed."),
    )
    meeting = forms.ChoiceField(label=_("Meeting"), required=False)
    round = forms.ChoiceField(label=_("Round of comments"), required=False)
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("none")), *NAMES.items()]
    )

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        milestone = self.fields["milestone"]
        assert isinstance(milestone, Titled)
        milestone.queryset = process.milestones.all()
        for kind in KINDS:
            field = self.fields[kind]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("none")), *targets_of(process.code, kind)]
