"""Who has a seat in an adopted group now: whoever has declares interests before it begins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from travaux.panels.models import Seat
from travaux.people.models import MEMBER, Person
from travaux.people.queries import Stand, Standing, must_declare, standings
from travaux.people.wording.interests import stand_name


def members_who_declare(
    process_code: str, at: datetime, only: Person | None = None
) -> list[tuple[Person, Mapping[str, str]]]:
    """The members with an account of their own, each with the title of the group; all, or one."""
    one = {} if only is None else {"nominee__person": only}
    seats = (
        Seat.objects.filter(panel__process__code=process_code, until__isnull=True)
        .filter(nominee__person__isnull=False, at__lte=at, **one)
        .select_related("nominee__person", "panel")
        .order_by("pk")
    )
    return [(s.nominee.person, s.panel.titles) for s in seats if s.nominee.person is not None]


def how_seats_stand(seats: list[Seat], process_code: str, at: datetime) -> dict[int, str]:
    """For each seat that is held, why it has not begun or how its declaration stands, in words.

    Empty where seats ask for no declaration in this process.
    """
    if not must_declare(MEMBER, process_code):
        return {}
    held = [s for s in seats if s.until is None]
    people = [s.nominee.person for s in held if s.nominee.person is not None]
    stands = standings(people, process_code, at)
    missing = Standing(Stand.MISSING)  # who has no account yet has not declared either
    return {s.pk: stand_name(stands.get(s.nominee.person_id or 0, missing).stand) for s in held}
