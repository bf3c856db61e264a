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
from travaux.voices.models import Policy

FEWEST = 5  # votes on a statement below which nobody outside is told how they fell
MOST_STATEMENTS = 100


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
