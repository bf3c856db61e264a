"""The roadmap as people see it, as at any day and in every language."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar
from openpyxl import load_workbook

from travaux.roadmap.models import Milestone, MilestoneChange

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LANGUAGES = ["ar", "zh-hans", "en", "fr", "ru", "es"]


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The day of these pages is the day of the look: 4 November 2024."""
    from travaux.plumbing import clock

    instant = datetime(2024, 11, 4, 9, 0, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: instant)
    monkeypatch.setattr(clock, "today", lambda: instant.date())
    with translation.override("en"):  # the addresses of these tests; requests choose their own
        yield
    translation.deactivate()


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def row(response, code: str) -> list[str]:
    """The cells of one milestone's row."""
    found = re.search(rf'<tr role="row" id="m-{code}">(.*?)</tr>', response.content.decode(), re.S)
    assert found, code
    cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", found[1], re.S)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", c)).strip() for c in cells]


def page(client, reference, language: str = "en", query: str = ""):
    with translation.override(language):
        response = client.get(reverse("roadmap:roadmap", args=[reference.code]) + query)
    assert response.status_code == 200
    return response


def test_as_at_the_report_the_plan_stands(client, reference):
    response = page(client, reference, query="?as-at=2023-10-31")
    first = row(response, "call-experts")
    assert first[1] == "Sep 2023" and first[2] == "began Sep 2023" and first[6] == "Under way"
    assert row(response, "egm-1")[1:4] == ["Feb 2024", "", ""]
    assert row(response, "regional-1")[1] == "Jan – May 2024"
    assert "Strasbourg" not in text_of(response)
    assert "Open online consultation" not in text_of(response)  # added later, not known then
    assert "15: 3 under way, 12 to come" in text_of(response)
    assert "The end stands as planned" in text_of(response)


def test_today_shows_what_happened_and_why(client, reference):
    response = page(client, reference)
    first = row(response, "call-experts")
    assert first[1:4] == ["Sep 2023", "12 Oct 2023", "12 days late"]
    assert first[6] == "Done"
    assert row(response, "egm-1")[2:4] == ["17–18 Apr 2024, Strasbourg", "7 weeks late"]
    second = row(response, "egm-2")
    assert second[1:4] == ["Oct 2024, in person", "Sep 2024, online", "1 month early"]
    assert row(response, "regional-2")[6] == "Under way"
    assert row(response, "final-version")[2:4] == ["29–30 May 2025", "1 month early"]
    assert row(response, "final-version")[6] == "Fixed"
    said = text_of(response)
    assert "Oct 2024, in person became Sep 2024, online" in said and "Lack of funds." in said
    assert "The end is fixed" in said
    assert "Added after the plan" in said and "Jun – Oct 2024" in said
    assert "7 milestones have no date on record after the plan" in said


def test_wrong_day_is_said_and_the_page_still_shows(client, reference):
    response = page(client, reference, query="?as-at=31.10.2023")
    assert "is not a date" in text_of(response)
    assert 'aria-invalid="true"' in response.content.decode()
    page(client, reference, query="?as-at=%00%F0%9F")


def test_a_contradiction_names_both_milestones(client, cast):
    def made(number, code, planned):
        return Milestone.objects.create(
            process=cast.process, number=number, code=code, titles={"en": code.title()},
            planned=planned, position=number,
        )  # fmt: skip

    first, second = made(1, "survey", "2025-03"), made(2, "report", "2025-01")
    second.predecessors.set([first])
    said = text_of(page(client, cast.process))
    assert "1 date contradicts its order" in said
    assert "“2. Report” (Jan 2025) comes after “1. Survey”, which is later (Mar 2025)." in said
    assert "is invented" in said  # a demonstration says so


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_picture_table_and_months(client, reference, language):
    response = page(client, reference, language)
    html = response.content.decode()
    assert " style=" not in html and "<script" not in html
    assert html.count('role="img"') == 2
    wide = re.search(r'<svg class="for-wide" viewBox="0 0 1120.*?</svg>', html, re.S)[0]
    narrow = re.search(r'<svg class="for-narrow" viewBox="0 0 328.*?</svg>', html, re.S)[0]
    egm = reference.milestones.get(code="egm-3").titles["zh" if language == "zh-hans" else language]
    for picture in (wide, narrow):
        words = re.sub(r"\s+", "", "".join(re.findall(r"<text[^>]*>(.*?)</text>", picture)))
        assert egm.replace(" ", "").replace("'", "&#x27;") in words
        assert "2024" in words
    months = {
        "ar": "فبراير 2024", "zh-hans": "2024年2月", "en": "Feb 2024", "fr": "févr. 2024",
        "ru": "февр. 2024\xa0г.", "es": "feb 2024",
    }  # fmt: skip
    assert row(response, "egm-1")[1].replace(" г.", "\xa0г.") == months[language].replace(
        " г.", "\xa0г."
    )


def test_arabic_time_runs_from_the_right(client, reference):
    def place(language: str) -> list[float]:
        html = page(client, reference, language).content.decode()
        wide = re.search(r'<svg class="for-wide" viewBox="0 0 1120.*?</svg>', html, re.S)[0]
        return [float(x) for x in re.findall(r'<text class="tb" x="([\d.]+)"[^>]*>20\d\d<', wide)]

    assert place("en") == sorted(place("en"))
    assert place("ar") == sorted(place("ar"), reverse=True)


def test_coordinates_are_never_localised(client, reference):
    html = page(client, reference, "ru").content.decode()
    assert not re.search(r'\b(x|y|width|height)="\d+,\d', html)
    assert not re.search(r' d="[^"]*\d,\d', html)


def test_queries_do_not_grow_with_the_plan(client, reference, django_assert_max_num_queries):
    address = reverse("roadmap:roadmap", args=[reference.code])
    client.get(address)
    with django_assert_max_num_queries(6):
        client.get(address)


@pytest.mark.parametrize("ending", ["xlsx", "csv", "json"])
def test_the_table_as_a_file(client, reference, ending):
    address = reverse("roadmap:file", args=[reference.code, ending])
    response = client.get(address + "?as-at=2023-10-31")
    assert response.status_code == 200
    if ending == "json":
        rows = json.loads(response.content)
        assert len(rows) == 15
        assert rows[5]["planned"] == "2024-02" and rows[5]["now"] == ""
        assert rows[5]["comes_after"] == "call-hosts; kick-off; outlook-draft"
    elif ending == "csv":
        assert len(response.content.decode("utf-8-sig").strip().splitlines()) == 16
    else:
        sheet = load_workbook(io.BytesIO(response.content)).active
        assert sheet.max_row == 16 and sheet["D7"].value == "Feb 2024"
    assert client.get(reverse("roadmap:file", args=[reference.code, "pdf"])).status_code == 404


def test_the_calendar_is_one_that_programmes_read(client, reference):
    response = client.get(reverse("roadmap:feed", args=[reference.code]))
    assert response["Content-Type"].startswith("text/calendar")
    calendar = Calendar.from_ical(response.content)
    events = {str(e["SUMMARY"]): e for e in calendar.walk("VEVENT")}
    assert len(events) == 17
    met = events["6. Expert group meeting 1"]
    assert met["DTSTART"].dt.isoformat() == "2024-04-17"
    assert met["DTEND"].dt.isoformat() == "2024-04-19"  # the day after the last
    assert met["STATUS"] == "CONFIRMED" and met["LOCATION"] == "Strasbourg"
    assert events["14. Expert group meeting 3"]["STATUS"] == "TENTATIVE"
    assert len({str(e["UID"]) for e in events.values()}) == 17
    assert str(met["URL"]).endswith("/roadmap/egm-1/")
    again = Calendar.from_ical(client.get(reverse("roadmap:feed", args=[reference.code])).content)
    assert {str(e["UID"]) for e in again.walk("VEVENT")} == {str(e["UID"]) for e in events.values()}


def test_unknown_processes_and_milestones_are_not_found(client, reference):
    assert client.get(reverse("roadmap:roadmap", args=["nowhere"])).status_code == 404
    assert client.get(reverse("roadmap:milestone", args=[reference.code, "no"])).status_code == 404


def typed(**also):
    return {
        "kind": "revised", "window": "2025-02", "mode": "", "certainty": "", "place": "",
        "reason": "The host needs more time.", "text": "", "language": "en", "happened_on": "",
        "known_on": "2024-11-04", "source": "", "seen": "0",
    } | also  # fmt: skip


@pytest.fixture
def quay(cast):
    return Milestone.objects.create(
        process=cast.process, number=1, code="quay", titles={"en": "Quay meeting"},
        planned="2024-12",
    )  # fmt: skip


def test_the_secretariat_records_a_change_by_form(client, cast, quay):
    client.force_login(cast.amina, backend=BACKEND)
    address = reverse("roadmap:milestone", args=["harbour", "quay"])
    assert "Record the change" in text_of(client.get(address))
    done = client.post(address, typed(), follow=True)
    assert "Dec 2024 became Feb 2025" in text_of(done)
    assert "The host needs more time." in text_of(done)
    assert "2 months late" in text_of(done)


def test_a_refused_change_keeps_what_was_typed(client, cast, quay):
    client.force_login(cast.amina, backend=BACKEND)
    address = reverse("roadmap:milestone", args=["harbour", "quay"])
    response = client.post(address, typed(window="soon", reason="Because of the ice."))
    assert response.status_code == 200
    assert "is not a date we can read" in text_of(response)
    assert "Because of the ice." in response.content.decode()
    assert client.post(address, typed()).status_code == 302
    double = client.post(address, typed())  # the second click of two
    assert double.status_code == 409 and "Somebody else changed this" in text_of(double)
    assert MilestoneChange.objects.count() == 1
    assert client.post(address, typed(seen="1", window="2025-03")).status_code == 302


def test_others_see_no_form_and_are_refused(client, cast, quay):
    address = reverse("roadmap:milestone", args=["harbour", "quay"])
    assert "Record the change" not in text_of(client.get(address))
    assert client.post(address, typed()).status_code == 403
    for person in (cast.bruno, cast.chen, cast.dana, cast.olga):
        client.force_login(person, backend=BACKEND)
        assert "Record the change" not in text_of(client.get(address))
        assert client.post(address, typed()).status_code == 403
        assert client.get(reverse("roadmap:add", args=["harbour"])).status_code == 403
    assert not MilestoneChange.objects.exists()


def test_a_milestone_is_added_by_form(client, cast, quay):
    client.force_login(cast.amina, backend=BACKEND)
    address = reverse("roadmap:add", args=["harbour"])
    given = {
        "title": "Open hearing", "planned": "2025-01", "mode": "online", "owner": "Secretariat",
        "deliverable": "", "predecessors": [str(quay.pk)], "reason": "Asked for by the group.",
        "language": "en", "known_on": "2024-11-04", "source": "",
    }  # fmt: skip
    wrong = client.post(address, given | {"planned": "winter"})
    assert "is not a date we can read" in text_of(wrong) and "Open hearing" in text_of(wrong) + str(
        wrong.content
    )
    done = client.post(address, given, follow=True)
    assert "Open hearing" in text_of(done) and "Asked for by the group." in text_of(done)
    assert row(page(client, cast.process), "open-hearing")[4] == "1"
    assert client.get(address).status_code == 200
