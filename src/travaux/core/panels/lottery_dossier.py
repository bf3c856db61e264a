"""The dossier of a fair lottery: everything that anyone needs to check it, as plain values."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from travaux.core.panels.certificate import Certificate
from travaux.core.panels.drawing import drawn_number, reserve_order, table_hash
from travaux.core.panels.fair import VERSION, Lottery
from travaux.core.panels.seating import GRAIN
from travaux.core.problems import Unusable


def up(value: Fraction) -> float:
    """The value as a float that is not below it."""
    near = float(value)
    return near if Fraction(near) >= value else math.nextafter(near, math.inf)


def table_of(lottery: Lottery) -> dict[str, Any]:
    """What is published before the draw: the lottery, its proof and the numbered panels.

    Chances and weights are exact multiples of 1/10**15 written as floats.
    """
    ids = lottery.instance.pool.ids
    panels = [[ids[p] for p in members] for members in lottery.panels]
    low, high = lottery.instance.seats_low, lottery.instance.seats_high
    input_hash = lottery.instance.hash
    return {
        "method": lottery.method,
        "version": VERSION,
        "seats": low if low == high else f"{low}-{high}",
        "people": lottery.instance.people,
        "input_hash": input_hash,
        "probabilities": {
            one: chance / GRAIN for one, chance in zip(ids, lottery.chances, strict=True)
        },
        "min_probability": float(lottery.lowest),
        "gap": up(lottery.gap),
        "panels": [
            {"members": members, "weight": weight / GRAIN}
            for members, weight in zip(panels, lottery.weights, strict=True)
        ],
        "certificate": plain_certificate(lottery.certificate, ids),
        "lottery": {
            "numbers": list(lottery.numbered),
            "bound": up(lottery.off),
            "table_hash": table_hash(
                input_hash, lottery.method, panels, lottery.weights, lottery.numbered
            ),
        },
        "instance": lottery.instance.plain(),
    }


def drawn(table: dict[str, Any], seed: str, *, number: int | None = None) -> dict[str, Any]:
    """The dossier after the draw: the table with the number, the panel it stands for, the reserve.

    `number` is given where it was drawn in public by hand; else it comes out of the seed.
    Raises `Unusable("number-not-there")`.
    """
    numbers = table["lottery"]["numbers"]
    by_hand = number is not None
    if number is None:
        number = drawn_number(seed, table["lottery"]["table_hash"], len(numbers))
    if not 1 <= number <= len(numbers):
        raise Unusable("number-not-there", number=number, most=len(numbers))
    selected = list(table["panels"][numbers[number - 1]]["members"])
    return {
        **table,
        "seed": seed,
        "draw": {"number": number, "of": len(numbers), "by_hand": by_hand},
        "selected": selected,
        "reserve": reserve_order(seed, ready(table, selected)),
    }


def ready(table: dict[str, Any], selected: list[str]) -> list[str]:
    """Those who were not drawn and may be chosen."""
    out = {d["id"] for d in table["instance"]["demands"] if d["kind"] == "exclude"} | set(selected)
    return [one for one in table["probabilities"] if one not in out]


def plain_certificate(certificate: Certificate, ids: tuple[str, ...]) -> dict[str, Any]:
    """The certificate as plain values: codes for people, whole numbers for prices."""
    return {
        "kind": certificate.method,
        "version": VERSION,
        "steps": [
            {"kind": s.kind, "people": [ids[p] for p in s.people], "prices": list(s.prices)}
            for s in certificate.steps
        ],
        "cuts": [
            {
                "weights": [int(w) for w in cut.weights],
                "bound": cut.bound,
                "proof": None if cut.proof is None else [list(case) for case in cut.proof.cases],
            }
            for cut in certificate.cuts
        ],
    }
