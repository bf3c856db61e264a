"""A line of the budget names its meeting, round and language; the page of the gap says what is hit."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import translation

from tests.cast import START
from tests.funding.test_ledger import refused
from tests.funding.test_pages import BACKEND
from travaux.correspondence.queries import topics
from travaux.funding import actions
from travaux.funding.models import BudgetLine
from travaux.funding.queries.targets import pays_for
from travaux.journal.models import Line
from travaux.people.actions import appoint
from travaux.people.models import Role

AT = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def rooms_above(monkeypatch):
    """What the rooms of meetings and rounds would tell."""
    monkeypatch.setitem(topics.TOPICS, "meeting", lambda code: [("m1", "Second expert meeting")])
    monkeypatch.setitem(topics.TOPICS, "round", lambda code: [("r1", "Round on the first draft")])


@pytest.fixture
def keeper(cast, reference):
    appoint(
        by=None, person=cast.amina, role=Role.SECRETARIAT, process_code=reference.code, at=START
    )
    return cast.amina


def test_only_what_is_there_can_be_named(keeper, cast, reference, rooms_above):
    told = {"process": reference, "line": "egm-1", "milestone": None, "language": "", "at": AT}
    point = actions.point_line
    refused("money-recorded-by-secretariat", point, by=cast.bruno, meeting="m1", round_="", **told)
    refused("target-unknown", point, by=keeper, meeting="m9", round_="", **told)
    refused("target-unknown", point, by=keeper, meeting="", round_="m1", **told)
    refused("target-unknown", point, by=keeper, meeting="", round_="", **told | {"language": "xx"})
    refused("line-unknown", point, by=keeper, meeting="", round_="", **told | {"line": "nothing"})
    milestone = BudgetLine.objects.get(process=reference, code="egm-1").milestone
    point(by=keeper, meeting="m1", round_="r1", **told | {"language": "fr", "milestone": milestone})
    line = BudgetLine.objects.get(process=reference, code="egm-1")
    assert [(t.kind, t.label) for t in pays_for(reference.code, line)][1:] == [
        ("meeting", "Second expert meeting"),
        ("round", "Round on the first draft"),
        ("language", "Français"),
    ]
    kept = Line.objects.get(what="funding.point_line")
    assert kept.facts["meeting"] == "m1" and kept.facts["round"] == "r1"


def test_the_page_of_the_gap_says_which_round_and_meeting_are_hit(
    keeper, reference, rooms_above, client
):
    address = reverse("funding:binding", args=[reference.code]) + "?as-at=2023-10-31"
    with translation.override("en"):
        before = client.get(address).content.decode()
        assert "Expert meeting 1" in before or "Expert group meeting 1" in before
        assert "Round on the first draft" not in before
        client.force_login(keeper, backend=BACKEND)
        form = reverse("funding:line", args=[reference.code, "egm-1"])
        shown = client.get(form).content.decode()
        assert "Second expert meeting" in shown
        milestone = BudgetLine.objects.get(process=reference, code="egm-1").milestone
        sent = {"milestone": milestone.pk, "meeting": "m1", "round": "r1", "language": ""}
        assert client.post(form, sent).status_code == 302
        client.logout()
        after = client.get(address).content.decode()
        assert "Second expert meeting" in after and "Round on the first draft" in after
        assert "It pays for: Second expert meeting; Round on the first draft." in after
        assert client.get(form).status_code == 302
