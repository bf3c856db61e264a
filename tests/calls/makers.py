"""Calls and answers for the tests, made by the public actions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from travaux.calls.actions import announce_call, change_call, prepare_call, save_application
from travaux.calls.actions import submit_application as hand_in
from travaux.calls.models import Application, Call
from travaux.plumbing import clock

PREPARED = datetime(2024, 2, 1, 9, 0, tzinfo=UTC)
OPENS = datetime(2024, 2, 5, 0, 0, tzinfo=UTC)
DURING = datetime(2024, 2, 10, 12, 0, tzinfo=UTC)
CLOSES = datetime(2024, 3, 1, 20, 59, tzinfo=UTC)
AFTER = datetime(2024, 3, 2, 9, 0, tzinfo=UTC)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

PDF = b"%PDF-1.4 a curriculum vitae\n%%EOF"


def pdf(name: str = "cv.pdf", data: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/pdf")


def a_draft_call(cast, kind: str = "nomination", **rules: Any) -> Call:
    """A call in preparation, with its dates."""
    call = prepare_call(
        by=cast.amina, process=cast.process, kind=kind, titles={"en": "Experts"}, at=PREPARED
    )
    given = {"zone": "Africa/Nairobi", "opens_at": OPENS, "closes_at": CLOSES, **rules}
    return change_call(by=cast.amina, call=call, seen=0, at=PREPARED, **given)


def a_call(cast, kind: str = "nomination", **rules: Any) -> Call:
    """A call that is announced and opens on OPENS."""
    call = a_draft_call(cast, kind, **rules)
    return announce_call(by=cast.amina, call=call, seen=call.revision, at=PREPARED)


def a_call_now(cast, kind: str = "nomination", **rules: Any) -> Call:
    """A call that is open at this very moment."""
    now = clock.now()
    told = {"opens_at": now - timedelta(days=5), "closes_at": now + timedelta(days=5), **rules}
    call = prepare_call(
        by=cast.amina, process=cast.process, kind=kind, titles={"en": "Experts"}, at=now
    )
    call = change_call(by=cast.amina, call=call, seen=0, at=now, zone="UTC", **told)
    return announce_call(by=cast.amina, call=call, seen=call.revision, at=now)


NOMINEE = {
    "given_names": "Ada",
    "family_name": "Quay",
    "email": "ada@example.org",
    "gender": "woman",
    "employer": "City of Aling",
    "function": "Head of data",
    "level": "local",
    "expertise": ["data", "rights"],
    "years": "12",
    "experience": "Built a registry.",
    "languages": ["en", "fr"],
    "first_time": "yes",
    "can_travel": "yes",
    "agreed": "OK",
}
HOST = {
    "hosts": [{"host_name": "City of Aling", "host_kind": "city"}],
    "contact_name": "Ada Quay",
    "contact_email": "ada@example.org",
    "dates": [{"begins": "2024-10-14", "ends": "2024-10-16"}],
    "city": "Aling",
    "venue": "Town hall",
    "capacity": "80",
    "costs": [
        {"cost": "venue", "bearer": "host"},
        {"cost": "travel", "bearer": "organiser", "amount": "45000", "currency": "USD"},
    ],
    "visa": "helped",
    "accessibility": ["step_free", "toilets"],
    "interpretation": ["en", "fr"],
    "connection": "200",
    "hybrid": "yes",
}
PARTNER = {
    "organisation": "Network of quays",
    "category": "civil_society",
    "contact_name": "Greta",
    "contact_email": "greta@example.org",
    "commitments": [
        {"offer": "survey", "what_exactly": "40 cities", "by_when": "2024-05-01"},
        {"offer": "translation", "what_exactly": "Into French", "by_when": "2024-06-01"},
    ],
    "links": "none",
    "agreed": "OK",
}
FILE_OF = {"nomination": "cv", "hosting": "letter"}
ANSWERS = {"nomination": NOMINEE, "hosting": HOST, "partnership": PARTNER}


def a_draft(cast, call: Call, person=None, at=DURING, country="same", **answers: Any):
    """A draft with everything in it that the shipped form of the call asks."""
    person = person or cast.chen
    uploads = [((FILE_OF[call.kind],), pdf())] if call.kind in FILE_OF else []
    return save_application(
        by=person,
        call=call,
        typed={**ANSWERS[call.kind], **answers},
        uploads=uploads,
        country=(cast.state_a if country == "same" else country)
        if call.kind == "nomination"
        else None,
        at=at,
    )


def an_application(cast, call: Call, person=None, at=DURING, **also: Any) -> Application:
    """An application that was handed in."""
    draft = a_draft(cast, call, person, at, **also)
    return hand_in(by=person or cast.chen, application=draft, at=at)


def sign_in(client, person):
    client.force_login(person, backend=BACKEND)
    return client
