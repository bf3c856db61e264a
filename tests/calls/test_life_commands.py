"""`travaux call prepare|announce|show|extend|choose`: the life of a call, bound by the site's rules."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from tests.calls.makers import a_call_now, an_application
from travaux.calls.models import Call
from travaux.cli.main import app
from travaux.plumbing import clock

pytestmark = pytest.mark.django_db
run = CliRunner()
AMINA = ["--process", "harbour", "--as", "amina@example.org"]
PLAN = """kind = "nomination"
titles = { en = "Experts" }
zone = "Africa/Nairobi"
opens = 2024-02-05
closes = 2099-03-01
per_country = 3
authority_rule = "mission"
"""


def said(*words: str, status: int = 0):
    done = run.invoke(app, ["call", *words])
    assert done.exit_code == status, done.output
    return json.loads(done.stdout) if not status else done.stderr


def test_a_call_is_prepared_announced_shown_and_extended(cast, tmp_path) -> None:
    file = tmp_path / "call.toml"
    file.write_text(PLAN)
    made = said("prepare", str(file), "--json", *AMINA)
    assert made["phase"] == "draft" and made["closes_at"] == "2099-03-01T20:59:00+00:00"
    assert said("announce", made["call"], "--json", *AMINA)["phase"] == "open"
    told = said("show", made["call"], "--json")
    assert told["rules"]["per_country"] == 3 and told["rules"]["authority_rule"] == "mission"
    assert told["questions"] > 10
    refused = said("extend", made["call"], "--to", "2099-04-01", *AMINA, status=1)
    assert refused.strip()  # a reason is needed
    more = said(
        "extend", made["call"], "--to", "2099-04-01", "--reason", "Holidays", "--json", *AMINA
    )
    assert more["closes_at"].startswith("2099-04-01")
    assert said("announce", made["call"], *AMINA, status=1)


def test_a_form_comes_as_xlsform_and_a_bad_file_changes_nothing(cast, tmp_path) -> None:
    form = tmp_path / "form.md"
    form.write_text(
        "| survey | | | |\n| | type | name | label |\n| | text | city | Which city? |\n"
    )
    file = tmp_path / "call.toml"
    file.write_text(PLAN + 'form = "form.md"\n')
    made = said("prepare", str(file), "--json", *AMINA)
    assert said("show", made["call"], "--json", *AMINA)["questions"] == 1
    before = Call.objects.count()
    for text, word in (
        ("kind =", "TOML"),
        (PLAN + "places = 3\n", "places"),
        ("zone = 'UTC'", "titles"),
    ):
        file.write_text(text)
        assert word in said("prepare", str(file), *AMINA, status=2)
    file.write_text(PLAN)
    said("prepare", str(file), "--process", "harbour", "--as", "dana@example.org", status=1)
    assert Call.objects.count() == before


def test_offers_are_chosen_by_their_numbers(cast) -> None:
    now = clock.now()
    call = a_call_now(cast, "hosting")
    an_application(cast, call, cast.greta, now)
    told = ["--offer", "1", "--reason", "It is near to the port.", *AMINA]
    assert said("choose", call.key, *told, status=1)  # still open
    Call.objects.filter(pk=call.pk).update(closes_at=now - timedelta(hours=1))
    assert "no offer" in said("choose", call.key, "--offer", "7", *AMINA, status=2)
    assert said("choose", call.key, *told, "--json")["offers"][0][0] == 1


def test_a_call_is_cloned_and_a_choice_written_down(cast) -> None:
    call = a_call_now(cast, "hosting")
    one = an_application(cast, call, at=clock.now())
    Call.objects.filter(pk=call.pk).update(closes_at=clock.now() - timedelta(minutes=1))
    words = ["choose", call.key, "--offer", str(one.number), "--reason", "Near.", "--prepare"]
    assert said(*words, "--json", *AMINA) == {"call": call.key, "prepared": [1]}
    assert not call.choices.exists()
    olga = ["--as", "olga@example.org"]
    made = said("clone", call.key, "--into", "other", "--json", *olga)
    assert (made["process"], made["kind"], made["phase"]) == ("other", "hosting", "draft")
    assert said("clone", call.key, *olga, status=1).strip()
