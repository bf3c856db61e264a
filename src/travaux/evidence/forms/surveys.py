"""Facts of a survey, its frame, and the file of its form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from travaux.design.fields import ChoiceFiles, Walls, ZoneInput, text_field, wall
from travaux.design.languages import add_languages, fields_of, texts_of
from travaux.evidence.actions.inviting import Addressee
from travaux.evidence.wording.questions import LEVELS
from travaux.evidence.wording.surveys import ACCESSES, ROLE_NAMES, SAMPLINGS, UNITS
from travaux.plumbing.languages import SIX, current
from travaux.plumbing.verdicts import sentence


def _choice(label: Any, names: dict[str, Any], **also: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=list(names.items()), widget=forms.RadioSelect, **also
    )


class SurveyForm(Walls):
    """What a unit is, for which frame the survey speaks, until when, and who may answer."""

    walls = ("closes",)

    unit = _choice(_("Unit"), UNITS, help_text=_("Several respondents of one unit count as one."))
    level = _choice(_("Level"), LEVELS)
    sampling = _choice(_("How units came in"), SAMPLINGS)
    access = _choice(_("Who may answer"), ACCESSES)
    frame = text_field(
        _("Frame"), rows=3, required=False, max_length=4000,
        help_text=_("All units for which the survey is to speak, and where their list comes from."),
    )  # fmt: skip
    margins = text_field(
        _("Numbers of the frame"), rows=5, required=False, max_length=20_000,
        help_text=_("One per line: division, group, number of units, like: region; african; 54"),
    )  # fmt: skip
    least = forms.IntegerField(
        label=_("Counts below this are hidden"), min_value=1, max_value=1000, initial=5,
        widget=forms.NumberInput(attrs={"class": "input short", "dir": "ltr"}),
    )  # fmt: skip
    zone = forms.CharField(
        label=_("Time zone of the deadline"), max_length=64, required=False,
        widget=ZoneInput(attrs={"class": "input", "dir": "ltr", "autocomplete": "off"}),
        help_text=_("Like Africa/Nairobi. All times below are read as its clocks show them."),
    )  # fmt: skip
    closes = wall(
        _("Open until"), required=False,
        help_text=_("Leave it empty where the survey is open until it is closed by hand."),
    )  # fmt: skip
    wording = text_field(
        _("The deadline as announced"), required=False, max_length=300,
        help_text=_("As it stands in the note or letter; shown beside the exact time."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, questions: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        """`questions`: (name, label) of those that can say country, unit, size or weight."""
        super().__init__(*args, **kwargs)
        self.asked = bool(questions)
        add_languages(self, "title", most=300)
        add_languages(self, "text", most=4000, rows=4)
        for role, label in ROLE_NAMES.items() if questions else ():
            self.fields[f"role_{role}"] = forms.ChoiceField(
                label=label, required=False, choices=[("", _("none")), *questions],
                widget=forms.Select(attrs={"class": "input"}),
            )  # fmt: skip

    def role_fields(self) -> list[Any]:
        return [self[f"role_{role}"] for role in ROLE_NAMES] if self.asked else []

    def clean_zone(self) -> str:
        return self.cleaned_data["zone"].strip() or "UTC"

    def title_fields(self) -> list[Any]:
        return fields_of(self, "title")

    def text_fields(self) -> list[Any]:
        return fields_of(self, "text")

    def clean_margins(self) -> dict[str, dict[str, float]]:
        made: dict[str, dict[str, float]] = {}
        for line in self.cleaned_data["margins"].splitlines():
            parts = [p.strip() for p in line.split(";")]
            if not any(parts):
                continue
            try:
                name, group, number = parts
                made.setdefault(name, {})[group] = float(number)
            except ValueError:
                raise forms.ValidationError(
                    _("“%(line)s” is not: division; group; number."), params={"line": line[:80]}
                ) from None
        return made

    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        kept = ("unit", "level", "sampling", "access", "frame", "margins", "least", "zone",
                "wording")  # fmt: skip
        roles = {role: data[f"role_{role}"] for role in ROLE_NAMES} if self.asked else {}
        return {
            "titles": texts_of(self, "title"),
            "texts": texts_of(self, "text"),
            **{name: data[name] for name in kept},
            "closes_at": data["closes_instant"],
            "wording_language": current() if data["wording"] else "",
            **({"roles": roles} if self.asked else {}),
        }


class FileForm(forms.Form):
    """A file that is brought in."""

    file = forms.FileField(
        label=_("File"), widget=forms.ClearableFileInput(attrs={"class": "input"})
    )
    choices = ChoiceFiles()
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


def margins_text(margins: dict[str, dict[str, float]]) -> str:
    """The frame as lines to be changed."""
    return "\n".join(
        f"{name}; {group}; {number:g}"
        for name, told in margins.items()
        for group, number in told.items()
    )


class InviteForm(forms.Form):
    """Whom to invite, one on each line."""

    addresses = text_field(
        _("Whom to invite"),
        rows=8,
        max_length=100_000,
        help_text=_("One on each line: mail address; unit; language (ar, zh, en, fr, ru or es)."),
    )

    def clean_addresses(self) -> list[Addressee]:
        """Each line read; the first one that cannot be is named."""
        found: list[Addressee] = []
        for number, line in enumerate(self.cleaned_data["addresses"].splitlines(), 1):
            if not line.strip():
                continue
            email, unit, language, *rest = [*(part.strip() for part in line.split(";")), "", ""]
            try:
                validate_email(email)
            except forms.ValidationError:
                told = sentence("invited-address-unusable", {"line": number})
                raise forms.ValidationError(told) from None
            if any(rest) or (language and language not in SIX):
                raise forms.ValidationError(sentence("invited-line-unread", {"line": number}))
            found.append(Addressee(email.lower(), unit[:200], language))
        return found
