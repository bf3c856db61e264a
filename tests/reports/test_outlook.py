"""A report says what is to come, with the same figures as the pages, and never without its caveat."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from tests.roadmap.conftest import plan, reference
from travaux.core.ledger.canonical import digest
from travaux.reports.ahead import money_lines, outlook_lines
from travaux.reports.queries.board import figures
from travaux.roadmap.models import Process

__all__ = ["plan", "reference"]
REPORT = date(2023, 10, 31)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield
    translation.deactivate()


def test_report_and_pages_say_the_same_sentences(client, reference):
    told = figures(reference, REPORT)
    time, money = outlook_lines(told), money_lines(told)
    assert len(time) == 3 and "assumption here" in time[-1]
    assert money[-1] == "How the total is divided is assumed."

    digest(told)  # what is frozen can be sealed

    def page(name: str) -> str:
        response = client.get(reverse(name, args=[reference.code]), {"as-at": "2023-10-31"})
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))

    assert all(line in page("roadmap:forecast") for line in time)
    assert all(line in page("funding:funding") for line in money)


def test_figures_that_were_frozen_before_say_nothing_of_it(reference):
    told = figures(reference, REPORT)
    del told["outlook"]
    assert outlook_lines(told) == [] and money_lines(told) == []


def test_a_forecast_that_is_kept_inside_stands_in_no_report(reference):
    Process.objects.filter(pk=reference.pk).update(schedule={})
    reference.refresh_from_db()
    assert figures(reference, REPORT)["outlook"] is None
