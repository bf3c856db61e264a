"""`travaux interests`: how declarations stand, for those who see the register; never what they say."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tests.people.test_interests import SECRET, declare
from travaux.cli.main import app
from travaux.plumbing import clock

pytestmark = pytest.mark.django_db
run = CliRunner()


def test_the_register_on_the_command_line_says_how_declarations_stand(cast) -> None:
    declare(cast.hana, at=clock.now(), ownership=SECRET)
    done = run.invoke(app, ["interests", "assessor", "harbour", "elif@example.org"])
    assert done.exit_code == 0
    for who in ([], ["--as", "amina@example.org"], ["--as", "elif@example.org"]):
        done = run.invoke(app, ["interests", "list", "harbour", "--json", *who])
        told = json.loads(done.stdout)
        assert told["assessors"] == ["elif@example.org"] and SECRET not in done.stdout
        [hana] = told["declarations"]
        assert (hana["state"], hana["begun"], hana["version"]) == ("waiting", False, 1)
    stranger = run.invoke(app, ["interests", "list", "harbour", "--as", "bruno@example.org"])
    assert stranger.exit_code == 1 and not stranger.stdout
    assert run.invoke(app, ["interests", "list", "nowhere"]).exit_code == 2
    unknown = run.invoke(app, ["interests", "assessor", "harbour", "nobody@example.org"])
    assert unknown.exit_code == 2
