"""Decision note, board report, tracker and appeal print the same figures, from a plan or a record."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from django.utils import translation
from typer.testing import CliRunner

from tests.roadmap.conftest import PLAN, plan, reference
from travaux.cli.main import app

__all__ = ["plan", "reference"]
DAY = "2023-10-31"
KINDS = ("decision", "board", "tracker", "appeal")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield
    translation.deactivate()


def told(kind: str, *where: str, as_json: bool = True):
    done = CliRunner().invoke(
        app, ["report", kind, *where, "--as-at", DAY, *(["--json"] if as_json else [])]
    )
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout) if as_json else done.stdout


def plain(value) -> str:
    """As a file writes sums: a column of money always has two decimals."""
    return re.sub(r'(\d)\.00"', r'\1"', json.dumps(value, sort_keys=True))


def sources(reference) -> tuple[tuple[str, ...], ...]:
    return ((str(PLAN),), ("--process", reference.code))


def test_the_four_hold_the_same_figures_from_a_file_and_from_the_record(reference):
    found = [told(kind, *where) for where in sources(reference) for kind in KINDS]
    funds = [json.loads(plain(f["funds"])) for f in found]
    assert all(one == funds[0] for one in funds)
    sums = (funds[0]["required"], funds[0]["pledged"], funds[0]["gap"])
    assert sums == ("1179384", "311700", "867684")
    ends = [
        plain(f["runs_out"] if "runs_out" in f else f["outlook"]["money"]["runs_out"])
        for f in found
        if "runs_out" in f or "outlook" in f
    ]
    assert len(ends) == 6 and all(one == ends[0] for one in ends) and "egm-1" in ends[0]


def test_the_four_print_the_same_sums_and_the_same_decision(reference):
    for where in sources(reference):
        texts = {kind: told(kind, *where, as_json=False) for kind in KINDS}
        for text in texts.values():
            assert all(x in text for x in ("1,179,384", "311,700", "867,684"))
        sentence = next(
            line for line in texts["decision"].splitlines() if "With all that is pledged" in line
        )
        assert "decision" in sentence
        assert sentence in texts["board"] and sentence in texts["appeal"]


def test_a_board_report_from_a_plan_has_forecast_gap_scenario_and_decision(reference):
    of_file, of_record = (told("board", *where) for where in sources(reference))
    assert plain(of_file["outlook"]) == plain(of_record["outlook"])  # the same courses were drawn
    assert of_file["outlook"]["time"]["draws"] == 5000
    text = told("board", str(PLAN), as_json=False)
    assert "The chance that all is ready for" in text and "A forecast binds nobody" in text
    note = told("decision", str(PLAN), as_json=False)
    part = note.split("What follows without more money")[1].split("What more money")[0]
    lines = [line for line in part.splitlines() if line.strip()]
    assert len(lines) >= 3 and all(line in text for line in lines)
    assert "What follows without more money" in text
    assert "is assumed or invented" in text
    proposed = told("decision", str(PLAN))["scenario"]
    assert {k: v for k, v in of_file["proposed"].items() if k != "assumed"} == proposed


def test_leaner_ways_that_nobody_chose_are_not_in_the_report_of_the_site(reference):
    of_record = told("board", "--process", reference.code)
    assert "proposed" not in of_record and of_record["scenario"] is None
    assert "What follows without more money" not in told(
        "board", "--process", reference.code, as_json=False
    )


def test_a_plan_that_keeps_its_forecast_inside_has_none_in_the_report(tmp_path):
    text = PLAN.read_text().replace("\npublic = true", "\npublic = false")
    file = tmp_path / "plan.toml"
    file.write_text(text)
    assert told("board", str(file))["outlook"] is None
    assert date.fromisoformat(told("board", str(file))["as_at"])
