"""A meeting of February 2024 on the draft of a round, as the tests of this room need it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import START, Cast
from tests.comments.texts import a_round
from travaux.funding.models import BudgetLine
from travaux.meetings import actions
from travaux.meetings.models import Meeting, Participant
from travaux.meetings.rules.meetings import Plan
from travaux.meetings.rules.places import Registering

BEGINS = datetime(2024, 1, 29, 8, 0, tzinfo=UTC)
ENDS = BEGINS + timedelta(days=1, hours=9)
BEFORE = START + timedelta(days=2)
DURING = BEGINS + timedelta(hours=3)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def plan(cast: Cast, **also: Any) -> Plan:
    fields: dict[str, Any] = {
        "titles": {"en": "Expert meeting 1", "fr": "Première réunion"},
        "mode": "in-person",
        "starts_at": BEGINS,
        "ends_at": ENDS,
        "zone": "Africa/Nairobi",
        "city": "Port Aling",
        "symbol": "HRB/EGM.1",
        **also,
    }
    return Plan(**fields)


def a_meeting(cast: Cast, *, announced: bool = True, series: Any = None, **also: Any) -> Meeting:
    """A meeting with one item; announced unless said."""
    at = also.pop("at", START + timedelta(hours=2))
    if "round" not in also:
        also["round"] = a_round(cast)
    made = actions.prepare_meeting(
        by=cast.amina, process=cast.process, plan=plan(cast, **also), series=series, at=at
    )
    actions.add_item(by=cast.amina, meeting=made, titles={"en": "Reading of the draft"}, at=at)
    if announced:
        made = actions.announce_meeting(by=cast.amina, meeting=made, at=at)
    return made


def budget(cast: Cast, amount: int = 5000) -> BudgetLine:
    return BudgetLine.objects.create(
        process=cast.process, code="egm-1", titles={"en": "Meeting 1"}, amount=Decimal(amount),
        source="invented",
    )  # fmt: skip


def told(person: Any, **also: Any) -> Registering:
    fields: dict[str, Any] = {
        "name": person.name,
        "email": person.email,
        "kind": "expert",
        "capacity": "expert",
        "mode": "in-person",
        **also,
    }
    return Registering(**fields)


def comes(
    cast: Cast, meeting: Meeting, person: Any, *, at: Any = BEFORE, **also: Any
) -> Participant:
    """Somebody registers and the secretariat approves it."""
    place = actions.register(by=person, meeting=meeting, told=told(person, **also), at=at)
    return actions.approve(by=cast.amina, participant=place, at=at)


def delegate(cast: Cast, meeting: Meeting, **also: Any) -> Participant:
    """Farid comes for State A."""
    return comes(
        cast, meeting, cast.farid, kind="member", capacity="head", country=cast.state_a, **also
    )


def paper(name: str = "agenda.pdf", data: bytes = b"%PDF-1.4 invented") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def sign_in(client: Any, person: Any) -> Any:
    client.force_login(person, backend=BACKEND)
    return client
