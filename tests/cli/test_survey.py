"""`travaux survey check`: whether a form can be asked, without a site."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from travaux.cli.main import app

run = CliRunner()
GOOD = "| survey |\n| | type | name | label |\n| | text | city | City |\n"


def _check(tmp_path, text: str, *also: str):
    path = tmp_path / "form.md"
    path.write_text(text)
    return run.invoke(app, ["survey", "check", str(path), *also])


def test_a_form_that_can_be_asked(tmp_path) -> None:
    done = _check(tmp_path, GOOD, "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["ok"] and told["questions"] == 1 and told["problems"] == []


def test_a_form_that_cannot_is_told_why(tmp_path) -> None:
    circle = GOOD.replace("| label |", "| label | relevant |").replace(
        "| City |", "| City | regex(${city}, '(a+)+') |"
    )
    done = _check(tmp_path, circle, "--json")
    assert done.exit_code == 1
    [problem] = json.loads(done.stdout)["problems"]
    assert problem["where"] == "city" and problem["code"] == "pattern-risky"
    assert "Write it simpler" in problem["what"]


def test_what_is_no_form_gets_one_sentence(tmp_path) -> None:
    done = _check(tmp_path, "hello")
    assert done.exit_code == 2 and done.stdout == ""
    assert done.stderr.count("\n") == 1 and "XLSForm" in done.stderr
