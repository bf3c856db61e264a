"""Every fault of a plan is named at its place; a good plan has none."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from travaux.core.processes.plan import LANGUAGES
from travaux.core.processes.reading import read_process

PLANS = Path(__file__).parent / "plans"
GOOD = (PLANS / "harbour.toml").read_bytes()
REFERENCE = files("travaux.roadmap").joinpath("data/people-centred-smart-cities.toml").read_bytes()


def problems(data: bytes) -> list[tuple[str, str]]:
    return [(p.code, p.where) for p in read_process(data)[1]]


def test_a_good_plan_has_no_problem():
    plan, found = read_process(GOOD)
    assert found == ()
    assert plan is not None
    assert (plan.code, plan.demonstration, len(plan.milestones)) == ("harbour", True, 2)
    assert plan.milestones[1].after == ("meeting",)
    assert plan.milestones[0].planned is not None
    assert plan.milestones[0].planned.text == "2024-03"


FAULTS = {
    ("plan-code-unfit", ""),
    ("plan-key-unknown", "top"),
    ("plan-language-missing", "titles"),
    ("plan-not-a-date", "mandate, adopted_on"),
    ("plan-state-unknown", "mandate, sponsors"),
    ("plan-clause-without-deliverable", "clause b"),
    ("plan-deliverable-without-clause", "deliverable text"),
    ("plan-clause-unknown", "deliverable table"),
    ("window-unreadable", "milestone 1, planned"),
    ("plan-mode-unknown", "milestone 1, mode"),
    ("plan-code-twice", "milestone meeting"),
    ("plan-milestone-unknown", "milestone 2, after"),
    ("plan-deliverable-unknown", "milestone 2"),
    ("plan-key-unknown", "milestone 4"),
    ("plan-before-predecessor", "milestone 3"),
    ("plan-circle", "milestone 4"),
    ("plan-milestone-unknown", "change 1"),
    ("plan-kind-unknown", "change fifth, kind"),
    ("plan-not-an-amount", "money gift, amount"),
    ("plan-money-unknown", "money gift"),
}


def test_every_deliberate_fault_is_named_once_and_nothing_else():
    found = problems((PLANS / "harbour-with-faults.toml").read_bytes())
    assert len(found) == len(set(found))
    assert set(found) == FAULTS


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xff\xfe", "plan-not-utf8"),
        (b"code = ", "plan-not-toml"),
        (b"a = " + b"[" * 5000 + b"]" * 5000, "plan-not-toml"),
    ],
)
def test_what_is_no_plan_at_all_is_refused(data, code):
    plan, found = read_process(data)
    assert plan is None
    assert [p.code for p in found] == [code]


@pytest.mark.parametrize(
    ("added", "where"),
    [
        (b'report = "none"\n', "report"),
        (b"states = 3\n", "states"),
        (b"levels = 3\n", "levels"),
    ],
)
def test_a_table_that_is_none_is_named(added, where):
    assert problems(added + GOOD) == [("plan-not-tables", where)]


@pytest.mark.parametrize("amount", ['"1e999"', '"NaN"', '"ten"', "true", "1.5"])
def test_an_amount_that_cannot_be_is_named(amount):
    data = GOOD.replace(b'amount = "300"', f"amount = {amount}".encode())
    assert problems(data) == [("plan-not-an-amount", "money gift, amount")]


def test_a_negative_pledge_is_named_as_such():
    data = GOOD.replace(b'amount = "300"', b'amount = "-300"')
    assert problems(data) == [("plan-amount-negative", "money gift, amount")]


LINES = GOOD.splitlines(keepends=True)
values = st.sampled_from([b"3", b'"x"', b"[]", b"{}", b"true", b"2024-01-01", b"[{}]", b"1.5"])


@given(st.integers(0, len(LINES) - 1), values)
@settings(max_examples=200, deadline=None)
def test_a_plan_with_any_line_spoilt_never_crashes(at, value):
    line = LINES[at]
    spoilt = line.split(b"=")[0] + b"= " + value + b"\n" if b"=" in line else b""
    plan, found = read_process(b"".join([*LINES[:at], spoilt, *LINES[at + 1 :]]))
    assert plan is not None or found


# ---- the reference process ---------------------------------------------------------------------------
TIMETABLE = [
    "2023-09", "2023-09", "2023-09", "2023-11", "2024-02", "2024-02", "2024-01/2024-05",
    "2024-07", "2024-08", "2024-10", "2024-10", "2024-06/2024-12", "2024-12", "2025-03", "2025-06",
]  # fmt: skip
AFTER = {
    1: [], 2: [], 3: [], 4: [1], 5: [3], 6: [2, 4, 5], 7: [1, 2], 8: [5], 9: [6], 10: [8],
    11: [8, 9], 12: [1, 2], 13: [11], 14: [13], 15: [14],
}  # fmt: skip


def reference():
    plan, found = read_process(REFERENCE)
    assert found == ()
    assert plan is not None
    return plan


def test_the_reference_process_holds_all_that_its_source_tells():
    plan = reference()
    numbered = [m for m in plan.milestones if m.number]
    assert [m.planned.text for m in numbered if m.planned] == TIMETABLE
    by_code = {m.code: m.number for m in numbered}
    assert {m.number: sorted(by_code[c] for c in m.after) for m in numbered} == AFTER
    assert all(m.tentative for m in numbered)
    assert [m.number for m in numbered if m.after_mandate] == [1, 2, 3]
    assert [c.code for c in plan.clauses] == ["a", "b", "c"]
    planned = [x.code for x in plan.levels if not x.added_later]
    assert planned == ["global", "regional", "thematic", "stakeholder"]
    kinds = [f.kind for f in plan.facts if not f.added_later]
    assert (kinds.count("call"), kinds.count("challenge"), kinds.count("outreach")) == (3, 3, 3)
    assert plan.mandate.adopted_on == date(2023, 6, 9)
    assert {plan.mandate.symbol, *plan.mandate.aliases} == {
        "HSP/HA.2/Res.1", "HSP/HA.2/L.4", "resolution 2/1",
    }  # fmt: skip
    assert [s["en"] for s in plan.mandate.sponsors] == [
        "France", "Botswana", "Germany", "Republic of Korea", "Pakistan",
    ]  # fmt: skip


def test_every_fact_of_the_reference_process_has_its_source():
    plan = reference()
    things = [*plan.clauses, *plan.levels, *plan.milestones, *plan.changes, *plan.facts]
    assert all(thing.source for thing in [*things, *plan.money, *plan.snapshots])


def test_each_reading_of_the_tracker_adds_up_and_none_is_dated():
    for reading in reference().snapshots:
        assert reading.required - reading.mobilised == reading.gap
        assert reading.read_on is None


def test_the_six_languages_are_six_different_texts():
    plan = reference()
    for texts in [plan.titles, *(m.texts for m in plan.milestones if m.texts)]:
        assert set(texts) == set(LANGUAGES)
        assert len(set(texts.values())) == len(LANGUAGES)
