"""`travaux panel` at the terminal."""

from __future__ import annotations

import hashlib
import json
import os
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


def test_every_command_works_in_a_process_of_its_own_without_a_site(tmp_path: Path) -> None:
    made = generate(60, 4, 10, "alone")
    files, out = Files(tmp_path), tmp_path / "dossier.json"
    files.write(made.pool, made.quotas)
    bare = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    given = [str(files.pool), str(files.quotas), "--seats", "10", "--id", "id"]

    def alone(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "travaux.cli.main", "panel", *words]
        return subprocess.run(command, capture_output=True, text=True, env=bare)

    drawn = alone("draw", *given, "--method", "maximin", "--seed", "s", "--out", str(out))
    assert drawn.returncode == 0, drawn.stderr
    verified = alone("verify", str(out))
    assert verified.returncode == 0, verified.stderr
    leaves = json.loads(out.read_text())["selected"][0]
    replaced = alone("replace", str(out), "--leaves", leaves)
    assert replaced.returncode in (0, 1) and "Traceback" not in replaced.stderr
    impossible = generate(60, 4, 10, "alone", impossible=True)
    files.write(impossible.pool, impossible.quotas)
    for words in (("explain", *given), ("draw", *given, "--seed", "s")):
        done = alone(*words)
        assert done.returncode in (1, 2) and "Traceback" not in done.stderr, done.stderr


SCORED = ("--score", "score", "--method", "merit", "--seed", "published")


def test_a_choice_by_merit_is_drawn_verified_and_replaced(files: Files, tmp_path: Path) -> None:
    out = tmp_path / "dossier.json"
    done = files.run(
        "draw", "--seats", "6", "--at-most", "country=2", *SCORED, "--out", str(out), "--json"
    )
    assert done.exit_code == 0
    dossier = json.loads(done.stdout)
    assert json.loads(out.read_text()) == dossier
    assert {
        "method", "seats", "people", "probabilities", "min_probability", "gap", "panels",
        "selected", "reserve", "certificate", "seed", "input_hash", "version",
    } <= set(dossier)  # fmt: skip
    assert len(dossier["selected"]) == 6 and dossier["gap"] == 0
    for first in range(0, 16, 4):
        country = {f"p{n}" for n in range(first, first + 4)}
        assert len(country & set(dossier["selected"])) <= 2

    checked = run(app, ["verify", str(out), "--json"])
    assert checked.exit_code == 0
    answer = json.loads(checked.stdout)
    assert answer["verified"] is True and all(s["ok"] and s["detail"] for s in answer["steps"])

    gone = dossier["selected"][0]
    told = run(app, ["replace", str(out), "--leaves", gone, "--json"])
    assert told.exit_code == 0
    replaced = json.loads(told.stdout)
    assert replaced["keeps_all"] is True and gone not in replaced["members"]
    assert replaced["comes"] == [replaced["replacement"]]
    again = run(
        app,
        ["replace", str(out), "--leaves", gone, "--declined", replaced["replacement"], "--json"],
    )
    assert json.loads(again.stdout)["replacement"] != replaced["replacement"]


def test_the_best_sum_is_found(files: Files) -> None:
    done = files.run("draw", "--seats", "6", "--at-most", "country=2", *SCORED, "--json")
    dossier = json.loads(done.stdout)
    # two of each of the three best countries, in the regions' 2 to 4
    assert sorted(dossier["selected"]) == sorted(["p6", "p7", "p10", "p11", "p14", "p15"])
    assert dossier["certificate"]["score"] == "63" and dossier["gap"] == 0


def test_a_changed_dossier_does_not_verify(files: Files, tmp_path: Path) -> None:
    out = tmp_path / "dossier.json"
    files.run("draw", "--seats", "6", *SCORED, "--out", str(out))
    dossier = json.loads(out.read_text())

    def verified(**changes: Any) -> dict[str, bool]:
        out.write_text(json.dumps({**dossier, **changes}))
        done = run(app, ["verify", str(out), "--json"])
        answer = json.loads(done.stdout)
        assert (done.exit_code == 0) == answer["verified"] == all(s["ok"] for s in answer["steps"])
        return {s["name"]: s["ok"] for s in answer["steps"]}

    assert all(verified().values())
    assert not verified(seed="another")["reserve"] or not verified(seed="another")["ties"]
    assert not verified(input_hash="0" * 64)["input"]
    other = dossier["reserve"][0]
    assert not all(verified(selected=[other, *dossier["selected"][1:]]).values())
    assert not verified(probabilities={})["probabilities"]
    assert not verified(reserve=dossier["reserve"][::-1])["reserve"]
    people = json.loads(json.dumps(dossier["instance"]))
    people["people"][0]["score"] = "99"
    assert not verified(instance=people)["input"]
    sealed = {"secret": "published", "public_value": "", "seal": "0" * 64}
    assert verified(commitment=sealed)["seal"] is False
    assert verified(instance={"people": []}) == {"input": False}


@pytest.mark.parametrize("text", ["", "[]", "{}", "nonsense", '{"method": "merit"}', "[" * 9999])
def test_what_is_no_dossier_gets_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "dossier.json"
    path.write_text(text)
    for command in (["verify", str(path), "--json"], ["replace", str(path), "--leaves", "p1"]):
        done = run(app, command)
        assert done.exit_code == 2 and done.stdout == ""
        assert len(done.stderr.strip().splitlines()) == 1


def test_a_public_dossier_is_checked_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "public.json"
    told = {"format": "travaux-public-dossier-1", "dossier_sha256": "0" * 64, "reopened": []}
    told |= {"seal": hashlib.sha256(b"s").hexdigest()}
    told |= {"commitment": {"seal": told["seal"], "secret": "s", "public_value": ""}}
    path.write_text(json.dumps(told))
    done = run(app, ["verify", str(path), "--json"])
    answer = json.loads(done.stdout)
    assert done.exit_code == 0 and answer["verified"] is True
    assert [s["name"] for s in answer["steps"]] == ["seal"] and "input" in answer["need_full"]
    done = run(app, ["verify", str(path)])
    assert "only the full dossier allows this step" in done.output
    path.write_text(json.dumps({**told, "seal": "0" * 64}))
    done = run(app, ["verify", str(path), "--json"])
    assert done.exit_code == 1 and json.loads(done.stdout)["verified"] is False
    path.write_text('{"method": "merit", "instance": {}}')
    done = run(app, ["verify", str(path), "--full", str(path), "--json"])
    assert done.exit_code == 2 and "--full" in done.stderr


def test_a_draw_that_cannot_be_gives_the_explanation_and_status_one(files: Files) -> None:
    files.write(quotas="feature,value,min,max\nregion,X,5,8\n")
    done = files.run("draw", "--seats", "6", "--at-most", "country=2", *SCORED, "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["feasible"] is False
    assert "cannot both hold" in done.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--method", "dice", "--seed", "s"), "choose leximin"),
        (("--method", "merit", "--seed", "s"), "name the column"),
        (("--method", "merit", "--seed", " ", "--score", "score"), "--seed"),
        ((*SCORED, "--floor", "high"), "not a score"),
        ((*SCORED, "--floor", "99"), "Nobody's score reaches 99"),
        ((*SCORED, "--seats", "3"), "add up to 4"),
        ((*SCORED, "--seats", "9"), "too few for 9 seats"),
    ],
)
def test_a_draw_refuses_bad_options_in_words(
    files: Files, options: tuple[str, ...], words: str
) -> None:
    seats = () if "--seats" in options else ("--seats", "6")
    done = files.run("draw", *seats, *options, "--json")
    assert done.exit_code == 2 and done.stdout == ""
    assert words in done.stderr


def test_below_the_floor_nobody_is_chosen(files: Files) -> None:
    done = files.run("draw", "--seats", "4", *SCORED, "--floor", "5", "--json")
    dossier = json.loads(done.stdout)
    assert dossier["people"] == 11 and "p4" not in dossier["probabilities"]
    assert len(dossier["floor"]["pool"]["people"]) == 16


def test_replacing_refuses_whom_it_does_not_know(files: Files, tmp_path: Path) -> None:
    out = tmp_path / "dossier.json"
    files.run("draw", "--seats", "6", *SCORED, "--out", str(out))
    for options, words in (
        (["--leaves", "zz"], "nobody has the code"),
        (["--leaves", "p0"], "not in the group"),
        (["--leaves", "p15", "--by", "luck"], "choose merit or reserve"),
    ):
        done = run(app, ["replace", str(out), *options])
        assert done.exit_code == 2 and words in done.stderr


def test_a_column_of_codes_is_taken_by_its_name(files: Files) -> None:
    twice = POOL + "p0,X,K,1\n"
    files.write(pool=twice)
    for heading in ("id", "Code"):
        files.write(pool=twice.replace("id,", f"{heading},", 1))
        done = run(app, ["explain", str(files.pool), str(files.quotas), "--seats", "6"])
        assert done.exit_code == 2 and "stands twice, first in row 2" in done.stderr
    files.write(pool=POOL.replace("id,", "who,", 1))
    done = run(app, ["explain", str(files.pool), str(files.quotas), "--seats", "6"])
    assert done.exit_code == 0  # rows from 1
