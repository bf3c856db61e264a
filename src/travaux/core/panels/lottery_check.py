"""The check of a lottery's dossier, step by step; nothing is solved again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from travaux.core.panels.certificate import Certificate, Step, gap_of
from travaux.core.panels.drawing import drawn_number, reserve_order, table_hash
from travaux.core.panels.fair import chances_of, off_of
from travaux.core.panels.instance import Instance, from_plain
from travaux.core.panels.merit import Step as Check
from travaux.core.panels.polytope import Cut
from travaux.core.panels.proofs import Proof
from travaux.core.panels.seating import GRAIN
from travaux.core.problems import Unusable

WRONG = (KeyError, TypeError, ValueError, ArithmeticError, IndexError, AttributeError, Unusable)
TOLERANCE = Fraction(1, 10**12)  # for numbers that are told as floats


def check_lottery_dossier(dossier: Mapping[str, Any]) -> tuple[Check, ...]:
    """Every step of the check, in order; it stops where what follows could not be read.

    input: the hash; panels: each keeps each rule; weights: positive, of sum 1; probabilities: what
    the weights give; certificate: the gap, by arithmetic; numbers: the even lottery's distance and
    the table's hash; draw: the number and its panel; reserve: its order. Never raises.
    """
    steps: list[Check] = []
    try:
        instance = from_plain(dossier["instance"])
        facts: dict[str, str | int] = {"people": instance.people, "hash": instance.hash}
        steps.append(Check("input", dossier["input_hash"] == instance.hash, facts))
        told = _Told(instance, dossier)
    except WRONG as error:
        return (*steps, Check("input", False, {"error": type(error).__name__}))
    for name in ("panels", "weights", "probabilities", "certificate", "numbers", "draw", "reserve"):
        if name in ("draw", "reserve") and "draw" not in dossier:
            continue  # the table as published before the draw
        try:
            ok, facts = getattr(told, f"check_{name}")()
        except WRONG as error:
            ok, facts = False, {"error": type(error).__name__}
        steps.append(Check(name, bool(ok), facts))
    return tuple(steps)


Answer = tuple[bool, dict[str, str | int]]


class _Told:
    """What a dossier says, against what follows from it."""

    def __init__(self, instance: Instance, dossier: Mapping[str, Any]) -> None:
        self.instance, self.dossier = instance, dossier
        place = instance.pool.place
        self.members: list[tuple[int, ...]] = [
            tuple(place[one] for one in panel["members"]) for panel in dossier["panels"]
        ]
        self.weights = [_grains(panel["weight"]) for panel in dossier["panels"]]
        self.numbered = tuple(_whole(n) for n in dossier["lottery"]["numbers"])
        self.chances = chances_of(instance.people, tuple(self.members), tuple(self.weights))

    def check_panels(self) -> Answer:
        for number, members in enumerate(self.members, 1):
            if len(set(members)) != len(members):
                return False, {"panel": number, "feature": "", "value": ""}
            broken = self.instance.breaks(members)
            if broken:
                first = broken[0]
                return False, {"panel": number, "feature": first.feature, "value": first.value}
        return bool(self.members), {"panels": len(self.members)}

    def check_weights(self) -> Answer:
        least = min(self.weights, default=0)
        return sum(self.weights) == GRAIN and least > 0, {"panels": len(self.weights)}

    def check_probabilities(self) -> Answer:
        ids = self.instance.pool.ids
        told = self.dossier["probabilities"]
        if set(told) != set(ids):
            return False, {"id": next(iter(set(told) ^ set(ids)))}
        for one, chance in zip(ids, self.chances, strict=True):
            if _grains(told[one]) != chance:
                return False, {"id": one}
        certificate = self._certificate()
        barred = {p for s in certificate.steps if s.kind == "barred" for p in s.people}
        never = self.instance.excluded.tolist()
        some = [c for p, c in enumerate(self.chances) if p not in barred and not never[p]]
        lowest = min(some, default=0)
        ok = _grains(self.dossier["min_probability"]) == lowest
        return ok, {"lowest": str(lowest / GRAIN)}

    def check_certificate(self) -> Answer:
        certificate = self._certificate()
        if certificate.method != self.dossier["method"]:
            return False, {"reason": "other-method"}
        finding = gap_of(self.instance, self.chances, certificate)
        if finding.gap is None:
            return False, {"reason": finding.code}
        told = Fraction(float(self.dossier["gap"]))
        facts: dict[str, str | int] = {
            "gap": f"{float(finding.gap):.1e}",
            "steps": len(certificate.steps),
            "cuts": len(certificate.cuts),
            "sworn": finding.sworn,
        }
        return finding.gap <= told + TOLERANCE, facts

    def check_numbers(self) -> Answer:
        lottery = self.dossier["lottery"]
        panels = [panel["members"] for panel in self.dossier["panels"]]
        found = table_hash(
            self.instance.hash, self.dossier["method"], panels, self.weights, self.numbered
        )
        if found != lottery["table_hash"]:
            return False, {"reason": "table-hash"}
        if not self.numbered or not all(0 <= n < len(panels) for n in self.numbered):
            return False, {"reason": "number-of-no-panel"}
        off = off_of(self.instance.people, tuple(self.members), self.numbered, self.chances)
        facts: dict[str, str | int] = {"numbers": len(self.numbered), "off": f"{float(off):.6f}"}
        return off <= Fraction(float(lottery["bound"])) + TOLERANCE, facts

    def check_draw(self) -> Answer:
        draw = self.dossier["draw"]
        number, seed = _whole(draw["number"]), str(self.dossier["seed"])
        facts: dict[str, str | int] = {"number": number, "numbers": len(self.numbered)}
        if draw["of"] != len(self.numbered) or not 1 <= number <= len(self.numbered):
            return False, facts
        if draw["by_hand"] is not True:
            table = str(self.dossier["lottery"]["table_hash"])
            facts["drawn"] = drawn_number(seed, table, len(self.numbered))
            if facts["drawn"] != number:
                return False, facts
        panel = self.dossier["panels"][self.numbered[number - 1]]["members"]
        return list(self.dossier["selected"]) == list(panel), facts

    def check_reserve(self) -> Answer:
        ids, chosen = self.instance.pool.ids, set(self.dossier["selected"])
        never = self.instance.excluded.tolist()
        there = [one for p, one in enumerate(ids) if one not in chosen and not never[p]]
        order = reserve_order(str(self.dossier["seed"]), there)
        return list(self.dossier["reserve"]) == order, {"people": len(order)}

    def _certificate(self) -> Certificate:
        told = self.dossier["certificate"]
        place = self.instance.pool.place
        return Certificate(
            str(told["kind"]),
            tuple(
                Step(
                    str(s["kind"]),
                    tuple(place[one] for one in s["people"]),
                    tuple(_whole(p) for p in s["prices"]),
                )
                for s in told["steps"]
            ),
            tuple(_cut(cut) for cut in told["cuts"]),
        )


def _cut(told: Mapping[str, Any]) -> Cut:
    bound = _whole(told["bound"])
    proof = None
    if told["proof"] is not None:
        proof = Proof(tuple(tuple(case) for case in told["proof"]), bound, True)
    weights: Sequence[int] = [_whole(w) for w in told["weights"]]
    return Cut(np.array(weights, dtype=np.int64), bound, proof)


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise TypeError("not a whole number")
    return value


def _grains(value: Any) -> int:
    """A weight or a chance as a whole multiple of 1/GRAIN."""
    if type(value) not in (int, float):
        raise TypeError("not a number")
    if not 0 <= value <= 1:
        raise ValueError("not between 0 and 1")
    return round(Fraction(value) * GRAIN)
