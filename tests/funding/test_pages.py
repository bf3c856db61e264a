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
    with django_assert_max_num_queries(8):
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
