"""Bad input about time and money: a clear sentence that says how to mend it, by the commands."""

from __future__ import annotations

import re

import pytest
from typer.testing import CliRunner

from tests.cli.test_schedule import PLAN
from tests.core.funding.test_rates import ECB, workbook
from travaux.cli.main import app

TEXT = PLAN.read_text(encoding="utf-8")
DAY = ("--as-at", "2023-10-31")


def run(*arguments: str):
    return CliRunner().invoke(app, list(arguments))


def changed(tmp_path, *pairs: tuple[str, str]) -> str:
    text = TEXT
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    file = tmp_path / "plan.toml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def pledge(new: str) -> tuple[str, str]:
    """The amount of the pledge, replaced."""
    found = re.search(r'kind = "pledge"\n(?:.*\n)*?amount = "311700"', TEXT)
    assert found
    return found.group(), found.group().replace('amount = "311700"', new)


CASES = [
    # a cycle of predecessors is named, step by step
    ([('after = ["call-experts"]', 'after = ["egm-3"]')], ("schedule", "forecast"),
     ("wait in a circle: 6 → 4 → 14 → 13 → 11 → 9 → 6", "Take one arrow out")),
    ([('planned = "2024-10"', 'planned = "2024-10/2024-02"')], ("schedule", "forecast"),
     ("2024-10/2024-02", "ends before it starts", "Turn the two around")),
    ([("weeks = [2, 4, 10]", "weeks = [30, 40, 50]")], ("schedule", "forecast"),
     ("is fixed on", "leads at best to", "Shorten or begin earlier")),
    ([pledge('amount = "-5"')], ("funding", "gap"), ("-5", "is negative", "Write amounts above zero")),
    ([pledge('amount = "311700"\ncurrency = "EUX"')], ("funding", "gap"),
     ("EUX", "ISO 4217", "such as USD or EUR")),
    ([pledge('amount = "311700"\ncurrency = "EUR"')], ("funding", "gap"), ("booked",)),
]  # fmt: skip


@pytest.mark.parametrize(("pairs", "command", "words"), CASES)
def test_a_plan_with_a_fault_says_what_and_how_to_mend_it(tmp_path, pairs, command, words):
    done = run(*command, changed(tmp_path, *pairs), *DAY)
    assert done.exit_code in {1, 2}
    for word in words:
        assert word in done.stderr, (word, done.stderr)
    assert "Traceback" not in done.stderr


def test_a_budget_that_cannot_hold_what_must_stay_says_the_clause_and_the_least_sum():
    done = run("funding", "scenarios", str(PLAN), "--budget", "380000")
    assert done.exit_code == 1
    assert "It would have to give up: " in done.stdout
    assert "The least sum that keeps all of it: USD 388,384" in done.stdout
    none = run("funding", "scenarios", str(PLAN), "--budget", "1000")
    assert "clause" in none.stdout and "388,384" in none.stdout


def test_a_budget_file_with_merged_cells_is_named_by_its_row(tmp_path):
    file = tmp_path / "b.xlsx"
    rows = [["Code", "Line", "Amount"], ["a", "", ""], ["b", "", ""]]
    file.write_bytes(workbook(rows, (1, 2, 2, 2, 900)))
    done = run("funding", "budget", str(file), "--currency", "USD")
    assert done.exit_code == 1
    assert "row 3: The amount or code is in a cell merged" in done.stdout
    assert "give each line its own" in done.stdout
    for arguments, word in (
        (["--currency", "UXD"], "ISO 4217"),
        ([], "--currency USD"),
        (["--plan", str(PLAN)], "merged"),
    ):
        answer = run("funding", "budget", str(file), *arguments)
        assert answer.exit_code in {1, 2} and word in answer.output, answer.output
    other = tmp_path / "b.pdf"
    other.write_bytes(b"%PDF")
    done = run("funding", "budget", str(other), "--currency", "USD")
    assert done.exit_code == 2 and ".xlsx or .csv" in done.stderr


def test_a_rate_for_another_day_is_never_taken(tmp_path):
    file = tmp_path / "ecb.csv"
    file.write_bytes(ECB)
    good = run(
        "funding", "convert", "1000", "EUR", "USD", "--on", "2024-05-04", "--rates", str(file)
    )
    assert good.exit_code == 0 and "USD 1,074.40" in good.stdout and "2024-05-05" in good.stdout
    for arguments, words in (
        (["1000", "EUR", "USD", "--on", "2024-06-04"], ("not on 2024-06-04", "bring in the one")),
        (["1000", "EUX", "USD", "--on", "2024-05-04"], ("EUX", "such as USD or EUR")),
        (["soon", "EUR", "USD", "--on", "2024-05-04"], ("not a sum", "1000 or 1,000.50")),
        (["1000", "EUR", "USD", "--on", "May"], ("not a date",)),
    ):
        done = run("funding", "convert", *arguments, "--rates", str(file))
        assert done.exit_code == 2
        assert all(word in done.stderr for word in words), done.stderr
