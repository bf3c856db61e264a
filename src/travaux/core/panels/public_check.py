"""The check of what everybody may have of a group: the public dossier, without a single person."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from travaux.core.ledger.canonical import digest
from travaux.core.panels.drawing import drawn_number
from travaux.core.panels.merit import Step
from travaux.core.panels.seating import GRAIN
from travaux.core.panels.seeds import seal_of, seed_of

FORMAT = "travaux-public-dossier-1"
WRONG = (KeyError, TypeError, ValueError, ArithmeticError, IndexError, AttributeError)


def panel_hashes(dossier: Mapping[str, Any]) -> list[str]:
    """A hash for each numbered panel of a full dossier: who has it can show that they are the same.

    The salt is a digest of the whole input, of which the public has the input hash only; whoever
    could guess it could hold the guess against the input hash already.
    """
    salt = digest({"for": "numbered panels in public", "instance": dossier["instance"]})
    return [
        digest({"salt": salt, "number": number, "members": sorted(panel["members"])})
        for number, panel in enumerate(dossier["panels"])
    ]


def check_public(told: Mapping[str, Any], full: Mapping[str, Any] | None = None) -> list[Step]:
    """Every step that the public dossier allows, in order; with the full dossier, that it belongs
    to it. Never raises: what cannot be read is a step that fails.

    seal: each opened secret has the published seal; weights: positive, of sum 1; probabilities:
    from 0 to 1, their sum within the seats; numbers: each stands for a panel; draw: the number
    comes out of seed and table; full: hashes, panels, chances and draw are those of the dossier.
    """
    steps = []
    checks = [_seal]
    if "panels" in told:
        checks += [_weights, _probabilities, _numbers]
    if told.get("draw"):
        checks.append(_draw)
    for check in checks:
        steps.append(_step(check.__name__[1:], check, told))
    if full is not None:
        steps.append(_step("full", _full, told, full))
    return steps


def need_full(told: Mapping[str, Any]) -> tuple[str, ...]:
    """The steps of the check that only the full dossier allows; none where nothing is computed."""
    if "panels" in told:
        return ("input", "panels", "certificate", "reserve")
    computed = "dossier_sha256" in told
    return ("input", "rules", "score", "ties", "certificate", "reserve") if computed else ()


Answer = tuple[bool, dict[str, str | int]]


def _step(name: str, check: Any, *given: Mapping[str, Any]) -> Step:
    try:
        ok, facts = check(*given)
    except WRONG as error:
        return Step(name, False, {"error": type(error).__name__})
    return Step(name, bool(ok), facts)


def _seal(told: Mapping[str, Any]) -> Answer:
    opened = [(one["seal"], one["secret"]) for one in told.get("reopened", ())]
    now = told.get("commitment")
    if now is not None:
        opened.append((now["seal"], now["secret"]))
        if now["seal"] != told["seal"]:
            return False, {"seals": len(opened)}
    return all(seal_of(str(secret)) == seal for seal, secret in opened), {"seals": len(opened)}


def _grains(value: Any) -> int:
    if type(value) not in (int, float) or not 0 <= value <= 1:
        raise ValueError("not between 0 and 1")
    return round(Fraction(value) * GRAIN)


def _weights(told: Mapping[str, Any]) -> Answer:
    weights = [_grains(panel["weight"]) for panel in told["panels"]]
    return sum(weights) == GRAIN and min(weights) > 0, {"panels": len(weights)}


def _chances(told: Mapping[str, Any]) -> list[Any]:
    """The chances without whose they are; files of earlier versions have codes beside them."""
    found = told["probabilities"]
    return list(found.values()) if isinstance(found, Mapping) else list(found)


def _probabilities(told: Mapping[str, Any]) -> Answer:
    chances = [_grains(one) for one in _chances(told)]
    low, high = told["seats"]
    ok = low * GRAIN <= sum(chances) <= high * GRAIN and _grains(told["min_probability"]) in chances
    return ok, {"people": len(chances)}


def _numbers(told: Mapping[str, Any]) -> Answer:
    numbers, panels = told["numbers"], len(told["panels"])
    ok = bool(numbers) and all(type(n) is int and 1 <= n <= panels for n in numbers)
    return ok, {"numbers": len(numbers)}


def _draw(told: Mapping[str, Any]) -> Answer:
    draw, count = told["draw"], len(told["numbers"])
    number = draw["number"]
    facts: dict[str, str | int] = {"number": number, "numbers": count}
    if type(number) is not int or draw["of"] != count or not 1 <= number <= count:
        return False, facts
    if draw["by_hand"] is True:
        return True, facts
    opened = told["commitment"]
    seed = seed_of(str(opened["secret"]), str(opened["public_value"]))
    return drawn_number(seed, str(told["table_hash"]), count) == number, facts


def _full(told: Mapping[str, Any], full: Mapping[str, Any]) -> Answer:
    same = told["input_hash"] == full["input_hash"] and told["gap"] == full["gap"]
    if "commitment" in told:
        same = same and told["commitment"] == full["commitment"]
        same = same and len(told["selected"]) == len(full["selected"])
    if "panels" in told:
        listed = [panel.get("hash") for panel in told["panels"]]
        weights = [panel["weight"] for panel in told["panels"]]
        same = (
            same
            and (listed == panel_hashes(full) or all(one is None for one in listed))
            and weights == [panel["weight"] for panel in full["panels"]]
            and told["numbers"] == [n + 1 for n in full["lottery"]["numbers"]]
            and told["table_hash"] == full["lottery"]["table_hash"]
            and sorted(_chances(told)) == sorted(full["probabilities"].values())
            and told.get("draw") == full.get("draw")
        )
    return same, {"hash": str(full["input_hash"])}
