"""The activities of a plan: read, checked; the reference process under the funds later known."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import travaux.roadmap
from travaux.core.funding.choices import planned
from travaux.core.funding.scenarios import best_under, cannot_stay, frontier, least_cost
from travaux.core.processes.leaner import question_of, read_leaner
from travaux.core.processes.reading import read_process

PLAN = Path(travaux.roadmap.__file__).parent / "data" / "people-centred-smart-cities.toml"
METHOD = Path(__file__).parents[3] / "docs" / "methods" / "scenarios.md"


@pytest.fixture(scope="module")
def plan():
    found, problems = read_process(PLAN.read_bytes())
    assert found is not None and not problems
    return found


def test_the_plan_costs_what_the_report_names_and_says_that_its_split_is_invented(plan) -> None:
    whole = planned(question_of(plan.leaner))
    required = next(m.amount for m in plan.money if m.kind == "requirement")
    assert whole.cost == required == Decimal(1_179_384)
    assert whole.loss == 0 and plan.leaner.invented


def test_under_the_funds_later_known_the_expert_meetings_go_online(plan) -> None:
    best = best_under(question_of(plan.leaner), Decimal(429_000))
    assert best is not None and best.proven
    assert best.chosen["egm-1"] == best.chosen["egm-2"] == "online"
    assert best.chosen["second-draft"] == "six-languages"
    told = METHOD.read_text(encoding="utf-8")
    assert f"{best.cost:,.0f}" in told and f"{float(best.loss):.3f}" in told


def test_no_scenario_gives_up_what_the_mandate_asks(plan) -> None:
    question = question_of(plan.leaner)
    for one in frontier(question, 8):
        assert not question.must & {lost.name for lost in one.lost}
    least = least_cost(question)
    assert least is not None
    below = least.cost - 1
    assert best_under(question, below) is None
    assert cannot_stay(question, Decimal(380_000)) == ("language:fr",)
    assert f"{least.cost:,.0f}" in METHOD.read_text(encoding="utf-8")


def test_the_kept_table_asks_the_same(plan) -> None:
    assert question_of(read_leaner(plan.leaner.raw)) == question_of(plan.leaner)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('needs = ["egm-2:in-person"]', 'needs = ["egm-2:by-ship"]', "way-unknown"),
        ('needs = ["egm-2:in-person"]', 'needs = ["egm-3:online"]', "way-unknown"),
        ('"africa/experts" = 18', '"africa/exports" = 18', "cell-without-target"),
        ('"language:fr"]\nsource', '"language:de"]\nsource', "kept-by-nothing"),
        ('cost = "150000"', 'cost = "-145000"', "plan-amount-negative"),
        ('cost = "150000"', 'cost = "150001"', "way-not-as-budgeted"),
        ('cost = "150000"', 'price = "145000"', "plan-key-unknown"),
        ('"africa/experts" = 18', '"africa/experts" = 0', "plan-not-a-number"),
        ('"africa/experts" = "2"', '"africa/experts" = "much"', "plan-not-an-amount"),
        ('code = "egm-2"\nmilestone = "egm-2"\n[[sc', 'code = "egm-1"\n[[sc', "plan-code-twice"),
        (
            'milestone = "outlook-report"\n[[sc',
            'milestone = "outlook"\n[[sc',
            "plan-milestone-unknown",
        ),
    ],
)
def test_a_fault_is_named_at_its_place(old: str, new: str, code: str) -> None:
    text = PLAN.read_text(encoding="utf-8")
    assert old in text
    _, problems = read_process(text.replace(old, new, 1).encode())
    assert code in {p.code for p in problems}
    assert all(p.where for p in problems)
