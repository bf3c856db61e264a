"""Who registers, who approves, who sees what of a registration, and who asks for support to travel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from travaux.core.contacts.rows import is_email
from travaux.meetings.models import Capacity, Kind, Meeting, Mode, Participant
from travaux.meetings.rules.meetings import keeps, may_keep, may_keep_this
from travaux.meetings.states import MeetingState, PlaceState, TravelState
from travaux.people.models import Country, Organisation, Person, Role
from travaux.people.queries import appointments_in, duty_of, must_declare, standing_of
from travaux.people.queries.offices import scope_of, within
from travaux.people.rules.interests import begins
from travaux.plumbing.languages import SIX
from travaux.plumbing.verdicts import YES, Verdict, no

LONGEST_NEEDS = 1000
LETTER_ENDINGS = (".pdf", ".docx", ".doc", ".jpg", ".jpeg", ".png", ".odt")
LETTER_BYTES = 10 * 1024 * 1024
OF_A_STATE = (Kind.MEMBER, Kind.OBSERVER)


@dataclass(frozen=True, slots=True)
class Registering:
    """What somebody says of themselves, or of whom they register."""

    name: str
    email: str
    kind: str
    capacity: str
    mode: str
    form: str = ""
    function: str = ""
    language: str = "en"
    country: Country | None = None
    organisation: Organisation | None = None
    delegation: str = ""
    interpretation: str = ""
    needs: str = ""

    def columns(self) -> dict[str, Any]:
        return {
            "name": " ".join(self.name.split()),
            "email": self.email.strip().lower(),
            "kind": self.kind,
            "capacity": self.capacity,
            "mode": self.mode,
            "form": self.form.strip(),
            "function": self.function.strip(),
            "language": self.language,
            "country": self.country,
            "organisation": self.organisation,
            "delegation": "" if self.organisation or self.country else self.delegation.strip(),
            "interpretation": self.interpretation,
            "needs": self.needs.strip(),
        }


def is_open(meeting: Meeting, at: datetime) -> Verdict:
    """Registration is open from the announcement to its deadline, or to the end."""
    if meeting.state == MeetingState.CANCELLED:
        return no("meeting-cancelled")
    if meeting.state != MeetingState.ANNOUNCED:
        return no("meeting-not-announced")
    until = meeting.register_until or meeting.ends_at
    return no("registration-closed") if at >= min(until, meeting.ends_at) else YES


def fits(told: Registering, meeting: Meeting) -> Verdict:
    """A registration names a person, an address, a party where there is one, and a mode."""
    if not told.name.strip():
        return no("participant-nameless")
    if not is_email(told.email.strip()):
        return no("participant-email-unfit")
    if told.kind not in Kind.values or told.capacity not in Capacity.values:
        return no("participant-kind-unknown")
    if told.kind in OF_A_STATE and told.country is None:
        return no("participant-needs-state")
    if told.kind not in (*OF_A_STATE, Kind.EXPERT, Kind.SECRETARIAT) and not (
        told.organisation or told.delegation.strip()
    ):
        return no("participant-needs-organisation")
    if told.mode not in (Mode.IN_PERSON, Mode.ONLINE) or (
        meeting.mode != Mode.HYBRID and told.mode != meeting.mode
    ):
        return no("participant-mode-unfit")
    if told.language not in SIX or (told.interpretation and told.interpretation not in SIX):
        return no("participant-kind-unknown")
    near = is_near(meeting, told.country, told.organisation)
    if not near:
        return near
    if len(told.needs) > LONGEST_NEEDS:
        return no("needs-too-long", most=LONGEST_NEEDS)
    return YES


def is_near(
    meeting: Meeting, country: Country | None, organisation: Organisation | None
) -> Verdict:
    """To the meeting of an office come delegations of its states, and of what has its seat there.

    Experts and staff come for themselves; an organisation without a known seat may come.
    """
    seat = organisation is not None and organisation.country_id is not None
    if meeting.office is None or not (country or seat):
        return YES
    near = within(scope_of(meeting.office), country, organisation)
    return YES if near else no("beyond-your-states")


def letter_fits(letter: Any) -> Verdict:
    """A letter is a document or a picture of bounded size."""
    if letter is None:
        return YES
    if not str(letter.name).lower().endswith(LETTER_ENDINGS):
        return no("letter-kind-unfit")
    return no("letter-too-large", most=LETTER_BYTES // 2**20) if letter.size > LETTER_BYTES else YES


def speaks_for(
    person: Person | None,
    process_code: str,
    country: Country | None,
    organisation: Organisation | None,
    at: datetime,
) -> bool:
    """Whether somebody is the focal point of a state, or appointed for an organisation."""
    if person is None or not getattr(person, "pk", None):
        return False
    for one in appointments_in(person, process_code, at):
        if country is not None and one.role == Role.FOCAL_POINT and one.country_id == country.pk:
            return True
        if organisation is not None and one.organisation_id == organisation.pk:
            return True
    return False


def may_decide(person: Person | None, participant: Participant, at: datetime) -> Verdict:
    """The focal point of the state or organisation approves, or the secretariat; nobody themselves.

    Who is focal point and takes part themselves is approved by the secretariat.
    """
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    code = participant.meeting.process.code
    if participant.erased_at is not None or participant.meeting.state == MeetingState.CANCELLED:
        return no("meeting-cancelled")
    if keeps(person, participant.meeting, at):
        return YES
    if not speaks_for(person, code, participant.country, participant.organisation, at):
        return no("not-your-delegation")
    return no("not-for-yourself") if participant.person_id == person.pk else YES


def account_of(participant: Participant) -> Person | None:
    """The account of somebody who takes part, also where they came by a link without signing in."""
    if participant.person is not None or not participant.email:
        return participant.person
    return Person.objects.filter(email__iexact=participant.email, is_active=True).first()


def interests_stand(participant: Participant, at: datetime) -> Verdict:
    """Where interests are declared before the meeting, a declaration stands on its day.

    This holds for experts, and for whoever declares for a role or a seat, whatever they come as.
    """
    meeting = participant.meeting
    if meeting.occasion_id is None:
        return YES
    code, person = meeting.process.code, account_of(participant)
    expert = participant.kind == Kind.EXPERT and must_declare(Role.EXPERT, code)
    if person is None:
        return no("interests-need-account") if expert else YES
    if not expert and not duty_of(person, code, at):
        return YES
    return begins(standing_of(person, code, max(at, meeting.starts_at)))


def is_full(meeting: Meeting) -> bool:
    """Whether every place in the room is taken."""
    if meeting.places is None:
        return False
    taken = meeting.participants.filter(state=PlaceState.APPROVED, mode=Mode.IN_PERSON)
    return taken.count() >= meeting.places


def may_see_desk(person: Person | None, meeting: Meeting, at: datetime) -> Verdict:
    """Registrations are seen by the secretariat; a focal point sees those of their own party."""
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    if keeps(person, meeting, at):
        return YES
    held = appointments_in(person, meeting.process.code, at)
    if any(a.organisation_id or (a.role == Role.FOCAL_POINT and a.country_id) for a in held):
        return YES
    return no("not-your-role")


def may_see_needs(person: Person | None, meeting: Meeting, at: datetime) -> Verdict:
    """Access needs are for those who arrange them: who keeps the meeting. Focal points do not see them."""
    return may_keep_this(person, meeting, at)


def may_withdraw(participant: Participant, at: datetime) -> Verdict:
    """A registration is withdrawn by its person, or through its own link, until the meeting ends."""
    if participant.state == PlaceState.WITHDRAWN:
        return no("place-withdrawn")
    return no("meeting-over") if at >= participant.meeting.ends_at else YES


def may_ask_travel(participant: Participant, at: datetime) -> Verdict:
    """Who takes part in person asks for support, while requests are taken and there is a budget line."""
    meeting = participant.meeting
    if meeting.budget_line_id is None or meeting.travel_each is None:
        return no("travel-not-offered")
    if participant.mode != Mode.IN_PERSON:
        return no("travel-for-presence")
    if participant.state not in (PlaceState.ASKED, PlaceState.APPROVED, PlaceState.WAITING):
        return no("place-withdrawn")
    until = meeting.travel_until or meeting.starts_at
    return no("travel-closed") if at >= min(until, meeting.starts_at) else YES


def may_order_travel(person: Person | None, participant: Participant, at: datetime) -> Verdict:
    """The order among those of one state is named by its government: its focal point."""
    code = participant.meeting.process.code
    if participant.country is None:
        return no("not-your-delegation")
    if speaks_for(person, code, participant.country, None, at):
        return YES
    return may_keep(person, participant.meeting.process, at)


def may_decide_travel(person: Person | None, participant: Participant, at: datetime) -> Verdict:
    """The secretariat decides, for those whose registration was approved."""
    verdict = may_keep(person, participant.meeting.process, at)
    if not verdict:
        return verdict
    travel = getattr(participant, "travel", None)
    if travel is None or travel.state == TravelState.TAKEN_BACK:
        return no("travel-not-asked")
    return YES if participant.state == PlaceState.APPROVED else no("travel-needs-approval")
