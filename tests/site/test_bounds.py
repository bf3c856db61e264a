"""What cannot be taken gets a page that says so, in the reader's language; nothing typed is lost."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client, RequestFactory

from tests.cast import PASSWORD
from travaux.site import views

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PAGE = "/en/people/me/profile/"
SIX = ["ar", "zh-hans", "en", "fr", "ru", "es"]


class Endless(io.RawIOBase):
    """A body that never ends, and counts what is read of it."""

    def __init__(self, head: bytes, length: int) -> None:
        self.head, self.left, self.taken = head, length, 0

    def read(self, size: int = -1) -> bytes:
        size = min(self.left, size if size >= 0 else self.left, 1 << 20)
        piece, self.head = self.head[:size], self.head[size:]
        piece += b"x" * (size - len(piece))
        self.left -= len(piece)
        self.taken += len(piece)
        return piece


def _multipart(name: str = "Typed before") -> bytes:
    return (
        f'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\n{name}\r\n'
        '--b\r\nContent-Disposition: form-data; name="file"; filename="big.docx"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    ).encode()


def _send(client: Client, body: Endless, length: int):
    return client.generic(
        "POST",
        PAGE,
        b"",
        **{
            "wsgi.input": body,
            "CONTENT_LENGTH": str(length),
            "CONTENT_TYPE": "multipart/form-data; boundary=b",
        },
    )


def test_three_gigabytes_are_refused_unread(client, cast):
    client.force_login(cast.chen, backend=BACKEND)
    length = 3 * 2**30
    body = Endless(_multipart(), length)
    answer = _send(client, body, length)
    assert answer.status_code == 413
    assert "40 MB" in answer.content.decode()
    assert body.taken == 0


def test_somewhat_too_large_gives_back_what_was_typed(client, cast, settings, monkeypatch):
    settings.UPLOAD_BYTES = 2 * 2**20
    client.force_login(cast.chen, backend=BACKEND)
    kept = []
    take = TemporaryFileUploadHandler.receive_data_chunk

    def count(self, data, start):
        kept.append(len(data))
        return take(self, data, start)

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", count)
    length = 5 * 2**20
    answer = _send(client, Endless(_multipart(), length), length)
    text = answer.content.decode()
    assert answer.status_code == 413
    assert "2 MB" in text and "Typed before" in text
    assert sum(kept) <= settings.UPLOAD_BYTES, "no more of it was kept than is allowed"


def test_a_file_within_the_limit_passes(client, cast):
    client.force_login(cast.chen, backend=BACKEND)
    form = {"name": "Chen", "language": "en", "zone": "", "file": io.BytesIO(b"x" * 3_000_000)}
    assert client.post(PAGE, form).status_code == 302


def test_a_form_of_many_megabytes_is_refused_with_a_sentence(client, cast):
    client.force_login(cast.chen, backend=BACKEND)
    answer = client.post(PAGE, {"name": "x" * 8_000_000, "language": "en", "zone": ""})
    assert answer.status_code == 413


def test_a_broken_body_is_no_fault_of_ours(client, cast):
    client.force_login(cast.chen, backend=BACKEND)
    for length in ("12", "-5", "abc", ""):
        answer = client.generic(
            "POST", PAGE, b"", CONTENT_TYPE="multipart/form-data; boundary=b",
            CONTENT_LENGTH=length, **{"wsgi.input": io.BytesIO(b"--b\r\nbroken")},
        )  # fmt: skip
        assert answer.status_code in {200, 400}
    answer = client.generic("POST", PAGE, b"x", content_type="multipart/form-data; boundary=")
    assert answer.status_code in {200, 400}


# ---- an expired form -------------------------------------------------------------------------------
def test_an_expired_form_shows_what_was_typed_and_does_nothing(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.chen, backend=BACKEND)
    told = {"name": "A long new <b>name</b>", "language": "en", "password": "never shown"}
    answer = client.post(PAGE, told)
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "A long new &lt;b&gt;name" in text and "never shown" not in text
    assert 'type="submit"' not in text.split("<main")[1].split("</main")[0]
    cast.chen.refresh_from_db()
    assert cast.chen.name == "Chen"


def test_signing_in_needs_a_valid_form(cast):
    client = Client(enforce_csrf_checks=True)
    form = {"login": "chen@example.org", "password": PASSWORD}
    assert client.post("/en/accounts/login/", form).status_code == 403


# ---- pages about failures ----------------------------------------------------------------------------
@pytest.mark.parametrize("language", SIX)
@pytest.mark.parametrize(
    ("view", "status"),
    [
        (views.not_found, 404),
        (views.forbidden, 403),
        (views.unusable, 400),
        (views.too_large, 413),
        (views.too_many, 429),
        (views.expired, 403),
        (views.broken, 500),
    ],
)
def test_failures_are_told_in_the_language_of_the_address(db, view, status, language):
    # as they come when the request failed before any middleware: no session, no person
    answer = view(RequestFactory().get(f"/{language}/somewhere/"))
    text = answer.content.decode()
    assert answer.status_code == status
    assert f'lang="{language.replace("hans", "Hans")}"' in text
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in text


def test_the_page_about_our_own_fault_needs_no_database(monkeypatch):
    # this test has no database: touching it would fail
    answer = views.broken(RequestFactory().get("/fr/somewhere/"))
    assert answer.status_code == 500 and 'lang="fr"' in answer.content.decode()
    monkeypatch.setattr(views, "render_to_string", lambda *_: 1 / 0)
    last = views.broken(RequestFactory().get("/fr/"))
    assert last.status_code == 500 and b"Nothing was stored half" in last.content


def test_an_unknown_host_is_refused(client, db):
    answer = client.get("/en/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()


def test_a_fault_of_ours_is_a_page(db, monkeypatch):
    monkeypatch.setattr(views.Process.objects, "order_by", lambda *_: 1 / 0, raising=False)
    client = Client(raise_request_exception=False)
    answer = client.get("/ru/")
    assert answer.status_code == 500 and 'lang="ru"' in answer.content.decode()
    assert "Content-Security-Policy" in answer


# ---- headers -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "page",
    ["/en/", "/en/nothing/here/", "/healthy", "/keys.json", "/en/accounts/login/", "/en/me/"],
)
def test_every_answer_carries_the_headers(client, db, page):
    answer = client.get(page)
    policy = answer["Content-Security-Policy"]
    for word in (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ):
        assert word in policy
    assert "unsafe" not in policy and "*" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client, cast):
    client.post("/en/accounts/login/", {"login": "chen@example.org", "password": PASSWORD})
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_public_keys(client, db):
    told = client.get("/keys.json").json()
    assert told["keys"][0]["retired_on"] is None and "PRIVATE" not in str(told)


def test_signed_in_pages_ask_the_database_little(client, cast, django_assert_max_num_queries):
    client.force_login(cast.chen, backend=BACKEND)
    with django_assert_max_num_queries(5):
        client.get("/en/people/me/profile/")


def test_own_page_lists_roles_and_ways(client, cast):
    client.force_login(cast.farid, backend=BACKEND)
    text = client.get("/en/me/").content.decode()
    assert "Focal point of a state" in text and "State A" in text
    assert "Guidelines on harbours" in text


def test_the_sign_nul_never_reaches_a_page(rf) -> None:
    from travaux.site.middleware import NoNulMiddleware

    seen = {}

    def respond(request):
        raise AssertionError("not asked")

    middleware = NoNulMiddleware(respond)
    for request in (rf.get("/?all=%00a&b=1&b=2"), rf.post("/?c=%00", {"name": "A\0da", "b": "x"})):
        assert middleware.process_view(request, respond, (), {}) is None
        seen |= request.GET.dict() | request.POST.dict()
        assert "\0" not in str(request.GET.lists()) + str(request.POST.lists())
    assert seen == {"all": "a", "b": "x", "c": "", "name": "Ada"}
    many = rf.get("/?all=%00a&b=1&b=2")
    middleware.process_view(many, respond, (), {})
    assert many.GET.getlist("b") == ["1", "2"]
