"""A practice on its template, what its holders say, a review, a decision, and the library."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.core.evidence.goals import GOALS, read_targets
from travaux.core.evidence.labels import LABELS
from travaux.design.fields import text_field
from travaux.design.languages import add_languages, fields_of, texts_of
from travaux.evidence.actions.held import Conditions
from travaux.evidence.actions.practices import Contributor, Written
from travaux.evidence.models import TEMPLATE, PracticeCriterion, PracticeTheme
from travaux.evidence.rules.practices import LONGEST_PART, NEEDED
from travaux.evidence.wording.practices import HINTS, PARTS, USES
from travaux.evidence.wording.questions import LEVELS
from travaux.people.models import Country
from travaux.plumbing.languages import NAMES, SIX, said


def _select(label: Any, **also: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, widget=forms.Select(attrs={"class": "input"}), **also
    )


class PracticeForm(forms.Form):
    """The template. Everything may be left for later; handing in says what is missing."""

    language = forms.ChoiceField(
        label=_("Language that you write in"),
        choices=[(code, NAMES[code]) for code in SIX],
        widget=forms.Select(attrs={"class": "input"}),
    )
    title = text_field(_("Title"), max_length=300)
    country = _select(_("Country"))
    city = text_field(_("City"), required=False, max_length=200)
    level = _select(_("Level"), choices=[("", ""), *LEVELS.items()])
    year = forms.IntegerField(
        label=_("Done since the year"),
        required=False,
        min_value=1000,
        max_value=2200,
        widget=forms.NumberInput(attrs={"class": "input", "dir": "ltr"}),
    )
    themes = forms.MultipleChoiceField(
        label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    targets = text_field(
        _("Targets of the Sustainable Development Goals"),
        required=False,
        max_length=600,
        help_text=_("Their codes, such as 11.3 or 16.7."),
    )
    traditional = forms.BooleanField(
        label=_("It holds traditional knowledge of a people or a community"),
        required=False,
        help_text=_("Then their conditions and their consent are asked for next; they bind us."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    form_token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(
        self,
        *args: Any,
        themes: list[PracticeTheme],
        countries: list[Country],
        guest: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.guest, self.countries = guest, {c.code: c for c in countries}
        named = [(c.code, said(c.names)) for c in countries]
        self.fields["country"].choices = [("", ""), *named]  # type: ignore[attr-defined]
        self.fields["themes"].choices = [(t.key, said(t.names)) for t in themes]  # type: ignore[attr-defined]
        for part in TEMPLATE:
            self.fields[f"part_{part}"] = text_field(
                PARTS[part], rows=5, required=False, max_length=LONGEST_PART, help_text=HINTS[part]
            )
            # what is needed before it is handed in does not call itself optional
            self.fields[f"part_{part}"].conditional = part in NEEDED  # type: ignore[attr-defined]
        self.fields["country"].conditional = self.fields["level"].conditional = True  # type: ignore[attr-defined]
        if guest:
            self.fields["name"] = text_field(_("Your name"), max_length=200)
            self.fields["email"] = forms.EmailField(
                label=_("Your mail address"),
                max_length=254,
                widget=forms.EmailInput(attrs={"class": "input", "dir": "ltr"}),
                help_text=_("It is checked by one mail and not shown to anybody."),
            )

    def part_fields(self) -> list[Any]:
        return [self[f"part_{part}"] for part in TEMPLATE]

    def clean_targets(self) -> list[str]:
        codes, unknown = read_targets(self.cleaned_data["targets"])
        if unknown:
            raise forms.ValidationError(
                _("These are no codes of targets: %(codes)s") % {"codes": ", ".join(unknown)[:200]}
            )
        return list(codes)

    def written(self) -> Written:
        data = self.cleaned_data
        return Written(
            language=data["language"],
            title=data["title"],
            words={part: data[f"part_{part}"] for part in TEMPLATE},
            country=self.countries.get(data["country"]),
            city=data["city"],
            level=data["level"],
            year=data["year"],
            themes=data["themes"],
            targets=data["targets"],
            traditional=data["traditional"],
        )

    def contributor(self, origin: str) -> Contributor | None:
        data = self.cleaned_data
        return Contributor(data["name"], data["email"], origin) if self.guest else None


class ConditionsForm(forms.Form):
    """What the holders of the knowledge say."""

    holders = text_field(
        _("Whose knowledge it is"),
        rows=3,
        required=False,
        max_length=LONGEST_PART,
        help_text=_("The people or the community, named as they name themselves."),
    )
    protocol = text_field(
        _("How they were asked"),
        rows=4,
        required=False,
        max_length=LONGEST_PART,
        help_text=_("By which protocol of theirs, by whom, in which language, and who decided."),
    )
    consent_on = forms.DateField(
        label=_("Day of their free, prior and informed consent"),
        required=False,
        widget=forms.DateInput(
            format="%Y-%m-%d", attrs={"type": "date", "class": "input", "dir": "ltr"}
        ),
    )
    consent_until = forms.DateField(
        label=_("Last day on which it holds"),
        required=False,
        widget=forms.DateInput(
            format="%Y-%m-%d", attrs={"type": "date", "class": "input", "dir": "ltr"}
        ),
    )
    document = forms.FileField(
        label=_("Document of their consent"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"class": "input"}),
        help_text=_("Read by the secretariat alone, never published."),
    )
    conditions = text_field(
        _("Conditions of use, in their words"), rows=4, required=False, max_length=LONGEST_PART
    )
    uses = forms.MultipleChoiceField(
        label=_("What they allow"),
        required=False,
        choices=list(USES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: nothing. It can be changed or taken back at any time."),
    )
    labels = forms.MultipleChoiceField(
        label=_("Traditional Knowledge Labels that they use"),
        required=False,
        choices=[(label.code, f"{label.name} ({label.code})") for label in LABELS.values()],
        widget=forms.CheckboxSelectMultiple,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def told(self) -> Conditions:
        data = self.cleaned_data
        names = ("holders", "protocol", "conditions", "labels", "uses", "consent_on")
        return Conditions(**{n: data[n] for n in names}, consent_until=data["consent_until"])


class ReviewForm(forms.Form):
    """A score on each criterion, and a remark."""

    remark = text_field(_("Remark"), rows=4, required=False, max_length=4000)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, criteria: list[PracticeCriterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for c in criteria:
            self.fields[f"score_{c.key}"] = forms.TypedChoiceField(
                label=said(c.names),
                coerce=int,
                choices=[(n, str(n)) for n in range(c.low, c.high + 1)],
                widget=forms.RadioSelect,
            )

    def score_fields(self) -> list[Any]:
        return [self[f"score_{c.key}"] for c in self.criteria]

    def scores(self) -> dict[str, int]:
        return {c.key: self.cleaned_data[f"score_{c.key}"] for c in self.criteria}


class DecisionForm(forms.Form):
    """Accept, return or decline."""

    do = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("accept", _("Accept it")),
            ("return", _("Return it to be mended")),
            ("decline", _("Decline it")),
        ],
        widget=forms.RadioSelect,
    )
    reason = text_field(
        _("Reason"),
        rows=4,
        required=False,
        max_length=4000,
        help_text=_("Needed to return or to decline it; whoever wrote it reads it."),
    )


class LibraryForm(forms.Form):
    """How practices come in."""

    open = forms.BooleanField(label=_("Practices are taken in"), required=False)
    without_account = forms.BooleanField(label=_("Without an account, too"), required=False)
    fewest_reviews = forms.IntegerField(
        label=_("Reviews before it is decided, at least"),
        min_value=1,
        max_value=9,
        widget=forms.NumberInput(attrs={"class": "input", "dir": "ltr"}),
    )


class NamedForm(forms.Form):
    """A theme or a criterion by its names."""

    def __init__(self, *args: Any, weighs: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_languages(self, "name", most=200)
        if weighs:
            self.fields["weight"] = forms.DecimalField(
                label=_("Weight"),
                min_value=Decimal("0.01"),
                max_value=1000,
                max_digits=7,
                decimal_places=2,
                widget=forms.NumberInput(attrs={"class": "input", "dir": "ltr"}),
            )

    def name_fields(self) -> list[Any]:
        return fields_of(self, "name")

    def names(self) -> dict[str, str]:
        return texts_of(self, "name")


class FilterForm(forms.Form):
    """What the library is narrowed to."""

    region = _select(_("Region"))
    country = _select(_("Country"))
    theme = _select(_("Theme"))
    goal = _select(_("Goal"))

    def __init__(
        self,
        *args: Any,
        regions: list[tuple[str, str]],
        countries: list[tuple[str, str]],
        themes: list[PracticeTheme],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", _("All"))
        goals = [(str(n), f"{n}. {said(names)}") for n, names in GOALS.items()]
        told = {
            "region": regions,
            "country": countries,
            "theme": [(t.key, said(t.names)) for t in themes],
            "goal": goals,
        }
        for name, choices in told.items():
            self.fields[name].choices = [everything, *choices]  # type: ignore[attr-defined]
