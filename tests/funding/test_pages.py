"""The funding page, its files and its form."""

from __future__ import annotations

import io
import json
import re

import pytest
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from travaux.funding.forms import AmountField
from travaux.funding.models import MoneyEvent

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield
    translation.deactivate()


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def page(client, process, language: str = "en", query: str = ""):
    with translation.override(language):
        response = client.get(reverse("funding:funding", args=[process.code]) + query)
    assert response.status_code == 200
    return response


def test_the_gap_adds_up_everywhere_as_at_the_report(client, reference):
    response = page(client, reference, query="?as-at=2023-10-31")
    said = text_of(response)
    assert "USD 867,684 missing" in said
    assert "1,179,384 − 311,700 = 867,684" in said
    assert "Of 1,179,384 needed, 311,700 is pledged." in said
    assert "74 % of what is needed is missing." in said and "26 %" in said
    assert "Jun 2025" in said  # what the money is tied to, as it was known then
    assert "701,000" not in said
    assert "France" in said and "report, §11 (a)" in said


def test_later_readings_are_shown_apart(client, reference):
    said = text_of(page(client, reference))
    assert "867,684" in said and "1,429,000" in said and "701,000" in said
    assert "Public tracker, first later reading" in said and "not on record" in said
    assert "29–30 May 2025" in said


@pytest.mark.parametrize(
    ("language", "gap"),
    [("ar", "867,684"), ("zh-hans", "867,684"), ("fr", "867 684"), ("ru", "867 684")],
)
def test_every_language_groups_thousands_in_western_digits(client, reference, language, gap):
    response = page(client, reference, language)
    html = response.content.decode()
    assert gap in re.sub("[\u202f\u00a0]", " ", html)
    assert " style=" not in html and "<script" not in html
    assert html.count('role="img"') == 2
    assert not re.search(r'\b(x|y|width|height)="\d+,\d', html)


def test_columns_fit_their_picture(client, reference):
    html = page(client, reference).content.decode()
    for kind in ("for-wide", "for-narrow"):
        svg = re.search(rf'<svg class="{kind}" viewBox="0 0 .*?</svg>', html, re.S)[0]
        bars = re.findall(r'<rect class="(?:axis|full)" x="([\d.]+)" y="([-\d.]+)"', svg)
        assert len(bars) == 6 and all(float(y) >= 20 for _, y in bars)


def test_a_process_without_money_says_so(client, cast):
    assert "No money was on record on this day." in text_of(page(client, cast.process))


def test_several_currencies_are_not_added_up(client, cast):
    for currency in ("USD", "EUR"):
        MoneyEvent.objects.create(
            process=cast.process, kind="pledge", amount=5, currency=currency, source="x",
            known_on="2024-01-01",
        )  # fmt: skip
    assert "no rate is on record" in text_of(page(client, cast.process))
    response = client.get(reverse("funding:events", args=["harbour", "csv"]))
    assert response.status_code == 200 and "EUR" in response.content.decode()
    refused = client.get(reverse("funding:readings", args=["harbour", "csv"]))
    assert refused.status_code == 403 and "no rate is on record" in text_of(refused)


@pytest.mark.parametrize("ending", ["xlsx", "csv", "json"])
def test_files(client, reference, ending):
    events = client.get(reverse("funding:events", args=[reference.code, ending]))
    readings = client.get(reverse("funding:readings", args=[reference.code, ending]))
    assert events.status_code == readings.status_code == 200
    if ending == "json":
        assert [e["amount"] for e in json.loads(events.content)] == ["1179384.00", "311700.00"]
        assert json.loads(readings.content)[0]["gap"] == "867684.00"
    elif ending == "xlsx":
        sheet = load_workbook(io.BytesIO(readings.content)).active
        assert [c.value for c in sheet["E"]] == ["Gap", 867684, 1429000, 701000]
    else:
        assert "867684" in readings.content.decode("utf-8-sig")


def test_queries_are_bounded(client, reference, django_assert_max_num_queries):
    address = reverse("funding:funding", args=[reference.code])
    client.get(address)
    with django_assert_max_num_queries(12):
        client.get(address)


def typed(**also):
    return {
        "kind": "pledge", "amount": "311,700", "party": "State A", "of": "", "happened_on": "",
        "known_on": "2024-01-09", "source": "letter", "text": "", "language": "en", "seen": "0",
    } | also  # fmt: skip


def test_the_secretariat_records_an_event_by_form(client, cast):
    client.force_login(cast.amina, backend=BACKEND)
    address = reverse("funding:record", args=["harbour"])
    wrong = client.post(address, typed(amount="much", party="State A of the North"))
    assert "Write the amount in digits" in text_of(wrong)
    assert "State A of the North" in wrong.content.decode()
    done = client.post(address, typed(), follow=True)
    assert "The event is on record." in text_of(done) and "311,700" in text_of(done)
    double = client.post(address, typed())
    assert double.status_code == 409 and MoneyEvent.objects.count() == 1


def test_others_are_refused(client, cast):
    address = reverse("funding:record", args=["harbour"])
    assert client.get(address).status_code == 302  # to sign in
    for person in (cast.bruno, cast.dana, cast.olga):
        client.force_login(person, backend=BACKEND)
        assert client.get(address).status_code == 403
        assert client.post(address, typed()).status_code == 403
    assert not MoneyEvent.objects.exists()


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("311700", "311700"), ("311,700", "311700"), ("311.700", "311700"), ("311 700", "311700"),
        ("1,179,384.50", "1179384.50"), ("1.179.384,50", "1179384.50"), ("12,5", "12.5"),
        ("12.50", "12.50"),
    ],
)  # fmt: skip
def test_amounts_as_people_type_them(text, amount):
    assert str(AmountField().clean(text)) == amount


def test_the_page_says_when_the_money_runs_out_and_that_the_split_is_assumed(client, reference):
    said = text_of(page(client, reference, query="?as-at=2023-10-31"))
    assert (
        "With all that is pledged, the money runs out on 7 Dec 2023, at “Expert group meeting 1, "
        "in person”: USD 33,300 is missing for it. A decision is needed by 9 Nov 2023." in said
    )
    assert "How the total is divided is assumed." in said
    response = page(client, reference, query="?as-at=2023-10-31").content.decode()
    table = response.split('id="months"')[1].split("</table>")[0]
    last = re.sub(r"<[^>]+>", " ", table.split("<tr")[-1])
    assert "1,179,384" in last and re.search("[-−]867,684", last)


def test_the_lines_leave_as_a_file_with_what_is_left_after_each(client, reference):
    address = reverse("funding:budget", args=[reference.code, "json"])
    told = json.loads(client.get(address, {"as-at": "2023-10-31"}).content)
    rows = told["rows"] if isinstance(told, dict) else told
    assert [r["id"] for r in rows][:4] == ["kick-off", "regional-1", "outlook-draft", "egm-1"]
    assert rows[3]["left_if_pledged"] == "-33300.00" and rows[3]["decide_by"] == "2023-11-09"
    assert rows[-1]["left_if_pledged"] == "-867684.00" and all(r["assumed"] for r in rows)


def test_a_later_plan_moves_the_days_and_a_plan_kept_inside_shows_no_budget(client, reference):
    from travaux.roadmap.models import Process

    later = text_of(page(client, reference))  # meeting 1 took place in April 2024, on record now
    assert "runs out on" in later and "7 Dec 2023" not in later
    assert "A decision was needed by" in later
    Process.objects.filter(pk=reference.pk).update(schedule={})
    assert "When the money runs out" not in text_of(page(client, reference))
    address = reverse("funding:budget", args=[reference.code, "csv"])
    assert client.get(address).status_code in {302, 403}


def test_loading_again_changes_no_line_and_a_line_that_left_goes(reference, plan):
    from dataclasses import replace

    from tests.roadmap.conftest import AT
    from travaux.funding.actions import load_money

    assert reference.budget_lines.count() == 12
    same = load_money(by=None, process=reference, plan=plan, at=AT)
    assert same["changed"] == 0
    fewer = load_money(
        by=None, process=reference, plan=replace(plan, budget=plan.budget[:-1]), at=AT
    )
    assert fewer["changed"] == 1 and reference.budget_lines.count() == 11
