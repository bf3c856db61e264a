"""Who may comment, in which capacity, until when; who may read what; who may place and split."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from travaux.comments.models import Capacity, Comment, IntakeFile, Submission
from travaux.comments.states import IntakeState, Scope, SubmissionState
from travaux.consultations.models import Audience, Round
from travaux.consultations.rules import (
    Phase,
    asks_organisations,
    asks_states,
    input_until,
    is_counted,
    is_for_organisation,
    is_for_state,
    is_published,
    may_take_part,
    members_read,
    phase,
)
from travaux.core.comments.types import TYPE_TABLES
from travaux.core.comments.words import LONGEST
from travaux.correspondence.models import OnBehalf
from travaux.correspondence.states import Confirmation
from travaux.drafts.models import Paragraph
from travaux.drafts.rules import may_work_on
from travaux.people.models import Appointment, Country, Office, Organisation, Person, Role
from travaux.people.queries import appointments_in, holds
from travaux.people.queries.offices import is_of_office, scope_held, within
from travaux.people.rules import may_begin
from travaux.plumbing.models import StoredFile
from travaux.plumbing.verdicts import YES, Verdict, no

STAFF = (Role.SECRETARIAT, Role.DRAFTER)
MOST_POINTS = 50


@dataclass(frozen=True, slots=True)
class Speaking:
    """For whom a comment is made."""

    capacity: str = Capacity.PERSON
    country: Country | None = None
    organisation: Organisation | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A comment as it is written: its place, its words, and for whom it speaks."""

    scope: str
    paragraph: Paragraph | None
    type: str
    text: str
    proposed: str = ""
    language: str = ""
    speaking: Speaking = Speaking()
    name_shown: bool = True
    form_token: str = ""
    protected: bool = False  # who writes it is known to named persons alone
    read_in: str = ""  # the translation that was read; "" is the source


def is_known(person: Person | None) -> bool:
    return person is not None and getattr(person, "pk", None) is not None


def is_staff(person: Person | None, process_code: str, at: datetime) -> bool:
    """The secretariat and the drafters of a process read what was handed in, and place it."""
    return holds(person, process_code, STAFF, at)


def appointments_here(person: Person | None, process_code: str, at: datetime) -> list[Appointment]:
    """What a person holds in a process at an instant."""
    if person is None or not is_known(person):
        return []
    return appointments_in(person, process_code, at)


def may_speak(
    speaking: Speaking,
    round: Round,
    appointments: Sequence[Appointment],
    at: datetime | None = None,
) -> Verdict:
    """A comment is made in a stated capacity: a state's needs the mandate of its focal point."""
    capacity = speaking.capacity
    if capacity not in Capacity.values:
        return no("capacity-unheard-of")
    if round.capacities and capacity not in round.capacities:
        return no("capacity-not-in-round")
    track = round.track
    if track is not None and track.capacities and capacity not in track.capacities:
        return no("capacity-not-in-round")
    if capacity == Capacity.STATE:
        country = speaking.country
        held = any(
            a.role == Role.FOCAL_POINT
            and a.country_id is not None
            and (country is None or a.country_id == country.pk)
            for a in appointments
        )
        if held and country is not None and not is_for_state(country, track):
            return no("track-not-for-party")
        return YES if held else no("no-focal-point-mandate")
    if capacity == Capacity.ORGANISATION:
        organisation = speaking.organisation
        held = any(
            a.organisation_id is not None
            and (organisation is None or a.organisation_id == organisation.pk)
            for a in appointments
        )
        if held and organisation is not None and not is_for_organisation(organisation, track):
            return no("track-not-for-party")
        return YES if held else no("no-organisation-appointment")
    if capacity == Capacity.EXPERT:
        experts = [a for a in appointments if a.role == Role.EXPERT]
        if not experts:
            return no("no-expert-appointment")
        return may_begin(experts[0].person, round.process.code, Role.EXPERT, at)
    return YES


def may_speak_on(
    person: Person | None, capacity: str, round: Round, paragraphs: Iterable[Paragraph | None]
) -> Verdict:
    """As an expert nobody comments on a topic from which the outcome of their interests keeps them."""
    if capacity != Capacity.EXPERT:
        return YES
    return may_work_on(person, round.process.code, paragraphs)


def may_draft(
    person: Person | None,
    round: Round,
    appointments: Sequence[Appointment],
    at: datetime | None = None,
) -> Verdict:
    """Whoever may comment in a round may write drafts, before it opens and after it closes too."""
    if not is_known(person):
        return no("sign-in-first")
    if round.audience == Audience.APPOINTED:
        verdict = _has_begun(person, round, appointments, at)
        if not verdict:
            return verdict
    return may_take_part(person, round.track, appointments)


def _has_begun(
    person: Person | None,
    round: Round,
    appointments: Sequence[Appointment],
    at: datetime | None,
) -> Verdict:
    """At least one of the roles has begun: one that waits for a declaration of interests has not."""
    verdict = no("appointed-only")
    for appointment in appointments:
        verdict = may_begin(person, round.process.code, appointment.role, at)
        if verdict:
            return verdict
    return verdict


def may_comment(
    person: Person | None, round: Round, at: datetime, appointments: Sequence[Appointment]
) -> Verdict:
    """Comments are handed in while the round is open; later ones only where its rule says so."""
    verdict = may_draft(person, round, appointments, at)
    if not verdict:
        return verdict
    now = phase(round, at)
    if now is Phase.PLANNED:
        return no("round-not-open-yet")
    if now is Phase.CLOSED and not round.accepts_late:
        return no("round-closed-to-late")
    return YES


def may_reply_no_comment(
    person: Person | None,
    round: Round,
    speaking: Speaking,
    at: datetime,
    appointments: Sequence[Appointment],
) -> Verdict:
    """A focal point, or somebody of an organisation, replies "no comment" while a round is open.

    It counts as heard. Once, and only where nothing was handed in for the same party.
    """
    verdict = may_comment(person, round, at, appointments)
    if not verdict:
        return verdict
    if phase(round, at) is not Phase.OPEN:
        return no("no-comment-while-open")
    if speaking.country is None and speaking.organisation is None:
        return no("no-comment-for-a-party")
    verdict = may_speak(speaking, round, appointments, at)
    if not verdict:
        return verdict
    before = Submission.objects.filter(
        round=round,
        state=SubmissionState.SUBMITTED,
        capacity=speaking.capacity,
        country=speaking.country,
        organisation=speaking.organisation,
    )
    replied = list(before.values_list("nil", flat=True)[:50])
    if True in replied:
        return no("no-comment-replied-already")
    return no("comments-handed-in-already") if replied else YES


def may_see_coverage(person: Person | None, round: Round, at: datetime) -> Verdict:
    """Who was asked and who was heard is read whole by the secretariat of the process."""
    return may_import(person, round, at)


def may_remind(
    person: Person | None, round: Round, at: datetime, office: Office | None = None
) -> Verdict:
    """The secretariat writes to those who are asked, while they can still answer; for an office
    those of it do, to parties of its states."""
    verdict = may_import(person, round, at)
    if office is not None:
        verdict = YES if is_of_office(person, office, at) else no("not-of-the-office")
        if office.process_code != round.process.code:
            return no("office-of-another")
    if not verdict:
        return verdict
    return no("round-closed") if phase(round, at) is Phase.CLOSED else YES


def is_late(round: Round, at: datetime) -> bool:
    """Whether input of this instant is marked "received after the deadline"."""
    return at >= input_until(round)


# by whom -> whether what is handed in waits before it comes among the others; rooms above add
# theirs in site/wiring.py
HOLDS: dict[str, Callable[[Round, str], bool]] = {}
# by whom -> whether one comments in a round without an account
JOINING: dict[str, Callable[[Round], bool]] = {}
# by whom -> whether somebody may know who wrote what is protected
KEEPERS: dict[str, Callable[[Person, Round], bool]] = {}


def is_held(round: Round, capacity: str) -> bool:
    """Whether a comment of this capacity waits for a moderator before others read it.

    What speaks for a state or an organisation never does.
    """
    if capacity not in (Capacity.PERSON, Capacity.EXPERT):
        return False
    return any(ask(round, capacity) for ask in HOLDS.values())


def takes_guests(round: Round) -> bool:
    """Whether one comments here without an account."""
    return any(ask(round) for ask in JOINING.values())


def may_be_protected(speaking: Speaking) -> Verdict:
    """Somebody who speaks for themselves may ask that their name be known to named persons alone."""
    if speaking.capacity in (Capacity.PERSON, Capacity.EXPERT):
        return YES
    return no("protected-for-oneself")


def knows_author(person: Person | None, submission: Submission) -> bool:
    """Whether somebody may know who wrote this: all who answer, unless it is protected."""
    if not submission.protected or is_author(person, submission):
        return True
    if person is None or not is_known(person):
        return False
    return any(ask(person, submission.round) for ask in KEEPERS.values())


def is_whole(entry: Entry, round: Round, *, sending: bool) -> Verdict:
    """A comment says something, of a known type, on a place of the version that is out."""
    if len(entry.text) > LONGEST or len(entry.proposed) > LONGEST:
        return no("comment-too-long", most=LONGEST)
    if sending and not entry.text.strip() and not entry.proposed.strip():
        return no("comment-empty")
    codes = TYPE_TABLES[round.types].codes
    if entry.type and entry.type not in codes:
        return no("type-unknown")
    if sending and not entry.type:
        return no("type-needed")
    if entry.scope in (Scope.PARAGRAPH, Scope.SECTION):
        if entry.paragraph is None or entry.paragraph.version_id != round.version_id:
            return no("place-not-in-version")
    elif entry.scope != Scope.TEXT:
        return no("place-not-in-version")
    return YES


def is_author(person: Person | None, submission: Submission) -> bool:
    return is_known(person) and submission.author_id == getattr(person, "pk", None)


def may_edit_draft(person: Person | None, submission: Submission) -> Verdict:
    """A draft is its author's alone."""
    if not is_author(person, submission):
        return no("not-your-comment")
    return YES if submission.state == SubmissionState.DRAFT else no("moved-meanwhile")


def may_amend(person: Person | None, comment: Comment, at: datetime) -> Verdict:
    """The author may change or withdraw a comment until the deadline."""
    submission = comment.submission
    if not is_author(person, submission):
        return no("not-your-comment")
    if submission.state == SubmissionState.WITHDRAWN or comment.withdrawn_at is not None:
        return no("comment-withdrawn")
    if submission.state != SubmissionState.SUBMITTED:
        return no("moved-meanwhile")
    if comment.mark:
        return no("comment-moderated")
    if submission.held and is_held(comment.round, submission.capacity):
        return no("amend-held")
    if phase(comment.round, at) is Phase.CLOSED:
        return no("amend-after-deadline")
    return no("comment-split") if comment.is_split or comment.split_from_id else YES


def may_withdraw(person: Person | None, submission: Submission, at: datetime) -> Verdict:
    """The author may withdraw what was handed in until the deadline."""
    if not is_author(person, submission):
        return no("not-your-comment")
    if submission.state == SubmissionState.WITHDRAWN:
        return no("comment-withdrawn")
    if submission.state not in (SubmissionState.SUBMITTED, SubmissionState.PENDING):
        return no("moved-meanwhile")
    if phase(submission.round, at) is Phase.CLOSED:
        return no("amend-after-deadline")
    return YES


def may_withdraw_set(person: Person | None, submission: Submission, at: datetime) -> Verdict:
    """A party's set is its own, not its author's: who speaks for the party now takes it back."""
    if submission.country is None and submission.organisation is None:
        return no("not-your-comment")
    round = submission.round
    speaking = Speaking(submission.capacity, submission.country, submission.organisation)
    verdict = may_speak(speaking, round, appointments_here(person, round.process.code, at), at)
    if not verdict:
        return verdict
    if submission.state != SubmissionState.SUBMITTED:
        return no("moved-meanwhile")
    return no("amend-after-deadline") if phase(round, at) is Phase.CLOSED else YES


# by whom -> whether a comment is answered already; rooms above add theirs in site/wiring.py
ANSWERED: dict[str, Callable[[Comment], bool]] = {}


def may_enter(person: Person | None, round: Round, at: datetime) -> Verdict:
    """The secretariat enters for others, and an office for those of its states."""
    verdict = may_import(person, round, at)
    return YES if verdict or scope_held(person, round.process.code, at) else verdict


def may_enter_for(person: Person | None, round: Round, speaking: Speaking, at: datetime) -> Verdict:
    """The secretariat enters for a person, an organisation or a state, by name, as the round takes.

    An office does for its own states and for organisations with their seat there, where the round
    is for them.
    """
    if not may_import(person, round, at):
        verdict = may_enter(person, round, at)
        if not verdict:
            return verdict
        scope = scope_held(person, round.process.code, at)
        if not _speaks_within(speaking, scope):
            return no("beyond-your-states")
        track, body = round.track, speaking.organisation
        if speaking.country is not None and not (
            asks_states(track) and is_for_state(speaking.country, track)
        ):
            return no("track-not-for-party")
        if body is not None and not (
            asks_organisations(track) and is_for_organisation(body, track)
        ):
            return no("track-not-for-party")
    if speaking.capacity not in Capacity.values:
        return no("capacity-unheard-of")
    if round.capacities and speaking.capacity not in round.capacities:
        return no("capacity-not-in-round")
    if speaking.capacity == Capacity.STATE and speaking.country is None:
        return no("on-behalf-of-which-state")
    if speaking.capacity == Capacity.ORGANISATION and speaking.organisation is None:
        return no("on-behalf-of-which-organisation")
    return YES


def _speaks_within(speaking: Speaking, scope: frozenset[int]) -> bool:
    """Whether something speaks for a state among these, or for an organisation seated there."""
    if speaking.capacity == Capacity.STATE:
        return within(scope, speaking.country, None)
    if speaking.capacity == Capacity.ORGANISATION:
        return within(scope, None, speaking.organisation)
    return False


def entered_by_office(person: Person | None, submission: Submission, at: datetime) -> bool:
    """Whether somebody entered this for one of the states of an office of which they still are."""
    if person is None or not is_known(person) or submission.entered_by != person.key:
        return False
    speaking = Speaking(submission.capacity, submission.country, submission.organisation)
    return _speaks_within(speaking, scope_held(person, submission.round.process.code, at))


def may_mend(
    person: Person | None, comment: Comment, entered: OnBehalf | None, at: datetime
) -> Verdict:
    """What was entered for somebody is mended until they confirmed it or it is answered."""
    verdict = may_import(person, comment.round, at)
    if entered_by_office(person, comment.submission, at):
        verdict = YES
    if not verdict:
        return verdict
    if entered is None:
        return no("not-entered-on-behalf")
    if comment.withdrawn_at is not None or comment.submission.state != SubmissionState.SUBMITTED:
        return no("comment-withdrawn")
    if entered.state == Confirmation.CONFIRMED:
        return no("confirmed-as-it-is")
    if comment.is_split or comment.split_from_id:
        return no("comment-split")
    if any(ask(comment) for ask in ANSWERED.values()):
        return no("mend-after-answer")
    return YES


def may_see_receipt(person: Person | None, submission: Submission, at: datetime) -> Verdict:
    """A receipt shows its comments to their author and to those who answer; to others its time."""
    if is_author(person, submission):
        return YES
    if is_staff(person, submission.round.process.code, at):
        return YES
    return YES if entered_by_office(person, submission, at) else no("not-your-comment")


def may_arrange(person: Person | None, round: Round, at: datetime) -> Verdict:
    """Those who answer give comments their place and split them into points."""
    if not is_known(person):
        return no("sign-in-first")
    return YES if is_staff(person, round.process.code, at) else no("not-your-role")


def may_place(person: Person | None, comment: Comment, at: datetime) -> Verdict:
    """A comment that was handed in may be moved; where it was stays on record."""
    verdict = may_arrange(person, comment.round, at)
    if not verdict:
        return verdict
    if comment.submission.state in (SubmissionState.DRAFT, SubmissionState.PENDING):
        return no("not-your-comment")
    if comment.withdrawn_at is not None:
        return no("comment-withdrawn")
    return may_work_on(person, comment.round.process.code, [comment.paragraph])


def may_split(person: Person | None, comment: Comment, at: datetime) -> Verdict:
    """A comment that makes several points may be split once; a point is not split again."""
    verdict = may_place(person, comment, at)
    if not verdict:
        return verdict
    return no("comment-split") if comment.is_split or comment.split_from_id else YES


def may_import(person: Person | None, round: Round, at: datetime) -> Verdict:
    """Tables that came by mail are brought in by the secretariat of the process."""
    if not is_known(person):
        return no("sign-in-first")
    if not holds(person, round.process.code, [Role.SECRETARIAT], at):
        return no("not-your-role")
    return YES


def may_enter_from(file: IntakeFile) -> Verdict:
    """A file of the inbox is entered by hand unless it is just being read, or came in by itself."""
    if file.state in (IntakeState.WAITING, IntakeState.CHOSEN):
        return no("file-being-read")
    return no("file-taken-in") if file.state == IntakeState.TAKEN else YES


def may_decide(person: Person | None, round: Round, file: StoredFile, at: datetime) -> Verdict:
    """The secretariat decides about the rows of any file that came in, others about their own."""
    if person is None or not is_known(person):
        return no("sign-in-first")
    process = round.process.code
    if file.process_code != process:
        return no("file-gone")
    if may_import(person, round, at):
        return YES
    if file.received_from != person.key:
        return no("not-your-role")
    return may_draft(person, round, appointments_here(person, process, at), at)


def reads_as_member(person: Person | None, round: Round, at: datetime) -> bool:
    """Whether somebody reads what all have handed in because the track is for them."""
    if not is_known(person) or not members_read(round, at):
        return False
    appointments = appointments_here(person, round.process.code, at)
    return bool(may_draft(person, round, appointments))


def reads_all(person: Person | None, round: Round, at: datetime) -> bool:
    """Whether somebody reads what all have handed in: staff always, members where their track says
    so, everybody once it is public."""
    return (
        is_published(round, at)
        or is_staff(person, round.process.code, at)
        or reads_as_member(person, round, at)
    )


def may_know_numbers(person: Person | None, round: Round, at: datetime) -> bool:
    """Whether somebody may see the number of a comment: it tells how many came before it."""
    return is_counted(round, at) or reads_all(person, round, at)


def readable(person: Person | None, round: Round, at: datetime, *, staff: bool) -> models.Q:
    """Which comments of a round somebody may read: one's own; all, once public, or as staff.

    Drafts are their author's alone, and stand in no list of this rule.
    """
    handed_in = models.Q(
        submission__state__in=[SubmissionState.SUBMITTED, SubmissionState.WITHDRAWN]
    )
    if staff:
        return handed_in
    standing = models.Q(submission__state=SubmissionState.SUBMITTED, withdrawn_at__isnull=True)
    if reads_all(person, round, at):
        return standing
    if not is_known(person):
        return models.Q(pk__in=[])
    return standing & models.Q(submission__author=person)
