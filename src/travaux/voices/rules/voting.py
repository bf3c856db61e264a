"""Who puts statements, who votes on them, and what of the result everybody sees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from travaux.comments.models import Capacity
from travaux.comments.rules import may_draft
from travaux.consultations.models import Round
from travaux.consultations.rules import Phase, is_published, is_secretariat, phase
from travaux.people.models import Appointment, Person, Role
from travaux.plumbing.verdicts import YES, Verdict, no
from travaux.voices.models import Policy, Proposal
from travaux.voices.states import Proposed

FEWEST = 5  # votes on a statement below which nobody outside is told how they fell
MOST_STATEMENTS = 100
MOST_WAITING = 5  # proposals of one person that wait at a time


def has_votes(round: Round) -> bool:
    """Off, unless the policy of the track says so; and never where only states speak."""
    taken = [round.capacities, round.track.capacities if round.track is not None else []]
    if any(some and Capacity.PERSON not in some for some in taken):
        return False
    if round.track_id is None:
        return False
    return Policy.objects.filter(track_id=round.track_id, votes=True).exists()


def may_put_statement(person: Person | None, round: Round, at: datetime) -> Verdict:
    """The secretariat puts statements, until the round closes."""
    verdict = is_secretariat(person, round.process.code, at)
    if not verdict:
        return verdict
    if not has_votes(round):
        return no("no-votes-here")
    return YES if phase(round, at) is not Phase.CLOSED else no("round-closed")


def takes_proposals(round: Round) -> bool:
    """Whether participants propose statements: off, unless the policy of the track says so."""
    if round.track_id is None or not has_votes(round):
        return False
    return Policy.objects.filter(track_id=round.track_id, votes=True, proposals=True).exists()


def may_propose(
    person: Person | None, round: Round, appointments: Sequence[Appointment], at: datetime
) -> Verdict:
    """Whoever may vote proposes, a few at a time; a moderator reads them before anybody else."""
    if not takes_proposals(round):
        return no("no-proposals-here")
    verdict = may_vote(person, round, appointments, at)
    if not verdict or person is None:
        return verdict
    waiting = Proposal.objects.filter(round=round, author=person, state=Proposed.WAITING).count()
    return no("proposals-wait", most=MOST_WAITING) if waiting >= MOST_WAITING else YES


def may_decide_proposal(person: Person | None, proposal: Proposal, at: datetime) -> Verdict:
    """The secretariat puts or declines what others proposed, while the round is open."""
    verdict = may_put_statement(person, proposal.round, at)
    if not verdict or person is None:
        return verdict
    if proposal.author_id == person.pk:
        return no("own-proposal")
    return YES if proposal.state == Proposed.WAITING else no("moved-meanwhile")


def may_vote(
    person: Person | None, round: Round, appointments: Sequence[Appointment], at: datetime
) -> Verdict:
    """A person votes for themselves while the round is open; whoever speaks for a state does not."""
    if not has_votes(round):
        return no("no-votes-here")
    verdict = may_draft(person, round, appointments, at)
    if not verdict:
        return verdict
    if any(a.role == Role.FOCAL_POINT for a in appointments):
        return no("states-do-not-vote")
    now = phase(round, at)
    if now is Phase.PLANNED:
        return no("round-not-open-yet")
    return YES if now is Phase.OPEN else no("round-closed")


def may_see_votes(person: Person | None, round: Round, at: datetime) -> bool:
    """The secretariat at any time; everybody once the round's comments are public."""
    return is_published(round, at) or bool(is_secretariat(person, round.process.code, at))
