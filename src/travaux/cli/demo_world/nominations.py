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
    _on_paper(world, call, told["on_paper"], opens + timedelta(days=16))
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
    typed = _typed(nominee, email)
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


def _on_paper(world: Any, call: Any, nominee: dict[str, Any], at: datetime) -> None:
    """An invented nomination came by post; it is entered with its scan, and its sender says what is
    not as it was sent."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from travaux.calls.actions import apply_on_behalf
    from travaux.correspondence.actions import answer_for
    from travaux.correspondence.models import OnBehalf
    from travaux.correspondence.rules import EntryDetails
    from travaux.correspondence.states import Confirmation
    from travaux.people.models import Country

    scan, cv = (
        SimpleUploadedFile(f"{name}.pdf", LETTER, "application/pdf") for name in ("scan", "cv")
    )
    one = apply_on_behalf(
        by=_secretariat(world),
        call=call,
        details=EntryDetails(
            direction="in",
            form="letter",
            dated_on=at.date(),
            subject=nominee["subject"],
            party=nominee["sender"],
            language=nominee["language"],
        ),
        email=nominee["sender_email"],
        files=[scan],
        typed=_typed(nominee, nominee["email"]),
        uploads=[(("cv",), cv)],
        country=Country.objects.get(code=nominee["state"]),
        at=at,
    )
    answer_for(
        by=None,
        made=OnBehalf.objects.get(kind="application", subject_key=one.key),
        state=Confirmation.DISPUTED,
        remark=nominee["remark"],
        at=at + timedelta(days=2),
    )


def _typed(nominee: dict[str, Any], email: str) -> dict[str, Any]:
    """The form as an invented nominee filled it in."""
    answers = ("given_names", "family_name", "gender", "level", "expertise", "languages")
    return {key: nominee[key] for key in answers} | {
        "email": email,
        "employer": f"Invented office of {nominee['state'].replace('X-', 'State ')}",
        "function": "Adviser",
        "years": "11",
        "experience": "Invented for the demonstration.",
        "first_time": "yes",
        "can_travel": "yes",
        "agreed": "OK",
    }


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
