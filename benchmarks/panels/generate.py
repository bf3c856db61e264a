"""Pools and quotas out of a seed, for measuring: no person in them exists.

    python benchmarks/panels/generate.py --people 500 --features 7 --seats 40 --seed 1 --out DIR

writes DIR/pool.csv (id, score, country, f1 … fN) and DIR/quotas.csv (feature, value, min, max).
Those who come forward differ from those who should be represented: the pool leans to some values,
features go together, and the quotas follow a population without that lean. A panel is planted, so
that every quota can be met; `--impossible` then makes three of them, across two features, contradict
one another by one person.
"""

from __future__ import annotations

import argparse
import csv
import io
from dataclasses import dataclass
from pathlib import Path

from travaux.core.chance import Chance

SHARES = (
    (0.5, 0.5),
    (0.22, 0.26, 0.28, 0.24),
    (0.3, 0.4, 0.3),
    (0.15, 0.2, 0.1, 0.25, 0.3),
    (0.6, 0.4),
    (0.12, 0.13, 0.1, 0.2, 0.15, 0.18, 0.12),
    (0.35, 0.45, 0.2),
)


@dataclass(frozen=True, slots=True)
class Generated:
    """The two files of an invented instance."""

    pool: bytes
    quotas: bytes


def generate(
    people: int,
    features: int,
    seats: int,
    seed: str | int,
    *,
    alike: bool = False,
    impossible: bool = False,
    slack: float = 0.08,
) -> Generated:
    """An invented pool and its quotas; `alike` makes all people of few types, `slack` is the width
    of the quotas as a share of the seats."""
    chance = Chance(seed)
    shares = [SHARES[n % len(SHARES)] for n in range(features)]
    lean = [[0.5 + 1.5 * chance.fraction() for _ in share] for share in shares]
    wanted = 4 if alike else people
    rows: list[list[int]] = []
    for _ in range(wanted):
        bent = chance.fraction()
        rows.append(
            [_drawn(chance, share, [ln**bent for ln in lean[n]]) for n, share in enumerate(shares)]
        )
    if alike:
        rows = [rows[n % wanted] for n in range(people)]
    planted = _planted(chance, rows, shares, seats)
    quotas = _quotas(rows, planted, shares, seats, slack)
    if impossible:
        quotas = _spoiled(rows, quotas)
    scores = [f"{40 + 60 * chance.fraction():.2f}" for _ in rows]
    countries = [f"State {1 + chance.below(max(2, people // 5))}" for _ in rows]
    return Generated(_pool_csv(rows, scores, countries, features), _quotas_csv(quotas))


def _drawn(chance: Chance, share: tuple[float, ...], lean: list[float]) -> int:
    weights = [s * ln for s, ln in zip(share, lean, strict=True)]
    at = chance.fraction() * sum(weights)
    for n, weight in enumerate(weights):
        at -= weight
        if at < 0:
            return n
    return len(share) - 1


def _planted(
    chance: Chance, rows: list[list[int]], shares: list[tuple[float, ...]], seats: int
) -> list[int]:
    """A panel as near to the population as swaps bring it."""
    order = chance.shuffled(range(len(rows)))
    inside, outside = order[:seats], order[seats:]
    counts = [[0] * len(share) for share in shares]
    for person in inside:
        for n, value in enumerate(rows[person]):
            counts[n][value] += 1

    def cost() -> float:
        return sum(
            abs(count - seats * s)
            for held, share in zip(counts, shares, strict=True)
            for count, s in zip(held, share, strict=True)
        )

    now = cost()
    for _ in range(40 * seats if outside else 0):
        a, b = chance.below(len(inside)), chance.below(len(outside))
        _swap(counts, rows, inside[a], outside[b])
        after = cost()
        if after <= now:
            inside[a], outside[b], now = outside[b], inside[a], after
        else:
            _swap(counts, rows, outside[b], inside[a])
    return inside


def _swap(counts: list[list[int]], rows: list[list[int]], leaves: int, comes: int) -> None:
    for n, (old, new) in enumerate(zip(rows[leaves], rows[comes], strict=True)):
        counts[n][old] -= 1
        counts[n][new] += 1


Table = list[tuple[str, str, int, int]]


def _quotas(
    rows: list[list[int]],
    planted: list[int],
    shares: list[tuple[float, ...]],
    seats: int,
    slack: float,
) -> Table:
    table: Table = []
    room = slack * seats / 2
    for n, share in enumerate(shares):
        for value, part in enumerate(share):
            there = sum(rows[person][n] == value for person in planted)
            low = min(there, max(0, int(seats * part - room)))
            high = max(there, int(seats * part + room) + 1)
            table.append((f"f{n + 1}", f"v{value + 1}", low, high))
    return table


def _spoiled(rows: list[list[int]], quotas: Table) -> Table:
    """A contradiction across two features: whoever has the first value of the first feature has
    one of the first two values of the third, whose maximums leave one person too few for it."""
    for n, row in enumerate(rows):
        if row[0] == 0:
            row[2] = n % 2
    low = next(low for f, v, low, _ in quotas if (f, v) == ("f1", "v1"))
    half = (low - 1) // 2
    tops = {("f3", "v1"): half, ("f3", "v2"): low - 1 - half}
    return [(f, v, min(lo, tops.get((f, v), lo)), tops.get((f, v), hi)) for f, v, lo, hi in quotas]


def _pool_csv(
    rows: list[list[int]], scores: list[str], countries: list[str], features: int
) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", "score", "country", *(f"f{n + 1}" for n in range(features))])
    for number, row in enumerate(rows):
        values = [f"v{value + 1}" for value in row]
        writer.writerow([f"p{number + 1}", scores[number], countries[number], *values])
    return out.getvalue().encode()


def _quotas_csv(quotas: Table) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["feature", "value", "min", "max"])
    writer.writerows(quotas)
    return out.getvalue().encode()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=500)
    asked.add_argument("--features", type=int, default=7)
    asked.add_argument("--seats", type=int, default=40)
    asked.add_argument("--seed", default="1")
    asked.add_argument("--slack", type=float, default=0.08)
    asked.add_argument("--alike", action="store_true")
    asked.add_argument("--impossible", action="store_true")
    asked.add_argument("--out", type=Path, required=True)
    a = asked.parse_args()
    made = generate(
        a.people, a.features, a.seats, a.seed, alike=a.alike, impossible=a.impossible, slack=a.slack
    )
    a.out.mkdir(parents=True, exist_ok=True)
    (a.out / "pool.csv").write_bytes(made.pool)
    (a.out / "quotas.csv").write_bytes(made.quotas)


if __name__ == "__main__":
    main()
