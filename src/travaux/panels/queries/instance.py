"""The rows of a group to be chosen as the plain values that the core computes with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from travaux.core.panels import instance as core
from travaux.core.panels.floor import above_floor
from travaux.core.panels.instance import Instance
from travaux.panels.models import Nominee, Panel


@dataclass(frozen=True)
class Settings:
    """What is asked of a group: seats, limits and quotas; from the rows, or tried out."""

    seats: tuple[int, int]
    quotas: tuple[core.Quota, ...]
    at_most: tuple[core.AtMost, ...] = ()

    def plain(self) -> dict[str, Any]:
        """As JSON values, for a trial that is kept."""
        return {
            "seats": list(self.seats),
            "at_most": [{"feature": a.feature, "number": a.number} for a in self.at_most],
            "quotas": [[q.feature, q.value, q.low, q.high] for q in self.quotas],
        }


def settings_from_plain(value: Mapping[str, Any]) -> Settings:
    """The settings that `Settings.plain` wrote."""
    return Settings(
        (value["seats"][0], value["seats"][1]),
        tuple(core.Quota(f, v, low, high) for f, v, low, high in value["quotas"]),
        tuple(core.AtMost(a["feature"], a["number"]) for a in value["at_most"]),
    )


def settings_of(panel: Panel) -> Settings:
    """What the rows of a group ask for."""
    return Settings(
        (panel.seats_low, panel.seats_high),
        tuple(
            core.Quota(q.feature, q.value, q.low, q.high, q.low_flex, q.high_flex)
            for q in panel.quotas.all()
        ),
        tuple(core.AtMost(a["feature"], a["number"]) for a in panel.at_most),
    )


def pool_of(nominees: Sequence[Nominee]) -> core.Pool:
    """The pool: codes, attributes, and scores where everybody has one."""
    features = list(dict.fromkeys(f for n in nominees for f in n.features))
    scored = all(n.score is not None for n in nominees)
    return core.Pool(
        tuple(n.code for n in nominees),
        {f: tuple(tuple(n.features.get(f, ())) for n in nominees) for f in features},
        tuple(n.score for n in nominees if n.score is not None) if scored else None,
    )


def instance_of(
    panel: Panel, settings: Settings | None = None, *, floored: bool = True
) -> Instance:
    """The instance of a group, of its rows or of other settings; below its floor nobody counts.

    Only the attributes that a quota or a limit names are in it. Raises `Unusable`.
    """
    asked = settings or settings_of(panel)
    nominees = list(panel.nominees.all())
    pool = pool_of(nominees)
    named = {q.feature for q in asked.quotas} | {a.feature for a in asked.at_most}
    kept = {f: held for f, held in pool.features.items() if f in named}
    missing: dict[str, tuple[tuple[str, ...], ...]] = {
        f: ((),) * len(pool) for f in named if f not in kept
    }
    instance = Instance(
        core.Pool(pool.ids, {**kept, **missing}, pool.scores),
        *asked.seats,
        asked.quotas,
        asked.at_most,
        _demands(nominees),
    )
    if floored and panel.floor is not None:
        return above_floor(instance, panel.floor)
    return instance


def _demands(nominees: Iterable[Nominee]) -> tuple[core.Demand, ...]:
    return tuple(core.Demand(n.code, n.demand, n.demand_reason) for n in nominees if n.demand)


def plain_breaks(breaks: Sequence[core.Break]) -> list[dict[str, Any]]:
    """Rules that are not kept, as JSON values."""
    return [asdict(b) for b in breaks]


def breaks_from_plain(rows: Iterable[Mapping[str, Any]]) -> tuple[core.Break, ...]:
    """The rules that `plain_breaks` wrote."""
    return tuple(core.Break(**row) for row in rows)
