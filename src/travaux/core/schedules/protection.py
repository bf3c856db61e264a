"""Which step to protect: what it brings when one of them takes no longer than is likely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from travaux.core.schedules.forecast import Forecast, forecast
from travaux.core.schedules.spreads import Spread
from travaux.core.schedules.tasks import Network, Task, with_spread


@dataclass(frozen=True, slots=True)
class Protected:
    """With the step held to its likely time: `days` is how much earlier the target is ready in four
    draws of five, `chance` the chance of its fixed date then (None where it has none)."""

    code: str
    days: int
    chance: float | None


def _capped(spread: Spread) -> Spread:
    """The range without its longer half."""
    if spread.past:
        return Spread.seen(tuple(min(p, spread.likely) for p in spread.past))
    return replace(spread, high=spread.likely)


def _worth_trying(network: Network, plain: Forecast, most: int) -> list[Task]:
    tasks = {t.code: t for t in network.tasks}
    ranked = sorted(
        plain.finishes,
        key=lambda f: (
            -f.critical * (s.high - s.likely if (s := tasks[f.code].spread) else 0),
            f.code,
        ),
    )
    return [
        t
        for f in ranked
        if f.critical > 0 and (t := tasks[f.code]).spread and t.spread.high > t.spread.likely
    ][:most]


def protection(
    network: Network,
    as_at: date,
    plain: Forecast,
    *,
    seed: str | int,
    draws: int = 5_000,
    most: int = 6,
    slips: Mapping[str, int] | None = None,
) -> tuple[Protected, ...]:
    """The steps whose protection brings most, the best first: each is tried by a run of its own
    with the same seed. `plain` says which are worth trying."""
    base = forecast(network, as_at, seed=seed, draws=draws, slips=slips)
    before = base.finish(network.target)
    found = []
    for task in _worth_trying(network, plain, most):
        assert task.spread is not None
        held = with_spread(network, task.code, _capped(task.spread))
        tried = forecast(held, as_at, seed=seed, draws=draws, slips=slips)
        days = (before.p80 - tried.finish(network.target).p80).days
        found.append(Protected(task.code, days, tried.chance))
    gains = [p for p in found if p.days > 0 or (p.chance or 0) > (base.chance or 0)]
    return tuple(sorted(gains, key=lambda p: (-(p.chance or 0), -p.days, p.code)))
