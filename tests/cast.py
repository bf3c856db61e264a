"""A named cast, made by the public actions. Amina (secretariat), Bruno and Elif (drafters), Chen
(comments as a person), Farid (focal point of State A), Greta (an organisation), Hana (expert),
Dana (a stranger with an account), Olga (secretariat of another process)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from travaux.people.actions import appoint, register_person
from travaux.people.models import Country, Organisation, Person, Role
from travaux.roadmap.models import Process

START = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)
PASSWORD = "correct horse battery staple"


@dataclass
class Cast:
    process: Process
    other: Process
    state_a: Country
    network: Organisation
    amina: Person
    bruno: Person
    elif_: Person
    chen: Person
    farid: Person
    greta: Person
    hana: Person
    dana: Person
    olga: Person


def person(name: str, *, at: datetime = START, second_factor: bool = False) -> Person:
    """A person with a confirmed address, able to sign in with PASSWORD."""
    email = f"{name.lower()}@example.org"
    made = register_person(
        by=None, email=email, name=name, password=PASSWORD, at=at, demonstration=True
    )
    EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
    if second_factor:
        Authenticator.objects.create(
            user=made, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
        )
    return made


def make_cast() -> Cast:
    """Everybody, in a process "harbour" (and one stranger to it, in "other")."""
    process = Process.objects.create(
        code="harbour", titles={"en": "Guidelines on harbours"}, demonstration=True
    )
    other = Process.objects.create(
        code="other", titles={"en": "Another process"}, demonstration=True
    )
    state_a = Country.objects.create(code="X-A", names={"en": "State A"}, demonstration=True)
    network = Organisation.objects.create(name="Network of quays", demonstration=True)
    cast = Cast(
        process,
        other,
        state_a,
        network,
        amina=person("Amina", second_factor=True),
        bruno=person("Bruno"),
        elif_=person("Elif"),
        chen=person("Chen"),
        farid=person("Farid"),
        greta=person("Greta"),
        hana=person("Hana"),
        dana=person("Dana"),
        olga=person("Olga", second_factor=True),
    )
    here = {"by": None, "process_code": "harbour", "at": START}
    appoint(person=cast.amina, role=Role.SECRETARIAT, **here)
    appoint(person=cast.bruno, role=Role.DRAFTER, **here)
    appoint(person=cast.elif_, role=Role.DRAFTER, **here)
    appoint(person=cast.chen, role=Role.CONTRIBUTOR, **here)
    appoint(person=cast.farid, role=Role.FOCAL_POINT, country=state_a, **here)
    appoint(person=cast.greta, role=Role.CONTRIBUTOR, organisation=network, **here)
    appoint(person=cast.hana, role=Role.EXPERT, **here)
    appoint(by=None, person=cast.olga, role=Role.SECRETARIAT, process_code="other", at=START)
    return cast
