"""Bad input about money by the pages: what is wrong, how to mend it, and what was typed stays."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from tests.core.funding.test_rates import ECB
from tests.funding.test_pages import BACKEND, text_of
from tests.funding.test_pointing import keeper
from travaux.funding.models import MoneyEvent

__all__ = ["keeper"]


@pytest.fixture
def desk(keeper, reference, client):
    client.force_login(keeper, backend=BACKEND)
    with translation.override("en"):
        yield client
    translation.deactivate()


def typed(process, **more):
    return {
        "kind": "pledge", "amount": "1,000", "currency": "USD", "known_on": "2024-05-20",
        "source": "letter", "language": "en", "seen": str(process.money_events.count()), **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"amount": "-5"}, ("above zero", "counter-entry")),
        ({"currency": "EUX"}, ("EUX", "ISO 4217", "such as USD or EUR")),
        ({"currency": "EUR"}, ("No rate between EUR and USD", "type one in, or bring in a file")),
        ({"happened_on": "2024-05/2024-02"}, ("ends before it starts", "Turn the two around")),
        ({"amount": "soon"}, ("311700",)),
    ],
)
def test_an_event_that_cannot_be(desk, reference, more, words):
    before = MoneyEvent.objects.count()
    address = reverse("funding:record", args=[reference.code])
    answer = desk.post(address, typed(reference, **more))
    page = text_of(answer)
    assert all(word in page for word in words), page[:3000]
    assert 'value="letter"' in answer.content.decode()
    assert f'value="{more.get("amount", "1,000")}"' in answer.content.decode()
    assert MoneyEvent.objects.count() == before


def test_a_rate_of_another_day_is_refused_with_the_days_that_are_there(desk, reference):
    rates = reverse("funding:rates", args=[reference.code])
    sent = {"file": SimpleUploadedFile("ecb.csv", ECB), "currencies": "USD", "since": "2024-01-01",
            "do": "file"}  # fmt: skip
    desk.post(rates, sent)
    assert reference.rates.count() == 3
    address = reverse("funding:record", args=[reference.code])
    page = text_of(desk.post(address, typed(reference, currency="EUR", happened_on="2024-05-20")))
    assert "is valid from 2024-05-06" in page and "not on 2024-05-20" in page
    assert "bring in the one of that day" in page
    good = desk.post(address, typed(reference, currency="EUR", happened_on="2024-05-03"))
    assert good.status_code == 302


def test_a_sum_too_small_names_the_clause_and_the_least_that_could(desk, reference):
    address = reverse("funding:scenarios", args=[reference.code])
    page = text_of(desk.get(address + "?budget=1000"))
    assert "clause (a) of the mandate" in page and "USD 388,384" in page
