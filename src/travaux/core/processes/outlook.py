"""What a report says of what is to come: the chance of the session, and when the money runs out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from travaux.core.problems import Unusable
from travaux.core.processes.board import steps_of
from travaux.core.processes.of_plan import needs_of_plan
from travaux.core.processes.plan import ProcessPlan, Texts, Timing
from travaux.core.processes.timing import network_of, seen_of
from travaux.core.schedules.forecast import Forecast, forecast
from travaux.core.schedules.tasks import Network

SEED = "1"  # pages, reports and commands draw the same courses
DRAWS = 5_000


def time_figures(
    found: Forecast,
    network: Network,
    timing: Timing,
    titles: Mapping[str, Texts],
    works: Mapping[str, str],
) -> dict[str, Any] | None:
    """The chance of the fixed date and of its documents, as plain values; None where the plan has
    no fixed date or no range of time. `works`: milestone -> its kind of work."""
    end = found.finish(found.target)
    ranges = ranges_of(network)
    if end.fixed is None or found.chance is None or not ranges:
        return None
    names = {d.code: dict(d.titles) for d in timing.deadlines}
    return {
        "milestone": found.target,
        "titles": dict(titles[found.target]),
        "fixed": end.fixed.isoformat(),
        "chance": f"{found.chance:.5f}",  # as text, since what is frozen is sealed
        "ready": end.p80.isoformat(),
        "documents": [
            {
                "titles": names.get(k.code, {}),
                "by": k.by.isoformat(),
                "chance": f"{k.probability:.5f}",
            }
            for k in found.kept
            if k.document and k.step == found.target
        ],
        "assumed": bool(assumed_of(network, timing, works)),
        "draws": found.draws,
        "seed": found.seed,
    }


def ranges_of(network: Network) -> frozenset[str]:
    """The open milestones whose time is drawn from a range."""
    return frozenset(t.code for t in network.tasks if t.spread and not t.done_on)


def assumed_of(network: Network, timing: Timing, works: Mapping[str, str]) -> frozenset[str]:
    """Those of them whose range is an assumption, their own or that of their kind of work."""
    own = {d.milestone: d.assumed for d in timing.durations}
    kinds = {x.code: x.assumed for x in timing.leads}
    return frozenset(
        code for code in ranges_of(network) if own.get(code, kinds.get(works.get(code, ""), False))
    )


def outlook_of_plan(plan: ProcessPlan, as_at: date) -> dict[str, Any]:
    """Forecast, end of the money and the best choice within what is pledged, straight from a plan:
    `outlook` as a report keeps it (None where the plan does not say that its forecast is public),
    and `proposed` as a decision note has it (None without leaner ways)."""
    needs = needs_of_plan(plan, as_at)
    found: dict[str, Any] = {"outlook": None, "proposed": needs["scenario"]}
    if plan.timing.public:
        money = {"runs_out": needs["runs_out"], "assumed": any(b.assumed for b in plan.budget)}
        found["outlook"] = {"time": _time(plan, as_at), "money": money if plan.budget else None}
    if found["proposed"] is not None:
        found["proposed"] = {**found["proposed"], "assumed": needs["assumed"]}
    return found


def _time(plan: ProcessPlan, as_at: date) -> dict[str, Any] | None:
    try:
        network = network_of(plan.timing, seen_of(steps_of(plan), as_at, as_at), as_at)
        drawn = forecast(network, as_at, seed=SEED, draws=DRAWS)
    except Unusable:
        return None
    titles = {m.code: m.titles for m in plan.milestones}
    works = {m.code: m.work for m in plan.milestones}
    return time_figures(drawn, network, plan.timing, titles, works)
