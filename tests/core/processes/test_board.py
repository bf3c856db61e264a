"""The figures of the Board's report, as at a date."""

from __future__ import annotations

from datetime import date

from tests.core.processes.test_reading import GOOD, REFERENCE, TIMETABLE

from travaux.core.processes.board import board_of_plan, clause_state, milestone_figures, steps_of
from travaux.core.processes.reading import read_process
from travaux.core.schedules.slips import Slip


def plan_of(data: bytes):
    plan, problems = read_process(data)
    assert plan is not None and problems == ()
    return plan


CUT_OFF = date(2023, 10, 31)


def test_the_figures_of_the_reference_report():
    board = board_of_plan(plan_of(REFERENCE), CUT_OFF)
    assert board["as_at"] == "2023-10-31"
    assert [m["planned"] for m in board["milestones"]] == TIMETABLE
    funds = board["funds"]
    assert (funds["required"], funds["pledged"], funds["gap"]) == ("1179384", "311700", "867684")
    assert (funds["currency"], funds["gap_percent"]) == ("USD", 74)
    assert [c["clause"] for c in board["clauses"]] == ["a", "b", "c"]
    assert board["warnings"] == []


def test_nothing_that_became_known_later_shows_at_the_cut_off():
    board = board_of_plan(plan_of(REFERENCE), CUT_OFF)
    for milestone in board["milestones"]:
        assert milestone["revised"] is None and milestone["actual"] is None
        assert milestone["state"] in {"planned", "under-way"}


def test_today_shows_what_happened():
    stood = {
        s.code: s for _, s in milestone_figures(steps_of(plan_of(REFERENCE)), None, date(2026, 1, 1))
    }  # fmt: skip
    assert stood["egm-1"].slip == Slip("late", 49, 7, "weeks")
    assert stood["call-experts"].slip == Slip("late", 12, 12, "days")
    assert stood["egm-2"].slip == Slip("early", -31, 1, "months")
    assert (stood["egm-2"].mode, stood["egm-2"].planned_mode) == ("online", "in-person")
    assert stood["final-version"].slip == Slip("early", -31, 1, "months")
    assert stood["regional-2"].slip == Slip("in-window", 0)
    assert {"stakeholder-consultations", "open-consultation"} <= set(stood)


def test_the_state_of_clauses_follows_their_milestones():
    plan = plan_of(GOOD)
    said = {
        day: board_of_plan(plan, day)["clauses"][0]["state"]
        for day in (date(2024, 2, 1), date(2024, 4, 3))
    }
    assert said == {date(2024, 2, 1): "open", date(2024, 4, 3): "under-way"}
    assert clause_state(["fulfilled", "fulfilled"]) == "fulfilled"
    assert clause_state(["fulfilled", "open"]) == "under-way"
    assert clause_state([]) == "open"


def test_funds_follow_the_date():
    plan = plan_of(GOOD)
    assert board_of_plan(plan, date(2024, 2, 28))["funds"]["gap"] == "1000"
    assert board_of_plan(plan, date(2024, 3, 1))["funds"]["gap"] == "700"


def test_titles_come_in_the_language_asked_for():
    board = board_of_plan(plan_of(GOOD), date(2024, 3, 1), "fr")
    assert board["milestones"][0]["title"] == "Réunion"
