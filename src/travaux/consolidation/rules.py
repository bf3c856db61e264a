"""Who sits at a desk, who writes, who decides, who hands the set in, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from travaux.comments.models import Capacity
from travaux.comments.rules import (
    Entry,
    Speaking,
    appointments_here,
    is_whole,
    may_comment,
    may_draft,
    may_speak,
)
from travaux.comments.states import Scope, SubmissionState
from travaux.consolidation.models import Colleague, Desk, Note, Part
from travaux.consolidation.states import DeskState, NoteState
from travaux.consultations.models import Round
from travaux.consultations.rules import Phase, input_until, phase
from travaux.people.models import Person
from travaux.plumbing.verdicts import YES, Verdict, no

MOST_COLLEAGUES = 200
MOST_NOTES = 2000
REMIND_BEFORE = timedelta(days=3)  # before the internal deadline colleagues are reminded, once
KEEP = timedelta(days=90)  # after the round ends; then what was not handed in is erased
LONGEST_REASON = 5_000


@dataclass(frozen=True, slots=True)
class Seat:
    """What somebody may be at a desk at this instant."""

    desk: Desk
    person: Person | None = None
    colleague: Colleague | None = None
    mandate: Verdict = YES  # whether they speak for the party now, or why not

    @property
    def key(self) -> str:
        """Under which key the record names them."""
        if self.person is not None:
            return self.person.key
        return self.colleague.key if self.colleague is not None else ""

    @property
    def leads(self) -> bool:
        return self.person is not None and bool(self.mandate)

    @property
    def reviews(self) -> bool:
        return self.leads or (self.colleague is not None and self.colleague.part == Part.REVIEWER)

    @property
    def sits(self) -> bool:
        return self.leads or self.colleague is not None


def speaking_of(desk: Desk) -> Speaking:
    """For whom the set of a desk is handed in."""
    if desk.country is not None:
        return Speaking(Capacity.STATE, country=desk.country)
    return Speaking(Capacity.ORGANISATION, organisation=desk.organisation)


def seat_of(who: Person | Colleague | None, desk: Desk, at: datetime) -> Seat:
    """The seat of a person, or of whoever came by a link; the mandate is asked at this instant."""
    if isinstance(who, Colleague):
        stands = who.desk_id == desk.pk and who.ended_at is None
        return Seat(desk, None, who if stands else None, no("not-at-this-desk"))
    if who is None or not who.pk:
        return Seat(desk, mandate=no("sign-in-first"))
    appointments = appointments_here(who, desk.round.process.code, at)
    mandate = may_speak(speaking_of(desk), desk.round, appointments, at)
    mine = desk.colleagues.filter(person=who, ended_at__isnull=True).order_by("pk").first()
    return Seat(desk, who, mine, mandate)


def may_open_desk(person: Person | None, round: Round, speaking: Speaking, at: datetime) -> Verdict:
    """Who speaks for a state or an organisation opens its desk, from the announcement of the round."""
    if speaking.country is None and speaking.organisation is None:
        return no("desk-is-a-party-s")
    appointments = appointments_here(person, round.process.code, at)
    verdict = may_draft(person, round, appointments, at)
    if not verdict:
        return verdict
    verdict = may_speak(speaking, round, appointments, at)
    if not verdict:
        return verdict
    return no("round-closed") if phase(round, at) is Phase.CLOSED else YES


def is_timely(round: Round, until: datetime, at: datetime) -> Verdict:
    """The internal deadline lies ahead, and not after the deadline of the round."""
    if until <= at:
        return no("internal-deadline-past")
    return YES if until <= input_until(round) else no("internal-deadline-after-round")


def may_lead(seat: Seat) -> Verdict:
    """Colleagues are invited, the work is paused and the set handed in by who speaks for the party."""
    return YES if seat.leads else seat.mandate


def _goes_on(seat: Seat) -> Verdict:
    if not seat.sits:
        return no("not-at-this-desk") if seat.mandate else seat.mandate
    if seat.desk.erased_at is not None:
        return no("desk-erased")
    if seat.desk.state == DeskState.PAUSED:
        return no("desk-paused")
    return no("set-handed-in") if seat.desk.state == DeskState.SUBMITTED else YES


def may_write(seat: Seat, at: datetime) -> Verdict:
    """Colleagues write until the internal deadline; who reviews, as long as the desk is open."""
    verdict = _goes_on(seat)
    if not verdict or seat.reviews:
        return verdict
    return YES if at < seat.desk.until else no("internal-deadline-passed")


def is_authors(seat: Seat, note: Note) -> bool:
    """A note is of the colleague who wrote it; those of whoever leads are of all who lead."""
    if note.author_id is None:
        return seat.leads
    return seat.colleague is not None and note.author_id == seat.colleague.pk


def may_see(seat: Seat, note: Note) -> bool:
    """Colleagues see their own; who reviews sees all that lies on the desk, and no other's draft."""
    if is_authors(seat, note):
        return True
    return seat.reviews and note.state != NoteState.DRAFT


def may_change(seat: Seat, note: Note, at: datetime) -> Verdict:
    """Its author changes a draft; who reviews changes what lies on the desk."""
    if not may_see(seat, note):
        return no("not-your-note")
    verdict = may_write(seat, at)
    if not verdict:
        return verdict
    if note.state == NoteState.DRAFT:
        return YES if is_authors(seat, note) else no("not-your-note")
    if not seat.reviews:
        return no("note-lies-on-the-desk")
    return YES if note.state in (NoteState.HANDED, NoteState.TAKEN) else no("note-decided")


def may_own(seat: Seat, note: Note, at: datetime) -> Verdict:
    """Handing to the desk, taking back and throwing away are the author's."""
    if not is_authors(seat, note):
        return no("not-your-note")
    return may_write(seat, at)


def may_decide(seat: Seat) -> Verdict:
    """Reviewers take, merge and reject what lies on the desk."""
    verdict = _goes_on(seat)
    if not verdict:
        return verdict
    return YES if seat.reviews else no("reviewers-decide")


def as_entry(note: Note) -> Entry:
    """A note as a comment of the room below."""
    return Entry(
        scope=note.scope,
        paragraph=note.paragraph,
        type=note.type,
        text=note.text,
        proposed=note.proposed,
        language=note.language,
        speaking=speaking_of(note.desk),
    )


def is_ready(note: Note) -> Verdict:
    """What goes into the set has its place, its type and words."""
    if note.scope == Scope.UNPLACED:
        return no("note-has-no-place")
    return is_whole(as_entry(note), note.desk.round, sending=True)


def may_submit(seat: Seat, at: datetime) -> Verdict:
    """The focal point, or who speaks for the organisation, hands in one set while the round takes it."""
    verdict = may_lead(seat)
    if not verdict:
        return verdict
    verdict = _goes_on(seat)
    if not verdict:
        return verdict
    round = seat.desk.round
    return may_comment(
        seat.person, round, at, appointments_here(seat.person, round.process.code, at)
    )


def may_take_back(seat: Seat, at: datetime) -> Verdict:
    """The set is taken back by who speaks for the party now, until the deadline."""
    verdict = may_lead(seat)
    if not verdict:
        return verdict
    set_ = seat.desk.submission
    if set_ is None or set_.state != SubmissionState.SUBMITTED:
        return no("no-set-handed-in")
    return no("amend-after-deadline") if phase(seat.desk.round, at) is Phase.CLOSED else YES
