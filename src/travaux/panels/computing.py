"""From an instance to a recommendation and to what a trial shows; the core does the work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from travaux.core.panels.checking import check_dossier
from travaux.core.panels.conflicts import conflict_of
from travaux.core.panels.fair import fair_lottery
from travaux.core.panels.floor import floor_told
from travaux.core.panels.instance import Instance, plain_score
from travaux.core.panels.lottery_dossier import drawn, table_of
from travaux.core.panels.lottery_prices import chance_prices
from travaux.core.panels.merit import best_merit
from travaux.core.panels.merit_dossier import merit_dossier
from travaux.core.panels.prices import merit_prices
from travaux.core.panels.relaxing import relaxations
from travaux.core.panels.seating import GRAIN
from travaux.core.panels.seeds import seed_of
from travaux.core.problems import Unusable
from travaux.panels.models import Panel
from travaux.panels.queries.explaining import (
    plain_chance_prices,
    plain_conflict,
    plain_option,
    plain_price,
)
from travaux.panels.queries.instance import instance_of
from travaux.panels.states import Method
from travaux.plumbing.verdicts import refuse


def recommend(panel: Panel, progress: Callable[..., None]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The dossier of a frozen group, and the facts that its pages show.

    By merit it names the group. By lots it is the table that is published before the draw.
    """
    instance = instance_of(panel)
    if panel.method != Method.MERIT:
        lottery = fair_lottery(instance, panel.method, progress=progress)
        table = {**table_of(lottery), **_floor_of(panel)}
        facts = {
            "people": instance.people,
            "least": table["min_probability"],
            "gap": table["gap"],
            "numbers": len(lottery.numbered),
            "bound": table["lottery"]["bound"],
            "table_hash": table["lottery"]["table_hash"],
            "prices": plain_chance_prices(chance_prices(lottery)),
        }
        return table, facts
    seed = seed_of(panel.secret, panel.public_value)
    found = best_merit(instance, seed, progress=progress)
    if found is None:
        raise refuse("quotas-impossible")
    dossier = {
        **merit_dossier(instance, found, seed),
        **_floor_of(panel),
        "commitment": commitment_of(panel),
    }
    facts = {
        "score": plain_score(found.score),
        "gap": plain_score(found.gap),
        "people": instance.people,
        "steps": checked(dossier),
        "prices": prices_of(instance, found.members),
    }
    return dossier, facts


def _floor_of(panel: Panel) -> dict[str, Any]:
    """The floor and everybody before the cut, where there is one."""
    if panel.floor is None:
        return {}
    return {"floor": floor_told(instance_of(panel, floored=False), panel.floor)}


def commitment_of(panel: Panel) -> dict[str, str]:
    """The seal that was published, and what opens it."""
    return {
        "seal": panel.seal,
        "secret": panel.secret,
        "public_value": panel.public_value,
        "public_source": panel.public_source,
    }


def draw(panel: Panel, table: dict[str, Any], number: int | None) -> dict[str, Any]:
    """The dossier after the draw: by the sealed seed, or by a number that was drawn in public."""
    seed = seed_of(panel.secret, panel.public_value)
    return {**drawn(table, seed, number=number), "commitment": commitment_of(panel)}


def checked(dossier: dict[str, Any]) -> list[list[Any]]:
    """The steps of the check of a dossier, as JSON values."""
    return [[step.name, step.ok, dict(step.facts)] for step in check_dossier(dossier)]


def explained(instance: Instance) -> dict[str, Any]:
    """Whether a group can keep every rule; if not, the smallest contradiction and the ways out."""
    conflict = conflict_of(instance)
    if conflict is None:
        return {"feasible": True}
    return {
        "feasible": False,
        "people": instance.people,
        "seats": [instance.seats_low, instance.seats_high],
        "conflict": plain_conflict(conflict),
        "options": [plain_option(option) for option in relaxations(instance)],
    }


def outcome_of(
    instance: Instance, method: str, seed: str, *, priced: bool = False
) -> dict[str, Any]:
    """What these rules would give: who is in (merit) or each one's chance (lots); or why nobody
    can be. With `priced` also what each rule costs."""
    told = explained(instance)
    if not told["feasible"]:
        return told
    ids = instance.pool.ids
    if method != Method.MERIT:
        lottery = fair_lottery(instance, method)
        chances = {
            one: c / GRAIN
            for one, c in zip(lottery.instance.pool.ids, lottery.chances, strict=True)
        }
        told = {"feasible": True, "chances": chances, "least": min(chances.values())}
        if priced:
            told["prices"] = plain_chance_prices(chance_prices(lottery))
        return told
    found = best_merit(instance, seed)
    if found is None:
        raise refuse("quotas-impossible")
    told = {
        "feasible": True,
        "chances": {ids[p]: 1.0 for p in found.members},
        "score": plain_score(found.score),
    }
    if priced:
        told["prices"] = prices_of(instance, found.members)
    return told


def prices_of(instance: Instance, members: Sequence[int]) -> list[dict[str, Any]] | None:
    """What each rule costs the best group; None where that could not be found in its time."""
    try:
        prices = merit_prices(instance, members)
    except Unusable:
        return None
    return [plain_price(price, instance) for price in prices]
