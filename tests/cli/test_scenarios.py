"""`travaux funding scenarios` keeps its contract, with files alone."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

import travaux.roadmap
from travaux.cli.main import app

PLAN = Path(travaux.roadmap.__file__).parent / "data" / "people-centred-smart-cities.toml"
RUN = CliRunner()


def run(*arguments: str):
    return RUN.invoke(app, ["funding", "scenarios", *arguments])


def test_the_answer_has_its_keys_and_says_what_is_invented() -> None:
    result = run(str(PLAN), "--budget", "429,000", "--points", "6", "--json")
    assert result.exit_code == 0, result.stderr
    answer = json.loads(result.stdout)
    assert answer["invented"] and answer["feasible"] and answer["best"]["proven"]
    assert float(answer["best"]["cost"]) <= 429_000
    assert {"activity": "egm-2", "from": "in-person", "to": "online"} in answer["best"]["changes"]
    costs = [float(one["cost"]) for one in answer["frontier"]]
    assert costs == sorted(costs) and 3 <= len(costs) <= 6
    assert run(str(PLAN), "--budget", "429000", "--points", "6", "--json").stdout == result.stdout


def test_too_small_a_budget_says_what_would_have_to_go_and_what_would_do() -> None:
    result = run(str(PLAN), "--budget", "380000", "--points", "2")
    assert result.exit_code == 1
    assert "give up: language:fr" in result.stdout and "388,384" in result.stdout
    assert "are invented" in result.stdout


def test_bad_input_gets_one_sentence(tmp_path: Path) -> None:
    wrong = run(str(PLAN), "--budget", "a lot")
    assert wrong.exit_code == 2 and "not a sum" in wrong.stderr
    bare = tmp_path / "bare.toml"
    text = PLAN.read_text(encoding="utf-8")
    bare.write_text(text[: text.index("[scenarios]")], encoding="utf-8")
    none = run(str(bare), "--budget", "1000")
    assert none.exit_code == 2 and "no activities" in none.stderr
