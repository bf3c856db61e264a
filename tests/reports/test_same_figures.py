"""Decision note, board report, tracker and appeal print the same figures, from a plan or a record."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation
from typer.testing import CliRunner

from tests.cast import START
from tests.funding.test_pages import BACKEND
from tests.roadmap.conftest import PLAN, plan, reference
from travaux.cli.main import app
from travaux.funding.actions import choose_scenario
from travaux.people.actions import appoint
from travaux.people.models import Role
from travaux.reports.actions import freeze_report, start_report

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


def test_the_report_of_the_site_proposes_the_same_until_something_is_chosen(reference, cast):
    of_file, of_record = (told("board", *where) for where in sources(reference))
    assert plain(of_record["proposed"]) == plain(of_file["proposed"])
    assert of_record["scenario"] is None
    text = told("board", "--process", reference.code, as_json=False)
    assert "What follows without more money" in text
    assert "Decision needed by 9 November 2023: bring in USD 867,684 more" in text.replace(
        "\xa0", " "
    )
    appoint(
        by=None, person=cast.amina, role=Role.SECRETARIAT, process_code=reference.code, at=START
    )
    choose_scenario(
        by=cast.amina, process=reference, budget=Decimal(429000), reasons={"en": "less came"},
        digest=reference.digest, at=datetime(2023, 10, 30, 9, 0, tzinfo=UTC),
    )  # fmt: skip
    after = told("board", "--process", reference.code)
    assert after["proposed"] is None and after["scenario"]["budget"] == "429000.00"


def test_the_secretariat_may_leave_the_proposal_out_of_its_report(reference, cast, client):
    appoint(
        by=None, person=cast.amina, role=Role.SECRETARIAT, process_code=reference.code, at=START
    )
    report = start_report(
        by=cast.amina, process=reference, cut_off=date(2023, 10, 31), at=datetime.now(UTC)
    )
    client.force_login(cast.amina, backend=BACKEND)
    address = reverse("reports:report", args=[reference.code, report.key])
    page = client.get(address).content.decode()
    assert "What follows without more money" in page and "Decision needed by" in page
    switch = reverse("reports:propose", args=[reference.code, report.key])
    client.force_login(cast.bruno, backend=BACKEND)
    assert client.post(switch, {"shown": "no"}).status_code == 403
    client.force_login(cast.amina, backend=BACKEND)
    assert client.post(switch, {"shown": "no"}).status_code == 302
    page = client.get(address).content.decode()
    assert "Decision needed by" not in page and "Say what follows without more money" in page
    report.refresh_from_db()
    freeze_report(by=cast.amina, report=report, at=datetime.now(UTC))
    assert report.figures["proposed"] is None
    assert client.post(switch, {"shown": "yes"}).status_code == 403


def test_a_plan_that_keeps_its_forecast_inside_has_none_in_the_report(tmp_path):
    text = PLAN.read_text().replace("\npublic = true", "\npublic = false")
    file = tmp_path / "plan.toml"
    file.write_text(text)
    assert told("board", str(file))["outlook"] is None
    assert date.fromisoformat(told("board", str(file))["as_at"])
