"""The shape of what is asked when a track is set up or changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from travaux.consultations.actions import TrackRules
from travaux.consultations.actions.tracks import STEPS
from travaux.consultations.forms.rounds import CAPACITIES
from travaux.consultations.models import Publication, Track, TrackKind, Visibility
from travaux.consultations.wording import KINDS, STEP_NAMES
from travaux.design.fields import text_field
from travaux.design.languages import add_languages, fields_of
from travaux.people.models import Office, Person, Role
from travaux.plumbing.languages import NAMES, SIX, said

ROLES = [
    (Role.EXPERT, _("Experts appointed in this process")),
    (Role.FOCAL_POINT, _("Focal points of states")),
    (Role.OFFICE, _("Regional and country offices")),
    (Role.OBSERVER, _("Observers")),
]


def _ticks(label: Any, choices: Sequence[tuple[str, Any]], hint: Any = "") -> Any:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=hint,
    )


def _day(label: Any) -> Any:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "input", "dir": "ltr"}),
    )


def _at_least(label: Any) -> Any:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=5000,
        widget=forms.NumberInput(attrs={"class": "input", "dir": "ltr"}),
    )


class TrackForm(forms.Form):
    """A level of consultation: whom it is for, who reads what when, and by which days."""

    kind = forms.ChoiceField(
        label=_("At which level?"), choices=list(KINDS.items()), widget=forms.RadioSelect
    )
    advice = text_field(
        _("On whose advice is it added?"),
        rows=2,
        required=False,
        max_length=2000,
        help_text=_("A thematic track names who advised it; anyone can read it."),
    )
    regions = _ticks(
        _("States of these groups"),
        [],
        _("Who speaks for one of these states, or for an organisation with its seat there."),
    )
    office = forms.ChoiceField(
        label=_("Kept by a regional or country office"),
        required=False,
        help_text=_("It opens the rounds; they are for its own states alone."),
        widget=forms.Select(attrs={"class": "input"}),
    )
    roles = _ticks(_("Everyone who is"), ROLES)
    organisations = _ticks(_("Organisations that are invited"), [])
    persons = text_field(
        _("Persons who are invited"),
        rows=3,
        required=False,
        max_length=20_000,
        help_text=_("Their addresses, one in each line. They need an account here."),
    )
    capacities = _ticks(_("In which capacities?"), CAPACITIES, _("None ticked: in all four."))
    languages = _ticks(
        _("In which languages does it work?"),
        [(c, NAMES[c]) for c in SIX],
        _("None ticked: in all six."),
    )
    visibility = forms.ChoiceField(
        label=_("Who reads what is handed in while a round is open?"),
        choices=[
            (Visibility.OWN, _("Everyone their own; how many came is known")),
            (Visibility.AS_IT_COMES, _("Everyone everything, as it comes")),
            (Visibility.SEALED, _("Sealed: no text, no count and no name before the close")),
            (Visibility.MEMBERS, _("Those whom the track is for, as it comes; others nothing")),
        ],
        initial=Visibility.OWN,
        widget=forms.RadioSelect,
    )
    publication = forms.ChoiceField(
        label=_("When does it become public?"),
        choices=[
            (Publication.ON_CLOSE, _("When the round closes")),
            (Publication.ON_DATE, _("On a date")),
            (Publication.MEMBERS, _("Never: those whom the track is for read it")),
        ],
        initial=Publication.ON_CLOSE,
        widget=forms.RadioSelect,
    )
    publish_on = _day(_("Date of publication"))

    def __init__(
        self,
        *args: Any,
        groups: Sequence[tuple[str, str]],
        regional: Sequence[tuple[str, str]],
        organisations: Sequence[tuple[str, str]],
        offices: Sequence[Office] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regions"].choices = groups  # type: ignore[attr-defined]
        named = [(key, format_html("<bdi>{}</bdi>", name)) for key, name in organisations]
        self.fields["organisations"].choices = named  # type: ignore[attr-defined]
        self.offices = {o.key: o for o in offices}
        self.fields["office"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *((key, said(o.names)) for key, o in self.offices.items()),
        ]
        add_languages(self, "title", most=200)
        for step in STEPS:
            self.fields[f"step_{step}"] = _day(STEP_NAMES[step])
        self.regional = list(regional)
        for code, name in regional:
            self.fields[f"target_{code}"] = _at_least(name)
        self.fields["target_organisations"] = _at_least(_("Organisations, wherever they are"))

    def titles_fields(self) -> list[Any]:
        return fields_of(self, "title")

    def steps_fields(self) -> list[Any]:
        return [self[f"step_{step}"] for step in STEPS]

    def targets_fields(self) -> list[Any]:
        names = [f"target_{code}" for code, _name in self.regional]
        return [self[name] for name in [*names, "target_organisations"]]

    def clean_persons(self) -> list[str]:
        """The keys of those who are named; an address that nobody has here is said."""
        keys = []
        for line in self.cleaned_data["persons"].split():
            found = Person.objects.filter(email__iexact=line.strip(",;"), is_active=True).first()
            if found is None:
                raise forms.ValidationError(
                    _("Nobody here has the address %(address)s."), params={"address": line[:80]}
                )
            keys.append(found.key)
        return keys

    def rules(self, language: str) -> TrackRules:
        """What was typed, as the action takes it."""
        data = self.cleaned_data
        targets: list[dict[str, Any]] = [
            {"region": code, "group": "state", "at_least": data[f"target_{code}"]}
            for code, _name in self.regional
            if data[f"target_{code}"]
        ]
        if data["target_organisations"]:
            targets.append(
                {"region": "", "group": "organisation", "at_least": data["target_organisations"]}
            )
        return TrackRules(
            kind=data["kind"],
            titles={c: data[f"title_{c}"] for c in SIX},
            office=self.offices.get(data["office"]),
            regions=data["regions"],
            roles=data["roles"],
            capacities=data["capacities"],
            organisations=data["organisations"],
            persons=data["persons"],
            languages=data["languages"],
            visibility=data["visibility"],
            publication=data["publication"],
            publish_on=data["publish_on"] if data["publication"] == Publication.ON_DATE else None,
            steps={s: data[f"step_{s}"] for s in STEPS if data[f"step_{s}"]},
            targets=targets,
            advice=data["advice"],
            advice_language=language,
        )


def initial_of(track: Track) -> dict[str, Any]:
    """A track as its form shows it."""
    known = Person.objects.filter(key__in=track.persons, email__isnull=False).order_by("email")
    steps = {f"step_{s}": date.fromisoformat(d) for s, d in track.steps.items()}
    return {
        "kind": track.kind or TrackKind.OPEN,
        "advice": track.advice,
        "office": track.office.key if track.office else "",
        "regions": track.regions,
        "roles": track.roles,
        "organisations": track.organisations,
        "persons": "\n".join(p.email or "" for p in known),
        "capacities": track.capacities,
        "languages": track.languages,
        "visibility": track.visibility,
        "publication": track.publication,
        "publish_on": track.publish_on,
        **{f"title_{c}": t for c, t in track.titles.items()},
        **steps,
        **{f"target_{t['region'] or 'organisations'}": t["at_least"] for t in track.targets},
    }
