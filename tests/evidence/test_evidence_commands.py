"""`travaux evidence`: the same rules as on the site, and exit 1 where paragraphs stand on nothing."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tests.drafts.texts import FERRIES, published
from tests.evidence.test_findings import a_finding, stands
from travaux.cli.main import app

pytestmark = pytest.mark.django_db
run = CliRunner()


def test_findings_releases_and_grounds(cast) -> None:
    stands(cast)
    a_finding(cast, words={"en": "A draft."})
    told = run.invoke(app, ["evidence", "findings", "harbour", "--json"])
    assert [f["box"] for f in json.loads(told.stdout)["findings"]] == ["well-established"]
    inside = run.invoke(
        app, ["evidence", "findings", "harbour", "--as", "amina@example.org", "--json"]
    )
    assert len(json.loads(inside.stdout)["findings"]) == 2
    release = ["evidence", "release", "harbour", "--stage", "preliminary", "--json"]
    assert run.invoke(app, release).exit_code == 2
    assert run.invoke(app, [*release, "--as", "dana@example.org"]).exit_code != 0
    made = run.invoke(app, [*release, "--as", "amina@example.org", "--title", "First"])
    assert json.loads(made.stdout)["parts"]["findings"] == 1
    listed = run.invoke(app, ["evidence", "releases", "harbour", "--json"])
    assert [r["number"] for r in json.loads(listed.stdout)["releases"]] == [1]
    version = published(cast, FERRIES)
    bare = run.invoke(app, ["evidence", "grounds", "harbour", version.key, "--json"])
    assert bare.exit_code == 1 and json.loads(bare.stdout)["bare"] > 3
    assert run.invoke(app, ["evidence", "grounds", "harbour", "nothing"]).exit_code == 2
