"""Who comes to a desk, and what every page of it shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest

from travaux.comments.views.frame import frame as round_frame
from travaux.consolidation import queries, rules
from travaux.consolidation.models import Colleague, Desk
from travaux.consolidation.rules import Seat
from travaux.consolidation.wording import DESK_STATES
from travaux.consultations.queries import standing
from travaux.people.asking import person_of
from travaux.people.models import Appointment, Person
from travaux.plumbing.verdicts import require

SESSION = "desks"


def colleague_of(request: HttpRequest, desk: Desk) -> Colleague | None:
    """Who came by a link to this desk in this browser."""
    held = request.session.get(SESSION, {}) if hasattr(request, "session") else {}
    key = held.get(desk.key) if isinstance(held, dict) else None
    if not key:
        return None
    found = Colleague.objects.filter(key=key, desk=desk, ended_at__isnull=True).first()
    if found is not None:
        found.desk = desk
    return found


def desk_at(
    request: HttpRequest, process: str, key: str, at: datetime
) -> tuple[Desk, Person | Colleague, Seat]:
    """The desk of this address for those who sit at it; for others there is nothing here."""
    desk = queries.desk_named(process, key)
    if desk is None:
        raise Http404(key)
    person = person_of(request)
    seat = rules.seat_of(person, desk, at)
    if seat.sits and person is not None:
        return desk, person, seat
    colleague = colleague_of(request, desk)
    if colleague is not None:
        return desk, colleague, rules.seat_of(colleague, desk, at)
    if person is not None and _spoke_once(person, desk):
        require(seat.mandate)
    raise Http404(key)


def _spoke_once(person: Person, desk: Desk) -> bool:
    """Whoever spoke for the party before is told that the mandate has ended."""
    found = Appointment.objects.filter(person=person)
    if desk.country_id is not None:
        return found.filter(country=desk.country).exists()
    return found.filter(organisation=desk.organisation).exists()


def frame(desk: Desk, seat: Seat, at: datetime) -> dict[str, Any]:
    """What every page of a desk shows."""
    round = desk.round
    return {
        **round_frame(round.process, round),
        "desk": desk,
        "seat": seat,
        "party": queries.party_name(desk),
        "standing": standing(round, at),
        "state_words": DESK_STATES[desk.state],
        "may_write": rules.may_write(seat, at),
        "may_decide": rules.may_decide(seat),
    }
