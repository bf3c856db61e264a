"""Forecast of 500 milestones in 100,000 draws: seconds, beside a plain loop and a peer.

    python benchmarks/forecast.py [--milestones 500] [--draws 100000] [--loop 200]
    python -m venv .venv-peer && .venv-peer/bin/pip install pmcontrols
    python benchmarks/forecast.py --peer .venv-peer/bin/python

The network is invented out of a seed: each milestone waits for up to two of the twenty before it, and
takes a PERT range of its own. Told are CPU seconds of the process (one core), importing excluded, and
the peak of its memory; each runs in a process of its own. The plain loop draws with Python's own
random.betavariate on fewer draws and is scaled up in proportion, which is said. Ours also gives the
chance after a week's slip and the sensitivity of every milestone; the peer gives the criticality.
Both print days by which all is done in 50, 80 and 95 of a hundred draws, so that one can see that they
reckon the same thing; ours are whole days.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

TODAY = date(2024, 1, 1)


def network(count: int) -> list[dict[str, Any]]:
    """The invented network: {"id", "predecessors", "a", "m", "b"} in days."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
    from travaux.core.chance import Chance

    chance = Chance("benchmark of the forecast")
    made = []
    for i in range(count):
        before = sorted({max(0, i - 1 - chance.below(20)) for _ in range(2)}) if i else []
        low = 2 + chance.below(20)
        likely = low + 1 + chance.below(10)
        made.append(
            {
                "id": f"m{i}",
                "predecessors": [f"m{b}" for b in before],
                "a": low,
                "m": likely,
                "b": likely + 1 + chance.below(30),
            }
        )
    return made


def told(days: list[float], cpu: float, **more: Any) -> dict[str, Any]:
    """What one contestant answers."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"days": [round(d) for d in days], "cpu": cpu, "peak_mib": peak, **more}


def ours(steps: list[dict[str, Any]], draws: int) -> dict[str, Any]:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
    from travaux.core.schedules.forecast import forecast
    from travaux.core.schedules.spreads import Spread
    from travaux.core.schedules.tasks import Network, Task, Wait

    tasks = [
        Task(
            s["id"],
            after=tuple(Wait(p) for p in s["predecessors"]),
            spread=Spread.of(s["a"], s["m"], s["b"]),
        )
        for s in steps
    ]
    waited = {p for s in steps for p in s["predecessors"]}
    tasks.append(Task("all", after=tuple(Wait(s["id"]) for s in steps if s["id"] not in waited)))
    plan = Network(tuple(tasks), "all")
    forecast(Network((Task("x", spread=Spread.of(1, 2, 3)),), "x"), TODAY, seed=0, draws=1)
    begun = time.process_time()
    found = forecast(plan, TODAY, seed=1, draws=draws)
    cpu = time.process_time() - begun
    end = found.finish("all")
    critical = {f.code: f.critical for f in found.finishes}
    return told([(d - TODAY).days for d in (end.p50, end.p80, end.p95)], cpu, critical=critical)


def peer(steps: list[dict[str, Any]], draws: int) -> dict[str, Any]:
    import pmcontrols
    from pmcontrols import pert

    pert(steps[:3], n_sim=10)
    begun = time.process_time()
    found = pert(steps, n_sim=draws, seed=1)
    cpu = time.process_time() - begun
    days = [found.stats[f"mc_p{q}"] for q in (50, 80, 95)]
    critical = dict(zip(found.table["activity"], found.table["criticality_index"], strict=True))
    return told(days, cpu, critical=critical, name=f"pmcontrols {pmcontrols.__version__}")


def loop(steps: list[dict[str, Any]], draws: int) -> dict[str, Any]:
    """What one writes first: each draw, each milestone, forward and back."""
    import random

    rng = random.Random(1)
    after = {s["id"]: s["predecessors"] for s in steps}
    shapes = {
        s["id"]: (
            s["a"],
            s["b"] - s["a"],
            1 + 4 * (s["m"] - s["a"]) / (s["b"] - s["a"]),
            1 + 4 * (s["b"] - s["m"]) / (s["b"] - s["a"]),
        )
        for s in steps
    }
    order = [s["id"] for s in steps]
    begun = time.process_time()
    finished, critical = [], dict.fromkeys(order, 0)
    for _ in range(draws):
        end: dict[str, float] = {}
        takes: dict[str, float] = {}
        for code in order:
            low, span, alpha, beta = shapes[code]
            takes[code] = low + span * rng.betavariate(alpha, beta)
            end[code] = takes[code] + max((end[p] for p in after[code]), default=0.0)
        last = max(end.values())
        latest = dict.fromkeys(order, last)
        for code in reversed(order):
            if latest[code] - end[code] < 1e-9:
                critical[code] += 1
            for p in after[code]:
                latest[p] = min(latest[p], latest[code] - takes[code])
        finished.append(last)
    cpu = time.process_time() - begun
    finished.sort()
    return told([finished[int(q * draws)] for q in (0.5, 0.8, 0.95)], cpu)


def run(python: str, who: str, steps: list[dict[str, Any]], draws: int) -> dict[str, Any]:
    """One contestant in a process of its own."""
    done = subprocess.run(
        [python, __file__, "--only", who, "--draws", str(draws)],
        input=json.dumps(steps),
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--milestones", type=int, default=500)
    arguments.add_argument("--draws", type=int, default=100_000)
    arguments.add_argument("--loop", type=int, default=200)
    arguments.add_argument("--peer", default="")
    arguments.add_argument("--only", default="")
    chosen = arguments.parse_args()
    if chosen.only:
        steps = json.load(sys.stdin)
        print(
            json.dumps({"ours": ours, "peer": peer, "loop": loop}[chosen.only](steps, chosen.draws))
        )
        return
    steps = network(chosen.milestones)
    print(f"{chosen.milestones} milestones, {chosen.draws:,} draws, CPU seconds, one core")
    mine = run(sys.executable, "ours", steps, chosen.draws)
    print(f"travaux: {mine['cpu']:.2f} s, {mine['peak_mib']:.0f} MiB, days {mine['days']}")
    plain = run(sys.executable, "loop", steps, chosen.loop)
    scaled = plain["cpu"] * chosen.draws / chosen.loop
    print(
        f"plain loop: {plain['cpu']:.2f} s for {chosen.loop} draws, scaled up {scaled:.0f} s "
        f"({scaled / mine['cpu']:.0f}×), days {plain['days']}"
    )
    if not chosen.peer:
        print("no peer was named: --peer PYTHON")
        return
    other = run(chosen.peer, "peer", steps, chosen.draws)
    apart = max(abs(other["critical"][c] - mine["critical"][c]) for c in other["critical"])
    print(
        f"{other['name']}: {other['cpu']:.2f} s ({other['cpu'] / mine['cpu']:.1f}×), "
        f"{other['peak_mib']:.0f} MiB, days {other['days']}; criticality apart by at most {apart:.3f}"
    )


if __name__ == "__main__":
    main()
