"""One method of the peer on one instance, in the peer's own environment; prints one JSON line.

    .venv-peer/bin/python benchmarks/panels/peer.py POOL.csv QUOTAS.csv SEATS leximin|maximin|nash

Reading the files and importing the libraries are outside of the time that is told.
"""

from __future__ import annotations

import csv
import json
import resource
import sys
import time
from pathlib import Path


def main(pool: str, quotas: str, seats: str, method: str) -> None:
    from sortition_algorithms.committee_generation import (
        find_distribution_leximin,
        find_distribution_maximin,
        find_distribution_nash,
    )
    from sortition_algorithms.features import read_in_features
    from sortition_algorithms.people import read_in_people
    from sortition_algorithms.settings import Settings

    with Path(quotas).open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    head = ["feature", "value", "min", "max"]
    body = [dict(zip(head, row, strict=False)) for row in rows[1:]]
    features, _, _ = read_in_features(head, body, int(seats))
    with Path(pool).open(newline="", encoding="utf-8-sig") as file:
        people_rows = list(csv.DictReader(file))
    for number, row in enumerate(people_rows, 1):
        row.setdefault("id", str(number))
    settings = Settings(id_column="id", columns_to_keep=[], check_same_address=False)
    people, _ = read_in_people(list(people_rows[0]), people_rows, features, settings)
    find = {
        "leximin": find_distribution_leximin,
        "maximin": find_distribution_maximin,
        "nash": find_distribution_nash,
    }[method]
    if method == "leximin":
        import gurobipy  # noqa: F401  (its import is outside of the time)
    started = time.process_time()
    committees, weights, _ = find(features, people, int(seats), [])
    seconds = time.process_time() - started
    chances: dict[str, float] = {row["id"]: 0.0 for row in people_rows}
    for committee, weight in zip(committees, weights, strict=True):
        for one in committee:
            chances[one] += weight
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps(
            {
                "seconds": seconds,
                "chances": sorted(chances.values()),
                "panels": len(committees),
                "megabytes": peak,
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
