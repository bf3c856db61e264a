"""`travaux voices` does what its pages do."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tests.comments.texts import DURING, a_round
from tests.voices.making import joined, open_to_all
from travaux.cli.main import app
from travaux.voices import actions
from travaux.voices.rules import policy_of

pytestmark = pytest.mark.django_db


def run(*words: str, status: int = 0):
    done = CliRunner().invoke(app, ["voices", *words])
    assert done.exit_code == status, done.output
    return json.loads(done.stdout) if "--json" in words and status == 0 else done.output


def test_policy_waiting_measures_and_lapse(cast) -> None:
    round = a_round(cast)
    key = round.track.key
    assert run("policy", key, "--json")["joining"] is False
    run("policy", key, "--join", "--mode", "before", "--as", "bruno@example.org", status=1)
    told = run(
        "policy", key, "--join", "--mode", "before", "--keeper", "amina@example.org",
        "--as", "amina@example.org", "--json",
    )  # fmt: skip
    assert told["joining"] and told["keepers"] == ["amina@example.org"]
    assert policy_of(round.track).mode == "before"
    open_to_all(cast, round, mode="before")
    guest = joined(round)
    assert run("waiting", round.key, "--json")["unchecked"] == 1
    actions.check_guest(by=None, guest=guest, at=DURING)
    assert run("waiting", round.key, "--json")["groups"][0]["text"] == "Say who decides."
    run("waiting", round.key, "--as", "dana@example.org", status=1)
    run("waiting", "nothing", status=2)
    actions.take_measure(
        by=cast.amina, submission=guest.submission, kind="refuse", reason="abuse", at=DURING
    )
    assert run("measures", "--process", "harbour", "--json")["measures"][0]["reason"] == "abuse"
    late = joined(round, email="late@example.org")
    assert run("lapse", "--json")["lapsed"] == 1
    late.refresh_from_db()
    assert late.email == ""
