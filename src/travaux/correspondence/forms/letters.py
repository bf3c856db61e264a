"""The shapes of letters, of the house, and of mails that are held."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from travaux.core.letters.composing import OWN_FIELDS
from travaux.core.letters.merge import LONGEST
from travaux.correspondence.forms.topics import HELP, LABEL, topic_choices
from travaux.correspondence.models import House, Letter
from travaux.correspondence.queries.clearance import SUBJECTS
from travaux.correspondence.queries.house_texts import house_texts_of
from travaux.correspondence.queries.topics import BETWEEN
from travaux.correspondence.rules import CLEARED_KINDS
from travaux.correspondence.wording import CLEARED_THINGS, LETTER_KINDS
from travaux.correspondence.wording import OWN_FIELDS as OWN_WORDS
from travaux.people.models import DistributionList
from travaux.plumbing.languages import NAMES, SIX, direction, said

_INPUT = {"class": "input"}
_AUTO = {**_INPUT, "dir": "auto"}
_DAY = forms.DateInput(attrs={**_INPUT, "type": "date"}, format="%Y-%m-%d")


class StartForm(forms.Form):
    """A letter to be: from a house text, or empty."""

    name = forms.CharField(
        label=pgettext_lazy("name of a thing", "Name"),
        max_length=200,
        help_text=_("What your office calls it; addressees do not see it."),
        widget=forms.TextInput(attrs=_AUTO),
    )
    begin = forms.ChoiceField(label=_("Begin from"), widget=forms.Select(attrs=_INPUT))

    def __init__(self, process_code: str, data: Any = None) -> None:
        super().__init__(data)
        texts = [
            (f"text:{t.key}", f"{LETTER_KINDS[t.kind]}: {said(t.names)}")  # type: ignore[index]
            for t in house_texts_of(process_code)
        ]
        empty = [(f"kind:{k}", f"{word}: {_('an empty page')}") for k, word in LETTER_KINDS.items()]
        self.fields["begin"].choices = [*texts, *empty]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """The house text or the kind that was chosen."""
        what, _colon, value = self.cleaned_data["begin"].partition(":")
        if what == "text":
            return {"template": value, "kind": "letter"}
        return {"template": "", "kind": value}


class TextForm(forms.Form):
    """The text of a letter in one language."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    subject = forms.CharField(
        label=_("Subject"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs=_AUTO),
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=LONGEST,
        required=False,
        help_text=_("An empty line begins a new paragraph. Leave it empty to take the text out."),
        widget=forms.Textarea(attrs={**_AUTO, "rows": 18}),
    )

    def __init__(self, language: str, *args: Any, **also: Any) -> None:
        super().__init__(*args, **also)
        # a text that begins with a field has no strong sign to go by: its language says the side
        for name in ("subject", "body"):
            self.fields[name].widget.attrs |= {"lang": language, "dir": direction(language)}


class HouseTextForm(forms.Form):
    """A house text of one's own: what it is called and what it becomes."""

    name = forms.CharField(
        label=pgettext_lazy("name of a thing", "Name"),
        max_length=200,
        widget=forms.TextInput(attrs=_AUTO),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=list(LETTER_KINDS.items()), widget=forms.Select(attrs=_INPUT)
    )


class SetOutForm(forms.Form):
    """Name, date, list and the facts that are the same for all."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=pgettext_lazy("name of a thing", "Name"),
        max_length=200,
        widget=forms.TextInput(attrs=_AUTO),
    )
    dated_on = forms.DateField(label=_("Date of the letter"), required=False, widget=_DAY)
    list = forms.ModelChoiceField(
        label=_("Distribution list"),
        queryset=DistributionList.objects.none(),
        required=False,
        empty_label=_("None: contacts chosen by hand alone"),
        to_field_name="key",
        widget=forms.Select(attrs=_INPUT),
    )
    about = forms.ChoiceField(
        label=LABEL, help_text=HELP, required=False, widget=forms.Select(attrs=_INPUT)
    )
    reply_by = forms.DateField(label=OWN_WORDS["reply_by"], required=False, widget=_DAY)
    document = forms.CharField(
        label=OWN_WORDS["document"],
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs=_AUTO),
    )
    link = forms.CharField(
        label=OWN_WORDS["link"],
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={**_INPUT, "dir": "ltr"}),
    )
    place = forms.CharField(
        label=OWN_WORDS["place"],
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs=_AUTO),
    )

    def __init__(self, letter: Letter, data: Any = None) -> None:
        initial = {
            "seen": letter.revision,
            "name": letter.name,
            "dated_on": letter.dated_on,
            "list": letter.list.key if letter.list else None,
            "about": f"{letter.about_kind}{BETWEEN}{letter.about_key}" if letter.about_kind else "",
            **letter.values,
        }
        super().__init__(data, initial=initial)
        choices = topic_choices(letter.process_code)
        self.fields["about"].choices = choices  # type: ignore[attr-defined]
        lists = DistributionList.objects.filter(process_code=letter.process_code)
        self.fields["list"].queryset = lists.order_by("name")  # type: ignore[attr-defined]
        self.fields["list"].label_from_instance = lambda one: one.name  # type: ignore[attr-defined]

    def values(self) -> dict[str, str]:
        """The letter's own facts; days as ISO."""
        found = {}
        for key in OWN_FIELDS:
            value = self.cleaned_data.get(key) or ""
            found[key] = value.isoformat() if hasattr(value, "isoformat") else str(value)
        return found


class HouseForm(forms.Form):
    """How the secretariat writes, language by language, and what needs clearance."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    needs_clearance = forms.MultipleChoiceField(
        label=_("Goes out approved only"),
        required=False,
        help_text=_("Prepared by one person, cleared where you ask for it, approved by another."),
        widget=forms.CheckboxSelectMultiple,
    )
    mark = forms.CharField(
        label=_("Mark of your references"),
        max_length=20,
        required=False,
        help_text=_("Begins every reference: MARK/2026/OUT/1."),
        widget=forms.TextInput(attrs={**_INPUT, "dir": "ltr"}),
    )

    def __init__(self, house: House, data: Any = None) -> None:
        initial: dict[str, Any] = {
            "seen": house.revision,
            "needs_clearance": house.needs_clearance,
            "mark": house.mark,
        }
        for code in SIX:
            initial[f"organisation_{code}"] = house.organisation.get(code, "")
            initial[f"matter_{code}"] = house.matter.get(code, "")
            initial[f"letterhead_{code}"] = house.letterhead.get(code, "")
        super().__init__(data, initial=initial)
        # only kinds whose room asks for the clearance: a switch that binds nobody would mislead
        self.fields["needs_clearance"].choices = [  # type: ignore[attr-defined]
            (k, CLEARED_THINGS[k]) for k in CLEARED_KINDS if k in SUBJECTS
        ]
        for code in SIX:
            here = {**_INPUT, "lang": code, "dir": "rtl" if code == "ar" else "ltr"}
            self.fields[f"organisation_{code}"] = forms.CharField(
                label=_("Who writes"),
                required=False,
                max_length=300,
                widget=forms.TextInput(attrs=here),
            )
            self.fields[f"matter_{code}"] = forms.CharField(
                label=_("What it is about"),
                required=False,
                max_length=300,
                widget=forms.TextInput(attrs=here),
            )
            self.fields[f"letterhead_{code}"] = forms.CharField(
                label=_("Letterhead"),
                required=False,
                max_length=500,
                widget=forms.Textarea(attrs={**here, "rows": 3}),
            )

    def languages(self) -> Iterable[tuple[str, str, list[Any]]]:
        """Code, name and the three fields of each language."""
        for code in SIX:
            yield (
                code,
                NAMES[code],
                [self[f"{what}_{code}"] for what in ("organisation", "matter", "letterhead")],
            )

    def told(self, what: str) -> dict[str, str]:
        """What was said in each language."""
        return {code: self.cleaned_data[f"{what}_{code}"] for code in SIX}


class MailForm(forms.Form):
    """A mail that is held."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    to = forms.CharField(
        label=_("To"), max_length=254, widget=forms.TextInput(attrs={**_INPUT, "dir": "ltr"})
    )
    subject = forms.CharField(
        label=_("Subject"), max_length=300, widget=forms.TextInput(attrs=_AUTO)
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={**_AUTO, "rows": 16}),
    )
