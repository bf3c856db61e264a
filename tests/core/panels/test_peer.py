"""Our leximin is never lexicographically worse than the peer's, which stands in a golden file.

The file is written by `python -m benchmarks.panels.golden` with the peer in an environment of its own;
which versions those were stands in it. The peer stops at a tolerance of its own: what it lacks low
down it may have higher up, so the first difference decides, past the rounding of both.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarks.panels.compare import better, headed
from benchmarks.panels.generate import generate
from tests.real import REAL

from travaux.core.panels.fair import fair_lottery
from travaux.core.panels.reading import read_instance
from travaux.core.panels.seating import GRAIN

GOLDEN = json.loads(
    (Path(__file__).parents[2] / "golden" / "panels" / "peer_leximin.json").read_text("utf-8")
)
ROUNDED = 1e-8


def ours(pool, quotas, seats, id_column):
    read = read_instance(pool, quotas, seats=(seats, seats), id_column=id_column)
    lottery = fair_lottery(read.instance)
    assert lottery.gap < 1e-9
    return sorted(c / GRAIN for c in lottery.chances)


def not_worse(mine, peers):
    assert len(mine) == len(peers)
    assert abs(sum(mine) - sum(peers)) < 1e-4
    assert better(mine, peers, ROUNDED) in ("ours", "equal")


@pytest.mark.parametrize(
    "case", [c for c in GOLDEN["cases"] if "made" in c], ids=lambda c: str(c["made"]["people"])
)
def test_on_invented_pools(case):
    how = case["made"]
    made = generate(how["people"], how["features"], how["seats"], how["seed"], slack=how["slack"])
    not_worse(ours(made.pool, made.quotas, how["seats"], "id"), case["chances"])


@pytest.mark.parametrize(
    "case", [c for c in GOLDEN["cases"] if "public" in c], ids=lambda c: c["public"]
)
def test_on_public_pools(case, tmp_path):
    if REAL is None:
        pytest.skip("TRAVAUX_REAL_DATA is unset: the public pools are not in the repository")
    folder = REAL / "panels" / case["public"]
    pool = (folder / "respondents.csv").read_bytes()
    quotas = headed(folder, tmp_path).read_bytes()
    column = "id" if pool.decode("utf-8-sig").startswith("id,") else ""
    not_worse(ours(pool, quotas, case["seats"], column), case["chances"])


def test_a_worse_list_would_be_seen():
    peers = GOLDEN["cases"][0]["chances"]
    worse = sorted([peers[0] - 1e-7, *peers[1:]])
    assert better(worse, peers, ROUNDED) == "peer"
