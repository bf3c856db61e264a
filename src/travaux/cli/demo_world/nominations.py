"""The nominations of the demonstration: a closed call with invented nominees in every state of the work."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from travaux.cli.demo_world.calls import LETTER, announced, apply, person, read

RULES = {
    "per_country": 2,
    "authority_rule": "mission",
    "late_confirmation": "within",
    "confirmation_hours": 14 * 24,
}


def tell(world: Any, at: datetime) -> None:
    """The call goes out, nominees apply, authorities confirm; one state's mission is asked."""
    from travaux.calls.actions import begin_nomination

    told = read()["nomination"]
    zone = ZoneInfo(told["zone"])
    last = at.astimezone(zone).date() - timedelta(days=told["days_closed"])
    closes = datetime.combine(last, time(23, 59), zone).astimezone(UTC)
    opens = closes - timedelta(days=told["days_open"])
    call = announced(world, "nomination", told, opens, closes, **RULES)
    offices = _offices(world, told, opens - timedelta(days=2))
    day = opens + timedelta(days=3)
    for nominee in told["nominees"]:
        one = _hand_in(world, call, nominee, day, closes)
        if nominee.get("confirmed_by"):
            when = day + timedelta(days=2)
            if "after_days" in nominee:
                when = closes + timedelta(days=nominee["after_days"])
            _confirm(world, one, nominee["confirmed_by"], offices, when)
        day += timedelta(days=2)
    begin_nomination(
        by=world.people["farid@demo.example"],
        call=call,
        name="Meera Arvo",
        email="meera.arvo@demo.example",
        language="en",
        at=opens + timedelta(days=12),
    )
    world.calls["nomination"] = call


def _secretariat(world: Any) -> Any:
    return next(world.people[s.email] for s in world.sign_ins if s.role == "secretariat")


def _offices(world: Any, told: dict[str, Any], at: datetime) -> dict[str, Any]:
    """Invented ministries that have no account and confirm through links."""
    from travaux.people.actions import OfficeDetails, add_contact
    from travaux.people.models import Country

    return {
        one["key"]: add_contact(
            by=_secretariat(world),
            process_code=world.process.code,
            details=OfficeDetails(
                kind="ministry",
                country=Country.objects.get(code=one["state"]),
                office=one["office"],
                language=one["language"],
                email=one["email"],
            ),
            demonstration=True,
            at=at,
        )
        for one in told["offices"]
    }


def _hand_in(world: Any, call: Any, nominee: dict[str, Any], at: datetime, closes: datetime) -> Any:
    """A nominee fills in the form; in time, by an exception, as a draft alone, or to withdraw it."""
    from travaux.calls.actions import admit_late, save_application, withdraw_application
    from travaux.people.models import Country

    name = f"{nominee['given_names']} {nominee['family_name']}"
    email = f"{name.lower().replace(' ', '.')}@demo.example"
    who = person(world, name, email, nominee["languages"][0], at)
    answers = ("given_names", "family_name", "gender", "level", "expertise", "languages")
    typed = {key: nominee[key] for key in answers} | {
        "email": email,
        "employer": f"Invented office of {nominee['state'].replace('X-', 'State ')}",
        "function": "Adviser",
        "years": "11",
        "experience": "Invented for the demonstration.",
        "first_time": "yes",
        "can_travel": "yes",
        "agreed": "OK",
    }
    country, then = Country.objects.get(code=nominee["state"]), nominee.get("then", "")
    if then == "draft":
        typed.pop("expertise")
        return save_application(by=who, call=call, typed=typed, country=country, at=at)
    if then == "exception":
        at = closes + timedelta(hours=30)
        admit_late(
            by=_secretariat(world),
            call=call,
            email=email,
            until=closes + timedelta(days=2),
            reason="The nominee was without a connection for two days (invented).",
            at=at - timedelta(hours=2),
        )
    one = apply(who, call, typed, "cv", at, country=country)
    if then == "withdrawn":
        withdraw_application(by=who, application=one, at=at + timedelta(days=4))
    return one


def _confirm(world: Any, one: Any, by: str, offices: dict[str, Any], at: datetime) -> None:
    """A focal point confirms on the site, an office through the link that it got."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from travaux.calls.actions import confirm_by_link, confirm_nomination, send_authority_link

    letter = SimpleUploadedFile("letter.pdf", LETTER, "application/pdf")
    if by in offices:
        link = send_authority_link(
            by=_secretariat(world), application=one, contact=offices[by], at=at - timedelta(days=1)
        )
        confirm_by_link(by=None, link=link, letter=letter, at=at)
    else:
        confirm_nomination(by=world.people[by], application=one, letter=letter, at=at)
