"""The check of a dossier of any method, step by step; nothing is solved again."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from travaux.core.panels.floor import above_floor
from travaux.core.panels.instance import from_plain
from travaux.core.panels.merit import Step
from travaux.core.panels.merit_dossier import check_merit_dossier
from travaux.core.panels.seeds import seal_of, seed_of
from travaux.core.problems import Unusable


def check_dossier(dossier: Mapping[str, Any]) -> tuple[Step, ...]:
    """Every step of the check, in order. Never raises: what cannot be read is a step that fails.

    Where it tells a floor, a step holds it against the input and everybody before the cut. Where
    the dossier tells a sealed secret (`commitment`), the last step holds it against the
    published seal and the seed.
    """
    if dossier.get("method") == "merit":
        steps = check_merit_dossier(dossier)
    else:
        from travaux.core.panels.lottery_check import check_lottery_dossier

        steps = check_lottery_dossier(dossier)
    if "floor" in dossier:
        steps = (*steps, _floor(dossier))
    if "commitment" not in dossier:
        return steps
    return (*steps, _seal(dossier["commitment"], dossier.get("seed")))


def _seal(commitment: Any, seed: Any) -> Step:
    try:
        secret, value = str(commitment["secret"]), str(commitment["public_value"])
        seal = str(commitment["seal"])
    except (KeyError, TypeError) as error:
        return Step("seal", False, {"error": type(error).__name__})
    ok = seal_of(secret) == seal and seed_of(secret, value) == seed
    return Step("seal", ok, {"seal": seal})


def _floor(dossier: Mapping[str, Any]) -> Step:
    """Nobody in the instance is below the floor; where the full pool is told, it has its hash and
    the instance is exactly those of it who reach the floor. Never raises."""
    try:
        told = dossier["floor"]
        floor = Decimal(told["score"])
        instance = from_plain(dossier["instance"])
        scores = instance.pool.scores
        if scores is None or min(scores) < floor:
            return Step("floor", False, {"floor": told["score"]})
        facts: dict[str, str | int] = {"floor": told["score"], "hash": str(told["pool_hash"])}
        if "pool" not in told:
            return Step("floor", True, facts)
        whole = from_plain(told["pool"])
        kept = above_floor(whole, floor)
        same = instance.only([instance.pool.place[one] for one in kept.pool.ids])
        ok = whole.hash == told["pool_hash"] and len(kept.pool) == len(instance.pool)
        return Step("floor", ok and same.hash == kept.hash, {**facts, "people": len(whole.pool)})
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError, Unusable) as error:
        return Step("floor", False, {"error": type(error).__name__})
