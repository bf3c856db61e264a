"""The draw: a number out of a seed and the published table; a person can repeat it by hand."""

from __future__ import annotations

from collections.abc import Sequence

from travaux.core.chance import Chance
from travaux.core.ledger.canonical import digest


def table_hash(
    input_hash: str,
    method: str,
    panels: Sequence[Sequence[str]],
    weights: Sequence[int],
    numbers: Sequence[int],
) -> str:
    """SHA-256 of the table of panels as published before the draw: 64 hexadecimal digits.

    `panels` are ids, `weights` in 1/GRAIN, `numbers[n]` the place of the panel of number n + 1.
    """
    return digest(
        {
            "input": input_hash,
            "method": method,
            "panels": [list(p) for p in panels],
            "weights": list(weights),
            "numbers": list(numbers),
        }
    )


def drawn_number(seed: str, table: str, count: int) -> int:
    """A number from 1 to `count`, each equally likely; `table` is the hash of the table.

    The same seed gives another number for another table, so that nobody can fit a table to a seed
    without the hash showing it.

    >>> 1 <= drawn_number("seed", "00", 1000) <= 1000
    True
    """
    return 1 + Chance(seed).child(f"panel number\n{table}").below(count)


def reserve_order(seed: str, ids: Sequence[str]) -> list[str]:
    """The order in which those not drawn stand ready; of the codes, not of their order in a file.

    >>> reserve_order("s", ["b", "a"]) == reserve_order("s", ["a", "b"])
    True
    """
    return Chance(seed).child("panel reserve").shuffled(sorted(ids))
