"""The forecast and the latest days as people see them."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from travaux.plumbing import clock
from travaux.plumbing.keeping import Keep
from travaux.roadmap import forecasts
from travaux.roadmap.forecast_pages import chance_words
from travaux.roadmap.models import Milestone, Process
from travaux.roadmap.rules import may_see_forecast

REPORT = "2023-10-31"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    set_day(monkeypatch, 2024, 11, 4)
    with translation.override("en"):
        yield
    translation.deactivate()


def set_day(monkeypatch, *day: int) -> None:
    instant = datetime(*day, 9, 0, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: instant)
    monkeypatch.setattr(clock, "today", lambda: instant.date())


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def page(client, process, name: str = "forecast", **query: str):
    return client.get(reverse(f"roadmap:{name}", args=[process.code]), query)


def test_the_forecast_as_at_the_report_says_its_chance_and_its_assumptions(client, reference):
    response = page(client, reference, **{"as-at": REPORT})
    text = text_of(response)
    assert response.status_code == 200
    chance = re.search(r"on 1 Jun 2025 is (\d+) %; in four of five courses it is ready by", text)
    assert chance and 60 < int(chance[1]) < 80
    assert "(Submission of the document) is less than 1 %" in text
    assert "15 of 15" in text and "no better than the ranges" in text
    assert "held to its likely time, the chance is" in text
    picture = response.content.decode().split("<svg")[1:]
    assert any("Expert group meeting 1" in p for p in picture)


def test_the_page_and_the_command_give_the_same_figures(client, reference):
    from typer.testing import CliRunner

    from tests.roadmap.conftest import PLAN
    from travaux.cli.main import app

    told = CliRunner().invoke(
        app,
        ["schedule", "forecast", str(PLAN), "--as-at", REPORT, "--draws", "5000", "--json"],
    )
    by_command = {m["id"]: m["p80"] for m in json.loads(told.stdout)["milestones"]}
    address = reverse("roadmap:forecast-file", args=[reference.code, "json"])
    by_page = json.loads(client.get(address, {"as-at": REPORT}).content)
    rows = by_page["rows"] if isinstance(by_page, dict) else by_page
    assert {r["id"]: r["p80"] for r in rows} == by_command


def test_a_question_stands_side_by_side_and_changes_no_record(client, reference):
    before = list(Milestone.objects.values_list("code", "planned"))
    response = page(client, reference, **{"as-at": REPORT, "slip-zero-draft": "6"})
    text = text_of(response)
    assert "The chance would be" in text and "instead of" in text
    row = re.search(r'id="f-zero-draft">(.*?)</tr>', response.content.decode(), re.S)
    assert row and re.search(r"4[0-4] days later", row[1])  # six weeks, to the next open day
    assert 'name="slip-zero-draft" value="6"' in response.content.decode()  # what was typed stays
    assert list(Milestone.objects.values_list("code", "planned")) == before


@pytest.mark.parametrize(
    ("slip", "words"),
    [
        ({"slip-final-version": "2"}, "no scenario moves it"),
        ({"slip-zero-draft": "many"}, "is not a number of weeks"),
        ({"slip-zero-draft": "9" * 5000}, "is not a number of weeks"),
        ({"slip-zero-draft": "500"}, "is not a number of weeks"),
        ({"slip-nobody": "2"}, "has no milestone “nobody”"),
    ],
)
def test_a_question_that_cannot_be_asked_says_why(client, reference, slip, words):
    response = page(client, reference, **{"as-at": REPORT, **slip})
    assert response.status_code == 200 and words in text_of(response)
    assert 'id="slip-final-version"' not in response.content.decode()  # nor is it offered


def test_what_is_over_stands_in_the_forecast_of_a_later_day(client, reference):
    response = page(client, reference)  # 4 November 2024, with all that is on record
    row = re.search(r'id="f-egm-1">(.*?)</tr>', response.content.decode(), re.S)
    assert row and "over" in row[1] and "18 Apr 2024" in row[1]
    assert "29 May 2025" in text_of(response)


def test_after_the_session_the_page_looks_from_the_day_of_the_report(
    client, reference, monkeypatch
):
    set_day(monkeypatch, 2026, 11, 26)
    text = text_of(page(client, reference))
    assert "The session is past." in text and "31 Oct 2023" in text


def test_the_worked_example_in_words(client, reference):
    text = text_of(page(client, reference, "back", **{"as-at": REPORT, "session": "2025-05-29"}))
    assert "Submission of the document: by 20 Mar 2025, 10 weeks before." in text
    assert "Issue of the document in six languages: by 17 Apr 2025, 6 weeks before." in text
    assert (
        "“Expert group meeting 3” (Mar 2025) leaves at best 19 days for drafting before 20 Mar 2025."
        in text
    )
    assert "The least that drafting takes is put at 21 days." in text
    assert "United Nations Office at Geneva" in text
    known = text_of(page(client, reference, "back"))  # the same with all on record in Nov 2024
    assert "by 20 Mar 2025" in known and "leaves at best 19 days" in known
    assert "its latest day is past" in known  # the final results: 1 November, looked at on the 4th


def test_latest_days_leave_as_files(client, reference):
    for ending in ("xlsx", "csv", "json"):
        address = reverse("roadmap:back-file", args=[reference.code, ending])
        response = client.get(address, {"as-at": REPORT, "session": "2025-05-29"})
        assert response.status_code == 200
        if ending == "csv":
            assert "2025-03-20" in response.content.decode("utf-8-sig")
    wrong = page(client, reference, "back", session="yesterday")
    assert "“yesterday” is not a date." in text_of(wrong)


def test_without_the_word_public_only_the_secretariat_sees_it(cast, client):
    everyone = ("amina", "bruno", "elif_", "chen", "farid", "greta", "hana", "dana", "olga")
    seen = {n for n in everyone if may_see_forecast(getattr(cast, n), cast.process)}
    assert seen == {"amina"}
    assert may_see_forecast(None, cast.process).code == "sign-in-first"
    assert may_see_forecast(cast.olga, cast.process).code == "forecast-kept-inside"
    assert page(client, cast.process).status_code in {302, 403}
    Process.objects.filter(pk=cast.process.pk).update(schedule={"public": True})
    cast.process.refresh_from_db()
    assert may_see_forecast(None, cast.process)


def test_a_process_without_milestones_says_so(cast, client):
    Process.objects.filter(pk=cast.process.pk).update(schedule={"public": True})
    assert "No milestone here has a date." in text_of(page(client, cast.process))
    Milestone.objects.create(
        process=cast.process, number=1, code="quay", titles={"en": "Quay"}, planned="2025-02"
    )
    text = text_of(page(client, cast.process))
    assert "No ranges of time are on record." in text and "In four of five courses “Quay”" in text


@pytest.mark.parametrize("language", ["ar", "zh-hans", "fr", "ru", "es"])
def test_both_pages_stand_in_every_language(client, reference, language):
    with translation.override(language):
        for name in ("forecast", "back"):
            assert page(client, reference, name, **{"as-at": REPORT}).status_code == 200


def test_draws_prove_neither_none_nor_all():
    assert chance_words(0.0) == "less than 1 %" and chance_words(1.0) == "more than 99 %"
    assert chance_words(0.695) == "70 %" and chance_words(None) == ""


def test_a_plan_keeps_its_table_of_time(reference, plan):
    from travaux.roadmap.timings import timing_of

    assert timing_of(reference) == plan.timing
    assert timing_of(reference).durations[0].spread.low == 28
    assert date(2025, 4, 18) in {
        c.closure.window.starts_on for k in timing_of(reference).calendars for c in k.closures
    }


@pytest.mark.parametrize("day", ["0001-01-01", "1492-10-12", "1950-01-01"])
def test_a_day_out_of_all_reach_is_refused_in_words(client, reference, day):
    for name in ("forecast", "back"):
        assert page(client, reference, name, **{"as-at": day}).status_code == 200
    assert "too far apart" in text_of(page(client, reference, **{"as-at": day}))
    for session in (day, "9999-12-31"):
        response = page(client, reference, "back", session=session)
        assert response.status_code == 200 and "too far apart" in text_of(response)


def test_strangers_have_only_so_much_drawn_anew_and_see_at_once_what_was_seen(
    client, reference, monkeypatch
):
    monkeypatch.setattr(forecasts, "DRAWS", 50)
    monkeypatch.setattr(forecasts, "_FORECASTS", Keep(9))
    monkeypatch.setattr(forecasts, "_PROTECTIONS", Keep(9))
    monkeypatch.setattr(forecasts.STRANGERS, "most", 3)
    forecasts.STRANGERS._spent.clear()
    seen = {"as-at": REPORT}
    assert page(client, reference, **seen).status_code == 200  # two drawings
    assert page(client, reference, **seen, **{"slip-zero-draft": "6"}).status_code == 200
    busy = page(client, reference, **seen, **{"slip-zero-draft": "7"})
    assert busy.status_code == 429 and "Try again in a minute" in text_of(busy)
    assert "In half of the courses by" in text_of(busy)  # without the question
    assert page(client, reference, **{"as-at": "2023-10-30"}).status_code == 429
    address = reverse("roadmap:forecast-file", args=[reference.code, "json"])
    assert client.get(address, {"as-at": "2023-10-30"}).status_code == 429
    assert client.get(address, seen).status_code == 200
    assert page(client, reference, **seen, **{"slip-zero-draft": "6"}).status_code == 200
    later = clock.now() + timedelta(seconds=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert page(client, reference, **seen, **{"slip-zero-draft": "7"}).status_code == 200
