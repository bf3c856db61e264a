"""The shapes of contacts, of tables of them, and of lists."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.core.contacts.columns import FIELDS as COLUMNS
from travaux.core.contacts.rows import LONGEST
from travaux.people import queries
from travaux.people.forms.persons import States
from travaux.people.models import Country, Kind
from travaux.people.rules import OfficeDetails, PostDetails
from travaux.people.wording import FIELDS, KINDS
from travaux.plumbing.languages import NAMES, SIX, said

_INPUT = {"class": "input"}
_AUTO = {**_INPUT, "dir": "auto"}
_LTR = {**_INPUT, "dir": "ltr"}


def _text(label: Any, longest: int, *, needed: bool = False, hint: Any = "", **attrs: str) -> Any:
    return forms.CharField(
        label=label,
        max_length=longest,
        required=needed,
        help_text=hint,
        widget=forms.TextInput(attrs={**_AUTO, **attrs}),
    )


def _long(label: Any, longest: int, hint: Any = "") -> Any:
    return forms.CharField(
        label=label,
        max_length=longest,
        required=False,
        help_text=hint,
        widget=forms.Textarea(attrs={**_AUTO, "rows": 3}),
    )


def _languages(empty: Any) -> list[tuple[str, Any]]:
    return [("", empty), *((code, NAMES[code]) for code in SIX)]


class ContactForm(forms.Form):
    """An office that is written to."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind, KINDS[kind]) for kind in Kind],
        widget=forms.Select(attrs=_INPUT),
    )
    country = States(
        label=_("State"),
        queryset=Country.objects.all(),
        required=False,
        empty_label=_("None"),
        widget=forms.Select(attrs=_INPUT),
    )
    office = _text(
        _("Office"),
        LONGEST["office"],
        hint=_("As it stands on an envelope, in its working language."),
    )
    language = forms.ChoiceField(
        label=_("Working language"),
        choices=_languages(_("Not known")),
        required=False,
        widget=forms.Select(attrs=_INPUT),
    )
    email = _text(_("E-mail of the office"), LONGEST["email"], dir="ltr")
    copies = _text(
        _("Copy to"), 1000, hint=_("Mail addresses, with a semicolon between them."), dir="ltr"
    )
    telephone = _text(_("Telephone"), LONGEST["telephone"], dir="ltr")
    address = _long(_("Address"), LONGEST["address"])
    note = _long(_("Note"), LONGEST["note"], _("Seen by the secretariat alone."))

    def details(self) -> OfficeDetails:
        """What was typed, as the action takes it."""
        told = {k: v for k, v in self.cleaned_data.items() if k != "seen"}
        told["copies"] = tuple(c for c in re.split(r"[;,\s]+", told["copies"]) if c)
        return OfficeDetails(**told)


class PostForm(forms.Form):
    """Who holds a post."""

    title = _text(_("Title"), LONGEST["title"], hint=_("As before the name: H.E. Ms., Dr."))
    name = _text(_("Name"), LONGEST["name"])
    function = _text(_("Function"), LONGEST["function"])
    salutation = _text(
        _("Salutation"), LONGEST["salutation"], hint=_("As a letter begins: Excellency,")
    )
    email = _text(_("E-mail of the person"), LONGEST["own_email"], dir="ltr")
    since = _text(
        _("Since"), 10, hint=_("2024, 2024-03 or 2024-03-01, as exact as it is known."), dir="ltr"
    )
    until = _text(_("Until"), 10, hint=_("Empty while the post is held."), dir="ltr")

    def details(self) -> PostDetails:
        """What was typed, as the action takes it."""
        return PostDetails(**self.cleaned_data)


class FindForm(forms.Form):
    """Which contacts a page shows."""

    q = _text(_("Words"), 100)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("All kinds")), *((kind, KINDS[kind]) for kind in Kind)],
        required=False,
        widget=forms.Select(attrs=_INPUT),
    )
    group = forms.ChoiceField(label=_("Group"), required=False, widget=forms.Select(attrs=_INPUT))
    language = forms.ChoiceField(
        label=_("Working language"),
        choices=_languages(_("All languages")),
        required=False,
        widget=forms.Select(attrs=_INPUT),
    )

    def __init__(self, *args: Any, **also: Any) -> None:
        super().__init__(*args, **also)
        self.fields["group"].choices = [("", _("All states")), *_groups()]  # type: ignore[attr-defined]


def _groups(*, standing: bool | None = None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups of states as choices, under their taxonomies."""
    return [
        (said(t.names), [(g.code, said(g.names)) for g in t.groups.order_by("position")])
        for t in queries.taxonomies()
        if standing is None or (t.code == queries.STATUS) == standing
    ]


class TableForm(forms.Form):
    """A file with contacts."""

    file = forms.FileField(
        label=_("XLSX or CSV file"),
        widget=forms.ClearableFileInput(attrs={**_INPUT, "accept": ".xlsx,.csv,.tsv,.txt"}),
    )


class ColumnsForm(forms.Form):
    """What each column of a table is taken as."""

    default_kind = forms.ChoiceField(
        label=_("Kind of contact where the table says none"),
        choices=[("", _("None: such rows wait")), *((kind, KINDS[kind]) for kind in Kind)],
        required=False,
        widget=forms.Select(attrs=_INPUT),
    )

    def __init__(self, headings: list[str], *args: Any, **also: Any) -> None:
        super().__init__(*args, **also)
        self.names = [f"column-{i}" for i in range(len(headings))]
        choices = [("", _("Kept beside the contact")), *((f, FIELDS[f]) for f in COLUMNS)]
        for name, heading in zip(self.names, headings, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=heading or "–",
                choices=choices,
                required=False,
                widget=forms.Select(attrs={**_INPUT, "aria-label": heading or "–"}),
            )

    def columns(self) -> list[Any]:
        """The selects, in the order of the columns."""
        return [self[name] for name in self.names]

    def chosen(self) -> list[str]:
        """What each column is taken as."""
        return [self.cleaned_data[name] for name in self.names]


class RowForm(forms.Form):
    """A row of a table, to be mended."""

    def __init__(self, *args: Any, **also: Any) -> None:
        super().__init__(*args, **also)
        for field in COLUMNS:
            kind = _long(FIELDS[field], 4000) if field in ("address", "note") else None
            self.fields[field] = kind or _text(FIELDS[field], 4000)


class ListForm(forms.Form):
    """A distribution list by rule."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = _text(_("Name of the list"), 200, needed=True)
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of contacts"),
        choices=[(kind, KINDS[kind]) for kind in Kind],
        required=False,
        help_text=_("None chosen: the list is made by hand alone."),
        widget=forms.CheckboxSelectMultiple,
    )
    standings = forms.MultipleChoiceField(
        label=_("Standing of their states"),
        required=False,
        help_text=_("None chosen: any, and contacts without a state."),
        widget=forms.CheckboxSelectMultiple,
    )
    groups = forms.MultipleChoiceField(
        label=_("Groups of their states"),
        required=False,
        help_text=_("None chosen: any."),
        widget=forms.SelectMultiple(attrs={**_INPUT, "size": 6}),
    )
    languages = forms.MultipleChoiceField(
        label=_("Working languages"),
        choices=[(code, NAMES[code]) for code in SIX],
        required=False,
        help_text=_("None chosen: any."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **also: Any) -> None:
        super().__init__(*args, **also)
        of_standing = [choice for _taxonomy, group in _groups(standing=True) for choice in group]
        self.fields["standings"].choices = of_standing  # type: ignore[attr-defined]
        self.fields["groups"].choices = _groups(standing=False)  # type: ignore[attr-defined]
