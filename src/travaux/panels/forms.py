"""The shapes of what is asked when a group is prepared, drawn, adopted and changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.core.panels.reading import read_score
from travaux.design.fields import text_field
from travaux.panels.states import Answer, End, Method
from travaux.plumbing.languages import NAMES, SIX, current

UPLOAD = forms.ClearableFileInput(attrs={"class": "input"})


def day_field(label: Any, **also: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(
            format="%Y-%m-%d", attrs={"type": "date", "class": "input day", "dir": "ltr"}
        ),
        **also,
    )


class NewForm(forms.Form):
    """What a group is called, and how many seats it has."""

    title = text_field(
        _("Title"), max_length=200, help_text=_("In this language; the others follow later.")
    )
    seats = forms.CharField(
        label=_("Seats"),
        max_length=20,
        help_text=_("A number such as 30, or a range such as 28-32."),
        widget=forms.TextInput(attrs={"class": "input short-input", "dir": "ltr"}),
    )

    def titles(self) -> dict[str, str]:
        return {current(): self.cleaned_data["title"]}


class PoolForm(forms.Form):
    """A table of nominees."""

    file = forms.FileField(
        label=_("Table of nominees (CSV or XLSX)"),
        help_text=_(
            "One row for each nominee. Several values in one cell are separated by a semicolon."
        ),
        widget=forms.ClearableFileInput(attrs={"class": "input"}),
    )


class ColumnsForm(forms.Form):
    """What each column of the table is taken for."""

    code = forms.ChoiceField(
        label=_("Code of the nominee"), widget=forms.Select(attrs={"class": "input"})
    )
    name = forms.ChoiceField(
        label=_("Name"),
        required=False,
        help_text=_("Seen by the secretariat alone."),
        widget=forms.Select(attrs={"class": "input"}),
    )
    score = forms.ChoiceField(
        label=_("Score"), required=False, widget=forms.Select(attrs={"class": "input"})
    )
    features = forms.MultipleChoiceField(
        label=_("Attributes to balance"), widget=forms.CheckboxSelectMultiple
    )
    language = forms.ChoiceField(
        label=_("Language of the table"),
        choices=[(code, NAMES[code]) for code in SIX],
        required=False,
        help_text=_("In which its attributes and values are typed."),
        widget=forms.Select(attrs={"class": "input"}),
    )

    def __init__(self, *args: Any, headings: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [(h, h) for h in headings]
        for name in ("code", "name", "score"):
            blank = [] if name == "code" else [("", "—")]
            self.fields[name].choices = [*blank, *columns]  # type: ignore[attr-defined]
        self.fields["features"].choices = columns  # type: ignore[attr-defined]


class ScoresForm(forms.Form):
    """A table of codes and scores."""

    file = forms.FileField(
        label=_("Table of scores (CSV or XLSX)"),
        help_text=_("With the headings “code” and “score”, one row for each nominee."),
        widget=forms.ClearableFileInput(attrs={"class": "input"}),
    )


class QuotaFileForm(forms.Form):
    """A quota table as a file."""

    file = forms.FileField(
        label=_("Quota table (CSV or XLSX)"),
        help_text=_(
            "With the headings feature, value, min, max and, if you like, min_flex, max_flex."
        ),
        widget=forms.ClearableFileInput(attrs={"class": "input"}),
    )


class MethodForm(forms.Form):
    """How the group is chosen, and what the call announced."""

    method = forms.ChoiceField(
        label=_("How is the group chosen?"), choices=Method.choices, widget=forms.RadioSelect
    )
    lots_announced = text_field(
        _("Where the call announced a lottery"),
        required=False,
        max_length=300,
        help_text=_("Lots are drawn only where the call announces them."),
    )
    floor = forms.CharField(
        label=_("Least score to take part"),
        required=False,
        max_length=20,
        help_text=_(
            "Whoever is below it cannot be chosen; with a lottery, lots are drawn above it."
        ),
        widget=forms.TextInput(
            attrs={"class": "input short-input", "dir": "ltr", "inputmode": "decimal"}
        ),
    )
    names_announced = text_field(
        _("Where it was announced that members are named"),
        required=False,
        max_length=300,
        help_text=_("Empty: the public page names nobody."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def clean_floor(self) -> Any:
        text = self.cleaned_data["floor"]
        if not text:
            return None
        floor = read_score(text)
        if floor is None:
            raise forms.ValidationError(_("Write a number such as 60 or 7.5."))
        return floor


class DemandForm(forms.Form):
    """Whether somebody must or must not be chosen, and why."""

    demand = forms.ChoiceField(
        label=_("Demand"),
        required=False,
        choices=[
            ("", _("no demand")),
            ("include", _("must be chosen")),
            ("exclude", _("must not be chosen")),
        ],
        widget=forms.RadioSelect,
    )
    reason = text_field(
        _("Reason"),
        rows=2,
        required=False,
        max_length=2000,
        help_text=_("It stands in the dossier for auditors."),
    )


class ReopenForm(forms.Form):
    """Why what was frozen is opened again."""

    reason = text_field(
        _("Reason"), rows=3, max_length=4000, help_text=_("It is published with the seed.")
    )


class ComputeForm(forms.Form):
    """A public value that is mixed into the seed."""

    public_value = text_field(
        _("Public value"),
        required=False,
        max_length=200,
        help_text=_("Such as the numbers of a state lottery that was drawn after the seal."),
    )
    public_source = text_field(_("Where it can be looked up"), required=False, max_length=300)


class DrawForm(forms.Form):
    """By the sealed seed, or a number drawn in public."""

    way = forms.ChoiceField(
        label=_("How is the number drawn?"),
        choices=[
            ("seed", _("by the sealed seed, which is opened now")),
            ("hand", _("in public, by hand")),
        ],
        initial="seed",
        widget=forms.RadioSelect,
    )
    number = forms.IntegerField(
        label=_("Number drawn"),
        required=False,
        min_value=1,
        widget=forms.NumberInput(attrs={"class": "input short", "dir": "ltr"}),
    )
    source = text_field(_("Where and before whom"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("way") == "hand" and not found.get("number") and "number" not in self.errors:
            self.add_error("number", _("Write the number that was drawn."))
        return found


class AdoptForm(forms.Form):
    """Who adopts, when, and where it is written."""

    authority = text_field(_("Authority that adopts the group"), max_length=300)
    adopted_on = day_field(_("Adopted on"))
    source = text_field(
        _("Source"), max_length=300, help_text=_("The decision or note in which it is written.")
    )


class OfferForm(forms.Form):
    """By what those not chosen are grouped, and until when they may answer."""

    feature = forms.ChoiceField(
        label=_("Attribute that tells the region"), widget=forms.Select(attrs={"class": "input"})
    )
    until = day_field(
        _("Answer until"), help_text=_("To the end of this day in universal time (UTC).")
    )
    names_announced = text_field(
        _("Where it was announced that members of regional groups are named"),
        required=False,
        max_length=300,
        help_text=_("Empty: nobody is named in public. Otherwise the letter says so."),
    )
    excluded_too = forms.BooleanField(
        label=_("Also ask those who were not to be chosen, with a reason on record"), required=False
    )

    def __init__(self, *args: Any, features: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["feature"].choices = features  # type: ignore[attr-defined]


class AddressForm(forms.Form):
    """Where a letter goes, and in which language."""

    email = forms.CharField(
        label=_("Mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "input", "dir": "ltr"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"),
        choices=[(code, NAMES[code]) for code in SIX],
        widget=forms.Select(attrs={"class": "input"}),
    )


class AddressesForm(forms.Form):
    """The addresses that are missing, as a table."""

    file = forms.FileField(
        label=_("Table of addresses (CSV or XLSX)"),
        help_text=_(
            "With the headings “code” and “email” and, if you like, “language” (ar, zh, en, fr, "
            "ru or es)."
        ),
        widget=forms.ClearableFileInput(attrs={"class": "input"}),
    )


class AnswerForm(forms.Form):
    """An answer that came by another way than the link."""

    answer = forms.ChoiceField(
        label=_("What was answered"), choices=Answer.choices[1:], widget=forms.RadioSelect
    )
    source = text_field(
        _("How it came"),
        max_length=300,
        help_text=_("Such as a letter with its date, or who telephoned when."),
    )


class ChangeForm(forms.Form):
    """When several leave and come, how it ended for those who leave, and why."""

    end = forms.ChoiceField(label=_("What happened"), choices=End.choices, widget=forms.RadioSelect)
    on = day_field(_("Day of the change"), help_text=_("The last day of those who leave."))
    reason = text_field(_("Reason"), rows=2, max_length=2000)

    def __init__(self, *args: Any, leaving: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not leaving:
            del self.fields["end"]
            self.fields["on"].help_text = ""


class LeaveForm(forms.Form):
    """Why somebody's time in the group ends, when, and who comes instead."""

    end = forms.ChoiceField(label=_("What happened"), choices=End.choices, widget=forms.RadioSelect)
    until = day_field(_("Last day in the group"))
    reason = text_field(_("Reason"), rows=2, max_length=2000)
