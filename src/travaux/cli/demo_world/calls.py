"""The calls of the demonstration: hosts are sought now, partners were found, experts nominated."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

LETTER = b"%PDF-1.4\n% an invented letter of the demonstration\n%%EOF\n"


def read() -> dict[str, Any]:
    """What the calls of the demonstration say."""
    return tomllib.loads((Path(__file__).parent / "calls.toml").read_text(encoding="utf-8"))


def tell(world: Any, at: datetime) -> None:
    """Calls are announced, and invented persons apply."""
    told = read()
    world.calls["hosting"] = _hosting(world, told["hosting"], at)
    world.calls["partnership"] = _partnership(world, told["partnership"])


def _secretariat(world: Any) -> Any:
    return next(world.people[s.email] for s in world.sign_ins if s.role == "secretariat")


def person(world: Any, name: str, email: str, language: str, at: datetime) -> Any:
    """Somebody invented, who has no password: nobody signs in as them."""
    from travaux.people.actions import register_person

    if email not in world.people:
        world.people[email] = register_person(
            by=None, email=email, name=name, language=language, at=at, demonstration=True
        )
    return world.people[email]


def announced(
    world: Any, kind: str, told: dict[str, Any], opens: datetime, closes: datetime, **rules: Any
) -> Any:
    """A call that is prepared and goes out three days before it opens."""
    from travaux.calls.actions import announce_call, change_call, prepare_call

    by, at = _secretariat(world), opens - timedelta(days=3)
    call = prepare_call(
        by=by,
        process=world.process,
        kind=kind,
        titles=told["titles"],
        texts=told["texts"],
        zone=told["zone"],
        demonstration=True,
        at=at,
    )
    call = change_call(
        by=by,
        call=call,
        seen=call.revision,
        opens_at=opens,
        closes_at=closes,
        wording=told["wording"],
        wording_language="en",
        at=at,
        **rules,
    )
    return announce_call(by=by, call=call, seen=call.revision, at=at)


def _hosting(world: Any, told: dict[str, Any], at: datetime) -> Any:
    zone = ZoneInfo(told["zone"])
    here = at.astimezone(zone).date()
    opens = datetime.combine(here - timedelta(weeks=told["weeks_open"]), time(0), zone)
    closes = datetime.combine(here + timedelta(days=told["days_left"]), time(23, 59), zone)
    call = announced(world, "hosting", told, opens.astimezone(UTC), closes.astimezone(UTC))
    day = opens.astimezone(UTC) + timedelta(days=4, hours=9)
    for offer in told["offers"]:
        typed = {k: v for k, v in offer.items() if k not in ("by", "email", "language")}
        typed |= {"contact_name": offer["by"], "contact_email": offer["email"]}
        who = person(world, offer["by"], offer["email"], offer["language"], day)
        apply(who, call, typed, "letter", day)
        day += timedelta(days=3)
    _reminded(world, call, told["begun"], day, at)
    return call


def _reminded(world: Any, call: Any, told: dict[str, Any], day: datetime, at: datetime) -> None:
    """Somebody has begun an offer and not handed it in: the reminder is written, and held."""
    from travaux.calls.actions import save_application, write_reminders

    who = person(world, told["by"], told["email"], told["language"], day)
    typed = {k: v for k, v in told.items() if k not in ("by", "email", "language")}
    save_application(by=who, call=call, typed=typed, at=day)
    write_reminders(by=_secretariat(world), call=call, at=at - timedelta(days=1))


def _partnership(world: Any, told: dict[str, Any]) -> Any:
    from travaux.plumbing.local_time import read_instant

    opens = read_instant(told["opens"].isoformat(), told["zone"])
    closes = read_instant(told["closes"].isoformat(), told["zone"], end=True)
    call = announced(world, "partnership", told, opens, closes, names_rule="all")
    for offer in told["offers"]:
        typed = {k: v for k, v in offer.items() if k != "email"} | {"agreed": "OK"}
        apply(world.people[offer["email"]], call, typed, "", opens + timedelta(days=9))
    return call


def apply(who: Any, call: Any, typed: dict[str, Any], file: str, at: datetime, **also: Any) -> Any:
    """Somebody fills in the form of a call, attaches what it asks for, and hands it in."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from travaux.calls.actions import save_application, submit_application

    uploads = []
    if file:
        uploads.append(((file,), SimpleUploadedFile(f"{file}.pdf", LETTER, "application/pdf")))
    draft = save_application(by=who, call=call, typed=typed, uploads=uploads, at=at, **also)
    return submit_application(by=who, application=draft, at=at + timedelta(minutes=40))
