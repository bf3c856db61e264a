"""The nominations of the demonstration stand in every state of the work, labelled as invented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.journeys.worlds import demo_world
from travaux.calls.models import Referral
from travaux.calls.queries import pool_of
from travaux.calls.queries.referrals import crowded, mail_of
from travaux.cli.demo_world.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), demo_world() as built:
        yield built


def test_nominees_stand_in_every_state_and_one_mission_is_asked(world: World) -> None:
    call = world.calls["nomination"]
    found = list(call.applications.all())
    assert call.demonstration and all(one.demonstration for one in found)
    assert Counter(one.state for one in found) == {"submitted": 12, "draft": 2, "withdrawn": 1}
    assert sum(one.confirmed_at is not None for one in found) == 6
    assert [one.name for one in found if one.claimed_at] == ["Selin Dorne"]
    assert [one.name for one in found if one.late] == ["Katya Istra"]
    assert [one.name for one in found if one.confirmed_late] == ["Pavel Joram"]
    referral = Referral.objects.get()
    asked = mail_of(referral)
    assert asked is not None and asked.language == "es" and asked.state == "held"
    assert [row.country.code for row in crowded(call)] == ["X-C"]
    assert len(pool_of(call).rows) == 6
