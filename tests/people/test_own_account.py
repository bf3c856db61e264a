"""One's own profile and data, and leaving without breaking the record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from tests.cast import PASSWORD, START
from travaux.journal.models import Line
from travaux.journal.queries import verification
from travaux.people import actions
from travaux.people.models import Person, Role
from travaux.plumbing.mail import write_mail
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal

LATER = START + timedelta(days=30)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_a_profile_is_changed_by_its_person_alone(cast):
    told = {"name": "Chen Li", "language": "fr", "zone": "Africa/Nairobi"}
    with pytest.raises(Refusal, match="not-your-account"):
        actions.change_profile(by=cast.amina, person=cast.chen, at=LATER, **told)
    actions.change_profile(by=cast.chen, person=cast.chen, at=LATER, **told)
    actions.change_profile(by=cast.chen, person=cast.chen, at=LATER, **told)
    assert Line.objects.filter(what="people.change_profile").count() == 1
    line = Line.objects.get(what="people.change_profile")
    assert "Chen Li" not in str(line.facts), "the record holds nobody's name"


def test_profile_page(client, cast):
    client.force_login(cast.chen, backend=BACKEND)
    page = "/en/people/me/profile/"
    assert 'value="Chen"' in client.get(page).content.decode()
    bad = client.post(page, {"name": "Chen Li", "language": "xx", "zone": ""})
    assert bad.status_code == 200 and "Chen Li" in bad.content.decode()
    client.post(page, {"name": "Chen Li", "language": "ar", "zone": "Africa/Nairobi"})
    cast.chen.refresh_from_db()
    assert (cast.chen.name, cast.chen.language, cast.chen.zone) == (
        "Chen Li",
        "ar",
        "Africa/Nairobi",
    )


def test_everything_that_is_kept_can_be_taken_along(client, cast):
    write_mail(cast.chen, "Subject", "Text for Chen", at=START)
    client.force_login(cast.chen, backend=BACKEND)
    found = client.get("/en/people/me/data.json")
    assert found["Content-Disposition"].startswith("attachment")
    told = found.json()
    assert told["person"]["email"] == "chen@example.org"
    assert [a["role"] for a in told["appointments"]] == ["contributor"]
    assert told["mails"][0]["text"] == "Text for Chen"
    assert told["record"]
    assert "farid" not in found.content.decode().lower()


def test_an_erased_person_leaves_a_key_and_an_unbroken_record(cast):
    write_mail(cast.amina, "Subject", "Text", at=START)
    actions.appoint(
        by=cast.amina,
        person=cast.bruno,
        role=Role.SECRETARIAT,
        process_code="harbour",
        at=LATER,
    )
    key = cast.amina.key
    actions.erase_person(by=cast.amina, person=cast.amina, at=LATER)
    gone = Person.objects.get(key=key)
    assert (gone.email, gone.name, gone.is_active, gone.erased_at) == (None, "", False, LATER)
    assert not gone.has_usable_password() and str(gone) == key
    assert not EmailAddress.objects.filter(user=gone).exists()
    assert not Authenticator.objects.filter(user=gone).exists()
    assert not Mail.objects.filter(person_key=key).exists()
    assert not gone.appointments.filter(ends_at__isnull=True).exists()
    assert Line.objects.filter(actor=key).exists()
    assert verification().verified
    with pytest.raises(Refusal, match="moved-meanwhile"):
        actions.erase_person(by=gone, person=gone, at=LATER)
    # the address is free again
    actions.register_person(by=None, email="amina@example.org", at=LATER)


def test_nobody_erases_somebody_else(cast):
    with pytest.raises(Refusal, match="not-your-account"):
        actions.erase_person(by=cast.amina, person=cast.chen, at=LATER)


def test_the_only_secretariat_names_a_successor_first(client, cast):
    client.force_login(cast.amina, backend=BACKEND)
    page = client.get("/en/people/me/erase/").content.decode()
    assert "would be left without a secretariat" in page and 'name="word"' not in page
    client.post("/en/people/me/erase/", {"word": "ERASE"})
    assert Person.objects.filter(email="amina@example.org").exists()


def test_erasing_asks_for_a_word_and_ends_the_session(client, cast):
    assert client.login(email="chen@example.org", password=PASSWORD)
    page = "/en/people/me/erase/"
    assert "Type the word exactly" in client.post(page, {"word": "erase?"}).content.decode()
    assert client.post(page, {"word": "ERASE"}, follow=True).status_code == 200
    assert client.get("/en/me/").status_code == 302
    assert not client.login(email="chen@example.org", password=PASSWORD)
