"""Public pages are drawn once while the record stands, and never shown when they would differ."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from travaux.journal.pages import changes_at, same_for_everyone
from travaux.journal.queries import state_of_record
from travaux.people.actions import change_profile
from travaux.plumbing import clock

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def drawn(cast, monkeypatch):
    """A page, and how often it was drawn."""
    times: list[str] = []
    monkeypatch.setattr(clock, "now", lambda: NOON)

    @same_for_everyone
    def page(request: HttpRequest, until: datetime | None = None) -> HttpResponse:
        times.append(request.get_full_path())
        if "gone" in request.path:
            return HttpResponse("nothing here", status=404)
        return changes_at(HttpResponse(f"page {len(times)}"), until)

    page.times = times
    return page


def ask(path: str = "/en/page/", **also: str) -> HttpRequest:
    return RequestFactory().get(path, **also)


def test_it_is_drawn_once_while_nobody_does_anything(drawn, cast) -> None:
    assert state_of_record()
    assert {drawn(ask()).content for _ in range(3)} == {b"page 1"}
    assert drawn(ask("/en/page/?part=2")).content == b"page 2"
    change_profile(
        by=cast.chen, person=cast.chen, name="Chen the Second", language="en", zone="UTC", at=NOON
    )
    assert drawn(ask()).content == b"page 3"


def test_it_is_drawn_anew_from_the_instant_at_which_it_reads_otherwise(drawn, monkeypatch) -> None:
    until = NOON + timedelta(minutes=5)
    assert [drawn(ask(), until=until).content for _ in range(2)] == [b"page 1"] * 2
    monkeypatch.setattr(clock, "now", lambda: until - timedelta(microseconds=1))
    assert drawn(ask(), until=until).content == b"page 1"
    monkeypatch.setattr(clock, "now", lambda: until)
    assert drawn(ask(), until=None).content == b"page 2"


def test_a_browser_that_has_it_is_told_so_until_it_changes(drawn, cast) -> None:
    first = drawn(ask())
    again = drawn(ask(HTTP_IF_NONE_MATCH=first["ETag"]))
    assert (again.status_code, again.content) == (304, b"")
    assert "private" in first["Cache-Control"]
    change_profile(
        by=cast.chen, person=cast.chen, name="Chen the Third", language="en", zone="UTC", at=NOON
    )
    assert drawn(ask(HTTP_IF_NONE_MATCH=first["ETag"])).status_code == 200


@pytest.mark.parametrize("cookie", ["sessionid", "messages"])
def test_nothing_of_it_is_kept_for_or_given_to_whoever_is_somebody(drawn, cookie) -> None:
    assert drawn(ask()).content == b"page 1"
    known = ask()
    known.COOKIES[cookie] = "x"
    assert drawn(known).content == b"page 2"
    assert "ETag" not in drawn(known)
    assert drawn(ask()).content == b"page 1"


def test_forms_and_what_is_not_there_are_never_kept(drawn) -> None:
    for n in (1, 2):
        assert drawn(RequestFactory().post("/en/page/")).content == b"page %d" % n
    for _ in range(2):
        assert drawn(ask("/en/gone/")).status_code == 404
    assert len(drawn.times) == 4
