"""What a demonstration invents stands in no sum of a real process: one rule for pages and reports."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from tests.cast import START, person
from tests.funding.test_ledger import refused
from tests.funding.test_pages import BACKEND, text_of
from travaux.funding import actions
from travaux.funding.queries import cash_as_at, funds_as_at, ledger, promises, stands
from travaux.people.actions import appoint
from travaux.people.models import Person, Role
from travaux.reports.queries import figures
from travaux.reports.queries.needs import needs, tracker
from travaux.roadmap.queries import plan_as_at

AT = datetime(2024, 5, 20, 9, 0, tzinfo=UTC)
DAY = date(2024, 6, 1)


@pytest.fixture
def invented(cast, reference):
    """A pledge, its payment, an obligation and an expenditure by somebody of a demonstration."""
    appoint(
        by=None, person=cast.amina, role=Role.SECRETARIAT, process_code=reference.code, at=START
    )
    assert cast.amina.demonstration and not reference.demonstration
    told = {
        "by": cast.amina,
        "process": reference,
        "currency": "USD",
        "source": "made up",
        "at": AT,
    }
    actions.keep_terms(
        by=cast.amina, process=reference, support=Decimal(0), lines="gross", source="x", at=AT,
        obligate_from="received",
    )  # fmt: skip
    gift = actions.record_money(kind="pledge", amount=Decimal(500_000), **told)
    actions.record_money(kind="received", amount=Decimal(400_000), of=gift.key, **told)
    actions.record_money(kind="obligated", amount=Decimal(12_000), line="kick-off", **told)
    actions.record_money(kind="spent", amount=Decimal(9_000), line="kick-off", **told)
    return gift


def test_every_sum_leaves_it_out(invented, reference):
    board, note, row = figures(reference, DAY), needs(reference, DAY), tracker(reference, DAY)
    position = stands(reference, DAY)
    assert position.pledged == 311_700 and position.received == 0 and position.obligated == 0
    assert board["funds"] == note["funds"] == row["funds"]
    assert Decimal(board["funds"]["pledged"]) == position.pledged
    assert Decimal(board["funds"]["gap"]) == position.gap == 867_684
    funds = funds_as_at(reference, DAY)
    assert funds.position == position and len(funds.events) == len(funds.counted) + 4
    cash = cash_as_at(plan_as_at(reference, DAY, DAY), funds)
    assert {r.assumption: str(r.short) for r in cash.flow.runs_out} == {
        r["assumption"]: r["short"] for r in note["runs_out"]
    }
    book = ledger(reference, DAY)
    assert sum(r.obligated for r in book.lines) == 0 == sum(r.spent for r in book.lines)
    assert book.row("kick-off").tried == (12_000, 9_000)


def test_who_tries_the_house_out_sees_what_follows_and_a_real_secretariat_builds_on_none_of_it(
    invented, cast, reference
):
    told = {"process": reference, "currency": "USD", "source": "letter", "at": AT}
    refused(
        "spent-beyond-obligation", actions.record_money, by=cast.amina, kind="spent",
        amount=Decimal("3000.01"), line="kick-off", **told,
    )  # fmt: skip
    real = person("Petra")
    Person.objects.filter(pk=real.pk).update(demonstration=False)
    real.refresh_from_db()
    appoint(by=None, person=real, role=Role.SECRETARIAT, process_code=reference.code, at=START)
    assert invented.key not in {e.key for e in promises(reference)}
    assert invented.key in {e.key for e in promises(reference, invented=True)}
    refused(
        "promise-unknown", actions.record_money, by=real, kind="received", of=invented.key,
        amount=Decimal(1), **told,
    )  # fmt: skip
    refused(
        "obligation-not-covered-received", actions.record_money, by=real, kind="obligated",
        amount=Decimal(1), line="kick-off", **told,
    )  # fmt: skip


def test_the_pages_say_so_where_it_stands(invented, cast, reference, client):
    client.force_login(cast.amina, backend=BACKEND)
    with translation.override("en"):
        page = text_of(client.get(reverse("funding:funding", args=[reference.code])))
        assert "invented: in no sum" in page and "USD 867,684 missing" in page
        assert "They stand in no sum of the process" in page
        lines = text_of(client.get(reverse("funding:lines", args=[reference.code])))
        assert "invented: 12,000" in lines and "stand in no total" in lines
        event = text_of(client.get(reverse("funding:event", args=[reference.code, invented.key])))
        assert "It stands in no sum of the process." in event
        total = text_of(client.get(reverse("funding:total", args=[reference.code, "pledged"])))
        assert "500,000" not in total


def test_in_a_process_that_is_itself_invented_everything_counts(cast):
    actions.record_money(
        by=cast.amina, process=cast.process, kind="pledge", amount=Decimal(70), currency="USD",
        source="x", at=AT,
    )  # fmt: skip
    assert stands(cast.process, None).pledged == 70
