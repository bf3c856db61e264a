"""Who may open, extend and close a round, and in which phase a round is."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from travaux.consultations.models import Round
from travaux.drafts.models import Version
from travaux.people.models import Person, Role
from travaux.people.queries import holds
from travaux.plumbing.verdicts import YES, Verdict, no

LONGEST_GRACE = 7 * 24 * 60  # minutes


class Phase(models.TextChoices):
    """Where a round stands at an instant."""

    PLANNED = "planned", _("not open yet")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


def ends_at(round: Round) -> datetime:
    """The deadline: as announced or extended, or the instant of an early closing."""
    return round.closed_early_at or round.closes_at


def input_until(round: Round) -> datetime:
    """The last instant at which input counts as in time: the deadline and the announced grace."""
    return round.closed_early_at or round.closes_at + timedelta(minutes=round.grace_minutes)


def phase(round: Round, at: datetime) -> Phase:
    """The phase of a round; within the announced grace it is still open."""
    if at >= input_until(round):
        return Phase.CLOSED
    return Phase.PLANNED if at < round.opens_at else Phase.OPEN


def in_grace(round: Round, at: datetime) -> bool:
    """Whether the deadline has passed but the announced grace has not."""
    return phase(round, at) is Phase.OPEN and at >= round.closes_at


def is_secretariat(person: Person | None, process_code: str, at: datetime) -> Verdict:
    """Rounds are the secretariat's: of this process, not of another."""
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    return YES if holds(person, process_code, [Role.SECRETARIAT], at) else no("not-your-role")


def may_open_round(person: Person | None, version: Version, at: datetime) -> Verdict:
    """A round is opened on a published version only: what is commented on never changes."""
    verdict = is_secretariat(person, version.text.process.code, at)
    if not verdict:
        return verdict
    return YES if version.is_published else no("version-not-published")


def may_extend_round(person: Person | None, round: Round, at: datetime) -> Verdict:
    """A round is extended for all, while it is planned, open or in its announced grace."""
    verdict = is_secretariat(person, round.process.code, at)
    if not verdict:
        return verdict
    return YES if phase(round, at) is not Phase.CLOSED else no("round-closed")


def may_close_round(person: Person | None, round: Round, at: datetime) -> Verdict:
    """An open round may be closed before its deadline, with the reason on record."""
    verdict = is_secretariat(person, round.process.code, at)
    if not verdict:
        return verdict
    if phase(round, at) is Phase.PLANNED:
        return no("round-not-open-yet")
    return YES if phase(round, at) is Phase.OPEN else no("round-closed")
