"""The cut at a floor can be checked: nobody below it takes part, and nobody else was dropped."""

from __future__ import annotations

import copy
from decimal import Decimal
from typing import Any

import pytest

from travaux.core.panels.checking import check_dossier
from travaux.core.panels.fair import fair_lottery
from travaux.core.panels.floor import above_floor, floor_told
from travaux.core.panels.instance import Instance, Pool, Quota
from travaux.core.panels.lottery_dossier import drawn, table_of
from travaux.core.panels.merit import best_merit
from travaux.core.panels.merit_dossier import merit_dossier

FLOOR = Decimal("2.5")
WHOLE = Instance(
    Pool(
        tuple("edcba"),
        {"sex": (("f",), ("m",), ("m",), ("f",), ("m",))},
        tuple(Decimal(n) for n in (1, 2, 3, 4, 5)),
    ),
    2,
    2,
    (Quota("sex", "f", 1, 1),),
)


def a_dossier(method: str) -> dict[str, Any]:
    instance = above_floor(WHOLE, FLOOR)
    if method == "merit":
        found = best_merit(instance, "s")
        assert found is not None
        made = merit_dossier(instance, found, "s")
    else:
        made = drawn(table_of(fair_lottery(instance, method, numbered=10)), "s")
    return {**made, "floor": floor_told(WHOLE, FLOOR)}


def floor_step(dossier: dict[str, Any]) -> bool:
    return {s.name: s.ok for s in check_dossier(dossier)}["floor"]


@pytest.mark.parametrize("method", ["merit", "maximin"])
def test_the_cut_is_checked_and_older_dossiers_verify(method: str) -> None:
    dossier = a_dossier(method)
    assert all(s.ok for s in check_dossier(dossier))
    older = {k: v for k, v in dossier.items() if k != "floor"}
    steps = check_dossier(older)
    assert all(s.ok for s in steps) and "floor" not in {s.name for s in steps}
    hashed = {**dossier, "floor": {k: v for k, v in dossier["floor"].items() if k != "pool"}}
    assert floor_step(hashed)


@pytest.mark.parametrize("method", ["merit", "maximin"])
def test_another_cut_is_found(method: str) -> None:
    dossier = a_dossier(method)
    assert not floor_step({**dossier, "floor": {**dossier["floor"], "score": "3.5"}})  # c is below
    assert not floor_step({**dossier, "floor": {**dossier["floor"], "score": "2"}})  # d was dropped
    assert not floor_step({**dossier, "floor": {**dossier["floor"], "pool_hash": "0" * 64}})
    assert not floor_step({**dossier, "floor": "high"})
    other = copy.deepcopy(dossier)
    other["floor"]["pool"]["people"][0]["score"] = "9"
    assert not floor_step(other)
