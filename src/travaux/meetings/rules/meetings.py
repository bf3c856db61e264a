"""Who keeps a meeting, who sees it and its papers, and what may still change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from travaux.calls.models import Application
from travaux.calls.models.calls import Kind as CallKind
from travaux.consultations.models import Round, Track
from travaux.funding.models import BudgetLine
from travaux.meetings.models import Attribution, Distribution, Meeting, Mode, Paper, Participant
from travaux.meetings.states import MeetingState, PlaceState
from travaux.panels.models import Panel
from travaux.panels.states import PanelState
from travaux.people.models import Office, Person, Role
from travaux.people.queries import holds
from travaux.people.queries.offices import is_of_office
from travaux.plumbing.languages import SIX
from travaux.plumbing.local_time import zones
from travaux.plumbing.verdicts import YES, Verdict, no
from travaux.roadmap.models import Process

STAFF = (Role.SECRETARIAT, Role.DRAFTER)
# United Nations practice for working documents of expert meetings: in the hands of participants
# two weeks before. A process says otherwise in its policies, with its source.
NOTICE = "papers_before_meeting"
NOTICE_DAYS = 14
NOTICE_SOURCE = "Papers are posted two weeks before a meeting (custom)."
MOST_DAYS = 120
MOST_PLACES = 100_000


@dataclass(frozen=True, slots=True)
class Plan:
    """A meeting as it is written down."""

    titles: Mapping[str, str]
    mode: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    venue: str = ""
    city: str = ""
    symbol: str = ""
    track: Track | None = None
    round: Round | None = None
    group: Panel | None = None
    host: Application | None = None
    host_named: str = ""
    languages: tuple[str, ...] = ()
    places: int | None = None
    remote_link: str = ""
    register_until: datetime | None = None
    names_public: bool = False
    budget_line: BudgetLine | None = None
    travel_budget: Decimal | None = None
    travel_each: Decimal | None = None
    travel_until: datetime | None = None
    # what follows stands once the meeting is announced
    attribution: str = Attribution.NONE
    reply_days: int = 14
    travel_groups: tuple[str, ...] = ("ldc", "sids")
    milestones: tuple[str, ...] = field(default=())

    def columns(self) -> dict[str, Any]:
        return {
            "titles": {k: v.strip() for k, v in self.titles.items() if v.strip()},
            "mode": self.mode,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "zone": self.zone,
            "venue": self.venue.strip(),
            "city": self.city.strip(),
            "symbol": self.symbol.strip().strip("/"),
            "track": self.track,
            "round": self.round,
            "group": self.group,
            "host": self.host,
            "host_named": self.host_named.strip(),
            "languages": [c for c in SIX if c in self.languages],
            "places": self.places,
            "remote_link": self.remote_link.strip(),
            "register_until": self.register_until,
            "names_public": self.names_public,
            "budget_line": self.budget_line,
            "travel_budget": self.travel_budget,
            "travel_each": self.travel_each,
            "travel_until": self.travel_until,
            "attribution": self.attribution,
            "reply_days": self.reply_days,
            "travel_groups": list(self.travel_groups),
        }


STANDS = ("attribution", "reply_days", "travel_groups")  # as announced


def notice_of(process: Process) -> tuple[int, str]:
    """How many days before a meeting its papers are posted, and by which rule."""
    told = process.policies.get(NOTICE, {})
    if isinstance(told, dict) and isinstance(told.get("days"), int):
        return int(told["days"]), str(told.get("source", ""))
    return NOTICE_DAYS, NOTICE_SOURCE


def is_secretariat(person: Person | None, process_code: str, at: datetime) -> bool:
    return holds(person, process_code, [Role.SECRETARIAT], at)


def is_staff(person: Person | None, process_code: str, at: datetime) -> bool:
    """The secretariat and the drafters follow what is owed after all meetings."""
    return holds(person, process_code, STAFF, at)


def keeps(person: Person | None, meeting: Meeting, at: datetime) -> bool:
    """A meeting is kept by the secretariat; one of an office by that office as well."""
    return is_secretariat(person, meeting.process.code, at) or is_of_office(
        person, meeting.office, at
    )


def writes(person: Person | None, meeting: Meeting, at: datetime) -> bool:
    """Minutes are written by the secretariat and the drafters, and by the office whose meeting it is."""
    return is_staff(person, meeting.process.code, at) or is_of_office(person, meeting.office, at)


def may_keep(person: Person | None, process: Process, at: datetime) -> Verdict:
    """Meetings are kept by the secretariat of their process."""
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    return YES if is_secretariat(person, process.code, at) else no("not-your-role")


def may_prepare(
    person: Person | None, process: Process, at: datetime, office: Office | None = None
) -> Verdict:
    """The secretariat prepares any meeting, an office one of its own."""
    if office is not None and office.process_code != process.code:
        return no("office-of-another")
    verdict = may_keep(person, process, at)
    return YES if verdict or is_of_office(person, office, at) else verdict


def may_keep_this(person: Person | None, meeting: Meeting, at: datetime) -> Verdict:
    """The same as `keeps`, with its reason."""
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    return YES if keeps(person, meeting, at) else no("not-your-role")


def may_see(person: Person | None, meeting: Meeting, at: datetime) -> bool:
    """A meeting that is announced is public; one in preparation is for those who keep it."""
    if meeting.state != MeetingState.DRAFT and meeting.announced_at is not None:
        return True
    return keeps(person, meeting, at)


def office_fits(plan: Plan, office: Office | None) -> Verdict:
    """An office keeps to its own tracks, and spends nothing of the budget of the process."""
    if office is None:
        return YES
    rounds = plan.round.track if plan.round is not None else None
    for track in (plan.track, rounds):
        if track is not None and track.office_id != office.pk:
            return no("meeting-beyond-office")
    if plan.round is not None and rounds is None:
        return no("meeting-beyond-office")
    if plan.budget_line is not None or plan.host is not None or plan.milestones or plan.group:
        return no("meeting-office-without-budget")
    return YES


def plan_fits(plan: Plan, process: Process) -> Verdict:
    """A meeting has a title, a mode and its hours; a room has its place, a call its days."""
    if not any(t.strip() for t in plan.titles.values()):
        return no("meeting-needs-title")
    if plan.mode not in Mode.values or plan.attribution not in Attribution.values:
        return no("meeting-rule-unknown")
    if plan.zone not in zones():
        return no("meeting-zone-unknown")
    if plan.ends_at <= plan.starts_at:
        return no("meeting-ends-before-it-begins")
    if plan.mode != Mode.ONLINE and not (plan.venue.strip() or plan.city.strip()):
        return no("meeting-needs-venue")
    if not 1 <= plan.reply_days <= MOST_DAYS:
        return no("meeting-days-unfit", most=MOST_DAYS)
    for until in (plan.register_until, plan.travel_until):
        if until is not None and until > plan.ends_at:
            return no("register-until-after-meeting")
    here = (
        plan.track.process_id if plan.track else process.pk,
        plan.round.process_id if plan.round else process.pk,
        plan.budget_line.process_id if plan.budget_line else process.pk,
        plan.host.call.process_id if plan.host else process.pk,
        plan.group.process_id if plan.group else process.pk,
    )
    if any(one != process.pk for one in here):
        return no("meeting-of-another-process")
    if plan.group is not None and plan.group.state != PanelState.ADOPTED:
        return no("meeting-group-not-adopted")
    if plan.host is not None and plan.host.call.kind != CallKind.HOSTING:
        return no("host-not-chosen")
    if plan.remote_link.strip() and not plan.remote_link.strip().startswith(
        ("https://", "http://")
    ):
        return no("remote-link-unfit")
    return YES


def may_change(person: Person | None, meeting: Meeting, at: datetime) -> Verdict:
    """Who keeps a meeting changes it until it is cancelled or its minutes are published."""
    verdict = may_keep_this(person, meeting, at)
    if not verdict:
        return verdict
    if meeting.state == MeetingState.CANCELLED:
        return no("meeting-cancelled")
    return no("minutes-published") if meeting.minutes_published_at else YES


def may_announce(person: Person | None, meeting: Meeting, at: datetime) -> Verdict:
    """A meeting is announced with its agenda; its rules of speech and travel stand from then on."""
    verdict = may_change(person, meeting, at)
    if not verdict:
        return verdict
    if meeting.state != MeetingState.DRAFT:
        return no("meeting-announced")
    return YES if meeting.items.exists() else no("meeting-needs-agenda")


def may_turn_online(person: Person | None, meeting: Meeting, at: datetime) -> Verdict:
    """A meeting in person or hybrid that has not begun is turned online, with its reason."""
    verdict = may_change(person, meeting, at)
    if not verdict:
        return verdict
    if meeting.mode == Mode.ONLINE:
        return no("meeting-online-already")
    return no("meeting-begun") if at >= meeting.starts_at else YES


def may_cancel(person: Person | None, meeting: Meeting, at: datetime) -> Verdict:
    """A meeting that has not begun may be cancelled, with its reason."""
    verdict = may_change(person, meeting, at)
    if not verdict:
        return verdict
    return no("meeting-begun") if at >= meeting.starts_at else YES


def place_of(person: Person | None, meeting: Meeting) -> Participant | None:
    """The registration of somebody with an account."""
    if person is None or not getattr(person, "pk", None):
        return None
    found = meeting.participants.filter(person_id=person.pk).exclude(state=PlaceState.WITHDRAWN)
    return found.select_related("country", "organisation").order_by("-pk").first()


def takes_part(person: Person | None, meeting: Meeting, at: datetime) -> bool:
    """Whether somebody is among those who take part: approved, or of the staff."""
    if writes(person, meeting, at):
        return True
    place = place_of(person, meeting)
    return place is not None and place.state == PlaceState.APPROVED


def may_read_paper(person: Person | None, paper: Paper, at: datetime) -> Verdict:
    """Papers of general distribution are public, others are for those who take part."""
    if paper.distribution == Distribution.GENERAL or takes_part(person, paper.meeting, at):
        return YES
    return no("paper-for-participants")


def reads_minutes(person: Person | None, meeting: Meeting, at: datetime) -> bool:
    """Minutes are read by those who take part, and by all once they are published."""
    return meeting.minutes_published_at is not None or takes_part(person, meeting, at)


def sees_names(person: Person | None, meeting: Meeting, at: datetime) -> bool:
    """Names stand in a public list only where the meeting announced it; else for who takes part."""
    return meeting.names_public or takes_part(person, meeting, at)


def papers_due(meeting: Meeting) -> datetime:
    """Until when papers are in time."""
    return meeting.starts_at - timedelta(days=meeting.notice_days)


def days_late(meeting: Meeting, issued_at: datetime) -> int:
    """By how many days, begun ones counted, a paper came after its time; 0: in time."""
    late = issued_at - papers_due(meeting)
    return 0 if late <= timedelta(0) else -(-late // timedelta(days=1))
