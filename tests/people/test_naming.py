"""An authority names who speaks for its state; organisations have verified members."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from typer.testing import CliRunner

from tests.cast import START
from travaux.cli import contacts as commands
from travaux.correspondence.models import Entry
from travaux.correspondence.queries.register import place_of_link
from travaux.people import actions
from travaux.people.actions import Named
from travaux.people.models import Appointment, Contact, Naming, Person, Role
from travaux.people.queries import appointments_of
from travaux.people.rules import naming as rules
from travaux.plumbing import clock
from travaux.plumbing.mail import as_message
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def office(cast, kind="mission", **also):
    told = {"process_code": "harbour", "kind": kind, "country": cast.state_a, "office": "Mission",
            "email": "mission@demo.example", "language": "fr", "created_at": START, **also}  # fmt: skip
    return Contact.objects.create(**told)


def letter(name="letter.pdf"):
    return SimpleUploadedFile(name, b"%PDF")


def name(naming, **also):
    told = {"by": naming, "naming": naming, "focal": Named("Fay", "fay@demo.example"),
            "deputy": Named("Dov", "dov@demo.example"), "begins_on": clock.today(),
            "ends_on": None, "letter": letter(), "at": clock.now(), **also}  # fmt: skip
    return actions.name_speakers(**told)


def code(call):
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.code


def test_an_authority_names_focal_point_and_deputy_by_its_link(cast, client):
    contact = office(cast)
    client.force_login(cast.amina, backend=BACKEND)
    place = f"/en/harbour/contacts/{contact.key}/"
    assert "name the focal point" in client.get(place).content.decode()
    for _ in range(2):
        client.post(f"{place}ask/")
    mail = Mail.objects.get(to="mission@demo.example")
    asked = Entry.objects.get()
    assert (asked.direction, asked.form, asked.contact) == ("out", "mail", contact)
    assert mail.reference == asked.reference and asked.reference in as_message(mail).body
    assert contact.key in place_of_link("harbour", asked.links.get())
    assert mail.language == "fr" and mail.process_code == "", "no outbox shows the link"
    link = re.search(r"https?://[^/]+(/\S+/contacts/naming/\S+)", mail.text)[1]
    link = link.replace("/fr/", "/en/")
    client.logout()
    assert "State A" in client.get(link).content.decode()
    told = {"name": "Fay", "email": "fay@demo.example", "deputy_name": "Dov",
            "deputy_email": "fay@demo.example", "begins_on": clock.today().isoformat()}  # fmt: skip
    bare = client.post(link, told)
    assert bare.status_code == 422 and 'value="Fay"' in bare.content.decode()
    same = client.post(link, {**told, "letter": letter()})
    assert same.status_code == 422 and "another person" in same.content.decode()
    assert not Person.objects.filter(email="fay@demo.example").exists()
    told |= {"deputy_email": "dov@demo.example"}
    assert client.post(link, {**told, "letter": letter("x.exe")}).status_code == 422
    assert "appointed" in client.post(link, {**told, "letter": letter()}).content.decode()
    held = Appointment.objects.filter(naming__contact=contact).order_by("pk")
    assert [(a.person.name, a.role, a.deputy, a.country) for a in held] == [
        ("Fay", "focal-point", False, cast.state_a),
        ("Dov", "focal-point", True, cast.state_a),
    ]
    assert held[0].letter and held[0].letter == held[1].letter
    came = Entry.objects.get(direction="in")
    assert (came.party, came.files.get().file) == (contact.office, held[0].letter)
    assert asked.key in {k.subject_key for k in came.links.all()}  # the question it answers
    assert "/accounts/password/reset/" in Mail.objects.get(to="fay@demo.example").text
    assert "used already" in client.get(link).content.decode()
    client.force_login(cast.amina, backend=BACKEND)
    roll = client.get("/en/people/roles/?process=harbour").content.decode()
    assert "deputy" in roll and "Mission" in roll
    assert client.get(f"{link[:-4]}xxx/").status_code == 404


def test_naming_anew_ends_those_named_before_and_leaves_others(cast):
    contact = office(cast)
    first = name(actions.ask_authority(by=cast.amina, contact=contact, at=clock.now()))
    later = clock.now() + timedelta(days=10)
    again = actions.ask_authority(by=cast.amina, contact=contact, at=clock.now())
    second = name(again, focal=Named("Dov", "dov@demo.example"), deputy=None,
                  begins_on=later.date(), ends_on=later.date() + timedelta(days=30))  # fmt: skip
    for one in first:
        one.refresh_from_db()
    assert {one.ends_at for one in first} == {second[0].begins_at}
    assert second[0].person == first[1].person and not second[0].deputy
    assert second[0].ends_at - second[0].begins_at == timedelta(days=31)
    assert appointments_of(cast.farid, later + timedelta(days=1)).exists(), "not of this office"
    assert not appointments_of(second[0].person, second[0].ends_at).exists()


def test_who_may_ask_whom_and_which_links_hold(cast):
    mission, other = office(cast), office(cast, "other", email="o@demo.example")
    silent = office(cast, "ministry", email="")
    for who in (cast.bruno, cast.farid, cast.dana, cast.olga):
        assert code(lambda who=who: actions.ask_authority(by=who, contact=mission, at=START)) == (
            "not-your-role"
        )
    assert rules.may_ask_authority(cast.amina, other).code == "contact-names-nobody"
    assert rules.may_ask_authority(cast.amina, silent).code == "contact-without-address"
    naming = actions.ask_authority(by=cast.amina, contact=mission, at=clock.now())
    late = naming.expires_at
    assert code(lambda: name(naming, at=late)) == "naming-expired"
    assert code(lambda: name(naming, letter=None)) == "naming-letter-needed"
    yesterday = clock.today() - timedelta(days=1)
    assert code(lambda: name(naming, ends_on=yesterday)) == "ends-before-it-begins"
    name(naming)
    copy = Naming.objects.get(pk=naming.pk)
    copy.used_at = None  # as a page that was open all the while would hold it
    assert code(lambda: name(copy)) == "naming-used"
    done = CliRunner().invoke(
        commands.app, ["ask", mission.key, "--process", "harbour", "--as", "amina@example.org"]
    )
    assert done.exit_code == 0 and Naming.objects.count() == 2


@pytest.mark.parametrize(
    ("domain", "code"),
    [
        ("quays.example", ""),
        ("gmail.com", "domain-of-everybody"),
        ("x", "domain-unfit"),
        ("-a.b", "domain-unfit"),
        ("a..com", "domain-unfit"),
    ],
)
def test_a_mail_domain_is_an_organisations_own(domain, code):
    assert rules.are_domains([domain]).code == code


def test_members_join_by_their_address_or_are_verified_by_letter(cast, client):
    place = "/en/harbour/contacts/organisations/"
    client.force_login(cast.dana, backend=BACKEND)
    assert "No organisation is known" in client.get(place).content.decode()
    refused = client.post(place, {"do": "join", "organisation": cast.network.key})
    assert refused.status_code == 422
    told = {"do": "domains", "organisation": cast.network.key, "domains": "example.org"}
    client.post(place, told)
    cast.network.refresh_from_db()
    assert cast.network.domains == []
    client.force_login(cast.amina, backend=BACKEND)
    client.post(place, told)
    greta = Appointment.objects.get(person=cast.greta, role=Role.CONTRIBUTOR)
    client.post(place, {"do": "letter", "appointment": greta.key})
    client.post(place, {"do": "letter", "appointment": greta.key, "letter": letter()})
    greta.refresh_from_db()
    assert greta.verified == "letter" and "verified by letter" in client.get(place).content.decode()
    client.force_login(cast.dana, backend=BACKEND)
    assert "Network of quays" in client.get(place).content.decode()
    for _ in range(2):
        client.post(place, {"do": "join", "organisation": cast.network.key})
    (mine,) = appointments_of(cast.dana)
    assert mine.organisation == cast.network and mine.verified == "domain"
    file = "/en/harbour/contacts/organisations.json"
    assert client.get(file).status_code == 403
    client.force_login(cast.amina, backend=BACKEND)
    assert b"domain" in client.get(file).content
