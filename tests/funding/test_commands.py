"""`travaux process` and `travaux funding` at the terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.roadmap.conftest import PLAN
from travaux.cli.funding import app as funding
from travaux.cli.process import app as process
from travaux.roadmap.models import Process

run = CliRunner().invoke


def test_check_says_what_is_in_the_plan():
    done = run(process, ["check", str(PLAN), "--json"])
    assert done.exit_code == 0
    answer = json.loads(done.stdout)
    assert answer["ok"] is True and answer["problems"] == []
    assert (answer["milestones"], answer["clauses"]) == (15, 3)


def test_check_names_every_fault_at_its_place(tmp_path):
    bad = tmp_path / "plan.toml"
    text = PLAN.read_text(encoding="utf-8")
    bad.write_text(
        text.replace('planned = "2025-06"', 'planned = "2025-13"', 1).replace(
            'after = ["egm-3"]', 'after = ["egm-9"]', 1
        ),
        encoding="utf-8",
    )
    done = run(process, ["check", str(bad), "--json"])
    assert done.exit_code == 1
    answer = json.loads(done.stdout)
    assert not answer["ok"]
    assert {p["code"] for p in answer["problems"]} == {
        "window-unreadable",
        "plan-milestone-unknown",
    }
    assert all("milestone 15" in p["where"] and p["what"] for p in answer["problems"])


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"x = ["])
def test_what_is_no_plan_gives_a_sentence(tmp_path, content):
    bad = tmp_path / "plan.toml"
    bad.write_bytes(content)
    done = run(process, ["check", str(bad), "--json"])
    assert done.exit_code in {1, 2} and not json.loads(done.stdout)["ok"]
    assert run(funding, ["gap", str(bad), "--as-at", "2023-10-31"]).exit_code == 2


def test_the_gap_as_at_a_day():
    done = run(funding, ["gap", str(PLAN), "--as-at", "2023-10-31", "--json"])
    answer = json.loads(done.stdout)
    more = {key: answer.pop(key) for key in ("budget", "lines", "months", "runs_out")}
    assert answer == {
        "currency": "USD", "required": "1179384", "pledged": "311700", "received": "0",
        "gap": "867684", "gap_percent": 74, "binds_on": "2025-06-30",
    }  # fmt: skip
    assert more["budget"] == {
        "total": "1179384", "not_divided": "0", "assumed": True, "without_a_date": [],
    }  # fmt: skip
    egm = next(x for x in more["lines"] if x["id"] == "egm-1")
    assert egm == {
        "id": "egm-1", "title": "Expert group meeting 1, in person", "amount": "150000",
        "milestone": "egm-1", "meeting": "", "round": "", "language": "", "activity": egm["activity"],
        "region": "", "commit_by": "2023-12-07", "covered_if_received": "0",
        "covered_if_pledged": egm["covered_if_pledged"],
    }  # fmt: skip
    assert sum(Decimal(x["covered_if_pledged"]) for x in more["lines"]) == Decimal("311700")
    assert sum(Decimal(m["due"]) for m in more["months"]) == Decimal("1179384")
    assert more["months"][-1]["left_if_pledged"] == "-867684"  # the gap itself
    pledged = next(r for r in more["runs_out"] if r["assumption"] == "pledged")
    assert pledged == {
        "assumption": "pledged", "on": "2023-12-07", "line": "egm-1", "milestone": "egm-1",
        "short": "33300", "decide_by": "2023-11-09",
    }  # fmt: skip
    said = run(funding, ["gap", str(PLAN), "--as-at", "2023-10-31"]).stdout
    assert "runs out on 2023-12-07, at “Expert group meeting 1, in person”: 33,300 short" in said
    assert "assumed or invented" in said
    early = json.loads(run(funding, ["gap", str(PLAN), "--as-at", "2023-06-01", "--json"]).stdout)
    assert early["required"] == "0" and early["currency"] == "USD"
    assert run(funding, ["gap", str(PLAN), "--as-at", "31 Oct"]).exit_code == 2


def test_core_commands_leave_nothing_behind_and_need_no_site(tmp_path):
    env = {k: v for k, v in os.environ.items() if not k.startswith(("TRAVAUX", "DJANGO"))}
    for arguments in (
        ["process", "check", str(PLAN)],
        ["funding", "gap", str(PLAN), "--as-at", "2024-01-01"],
    ):
        done = subprocess.run(
            [str(Path(sys.executable).parent / "travaux"), *arguments],
            cwd=tmp_path, env=env, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []


def test_load_once_and_again(db):
    for _ in range(2):
        done = run(process, ["load", str(PLAN), "--json"])
        assert done.exit_code == 0, done.output
        assert json.loads(done.stdout) == {"process": "people-centred-smart-cities"}
    here = Process.objects.get()
    assert here.money_events.count() == 2 and here.snapshots.count() == 2


def test_load_with_a_name_binds_the_rules(cast):
    done = run(process, ["load", str(PLAN), "--as", "bruno@example.org"])
    assert done.exit_code == 1 and not Process.objects.filter(code__startswith="people").exists()
