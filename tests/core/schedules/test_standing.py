"""A milestone as at a date shows only what was known then."""

from __future__ import annotations

from datetime import date

import pytest

from travaux.core.schedules.slips import Slip
from travaux.core.schedules.standing import Baseline, Change, standing
from travaux.core.schedules.windows import Window

w = Window.parse
TODAY = date(2026, 1, 1)
PLAN = Baseline("meeting", w("2024-02"), "in-person")
MOVED = Change("revised", date(2024, 1, 10), w("2024-04"))
HELD = Change("actual", date(2024, 4, 20), w("2024-04-17/2024-04-18"), "online")


def at(day: str | None, *changes: Change, plan: Baseline = PLAN):
    found = standing(plan, changes, date.fromisoformat(day) if day else None, TODAY)
    assert found is not None
    return found


def test_before_anything_was_known_the_plan_stands():
    found = at("2024-01-09", MOVED, HELD)
    assert (found.current, found.revised, found.actual) == (w("2024-02"), None, None)
    assert (found.state, found.slip, found.changes) == ("planned", None, ())


def test_a_revision_counts_from_the_day_it_was_known():
    found = at("2024-01-10", MOVED, HELD)
    assert (found.current, found.mode, found.changes) == (w("2024-04"), "in-person", (0,))
    assert found.slip == Slip("late", 61, 2, "months")
    assert found.tentative


def test_what_happened_counts_last_and_is_no_longer_tentative():
    found = at("2024-04-20", MOVED, HELD)
    assert (found.current, found.state) == (HELD.window, "done")
    assert (found.mode, found.planned_mode, found.tentative) == ("online", "in-person", False)
    assert found.slip == Slip("late", 49, 7, "weeks")


def test_a_fact_whose_day_of_becoming_known_is_not_on_record_shows_only_today():
    unknown = Change("actual", None, w("2024-02-20"))
    assert at("2025-12-31", unknown).actual is None
    assert at(None, unknown).state == "done"


def test_a_plan_whose_time_is_past_without_news_is_not_on_record():
    assert at("2024-02-29").state == "under-way"
    assert at("2024-03-01").state == "not-on-record"


def test_what_began_goes_on_until_its_time_is_past_and_nothing_newer_is_known():
    began = Change("started", date(2024, 2, 10), w("2024-02"))
    assert at("2024-02-09", began).changes == ()
    assert at("2024-02-29", began).state == "under-way"
    assert at("2024-03-01", began).state == "not-on-record"
    known_late = Change("started", date(2024, 3, 20), w("2024-02"))
    assert at("2024-03-20", known_late).state == "under-way"
    assert at("2024-03-21", known_late).state == "not-on-record"
    longer = Change("revised", date(2024, 3, 1), w("2024-05"))
    assert at("2024-05-31", began, longer).state == "under-way"
    assert at("2024-06-01", began, longer).state == "not-on-record"
    without_date = Baseline("call", None)
    assert at("2030-01-01", began, plan=without_date).state == "under-way"


def test_what_is_announced_for_later_is_not_done():
    announced = Change("actual", date(2024, 1, 1), w("2024-04-17/2024-04-18"))
    assert at("2024-04-16", announced).state != "done"
    assert at("2024-04-17", announced).state == "under-way"
    assert at("2024-04-18", announced).state == "done"


@pytest.mark.parametrize("kind", ["fixed", "confirmed"])
def test_a_fixed_or_confirmed_date_is_not_tentative(kind):
    found = at("2024-01-02", Change(kind, date(2024, 1, 1), w("2024-04-02")))
    assert not found.tentative
    assert found.revised == w("2024-04-02")
    assert found.state == ("fixed" if kind == "fixed" else "planned")


def test_another_mode_alone_moves_no_date():
    found = at("2024-01-02", Change("mode", date(2024, 1, 1), None, "online"))
    assert (found.mode, found.current, found.slip) == ("online", w("2024-02"), None)


def test_a_milestone_added_after_the_plan_is_absent_before():
    added = Baseline("added", None, added_later=True, known_on=date(2024, 6, 1))
    assert standing(added, [], date(2024, 5, 31), TODAY) is None
    assert at("2024-06-01", plan=added).state == "planned"
    undated = Baseline("added", None, added_later=True)
    assert standing(undated, [], date(2030, 1, 1), TODAY) is None
    assert standing(undated, [], None, TODAY) is not None
