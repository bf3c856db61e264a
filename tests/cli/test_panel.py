"""`travaux panel` at the terminal."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from benchmarks.panels.generate import generate
from typer.testing import CliRunner

from travaux.cli.panel import app

run = CliRunner().invoke

POOL = "id,region,country,score\n" + "".join(
    f"p{n},{region},{country},{n}\n"
    for n, (region, country) in enumerate(
        [("X", "K")] * 4 + [("X", "L")] * 4 + [("Y", "M")] * 4 + [("Y", "N")] * 4
    )
)
QUOTAS = "feature,value,min,max\nregion,X,2,4\nregion,Y,2,4\n"


class Files:
    def __init__(self, folder: Path) -> None:
        self.pool, self.quotas = folder / "pool.csv", folder / "quotas.csv"
        self.write()

    def write(self, pool: str | bytes = POOL, quotas: str | bytes = QUOTAS) -> None:
        self.pool.write_bytes(pool if isinstance(pool, bytes) else pool.encode())
        self.quotas.write_bytes(quotas if isinstance(quotas, bytes) else quotas.encode())

    def run(self, command: str, *options: str) -> Any:
        return run(app, [command, str(self.pool), str(self.quotas), "--id", "id", *options])


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def test_quotas_that_can_be_met_are_said_to_be(files: Files) -> None:
    done = files.run("explain", "--seats", "6", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == {
        "feasible": True,
        "conflict": [],
        "sentence": "These quotas can be met.",
        "relaxations": [],
    }


def test_a_contradiction_is_explained_with_options_and_status_one(files: Files) -> None:
    files.write(quotas="feature,value,min,max\nregion,X,5,8\n")
    done = files.run("explain", "--seats", "6", "--at-most", "country=2", "--json")
    assert done.exit_code == 1
    answer = json.loads(done.stdout)
    named = [(c["feature"], c["value"], c["bound"], c["number"]) for c in answer["conflict"]]
    assert named == [("region", "X", "min", 5), ("country", "*", "max", 2)]
    assert answer["feasible"] is False and answer["smallest"] is True
    assert "only 2 different values of “country”" in answer["sentence"]
    assert [o["cost"] for o in answer["relaxations"]] == [1, 1]
    told = files.run("explain", "--seats", "6", "--at-most", "country=2")
    assert told.exit_code == 1 and "1. " in told.stdout


@pytest.mark.parametrize(
    ("pool", "quotas", "options", "file", "words"),
    [
        (POOL, "feature,value,min\nregion,X,1\n", (), "quotas.csv: row 1", "no column “max”"),
        (POOL, QUOTAS + "region,Z,3,2\n", (), "quotas.csv: row 4", "more than its maximum 2"),
        (POOL + "p1,X,K,3\n", QUOTAS, (), "pool.csv: row 18", "“p1” stands twice, first in row 3"),
        (POOL + "p99,Xx,K,3\n", QUOTAS, (), "pool.csv: row 18", "“Xx” is no value of “region”"),
        ("id,region,country\n", QUOTAS, (), "pool.csv", "nobody in the pool"),
        ("", QUOTAS, (), "pool.csv", "empty"),
        (b"id,region\n\x00\x01,\xff\xfe\n", QUOTAS, (), "pool.csv: row 2", "cannot be read"),
        (POOL, QUOTAS, ("--score", "points"), "pool.csv: row 1", "no column “points”"),
        (POOL, QUOTAS, ("--at-most", "country"), "", "is no limit"),
        (POOL, QUOTAS, ("--at-most", "city=1"), "pool.csv: row 1", "for which a limit is set"),
        (POOL, QUOTAS, ("--include", "p1"), "", "write the code and the reason"),
        (POOL, QUOTAS, ("--include", "zz=chair"), "", "Nobody in the pool has the code “zz”"),
        (POOL, QUOTAS, ("--seats", "none"), "", "is no number of seats"),
    ],
)
def test_bad_input_gets_a_sentence_and_status_two(
    files: Files, pool: str, quotas: str, options: tuple[str, ...], file: str, words: str
) -> None:
    files.write(pool, quotas)
    done = files.run("explain", "--seats", "6", *options, "--json")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert file in done.stderr and words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_missing_file_is_named(files: Files) -> None:
    done = run(app, ["explain", "nowhere.csv", str(files.quotas), "--seats", "6"])
    assert done.exit_code == 2 and "nowhere.csv" in done.stderr


def test_one_json_document_and_nothing_else_in_a_process_of_its_own(tmp_path: Path) -> None:
    made = generate(120, 5, 12, "cli", impossible=True)
    files = Files(tmp_path)
    files.write(made.pool, made.quotas)
    done = subprocess.run(
        [
            sys.executable, "-m", "travaux.cli.main", "panel", "explain", str(files.pool),
            str(files.quotas), "--seats", "12", "--id", "id", "--json",
        ],
        capture_output=True,
        text=True,
    )  # fmt: skip
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert len(answer["conflict"]) == 3
