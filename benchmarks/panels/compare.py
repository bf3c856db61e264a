"""Fair lotteries beside those of sortition-algorithms, in one run, as a ratio.

    python -m venv .venv-peer && .venv-peer/bin/pip install sortition-algorithms gurobipy
    .venv/bin/python -m benchmarks.panels.compare --peer .venv-peer/bin/python

What is told is CPU time of the process (user and system), reading files and importing excluded, one
thread for linear algebra on both sides, so that other work on the machine disturbs little. The peer's
leximin needs gurobipy, whose licence without a key allows small models only; it is asked on pools of
at most `--most` people, and each run of it is stopped after `--limit` seconds of processor. Public instances are
read from TRAVAUX_REAL_DATA; where that is unset they are left out, and that is said. The others are
invented by generate.py out of the seed told. Without --peer the table has our columns alone.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PUBLIC = (("sfixture_22", 22), ("example_small_20", 20), ("example_large_200", 200))
# people, features, seats, alike
INVENTED = (
    (150, 6, 20, False),
    (200, 6, 20, False),
    (191, 7, 30, False),
    (250, 7, 30, False),
    (336, 7, 30, False),
)
LARGE = ((500, 7, 40, False), (1000, 7, 60, False), (2000, 4, 40, True), (1727, 7, 110, False))


def ours(pool: str, quotas: str, seats: str, method: str) -> None:
    """One method of ours on one instance; prints one JSON line."""
    from travaux.core.panels.fair import fair_lottery
    from travaux.core.panels.lottery_check import check_lottery_dossier
    from travaux.core.panels.lottery_dossier import drawn, table_of
    from travaux.core.panels.reading import read_instance
    from travaux.core.solver import new_highs

    new_highs()
    read = read_instance(
        Path(pool).read_bytes(),
        Path(quotas).read_bytes(),
        seats=(int(seats), int(seats)),
        id_column="id" if Path(pool).read_text("utf-8-sig").startswith("id,") else "",
    )
    if read.instance is None:
        raise SystemExit(str(read.problems))
    started = time.process_time()
    lottery = fair_lottery(read.instance, method)
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    started = time.process_time()
    dossier = json.loads(json.dumps(drawn(table_of(lottery), "benchmark")))
    verified = all(step.ok for step in check_lottery_dossier(dossier))
    print(
        json.dumps(
            {
                "seconds": seconds,
                "chances": sorted(dossier["probabilities"].values()),
                "panels": len(lottery.panels),
                "megabytes": peak,
                "gap": dossier["gap"],
                "off": dossier["lottery"]["bound"],
                "cuts": len(lottery.certificate.cuts),
                "verified": verified,
                "checking": time.process_time() - started,
            }
        )
    )


def run(command: list[str], limit: float) -> dict[str, Any] | None:
    """The last line that the command prints, read; None where it took too long or failed.

    `limit`: seconds of processor, imports included; other work on the machine does not count.
    """
    env = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(limit), math.ceil(limit) + 5))

    done = subprocess.run(
        command, env=env, capture_output=True, text=True, cwd=HERE.parent.parent, preexec_fn=bounded
    )
    if done.returncode == -signal.SIGXCPU:
        return None
    if done.returncode:
        print(done.stderr.strip().splitlines()[-1:], file=sys.stderr)
        return None
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def people_in(pool: Path) -> int:
    """How many people a pool has."""
    with pool.open(newline="", encoding="utf-8-sig") as file:
        return sum(1 for _row in csv.DictReader(file))


def instances(seed: int, home: Path, only: str = "") -> list[tuple[str, Path, Path, int]]:
    """Name, pool, quotas and seats of each instance whose name holds `only`."""
    from benchmarks.panels.generate import generate

    found = []
    real = os.environ.get("TRAVAUX_REAL_DATA")
    if real is None:
        print("TRAVAUX_REAL_DATA is unset: the public instances are left out.", file=sys.stderr)
    for name, seats in PUBLIC if real else ():
        folder = Path(str(real)) / "panels" / name
        found.append((name, folder / "respondents.csv", headed(folder, home), seats))
    for people, features, seats, alike in (*INVENTED, *LARGE):
        made = generate(people, features, seats, seed, alike=alike)
        folder = home / f"{people}-{features}-{seats}"
        folder.mkdir()
        (folder / "pool.csv").write_bytes(made.pool)
        (folder / "quotas.csv").write_bytes(made.quotas)
        name = f"invented, {features} features" + (", few kinds" if alike else "")
        found.append((name, folder / "pool.csv", folder / "quotas.csv", seats))
    return [one for one in found if only in one[0]]


def headed(folder: Path, home: Path) -> Path:
    """The quotas of a public instance under the headings that both sides read."""
    lines = (folder / "categories.csv").read_text("utf-8-sig").splitlines()
    place = home / f"{folder.name}.csv"
    place.write_text("\n".join(["feature,value,min,max", *lines[1:]]) + "\n", "utf-8")
    return place


def better(one: list[float], other: list[float], near: float = 1e-6) -> str:
    """Which of two sorted lists of chances is greater from below; what is nearer counts as equal.

    The peer stops at a tolerance of its own, and what it lacks low down it may have higher up.
    """
    for a, b in zip(one, other, strict=True):
        if abs(a - b) > near:
            return "ours" if a > b else "peer"
    return "equal"


HEAD = (
    "Instance", "Pool", "Seats", "Method", "Ours, s", "Peer, s", "Ratio", "Lowest chance, ours",
    "Peer", "Greater from below", "Gap proven", "Verified", "Even lottery off", "Ours, MB",
    "Peer, MB",
)  # fmt: skip


def line(cells: Sequence[object]) -> str:
    """A line of the table."""
    return "| " + " | ".join(str(c) for c in cells) + " |"


def compared(one: dict[str, Any], peer: dict[str, Any] | None, why: str) -> list[str]:
    """The figures of one method on one instance; `why` stands where the peer has none."""
    return [
        f"{one['seconds']:.2f}",
        f"{peer['seconds']:.1f}" if peer else why,
        f"{peer['seconds'] / one['seconds']:.0f}" if peer else "–",
        f"{one['chances'][0]:.6f}",
        f"{peer['chances'][0]:.6f}" if peer else "–",
        better(one["chances"], peer["chances"]) if peer else "–",
        f"{one['gap']:.1e}",
        "yes" if one["verified"] else "NO",
        f"{one['off']:.5f}",
        f"{one['megabytes']:.0f}",
        f"{peer['megabytes']:.0f}" if peer else "–",
    ]


def arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--peer", help="a Python that has sortition-algorithms")
    asked.add_argument("--methods", default="leximin,maximin")
    asked.add_argument("--only", default="", help="instances whose name holds these words")
    asked.add_argument("--most", type=int, default=400, help="people for whom the peer is asked")
    asked.add_argument(
        "--limit", type=float, default=60, help="seconds of processor for each run of the peer"
    )
    asked.add_argument("--seed", type=int, default=1)
    return asked.parse_args()


def main() -> None:
    if len(sys.argv) == 6 and sys.argv[1] == "--one":
        ours(*sys.argv[2:])
        return
    a = arguments()
    print(line(HEAD) + "\n" + "|---" * len(HEAD) + "|")
    ratios: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as home:
        for name, pool, quotas, seats in instances(a.seed, Path(home), a.only):
            people = people_in(pool)
            for method in a.methods.split(","):
                told = [str(pool), str(quotas), str(seats), method]
                module = [sys.executable, "-m", "benchmarks.panels.compare", "--one"]
                one, peer, why = run([*module, *told], 3600), None, "–"
                if a.peer and people <= a.most:
                    peer = run([a.peer, str(HERE / "peer.py"), *told], a.limit)
                    why = f"not in {a.limit:.0f} s"
                if one is None:
                    print(line([name, people, seats, method, "failed"]))
                    continue
                if peer:
                    ratios.setdefault(method, []).append(peer["seconds"] / one["seconds"])
                told_row = [name, people, seats, method, *compared(one, peer, why)]
                print(line(told_row), flush=True)
    for method, found in ratios.items():
        mean = math.exp(sum(map(math.log, found)) / len(found))
        print(f"\n{method}: {mean:.0f} times less CPU time (geometric mean of {len(found)}).")


if __name__ == "__main__":
    main()
