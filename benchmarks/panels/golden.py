"""What the peer's leximin gives on small instances, kept for the tests.

    python -m venv .venv-peer && .venv-peer/bin/pip install sortition-algorithms gurobipy
    .venv/bin/python -m benchmarks.panels.golden --peer .venv-peer/bin/python

writes tests/golden/panels/peer_leximin.json: for each instance how it is made (generate.py, with its
seed) or which public one it is (a folder of TRAVAUX_REAL_DATA/panels; they are not in the repository),
and the peer's chances, rising. tests/core/panels/test_peer.py holds ours against them.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from pathlib import Path

from benchmarks.panels.compare import HERE, headed, run
from benchmarks.panels.generate import generate

# people, features, seats, seed, width of the quotas as a share of the seats
MADE = (
    (24, 2, 6, "1", 0.3),
    (40, 3, 8, "2", 0.2),
    (40, 3, 10, "3", 0.1),
    (60, 4, 10, "4", 0.2),
    (60, 4, 12, "5", 0.08),
    (80, 5, 12, "6", 0.2),
    (80, 4, 16, "7", 0.05),
    (100, 5, 15, "8", 0.1),
)
PUBLIC = (("sfixture_22", 22), ("example_small_20", 20))
OUT = HERE.parent.parent / "tests" / "golden" / "panels" / "peer_leximin.json"
VERSIONS = """
import importlib.metadata as m, json
print(json.dumps({n: m.version(n) for n in ("sortition-algorithms", "gurobipy", "highspy")}))
"""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--peer", required=True, help="a Python that has sortition-algorithms")
    peer = asked.parse_args().peer
    cases = []
    with tempfile.TemporaryDirectory() as home:
        for people, features, seats, seed, slack in MADE:
            made = generate(people, features, seats, seed, slack=slack)
            pool, quotas = Path(home) / "pool.csv", Path(home) / "quotas.csv"
            pool.write_bytes(made.pool)
            quotas.write_bytes(made.quotas)
            told = {"people": people, "features": features, "seats": seats}
            cases.append({"made": {**told, "seed": seed, "slack": slack}})
            cases[-1] |= chances(peer, pool, quotas, seats)
        real = os.environ.get("TRAVAUX_REAL_DATA")
        for name, seats in PUBLIC if real else ():
            folder = Path(str(real)) / "panels" / name
            cases.append({"public": name, "seats": seats})
            cases[-1] |= chances(
                peer, folder / "respondents.csv", headed(folder, Path(home)), seats
            )
    versions = run([peer, "-c", VERSIONS], 60)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    told = {"made_by": "python -m benchmarks.panels.golden", "peer": versions, "cases": cases}
    OUT.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


def chances(peer: str, pool: Path, quotas: Path, seats: int) -> dict[str, list[float]]:
    """The peer's leximin chances, rising."""
    command = [peer, str(HERE / "peer.py"), str(pool), str(quotas), str(seats), "leximin"]
    told = run(command, 600)
    if told is None:
        raise SystemExit(f"The peer gave nothing for {pool}.")
    print(pool, seats, f"{told['seconds']:.1f} s", flush=True)
    return {"chances": [round(c, 9) for c in told["chances"]]}


if __name__ == "__main__":
    main()
