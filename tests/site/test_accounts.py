"""Joining, signing in, second factors: by hand, as a person does it."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache

from tests.cast import PASSWORD
from travaux.journal.models import Line
from travaux.people.models import Person
from travaux.plumbing.models import Mail

LOGIN, SIGNUP = "/en/accounts/login/", "/en/accounts/signup/"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _no_counts_of_others(db):
    cache.clear()


def _code(secret: str = "JBSWY3DPEHPK3PXP") -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def _join(client, **also):
    form = {
        "name": "Ines",
        "email": "ines@example.org",
        "password1": "a long sentence to keep",
        "password2": "a long sentence to keep",
        "language": "fr",
        **also,
    }
    return client.post(SIGNUP, form)


def test_joining_is_an_action_and_the_address_is_confirmed_by_mail(client):
    assert _join(client).status_code == 302
    person = Person.objects.get(email="ines@example.org")
    assert (person.name, person.language) == ("Ines", "fr")
    assert person.password.startswith("argon2")
    assert Line.objects.get(what="people.register_person").subject == person.key
    mail = Mail.objects.get(person_key=person.key)
    assert mail.language == "fr" and "confirmer" in mail.text.lower()
    refused = client.post(LOGIN, {"login": person.email, "password": "a long sentence to keep"})
    assert "confirm-email" in refused["Location"]
    link = re.search(r"https?://[^/]+(/\S+confirm-email/\S+)", mail.text).group(1)
    page = client.get(link)
    assert page.status_code == 200 and "ines@example.org" in page.content.decode()
    client.post(link)
    client.post(LOGIN, {"login": person.email, "password": "a long sentence to keep"})
    assert client.get("/en/me/").status_code == 200


def test_a_known_address_is_not_given_away(client, cast):
    new = _join(client)
    known = _join(client, email="chen@example.org")
    assert (new.status_code, new["Location"]) == (known.status_code, known["Location"])
    assert Person.objects.filter(email="chen@example.org").count() == 1
    assert "account" in Mail.objects.get(to="chen@example.org").text.lower()


def test_what_was_typed_comes_back_when_joining_fails(client):
    page = _join(client, password2="another")
    text = page.content.decode()
    assert page.status_code == 200 and 'value="Ines"' in text and "ines@example.org" in text
    assert "a long sentence" not in text
    assert "12" in _join(client, password1="short", password2="short").content.decode()


def test_signing_in_makes_a_new_session(client, cast):
    client.get(LOGIN)
    session = client.session
    session["before"] = 1
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    client.post(LOGIN, {"login": "chen@example.org", "password": PASSWORD})
    assert client.get("/en/me/").status_code == 200
    assert client.cookies["sessionid"].value != before


def test_after_five_wrong_passwords_it_says_to_wait(client, cast):
    for _ in range(5):
        page = client.post(LOGIN, {"login": "chen@example.org", "password": "wrong"})
        assert page.status_code == 200
    right = client.post(LOGIN, {"login": "chen@example.org", "password": PASSWORD})
    assert "Too many wrong passwords" in right.content.decode()
    assert 'value="chen@example.org"' in right.content.decode()
    other = client.post(LOGIN, {"login": "bruno@example.org", "password": PASSWORD})
    assert other.status_code == 302, "others are not shut out"


def test_the_counts_lie_where_every_worker_reads_them(settings):
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")


def test_a_new_password_by_mail(client, cast):
    client.post("/en/accounts/password/reset/", {"email": "chen@example.org"})
    mail = Mail.objects.get(person_key=cast.chen.key)
    link = re.search(r"https?://[^/]+(/\S+password/reset/key/\S+)", mail.text).group(1)
    form = client.get(link, follow=True)
    assert form.status_code == 200
    new = "another long sentence"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    cast.chen.refresh_from_db()
    assert cast.chen.check_password(new)
    assert client.get(link, follow=True).content.decode().count("password1") == 0, "once only"


def test_an_unknown_address_learns_nothing_from_a_reset(client, cast):
    known = client.post("/en/accounts/password/reset/", {"email": "chen@example.org"})
    unknown = client.post("/en/accounts/password/reset/", {"email": "who@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_an_erased_person_cannot_sign_in(client, cast):
    from travaux.people.actions import erase_person
    from travaux.plumbing.clock import now

    erase_person(by=cast.chen, person=cast.chen, at=now())
    page = client.post(LOGIN, {"login": "chen@example.org", "password": PASSWORD})
    assert page.status_code == 200


# ---- the second factor of an office ------------------------------------------------------------------
@pytest.fixture
def bare(cast):
    """Amina before she set up her second factor."""
    Authenticator.objects.filter(user=cast.amina).delete()
    return cast


@pytest.mark.parametrize(
    "page",
    ["/en/me/", "/en/", "/en/harbour/record/", "/en/people/me/profile/", "/ar/people/me/erase/"],
)
def test_the_secretariat_sets_up_a_second_factor_first(client, bare, page):
    client.force_login(bare.amina, backend=BACKEND)
    assert client.get(page)["Location"].endswith("/accounts/2fa/totp/activate/")
    client.force_login(bare.bruno, backend=BACKEND)
    assert "2fa" not in client.get(page).get("Location", "")


def test_an_address_that_only_looks_open_is_not(client, bare):
    client.force_login(bare.amina, backend=BACKEND)
    answer = client.get("/en/people/me/profile/?next=/accounts/2fa/static/")
    assert answer.status_code == 302


def test_nothing_is_stored_until_then_and_nothing_typed_is_lost(client, bare):
    client.force_login(bare.amina, backend=BACKEND)
    told = {"name": "Amina the First", "language": "en", "zone": "", "password": "hidden secret"}
    page = client.post("/en/people/me/profile/", told)
    assert page.status_code == 403
    assert "Amina the First" in page.content.decode()
    assert "hidden secret" not in page.content.decode()
    bare.amina.refresh_from_db()
    assert bare.amina.name == "Amina"


def test_setting_it_up_by_hand_and_signing_in_with_it(
    client, bare, django_capture_on_commit_callbacks
):
    client.post(LOGIN, {"login": "amina@example.org", "password": PASSWORD})
    activate = "/en/accounts/2fa/totp/activate/"
    page = client.get(activate, follow=True)
    if "reauthenticate" in page.request["PATH_INFO"]:
        page = client.post(
            page.request["PATH_INFO"] + "?next=" + activate, {"password": PASSWORD}, follow=True
        )
    text = page.content.decode()
    secret = re.search(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"', text).group(1)
    assert "data:image/svg+xml" in text
    wrong = client.post(activate, {"code": "000000"})
    assert wrong.status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(activate, {"code": _code(secret)}, follow=True)
    assert "ecovery" in done.content.decode()
    assert client.get("/en/me/").status_code == 200
    assert Mail.objects.filter(person_key=bare.amina.key).exists(), "its owner is told"
    client.post("/en/accounts/logout/")
    assert client.get("/en/me/").status_code == 302
    # from now on the password alone does not open the account
    client.post(LOGIN, {"login": "amina@example.org", "password": PASSWORD})
    assert client.get("/en/me/").status_code == 302
    cache.clear()  # a code is taken once within its half minute
    client.post("/en/accounts/2fa/authenticate/", {"code": _code(secret)})
    assert client.get("/en/me/").status_code == 200


def test_a_recovery_code_opens_once(client, cast):
    codes = RecoveryCodes.activate(cast.amina)
    one = codes.get_unused_codes()[0]
    for opens in (True, False):
        client.post("/en/accounts/logout/")
        client.post(LOGIN, {"login": "amina@example.org", "password": PASSWORD})
        client.post("/en/accounts/2fa/authenticate/", {"code": one})
        assert (client.get("/en/me/").status_code == 200) is opens


def test_leaving_stays_open_to_everybody(client, bare):
    client.force_login(bare.amina, backend=BACKEND)
    assert client.post("/en/accounts/logout/").status_code == 302
    assert client.get("/healthy").status_code == 200


def test_the_secret_of_a_second_factor_is_not_kept_in_plain_sight(bare):
    made = TOTP.activate(bare.amina, "JBSWY3DPEHPK3PXP").instance
    assert "JBSWY3DPEHPK3PXP" not in str(made.data)


# ---- every page of the account library ----------------------------------------------------------------
OUTSIDE = [
    LOGIN,
    SIGNUP,
    "/en/accounts/password/reset/",
    "/en/accounts/password/reset/done/",
    "/en/accounts/confirm-email/",
    "/en/accounts/inactive/",
    "/en/accounts/confirm-email/broken-key/",
    "/en/accounts/password/reset/key/1-broken/",
    "/en/accounts/password/reset/key/done/",
]
INSIDE = [
    "/en/accounts/email/",
    "/en/accounts/password/change/",
    "/en/accounts/logout/",
    "/en/accounts/reauthenticate/",
    "/en/accounts/2fa/",
    "/en/accounts/2fa/totp/deactivate/",
    "/en/accounts/2fa/recovery-codes/",
    "/en/accounts/2fa/recovery-codes/generate/",
]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("page", [*OUTSIDE, *INSIDE])
def test_account_pages_have_our_look_and_no_inline_code(client, cast, page, language):
    if page in INSIDE:
        client.post(LOGIN, {"login": "amina@example.org", "password": PASSWORD})
        client.post("/en/accounts/2fa/authenticate/", {"code": _code()})
        RecoveryCodes.activate(cast.amina)
    answer = client.get(page.replace("/en/", f"/{language}/", 1), follow=True)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert 'class="brand"' in text and "travaux/parts.css" in text
    assert text.count("<h1") == 1 and text.count("<main") == 1
    assert f'lang="{language}"' in text
    assert " style=" not in text and "<style" not in text and "onclick" not in text
    for script in re.findall(r"<script[^>]*>", text):
        assert "src=" in script or "application/json" in script
    for field in re.findall(r"<input[^>]*>", text):
        if "hidden" not in field and 'type="radio"' not in field:
            name = re.search(r'id="([^"]+)"', field).group(1)
            assert f'for="{name}"' in text, f"{field} has no label"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
