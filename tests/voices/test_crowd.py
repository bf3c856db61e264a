"""A flood without an account: so many are taken in at a time, the others are told; readers read on."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from tests.cast import make_cast
from tests.comments.own_database import own_database
from tests.comments.texts import a_round_now
from tests.voices.making import WHO, open_to_all
from travaux.comments.models import Submission
from travaux.plumbing.turns import Door
from travaux.voices.views import joining


def typed(n: int) -> dict[str, str]:
    return {
        "type": "te", "text": f"Keep the old quay open, says number {n}.", "language": "en",
        "name": WHO.name, "email": f"p{n}@example.org", "category": "women",
        "form_token": f"token-{n}", "name_shown": "on",
    }  # fmt: skip


def test_a_door_holds_so_many_and_gives_the_place_back_after_a_failure_too() -> None:
    door = Door(1)
    for _ in range(2):
        with pytest.raises(ValueError), door.entered() as inside:
            assert inside
            with door.entered() as second:
                assert not second
            raise ValueError


@pytest.mark.django_db
def test_whoever_comes_when_it_is_full_is_told_so_and_keeps_what_was_typed(
    client, cast, monkeypatch
) -> None:
    round = open_to_all(cast, a_round_now(cast))
    page = f"/en/harbour/voices/{round.key}/join/"
    monkeypatch.setattr(joining, "CROWD", Door(1))
    with joining.CROWD.entered():
        full = client.post(page, typed(1))
        assert full.status_code == 503 and full["Retry-After"] == "60"
        words = full.content.decode()
        assert "Very many people are sending" in words and "says number 1." in words
        assert "token-1" in words and not Submission.objects.exists()
        assert client.get(f"/en/harbour/rounds/{round.key}/").status_code == 200
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', words))
    again = {k: v for k, v in hidden.items() if k != "csrfmiddlewaretoken"}
    assert again == {**typed(1), "text": again["text"]}  # the page sends all of it again
    assert client.post(page, again).status_code == 302
    assert client.post(page, typed(1)).status_code == 302  # the same form again counts once
    assert Submission.objects.count() == 1


def test_of_a_crowd_each_is_stored_or_told_so_and_readers_are_answered(
    django_db_setup, django_db_blocker, settings, tmp_path, monkeypatch
) -> None:
    """Sixty at once, at a door for three: whoever has a receipt is stored, and nobody else."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(joining, "CROWD", Door(3))
    with django_db_blocker.unblock(), own_database(tmp_path):
        cast = make_cast()
        round = open_to_all(cast, a_round_now(cast))
        page = f"/en/harbour/voices/{round.key}/join/"
        ready = threading.Barrier(60)

        def one(n: int) -> tuple[int, str, str]:
            client = Client(REMOTE_ADDR=f"203.0.{n}.1")
            try:
                ready.wait(60)
                got = client.post(page, typed(n))
                return got.status_code, got.headers.get("Location", ""), got.content.decode()
            finally:
                connections.close_all()

        def read(_n: int) -> int:
            try:
                return Client().get(f"/en/harbour/rounds/{round.key}/").status_code
            finally:
                connections.close_all()

        with ThreadPoolExecutor(61) as pool:
            crowd = [pool.submit(one, n) for n in range(60)]
            readers = [pool.submit(read, n).result(60) for n in range(3)]
            answers = [a.result(120) for a in crowd]
        assert readers == [200, 200, 200]
        taken = [place for status, place, _words in answers if status == 302]
        told = [words for status, _place, words in answers if status == 503]
        assert len(taken) + len(told) == 60 and taken and told
        assert all("says number" in words for words in told)
        kept = set(Submission.objects.values_list("receipt", flat=True))
        assert kept == {place.rstrip("/").rsplit("/", 1)[-1] for place in taken}
