"""`travaux schedule` keeps its contract, with files alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import travaux.roadmap
from travaux.cli.main import app

PLAN = Path(travaux.roadmap.__file__).parent / "data" / "people-centred-smart-cities.toml"
RUN = CliRunner()


def run(*arguments: str):
    return RUN.invoke(app, ["schedule", *arguments])


def test_a_forecast_has_the_keys_of_the_contract():
    result = run("forecast", str(PLAN), "--as-at", "2023-10-31", "--seed", "1", "--json")
    assert result.exit_code == 0, result.stderr
    answer = json.loads(result.stdout)
    row = next(m for m in answer["milestones"] if m["id"] == "egm-1")
    assert {"id", "planned", "p50", "p80", "p95", "critical"} <= set(row)
    assert row["planned"] == "2024-02" and row["p50"] <= row["p80"] <= row["p95"]
    session = next(c for c in answer["chances"] if c["id"] == "final-version")
    assert session["by"] == "2025-06-01" and 0.6 < session["probability"] < 0.8
    assert answer["protect"] and len(answer["assumed"]) == 15


def test_a_question_makes_it_later_and_no_question_moves_the_session():
    def chance(*slip: str) -> float:
        result = run(
            "forecast", str(PLAN), "--as-at", "2023-10-31", "--draws", "4000", *slip, "--json"
        )
        return json.loads(result.stdout)["chances"][0]["probability"]

    assert chance("--slip", "zero-draft=28") < chance()
    refused = run("forecast", str(PLAN), "--as-at", "2023-10-31", "--slip", "final-version=7")
    assert refused.exit_code == 2 and "no scenario moves it" in refused.stderr
    assert run("forecast", str(PLAN), "--as-at", "2023-10-31", "--slip", "egm-1").exit_code == 2


def test_working_back_gives_the_days_of_the_rule_in_words():
    result = run("back", str(PLAN))
    assert result.exit_code == 1  # the last expert meeting stands later than its latest day
    assert "2025-03-20  Submission of the document" in result.stdout
    assert "leaves at best 19 days" in result.stdout
    answer = json.loads(run("back", str(PLAN), "--json").stdout)
    assert [d["by"] for d in answer["documents"]] == ["2025-03-20", "2025-04-17"]
    other = json.loads(run("back", str(PLAN), "--session", "2025-06-30", "--json").stdout)
    assert other["documents"][0]["by"] == "2025-04-21"


@pytest.mark.parametrize(
    ("old", "new", "words", "status"),
    [
        ('after = ["call-experts"]', 'after = ["egm-3"]', "", 2),
        ('planned = "2024-10"', 'planned = "2024-10/2024-02"', "ends before it starts", 2),
        ("weeks = [2, 4, 10]", "weeks = [2, 4, 400]", "", 0),
        ("weeks = [2, 4, 10]", "weeks = [30, 40, 50]", "only a decision of the governing body", 1),
    ],
)
def test_bad_input_is_named(tmp_path, old, new, words, status):
    text = PLAN.read_text()
    assert old in text
    file = tmp_path / "plan.toml"
    file.write_text(text.replace(old, new, 1))
    result = run("forecast", str(file), "--as-at", "2023-10-31", "--draws", "200")
    assert result.exit_code == status, result.stderr
    assert words in result.stderr
