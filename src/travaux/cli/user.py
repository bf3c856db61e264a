"""`travaux user`: accounts and roles, for the technical officer."""

from __future__ import annotations

import secrets
import sys
from typing import Annotated, Any

import typer

from travaux.cli.doors import As, InProcess, Json, acting, fail, give, open_site, say, speaking

app = typer.Typer(help="Accounts and roles.", no_args_is_help=True)


def _for_whom(name: str) -> tuple[Any, Any]:
    """The state or organisation of that code, key or name."""
    from travaux.people.models import Country, Organisation
    from travaux.plumbing.verdicts import refuse

    if not name:
        return None, None
    country = Country.objects.filter(code__iexact=name).first()
    if country is None:
        wanted = name.casefold()
        for one in Country.objects.all():
            if wanted in {str(text).casefold() for text in one.names.values()}:
                country = one
    if country is not None:
        return country, None
    organisation = (
        Organisation.objects.filter(key=name).first()
        or Organisation.objects.filter(name__iexact=name).first()
    )
    if organisation is None:
        raise refuse("state-or-organisation-unknown", name=name)
    return None, organisation


@app.command()
def add(
    email: Annotated[str, typer.Argument(help="E-mail of the person.")],
    role: Annotated[str, typer.Option("--role", help="secretariat, drafter, expert, ...")],
    for_whom: Annotated[str, typer.Option("--for", help="State or organisation.")] = "",
    office: Annotated[str, typer.Option("--office", help="Key, for the role of office.")] = "",
    process: InProcess = "",
    as_email: As = "",
    name: Annotated[str, typer.Option("--name", help="Name of the person.")] = "",
    language: Annotated[str, typer.Option("--language", help="Language of mails.")] = "en",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
    everywhere: Annotated[
        bool, typer.Option("--everywhere", help="In every process of this installation.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Make an account where there is none, and give a role. A new password is printed once."""
    open_site()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from travaux.people import actions
    from travaux.people.models import Person, Role
    from travaux.people.queries.offices import office_named
    from travaux.plumbing import clock
    from travaux.plumbing.languages import SIX

    try:
        validate_email(email)
    except ValidationError:
        raise fail(f"{email}: no e-mail address. Write it as name@example.org.") from None
    if role not in Role.values:
        raise fail(f"--role {role}: no such role; known: {', '.join(Role.values)}.")
    if language not in SIX:
        raise fail(f"--language {language}: known are {', '.join(SIX)}.")
    from travaux.cli.doors import the_process

    code = "" if everywhere else the_process(process).code
    with speaking():
        country, organisation = _for_whom(for_whom)
        of_office = office_named(code, office) if office else None
        if office and of_office is None:
            raise fail(f"--office {office}: no such office; `travaux office list` names them.")
        by = acting(as_email) if as_email else None
        person = Person.objects.filter(email__iexact=email).first()
        password = ""
        if person is None:
            typed = sys.stdin.readline().rstrip("\r\n") if password_stdin else ""
            if password_stdin:
                _check_password(typed, email)
            password = typed or "-".join(secrets.token_hex(3) for _ in range(4))
            person = actions.register_person(
                by=by, email=email, name=name, password=password, language=language, at=clock.now()
            )
            actions.vouch_for_address(by=by, person=person, at=clock.now())
            if typed:
                password = ""
        appointment = actions.appoint(
            by=by,
            person=person,
            role=role,
            process_code=code,
            country=country,
            organisation=organisation,
            office=of_office,
            at=clock.now(),
        )
    if password:
        say("The password is shown this once; hand it over in person and have it changed.")
    answer = {
        "person": person.key,
        "email": person.email,
        "role": role,
        "process": code,
        "appointment": appointment.key,
        "password": password or None,
    }
    give(
        answer,
        as_json,
        lambda: [f"{person.email}: {role}" + (f", password {password}" if password else "")],
    )


def _check_password(password: str, email: str) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from travaux.people.models import Person

    try:
        validate_password(password, Person(email=email))
    except ValidationError as problem:
        raise fail("The password was not taken: " + " ".join(problem.messages)) from None


@app.command("list")
def list_people(process: InProcess = "", as_json: Json = False) -> None:
    """Who holds which role in a process."""
    open_site()
    from travaux.cli.doors import the_process
    from travaux.people import queries
    from travaux.plumbing import clock

    found = [
        {"email": a.person.email, "name": a.person.name, "role": a.role, "since": a.begins_at}
        for a in queries.roll(the_process(process).code, clock.now())
    ]
    give({"people": found}, as_json, lambda: [f"{p['role']}: {p['email']}" for p in found])


@app.command()
def erase(
    email: Annotated[str, typer.Argument(help="E-mail of the person.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase a person's account on their wish; the record keeps a key that points to nobody."""
    open_site()
    from travaux.people import actions
    from travaux.people.models import Person
    from travaux.plumbing import clock

    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        raise fail(f"{email}: nobody here has this address.")
    if not yes:
        typer.confirm(f"Erase the account of {email}? This cannot be undone", abort=True)
    with speaking():
        actions.erase_person(by=None, person=person, at=clock.now())
    say("The account is erased.")


@app.command()
def code(
    email: Annotated[str, typer.Argument(help="E-mail of an invented person.")],
    as_json: Json = False,
) -> None:
    """The code of the second factor at this moment, for accounts of the demonstration alone."""
    open_site()
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import (
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )
    from allauth.mfa.utils import decrypt

    from travaux.people.models import Person

    person = Person.objects.filter(email__iexact=email, demonstration=True).first()
    if person is None:
        raise fail(f"{email}: no account of the demonstration has this address.", 1)
    found = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).first()
    if found is None:
        raise fail(f"{email}: this account signs in without a second factor.", 1)
    counters = list(yield_hotp_counters_from_time())
    now_shown = format_hotp_value(
        hotp_value(decrypt(found.data["secret"]), counters[len(counters) // 2])
    )
    give({"email": person.email, "code": now_shown}, as_json, lambda: [now_shown])


@app.command("reset-factor")
def reset_factor(email: Annotated[str, typer.Argument(help="E-mail of the person.")]) -> None:
    """Remove a lost second factor and its recovery codes, once you know who asks."""
    open_site()
    from travaux.people import actions
    from travaux.people.models import Person
    from travaux.plumbing import clock

    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        raise fail(f"{email}: nobody here has this address.")
    with speaking():
        actions.reset_second_factor(by=None, person=person, at=clock.now())
    say("The second factor is removed; roles that need one ask for a new one at the next sign-in.")
