"""The dossier of a choice by merit: everything that anyone needs to check it, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from travaux.core.panels.instance import Instance, from_plain
from travaux.core.panels.merit import VERSION, Merit, Step, check_merit, tie_numbers
from travaux.core.problems import Unusable


def merit_order(instance: Instance, drawn: tuple[int, ...]) -> tuple[int, ...]:
    """All who may be chosen, highest score first, between equals the lower drawn number."""
    scores = instance.pool.scores or ()
    free = [p for p in range(instance.people) if not instance.excluded[p]]
    return tuple(sorted(free, key=lambda p: (-scores[p], drawn[p], instance.pool.ids[p])))


def merit_dossier(instance: Instance, found: Merit, seed: str) -> dict[str, Any]:
    """The dossier: input, panel, reserve, certificate and seed."""
    ids = instance.pool.ids
    chosen = set(found.members)
    order = merit_order(instance, found.drawn)
    low, high = instance.seats_low, instance.seats_high
    return {
        "method": "merit",
        "version": VERSION,
        "seats": low if low == high else f"{low}-{high}",
        "people": instance.people,
        "input_hash": instance.hash,
        "seed": seed,
        "probabilities": {one: 1.0 if p in chosen else 0.0 for p, one in enumerate(ids)},
        "min_probability": 1.0 if len(chosen) == len(ids) else 0.0,
        "gap": float(found.gap),
        "panels": [{"members": [ids[p] for p in found.members], "weight": 1.0}],
        "selected": [ids[p] for p in found.members],
        "reserve": [ids[p] for p in order if p not in chosen],
        "certificate": dict(found.certificate),
        "instance": instance.plain(),
    }


def check_merit_dossier(dossier: Mapping[str, Any]) -> tuple[Step, ...]:
    """Every step of the check, in order; it stops where the input itself cannot be read."""
    try:
        instance = from_plain(dossier["instance"])
        places = [instance.pool.place[one] for one in dossier["selected"]]
        seed = str(dossier["seed"])
        told = str(dossier["input_hash"])
        certificate = dossier["certificate"]
    except (KeyError, TypeError, Unusable) as error:
        return (Step("input", False, {"error": str(error)[:80]}),)
    steps = [
        Step("input", instance.hash == told, {"people": instance.people, "hash": instance.hash}),
        *check_merit(instance, places, certificate, seed),
    ]
    chosen = set(places)
    panels = dossier.get("panels")
    chances = dossier.get("probabilities")
    listed = [{"members": [instance.pool.ids[p] for p in sorted(chosen)], "weight": 1.0}]
    same = panels == listed and chances == {
        one: 1.0 if p in chosen else 0.0 for p, one in enumerate(instance.pool.ids)
    }
    steps.insert(2, Step("probabilities", bool(same), {}))
    order = merit_order(instance, tie_numbers(instance.pool.ids, seed))
    reserve = [instance.pool.ids[p] for p in order if p not in chosen]
    steps.append(Step("reserve", dossier.get("reserve") == reserve, {"people": len(reserve)}))
    return tuple(steps)
