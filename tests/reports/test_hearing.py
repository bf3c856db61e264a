"""The decision note names the countries not heard in person, from what is on record, and says why not."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from tests.reports.test_notes import needs_with
from tests.roadmap.conftest import plan, reference
from travaux.core.processes.needs import not_in_person
from travaux.meetings.models import Meeting, Participant, Travel
from travaux.panels.models import Nominee, Panel, Seat
from travaux.people.models import Country
from travaux.reports import notes
from travaux.reports.queries.needs import needs, report_figures

__all__ = ["plan", "reference"]
DAY = date(2023, 10, 31)
AT = datetime(2023, 10, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield
    translation.deactivate()


def country(code: str, name: str) -> Country:
    return Country.objects.update_or_create(code=code, defaults={"names": {"en": name}})[0]


def meeting(process, milestone: str, **also) -> Meeting:
    made = Meeting.objects.create(
        process=process, titles={"en": milestone}, mode="in-person", zone="UTC", created_at=AT,
        starts_at=AT + timedelta(days=90), ends_at=AT + timedelta(days=91), **also,
    )  # fmt: skip
    made.milestones.add(process.milestones.get(code=milestone))
    return made


def comes(to: Meeting, whence: Country, mode="in-person", state="approved") -> Participant:
    return Participant.objects.create(
        meeting=to, kind="member", capacity="head", country=whence, mode=mode, state=state,
        asked_at=AT, name="Somebody Named",
    )  # fmt: skip


def text(process, found) -> str:
    return "\n".join(b.text for b in notes.document("decision", process, found).blocks)


def out_of(found, activity: str):
    return next(x for x in found["scenario"]["not_in_person"] if x["activity"] == activity)


def test_countries_come_from_participants_travel_and_members(reference):
    kenya, fiji = country("KE", "Kenya"), country("FJ", "Fiji")
    peru, oman = country("PE", "Peru"), country("OM", "Oman")
    country("TD", "Chad")
    second = meeting(reference, "egm-2")
    comes(second, kenya)
    comes(second, peru, state="withdrawn")
    asks = comes(second, fiji, mode="online", state="asked")
    Travel.objects.create(participant=asks, estimate=Decimal(900), asked_at=AT)
    comes(second, oman, mode="online")  # is heard online anyway
    comes(meeting(reference, "egm-2", state="cancelled"), oman)
    comes(meeting(reference, "egm-2", demonstration=True), oman)
    group = Panel.objects.create(
        process=reference, titles={"en": "Group"}, seats_low=1, seats_high=2, state="adopted",
        authority="The board", adopted_on=DAY, created_at=AT,
    )  # fmt: skip
    for code, values, until in (("n1", ["Chad"], None), ("n2", ["OM"], DAY)):
        one = Nominee.objects.create(panel=group, code=code, features={"Country": values})
        Seat.objects.create(
            panel=group,
            nominee=one,
            via="recommended",
            since=AT.date(),
            until=until,
            at=AT,
            end="left" if until else "",
        )
    told = needs_with(reference, Decimal(429000))
    assert [c["code"] for c in out_of(told, "egm-2")["countries"]] == ["TD", "FJ", "KE"]
    said = text(reference, told)
    assert "Countries not heard in person at “Expert group meeting 2”: Chad, Fiji, Kenya." in said
    assert "Somebody Named" not in json.dumps(told) and "travel" not in json.dumps(told["scenario"])
    # members of the group are expected at the other meetings of experts, not at consultations
    assert [c["code"] for c in out_of(told, "egm-3")["countries"]] == ["TD"]
    assert out_of(told, "regional-1")["countries"] == []


def adopted(process, title: str, state: str) -> Panel:
    made = Panel.objects.create(
        process=process, titles={"en": title}, seats_low=1, seats_high=2, state="adopted",
        authority="The board", adopted_on=DAY, created_at=AT,
    )  # fmt: skip
    one = Nominee.objects.create(panel=made, code="n1", features={"Country": [state]})
    Seat.objects.create(panel=made, nominee=one, via="recommended", since=AT.date(), at=AT)
    return made


def test_the_group_that_a_meeting_names_is_the_one_that_meets(reference):
    country("TD", "Chad"), country("FJ", "Fiji")
    adopted(reference, "Experts", "Chad")
    advisers = adopted(reference, "Advisers", "Fiji")
    told = needs_with(reference, Decimal(429000))
    assert [c["code"] for c in out_of(told, "egm-2")["countries"]] == ["TD", "FJ"]  # inferred
    meeting(reference, "egm-2", group=advisers)
    meeting(reference, "regional-1", group=advisers, state="cancelled")
    told = needs_with(reference, Decimal(429000))
    assert [c["code"] for c in out_of(told, "egm-2")["countries"]] == ["FJ"]  # said
    assert [c["code"] for c in out_of(told, "egm-3")["countries"]] == ["TD", "FJ"]
    assert out_of(told, "regional-1")["countries"] == []


def test_where_nobody_is_on_record_the_plans_own_numbers_stand_and_say_so(reference):
    said = text(reference, needs_with(reference, Decimal(429000)))
    assert (
        "Not heard in person at “Regional consultation 1”, “Regional consultation 2”: states: "
        "12 from each region." in said
    )
    assert "Their countries can be named once participants" in said
    assert "Countries not heard in person" not in said


def test_even_the_least_sum_says_what_it_takes_out_of_the_room(reference):
    told = needs(reference, DAY)["scenario"]
    assert not told["feasible"] and told["least_changes"]
    assert {x["to"] for x in told["not_in_person"]} <= {"online", "dropped"}
    assert "Even with that sum:" in text(reference, needs(reference, DAY))


def test_regional_groups_tell_how_many_states_they_have(reference, monkeypatch):
    from travaux.reports.queries import hearing

    monkeypatch.setattr(
        hearing, "countries_by_group", lambda *a, **k: {"african": {str(n) for n in range(54)}}
    )
    told = needs_with(reference, Decimal(429000))
    told["scenario"]["not_in_person"] = [out_of(told, "regional-1")]
    assert "states: Africa 10 (of 54), Asia and the Pacific 4" in text(reference, told)


def test_a_public_report_names_no_country_of_those_on_record(reference):
    comes(meeting(reference, "egm-2"), country("KE", "Kenya"))
    told = report_figures(reference, DAY)
    assert told["proposed"] and "Kenya" not in json.dumps(told)
    assert all(x["countries"] == [] for x in told["proposed"]["not_in_person"])


def test_what_stays_in_the_room_is_not_in_the_list(plan):
    from travaux.core.funding.choices import planned
    from travaux.core.processes.leaner import question_of

    whole = planned(question_of(plan.leaner))
    assert not_in_person(plan.leaner, whole, {}) == []
