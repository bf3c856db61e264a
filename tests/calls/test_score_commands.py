"""`travaux call criteria | assign | scores`: the rules of the site bind, and so does its silence."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tests.calls.makers import a_draft_call
from tests.calls.test_reviews import a_scored_call, scores
from travaux.calls import actions
from travaux.calls.queries.reviews import criteria_of
from travaux.cli.main import app

pytestmark = pytest.mark.django_db
run = CliRunner()
AMINA = ["--as", "amina@example.org"]


def test_criteria_come_from_a_table(cast, tmp_path) -> None:
    call = a_draft_call(cast)
    file = tmp_path / "criteria.csv"
    file.write_text("name_en,name_fr,from,to,weight,meaning\nFit,Adéquation,1,5,2.5,How well\n")
    done = run.invoke(app, ["call", "criteria", call.key, "--set", str(file), "--json", *AMINA])
    (told,) = json.loads(done.stdout)["criteria"]
    assert told["names"] == {"en": "Fit", "fr": "Adéquation"} and told["weight"] == "2.50"
    assert told["meanings"] == {"en": "How well"}
    file.write_text("name,from,to,weight\nFit,one,5,1\n")
    wrong = run.invoke(app, ["call", "criteria", call.key, "--set", str(file), *AMINA])
    assert wrong.exit_code == 2 and "row 2" in wrong.stderr and len(criteria_of(call)) == 1
    shown = run.invoke(app, ["call", "criteria", call.key, *AMINA])
    assert "1-5  weight 2.50  Fit" in shown.stdout
    assert run.invoke(app, ["call", "criteria", call.key]).exit_code == 1  # in preparation


def test_work_is_given_out_with_a_report(cast, tmp_path) -> None:
    call, _, _ = a_scored_call(cast, [cast.hana])
    file = tmp_path / "who.csv"
    file.write_text("application;reviewer\n2;bruno@example.org\n9;bruno@example.org\n")
    base = ["call", "assign", call.key, *AMINA]
    done = run.invoke(app, [*base, "--table", str(file), "--json"])
    told = json.loads(done.stdout)
    assert done.exit_code == 1 and told["assigned"] == 1
    assert [one["refused"] for one in told["lines"]] == [None, "application-not-in-call"]
    told = json.loads(run.invoke(app, [*base, "--evenly", "2", "--seed", "s", "--json"]).stdout)
    assert told["assigned"] == 1 and not told["short"] and len(told["loads"]) == 2
    short = run.invoke(app, [*base, "--evenly", "3", "--seed", "s"])
    assert short.exit_code == 1 and "2 missing" in short.stdout
    assert run.invoke(app, [*base, "--evenly", "2"]).exit_code == 2
    assert run.invoke(app, base).exit_code == 2


def test_scores_are_for_the_secretariat_once_it_gave_its_own(cast, tmp_path) -> None:
    call, _, reviews = a_scored_call(cast, [cast.hana, cast.amina])
    actions.hand_in_review(by=cast.hana, **scores(reviews[0], 5, 10, remark="Hidden words"))
    base = ["call", "scores", call.key, "--json"]
    for more in ([], ["--single"]):
        told = run.invoke(app, [*base, *more, *AMINA]).stdout
        assert "100.00" not in told and "Hidden words" not in told
    actions.hand_in_review(by=cast.amina, **scores(reviews[1], 1, 0))
    first, _ = json.loads(run.invoke(app, [*base, *AMINA]).stdout)
    assert (first["median"], first["spread"], first["missing"]) == ("50.00", "100.00", 0)
    out = tmp_path / "single.csv"
    done = run.invoke(app, ["call", "scores", call.key, "--single", "-o", str(out), *AMINA])
    assert done.exit_code == 0 and "Hidden words" in out.read_text("utf-8-sig")
    stranger = run.invoke(app, [*base, "--as", "hana@example.org"])
    assert stranger.exit_code == 1 and not stranger.stdout
    assert run.invoke(app, [*base, "-o", "x.doc", *AMINA]).exit_code == 2
