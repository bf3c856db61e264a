"""A dossier verifies; whatever is changed in it, the step that differs says no."""

from __future__ import annotations

import copy
import json

import pytest
from tests.core.panels.test_fair import invented, ring

from travaux.core.panels.fair import METHODS, fair_lottery
from travaux.core.panels.instance import Demand, Instance
from travaux.core.panels.lottery_check import check_lottery_dossier
from travaux.core.panels.lottery_dossier import drawn, table_of
from travaux.core.problems import Unusable


@pytest.fixture(scope="module", params=[*METHODS, "ring", "asked"])
def dossier(request):
    if request.param == "ring":  # with cuts and their proofs
        lottery = fair_lottery(ring(), numbered=50)
    elif request.param == "asked":
        pool = invented()
        demands = (Demand("n001", "include", "chair"), Demand("n002", "exclude", "interest"))
        asked = Instance(pool.pool, 12, 12, pool.quotas, (), demands)
        lottery = fair_lottery(asked, numbered=50)
    else:
        lottery = fair_lottery(invented(), request.param, numbered=50)
    return json.loads(json.dumps(drawn(table_of(lottery), "harbour")))


def failed(dossier):
    return [step.name for step in check_lottery_dossier(dossier) if not step.ok]


def test_an_untouched_dossier_verifies(dossier):
    steps = check_lottery_dossier(dossier)
    assert [s.name for s in steps if not s.ok] == []
    assert [s.name for s in steps] == [
        "input", "panels", "weights", "probabilities", "certificate", "numbers", "draw", "reserve",
    ]  # fmt: skip
    assert dossier["gap"] <= 1e-6
    assert set(dossier) >= {
        "method", "seats", "people", "probabilities", "min_probability", "gap", "panels",
        "selected", "reserve", "certificate", "seed", "input_hash", "version",
    }  # fmt: skip


def test_the_table_before_the_draw_verifies(dossier):
    table = {k: v for k, v in dossier.items() if k not in ("seed", "draw", "selected", "reserve")}
    assert failed(table) == []
    assert drawn(table, "harbour")["selected"] == dossier["selected"]


def member_swapped(d):
    panel = d["panels"][0]["members"]
    panel[0] = next(one for one in d["probabilities"] if one not in panel)


def person_changed(d):
    person = d["instance"]["people"][0]["features"]
    feature = next(iter(person))
    person[feature] = ["Z"]


def weight_moved(d):
    d["panels"][0]["weight"] += 1e-6
    d["panels"][1]["weight"] -= 1e-6


def chance_raised(d):
    first = next(iter(d["probabilities"]))
    d["probabilities"][first] += 1e-9


def prices_of_nothing(d):
    d["certificate"]["steps"][-1]["prices"] = [0] * len(d["certificate"]["steps"][-1]["prices"])


def price_changed(d):
    prices = d["certificate"]["steps"][0]["prices"]
    at = max(range(len(prices)), key=lambda n: abs(prices[n]))
    if sum(p != 0 for p in prices) > 1:  # of a single price only the sign matters
        prices[at] = prices[at] * 9 // 10


def step_left_out(d):
    d["certificate"]["steps"].pop()


def gap_denied(d):
    d["certificate"]["steps"][0]["prices"] = [1] + [0] * (
        len(d["certificate"]["steps"][0]["prices"]) - 1
    )


def number_moved(d):
    d["draw"]["number"] = d["draw"]["number"] % d["draw"]["of"] + 1


def another_panel_of_the_number(d):
    numbers = d["lottery"]["numbers"]
    numbers[0], numbers[1] = numbers[1], numbers[0]


def nearer_than_it_is(d):
    d["lottery"]["bound"] = 0.0


def seed_changed(d):
    d["seed"] = "haven"


def selected_changed(d):
    d["selected"] = d["panels"][-1]["members"]
    if d["panels"][d["lottery"]["numbers"][d["draw"]["number"] - 1]] is d["panels"][-1]:
        d["selected"] = d["panels"][0]["members"]


def reserve_turned(d):
    d["reserve"].reverse()


@pytest.mark.parametrize(
    ("change", "step"),
    [
        (member_swapped, "probabilities"),
        (person_changed, "input"),
        (weight_moved, "probabilities"),
        (chance_raised, "probabilities"),
        (prices_of_nothing, "certificate"),
        (price_changed, "certificate"),
        (step_left_out, "certificate"),
        (another_panel_of_the_number, "numbers"),
        (gap_denied, "certificate"),
        (number_moved, "draw"),
        (seed_changed, "draw"),
        (selected_changed, "draw"),
        (reserve_turned, "reserve"),
        (lambda d: d.update(gap=-1.0), "certificate"),
        (lambda d: d.update(method="nosh"), "certificate"),
        (lambda d: d.pop("panels"), "input"),
        (lambda d: d["certificate"].update(steps=[]), "certificate"),
        (lambda d: d["certificate"].update(cuts=7), "certificate"),
        (lambda d: d["panels"][0].update(weight="much"), "input"),
        (lambda d: d["lottery"].update(numbers=[-1]), "numbers"),
        (lambda d: d["lottery"].update(table_hash="00"), "numbers"),
        (lambda d: d.update(instance=None), "input"),
        (lambda d: d.update(reserve=None), "reserve"),
    ],
)
def test_a_change_is_found(dossier, change, step):
    changed = copy.deepcopy(dossier)
    change(changed)
    if changed != dossier:
        assert step in failed(changed)


def test_numbers_that_lie_further_off_are_found(dossier):
    if dossier["lottery"]["bound"] > 1e-9:
        changed = copy.deepcopy(dossier)
        nearer_than_it_is(changed)
        assert failed(changed) == ["numbers"]


def test_a_cut_that_does_not_follow_is_found(dossier):
    if not dossier["certificate"]["cuts"]:
        return
    for change in (
        lambda cut: cut.update(bound=cut["bound"] - 1),
        lambda cut: cut["proof"].pop(),
        lambda cut: cut["weights"].pop(),
        lambda cut: cut.update(weights=[2 * w for w in cut["weights"]]),
    ):
        changed = copy.deepcopy(dossier)
        change(changed["certificate"]["cuts"][0])
        assert failed(changed) == ["certificate"]
    sworn = copy.deepcopy(dossier)
    sworn["certificate"]["cuts"][0]["proof"] = None
    certificate = next(s for s in check_lottery_dossier(sworn) if s.name == "certificate")
    assert certificate.facts["sworn"] == 1


def test_a_number_drawn_in_public_decides(dossier):
    table = {k: v for k, v in dossier.items() if k not in ("seed", "draw", "selected", "reserve")}
    by_hand = drawn(table, "harbour", number=17)
    assert failed(by_hand) == []
    assert by_hand["selected"] == table["panels"][table["lottery"]["numbers"][16]]["members"]
    with pytest.raises(Unusable, match="number-not-there"):
        drawn(table, "harbour", number=51)


def test_the_same_seed_draws_the_same_and_each_number_comes_about_as_often(dossier):
    table = {k: v for k, v in dossier.items() if k not in ("seed", "draw", "selected", "reserve")}
    numbers = [drawn(table, str(n))["draw"]["number"] for n in range(300)]
    assert numbers == [drawn(table, str(n))["draw"]["number"] for n in range(300)]
    assert len(set(numbers)) > 45 and min(numbers) >= 1 and max(numbers) <= 50
