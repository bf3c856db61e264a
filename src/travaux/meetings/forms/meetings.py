"""Forms by which the secretariat writes down a meeting, its agenda and its papers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from travaux.consultations.queries import rounds_of, titles_of, tracks_of
from travaux.design.fields import Walls, ZoneInput, text_field, wall
from travaux.design.languages import add_languages, fields_of
from travaux.evidence.queries.releases import release_name, releases_of
from travaux.meetings.models import Meeting, Mode
from travaux.meetings.queries.meetings import groups_adopted, offers_chosen, series_of
from travaux.meetings.queries.travel import groups_named
from travaux.meetings.rules.meetings import Plan
from travaux.meetings.wording import ATTRIBUTION, DISTRIBUTIONS, MODES
from travaux.people.models import Office
from travaux.plumbing.languages import NAMES, SIX, current, said
from travaux.roadmap.models import Process

TRAVEL_GROUPS = ["ldc", "sids", "lldc"]
# what a meeting of an office has nothing of: series, hosts, milestones and money of the process
_OF_THE_PROCESS = (
    "series", "new_series", "host", "group", "milestones", "budget_line", "travel_budget",
    "travel_each", "travel_groups", "travel_until",
)  # fmt: skip


def pick(
    label: Any, choices: Sequence[tuple[Any, Any]] = (), hint: Any = "", required: bool = False
) -> Any:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=required,
        help_text=hint,
        widget=forms.Select(attrs={"class": "input"}),
    )


def ticks(label: Any, choices: Sequence[tuple[Any, Any]], hint: Any = "") -> Any:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=hint,
    )


def apart(text: object) -> Any:
    """A name of content among choices, set apart from the language of the page."""
    return format_html("<bdi>{}</bdi>", text)


def whole(label: Any, most: int, **also: Any) -> Any:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        widget=forms.NumberInput(attrs={"class": "input", "dir": "ltr"}),
        **also,
    )


def money(label: Any, hint: Any = "") -> Any:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text=hint,
        widget=forms.NumberInput(attrs={"class": "input", "dir": "ltr"}),
    )


def upload(label: Any, hint: Any = "", required: bool = True) -> Any:
    return forms.FileField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.ClearableFileInput(attrs={"class": "input"}),
    )


class MeetingForm(Walls):
    """What, when, where, in which languages, and how speech is attributed."""

    walls = ("starts_at", "ends_at", "register_until", "travel_until")
    series = pick(_("Series"))
    new_series = text_field(
        _("Or a new series"), required=False, max_length=200,
        help_text=_("Meetings that follow one another; open actions go on from one to the next."),
    )  # fmt: skip
    mode = forms.ChoiceField(
        label=_("How is it held?"), choices=list(MODES.items()), widget=forms.RadioSelect
    )
    zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        widget=ZoneInput(attrs={"class": "input", "dir": "ltr"}),
    )
    starts_at = wall(_("Begins"))
    ends_at = wall(_("Ends"))
    venue = text_field(_("Venue"), required=False, max_length=300)
    city = text_field(_("City"), required=False, max_length=120)
    host = pick(_("Host, an offer that was chosen"))
    host_named = text_field(_("Host, where no call chose it"), required=False, max_length=300)
    symbol = text_field(
        _("First part of the symbols of its papers"), required=False, max_length=60,
        help_text=_("Such as HSP/EGM.1; the next free symbol is then proposed."),
    )  # fmt: skip
    languages = ticks(_("Languages of interpretation"), [(c, NAMES[c]) for c in SIX])
    places = whole(_("Places in the room"), 100_000, required=False)
    remote_link = text_field(
        _("Address for joining from afar"), required=False, max_length=500,
        help_text=_("Shown to those alone whose registration was approved."),
    )  # fmt: skip
    register_until = wall(_("Registration until"), required=False)
    names_public = forms.BooleanField(label=_("The list of participants is public"), required=False)
    track = pick(_("Track"))
    round = pick(
        _("Round whose draft is spoken on"),
        hint=_("What is said on its paragraphs becomes comments of this round."),
    )
    group = pick(_("Group that meets"), hint=_("Chosen and adopted; its members are expected."))
    milestones = ticks(_("Milestones of the roadmap"), [])
    attribution = forms.ChoiceField(
        label=_("To whom is what is said ascribed?"),
        choices=list(ATTRIBUTION.items()),
        initial="none",
        widget=forms.RadioSelect,
        help_text=_("Announced with the meeting; it stands from then on."),
    )
    reply_days = whole(
        _("Days for a speaker to confirm what was noted"), 120, initial=14,
        help_text=_("Without a reply it is recorded without a name."),
    )  # fmt: skip
    budget_line = pick(_("Budget line for travel support"), hint=_("None: no support is offered."))
    travel_budget = money(_("Of it for travel support"))
    travel_each = money(_("Estimate for one person"))
    travel_groups = ticks(_("Who comes first in travel support"), [])
    travel_until = wall(_("Requests for travel support until"), required=False)

    def __init__(
        self, process: Process, *args: Any, office: Office | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.process = process
        self.offers = {offer.key: offer for offer, _name in offers_chosen(process)}
        self.all_series = {s.key: s for s in series_of(process)}
        self.tracks = {t.key: t for t in tracks_of(process)}
        self.rounds = {r.key: r for r in rounds_of(process)}
        if office is not None:  # its own tracks and rounds, and nothing of the budget
            self.tracks = {k: t for k, t in self.tracks.items() if t.office_id == office.pk}
            kept = {t.pk for t in self.tracks.values()}
            self.rounds = {k: r for k, r in self.rounds.items() if r.track_id in kept}
        self.groups = {g.key: g for g in groups_adopted(process)}
        self.lines = {line.code: line for line in process.budget_lines.all()}
        self._choose("series", [(k, said(s.titles)) for k, s in self.all_series.items()])
        self._choose("host", [(o.key, name) for o, name in offers_chosen(process)])
        self._choose("track", [(k, said(t.titles)) for k, t in self.tracks.items()])
        self._choose("round", [(k, said(titles_of(r))) for k, r in self.rounds.items()])
        self._choose("group", [(k, said(g.titles)) for k, g in self.groups.items()])
        self._choose("budget_line", [(k, said(x.titles)) for k, x in self.lines.items()])
        self.fields["milestones"].choices = [  # type: ignore[attr-defined]
            (m.code, apart(said(m.titles))) for m in process.milestones.order_by("position")
        ]
        self.fields["travel_groups"].choices = [  # type: ignore[attr-defined]
            (code, said(names)) for code, names in groups_named(TRAVEL_GROUPS)
        ]
        add_languages(self, "title", most=200)
        if office is not None:
            for name in _OF_THE_PROCESS:
                del self.fields[name]

    def _choose(self, name: str, found: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", "–"), *found]  # type: ignore[attr-defined]

    def titles_fields(self) -> list[Any]:
        return fields_of(self, "title")

    def plan(self) -> Plan:
        """What was typed, as the action takes it."""
        data = self.cleaned_data
        chosen = data.get("travel_groups", ())
        return Plan(
            titles={c: data[f"title_{c}"] for c in SIX},
            mode=data["mode"],
            starts_at=data["starts_at_instant"],
            ends_at=data["ends_at_instant"],
            zone=data["zone"],
            venue=data["venue"] if data["mode"] != Mode.ONLINE else "",
            city=data["city"] if data["mode"] != Mode.ONLINE else "",
            symbol=data["symbol"],
            track=self.tracks.get(data["track"]),
            round=self.rounds.get(data["round"]),
            group=self.groups.get(data.get("group", "")),
            host=self.offers.get(data.get("host", "")),
            host_named=data["host_named"],
            languages=tuple(data["languages"]),
            places=data["places"],
            remote_link=data["remote_link"],
            register_until=data["register_until_instant"],
            names_public=data["names_public"],
            budget_line=self.lines.get(data.get("budget_line", "")),
            travel_budget=data.get("travel_budget"),
            travel_each=data.get("travel_each"),
            travel_until=data.get("travel_until_instant"),
            attribution=data["attribution"],
            reply_days=data["reply_days"],
            travel_groups=tuple(g for g in TRAVEL_GROUPS if g in chosen),
            milestones=tuple(data.get("milestones", ())),
        )


def initial_of(meeting: Meeting) -> dict[str, Any]:
    """A meeting as its form shows it, times as the clocks of its zone show them."""
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(meeting.zone)

    def shown(at: Any) -> Any:
        return at.astimezone(zone).replace(tzinfo=None) if at else None

    same = (
        "mode", "zone", "venue", "city", "host_named", "symbol", "languages", "places",
        "remote_link", "names_public", "attribution", "reply_days", "travel_budget",
        "travel_each", "travel_groups",
    )  # fmt: skip
    return {
        **{name: getattr(meeting, name) for name in same},
        **{name: shown(getattr(meeting, name)) for name in MeetingForm.walls},
        **{f"title_{c}": t for c, t in meeting.titles.items()},
        "series": meeting.series.key if meeting.series else "",
        "host": meeting.host.key if meeting.host else "",
        "track": meeting.track.key if meeting.track else "",
        "round": meeting.round.key if meeting.round else "",
        "group": meeting.group.key if meeting.group else "",
        "budget_line": meeting.budget_line.code if meeting.budget_line else "",
        "milestones": [m.code for m in meeting.milestones.all()],
    }


class ItemForm(forms.Form):
    """One item of the agenda."""

    title = text_field(_("What the item is about"), max_length=300)
    note = text_field(_("Time, who introduces it"), required=False, max_length=300)

    def titles(self) -> dict[str, str]:
        return {current(): self.cleaned_data["title"]}


class PaperForm(forms.Form):
    """A paper under its symbol."""

    symbol = text_field(_("Symbol"), max_length=100)
    title = text_field(_("Title"), max_length=300)
    item = pick(_("Item of the agenda"))
    release = pick(_("Release of the assessment that it rests on"))
    distribution = pick(_("Distribution"), list(DISTRIBUTIONS.items()), required=True)
    language = pick(_("Language"), [(c, NAMES[c]) for c in SIX], required=True)
    file = upload(_("File"))

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.releases = {r.key: r for r in releases_of(meeting.process)}
        named = [(k, release_name(r)) for k, r in self.releases.items()]
        if named:
            self.fields["release"].choices = [("", "–"), *named]  # type: ignore[attr-defined]
        else:
            del self.fields["release"]  # nothing was released: nothing to choose
        self.items_by_key = {i.key: i for i in meeting.items.all()}
        choices = [(k, f"{i.position}. {said(i.titles)}") for k, i in self.items_by_key.items()]
        self.fields["item"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]
        self.fields["language"].initial = meeting.language
        self.fields["symbol"].widget.attrs |= {"dir": "ltr", "list": "free-symbols"}


class LanguageForm(forms.Form):
    """A paper in one more language."""

    language = pick(_("Language"), [(c, NAMES[c]) for c in SIX], required=True)
    file = upload(_("File"))


class ReasonForm(forms.Form):
    """A reason, told to everybody who registered."""

    reason = text_field(_("Reason"), rows=3, max_length=2000)
    remote_link = text_field(_("Address for joining from afar"), required=False, max_length=500)


class AnnounceForm(forms.Form):
    """Whether interests are declared before the meeting."""

    with_interests = forms.BooleanField(
        label=_("Experts declare their interests anew before this meeting"), required=False
    )
