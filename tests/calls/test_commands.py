"""`travaux call`: the same rules bind as on the site."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tests.calls.makers import a_call_now, a_draft, an_application
from travaux.calls.actions import take_commitments
from travaux.cli.main import app
from travaux.plumbing import clock

pytestmark = pytest.mark.django_db
run = CliRunner()
AMINA = ["--as", "amina@example.org"]


def test_calls_are_listed_and_read_and_reminders_are_held(cast, tmp_path) -> None:
    call = a_call_now(cast, "partnership")
    one = an_application(cast, call, cast.greta, clock.now())
    a_draft(cast, call, cast.dana, clock.now())
    told = json.loads(run.invoke(app, ["call", "list", "--process", "harbour", "--json"]).stdout)
    assert [(c["call"], c["phase"], c["applications"]) for c in told] == [(call.key, "open", 1)]
    out = tmp_path / "all.json"
    done = run.invoke(app, ["call", "applications", call.key, "-o", str(out), "--json", *AMINA])
    assert json.loads(done.stdout)["applications"] == 1
    assert json.loads(out.read_text())[0]["application"] == one.key
    done = run.invoke(app, ["call", "remind", call.key, "--json", *AMINA])
    assert json.loads(done.stdout) == {"written": 1, "held": 1}
    take_commitments(by=cast.amina, application=one, at=clock.now())
    found = json.loads(run.invoke(app, ["call", "commitments", call.key, "--json", *AMINA]).stdout)
    assert [c["overdue"] for c in found] == [True, True]
    pool = tmp_path / "pool.csv"
    assert run.invoke(app, ["call", "pool", call.key, "-o", str(pool), *AMINA]).exit_code == 0
    assert pool.read_text().startswith("id,country,region")


def test_what_cannot_be_is_said_in_one_sentence(cast, tmp_path) -> None:
    call = a_call_now(cast)
    out = str(tmp_path / "x.json")
    stranger = run.invoke(
        app, ["call", "applications", call.key, "-o", out, "--as", "dana@example.org"]
    )
    assert stranger.exit_code == 1
    unknown = run.invoke(app, ["call", "remind", "nothing", *AMINA])
    assert unknown.exit_code == 2 and "there is no such call" in unknown.stderr
    ending = run.invoke(app, ["call", "applications", call.key, "-o", "x.doc", *AMINA])
    assert ending.exit_code == 2 and ".xlsx" in ending.stderr
