"""Forms of those who take part, and of who invites them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travaux.design.fields import text_field
from travaux.meetings.forms.meetings import money, pick, upload
from travaux.meetings.models import Invitation, Meeting, Mode
from travaux.meetings.rules.places import LONGEST_NEEDS, Registering
from travaux.meetings.wording import CAPACITIES, KINDS, MODES
from travaux.people.models import Country, Organisation
from travaux.people.queries import countries_known, states_by_name
from travaux.people.queries.offices import scope_of
from travaux.plumbing.languages import NAMES, SIX, current, said

MOST = 400


def _states(meeting: Meeting) -> dict[str, Country]:
    """The states one may come for; a demonstration has its invented ones."""
    known = countries_known().filter(demonstration=meeting.demonstration)
    if meeting.office is not None:  # its own states alone
        known = known.filter(pk__in=scope_of(meeting.office))
    return {c.code: c for c in states_by_name(known)}


def _organisations(meeting: Meeting) -> dict[str, Organisation]:
    found = Organisation.objects.filter(demonstration=meeting.demonstration).order_by("name")
    return {o.key: o for o in found[:MOST]}


class _Party(forms.Form):
    """As what, and for whom."""

    kind = pick(_("As what"), list(KINDS.items()), required=True)
    country = pick(_("State"))
    organisation = pick(_("Organisation"))

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.states, self.organisations = _states(meeting), _organisations(meeting)
        states = [(code, said(c.names)) for code, c in self.states.items()]
        bodies = [(key, said(o.names) or o.name) for key, o in self.organisations.items()]
        self.fields["country"].choices = [("", "–"), *states]  # type: ignore[attr-defined]
        self.fields["organisation"].choices = [("", "–"), *bodies]  # type: ignore[attr-defined]


class PlaceForm(_Party):
    """Who comes, as what, in which way, and what they need."""

    field_order = ["form", "name", "email", "function", "kind", "country", "organisation"]
    form = text_field(_("Form of address"), required=False, max_length=80)
    name = text_field(_("Name"), max_length=200)
    email = forms.EmailField(
        label=_("Mail address"), max_length=254,
        widget=forms.EmailInput(attrs={"class": "input", "dir": "ltr", "autocomplete": "email"}),
    )  # fmt: skip
    function = text_field(_("Function"), required=False, max_length=200)
    delegation = text_field(_("Another organisation, by its name"), required=False, max_length=300)
    capacity = pick(_("In the delegation as"), list(CAPACITIES.items()), required=True)
    mode = forms.ChoiceField(label=_("How do you take part?"), widget=forms.RadioSelect)
    language = pick(_("Language of mails"), [(c, NAMES[c]) for c in SIX], required=True)
    interpretation = pick(_("Interpretation needed into"))
    needs = text_field(
        _("What you need to take part well"), rows=2, required=False, max_length=LONGEST_NEEDS,
        help_text=_("Access, assistance, diet. Seen by you and the secretariat alone."),
    )  # fmt: skip
    letter = upload(_("Signed letter"), required=False)

    def __init__(
        self, meeting: Meeting, *args: Any, invitation: Invitation | None = None, **kwargs: Any
    ) -> None:
        super().__init__(meeting, *args, **kwargs)
        ways = [Mode.IN_PERSON, Mode.ONLINE] if meeting.mode == Mode.HYBRID else [meeting.mode]
        self.fields["mode"].choices = [(m, MODES[m]) for m in ways]  # type: ignore[attr-defined]
        self.fields["mode"].initial = ways[0]
        self.fields["language"].initial = current()
        offered = [(c, NAMES[c]) for c in meeting.languages or SIX]
        self.fields["interpretation"].choices = [("", "–"), *offered]  # type: ignore[attr-defined]
        self.invited = invitation
        if invitation is not None:
            for name in ("kind", "country", "organisation", "delegation", "email"):
                del self.fields[name]

    def told(self) -> Registering:
        """What was typed, as the action takes it."""
        data = self.cleaned_data
        one = self.invited
        return Registering(
            name=data["name"],
            email=one.email if one else data["email"],
            kind=one.kind if one else data["kind"],
            capacity=data["capacity"],
            mode=data["mode"],
            form=data["form"],
            function=data["function"],
            language=data["language"],
            country=one.country if one else self.states.get(data["country"]),
            organisation=one.organisation if one else self.organisations.get(data["organisation"]),
            delegation="" if one else data["delegation"],
            interpretation=data["interpretation"],
            needs=data["needs"],
        )


class InviteForm(_Party):
    """Somebody who is invited by name."""

    field_order = ["name", "email", "kind", "country", "organisation", "language"]
    name = text_field(_("Name"), max_length=200)
    email = forms.EmailField(
        label=_("Mail address"), max_length=254,
        widget=forms.EmailInput(attrs={"class": "input", "dir": "ltr"}),
    )  # fmt: skip
    language = pick(_("Language of mails"), [(c, NAMES[c]) for c in SIX], required=True)

    def told(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "name": data["name"],
            "email": data["email"],
            "kind": data["kind"],
            "language": data["language"],
            "country": self.states.get(data["country"]),
            "organisation": self.organisations.get(data["organisation"]),
        }


class TravelForm(forms.Form):
    """A decision on support to travel."""

    reason = text_field(_("Reason"), rows=2, max_length=1000)
    estimate = money(_("Sum"))
