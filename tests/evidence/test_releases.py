"""Releases: what meetings' papers point to, the milestones they fulfil, and what changed."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tests.evidence.makers import DURING, sign_in
from tests.evidence.test_findings import stands
from tests.meetings.makers import BEFORE, a_meeting
from tests.meetings.test_meetings import address, paper
from travaux.cli.main import app
from travaux.evidence.actions import release_evidence, withdraw_finding
from travaux.evidence.queries.releases import papers_pointing_to
from travaux.meetings import actions as meetings
from travaux.plumbing.verdicts import Refusal
from travaux.reports.queries.mandate import mandate_status
from travaux.roadmap.models import Clause, Deliverable, Milestone
from travaux.roadmap.queries import plan_as_at

pytestmark = pytest.mark.django_db


def released(cast, stage: str = "preliminary", **also):
    return release_evidence(
        by=cast.amina, process=cast.process, stage=stage, titles={"en": "First look"}, at=DURING,
        **also,
    )  # fmt: skip


def test_a_paper_of_a_meeting_points_to_a_release(cast, client) -> None:
    stands(cast)
    release = released(cast)
    meeting = a_meeting(cast)
    told = {"by": cast.amina, "meeting": meeting, "titles": {"en": "What was found"}}
    elsewhere = released_elsewhere(cast)
    with pytest.raises(Refusal, match="paper-release-unknown"):
        meetings.issue_paper(
            symbol="HRB/EGM.1/9", language="en", file=paper(), release=elsewhere, at=BEFORE, **told
        )
    sign_in(client, cast.amina)
    typed = {
        "do": "paper", "symbol": "HRB/EGM.1/1", "title": "What was found", "language": "en",
        "distribution": "general", "release": release.key, "file": paper(),
    }  # fmt: skip
    assert client.post(address(meeting, "agenda/"), typed).status_code == 302
    client.logout()
    place = f"/en/harbour/evidence/releases/{release.key}/"
    listed = client.get(address(meeting, "papers/")).text
    assert place in listed and "It rests on:" in listed
    assert place in client.get(address(meeting)).text
    rows = client.get(address(meeting, "papers.json")).json()
    assert [r["release"] for r in rows] == [release.key]
    assert client.get(address(meeting, "papers.docx")).status_code == 200
    page = client.get(place).text
    assert "HRB/EGM.1/1" in page and address(meeting, "papers/") in page


def released_elsewhere(cast):
    from tests.cast import START
    from travaux.evidence.models import EvidenceRelease
    from travaux.roadmap.models import Process

    other = Process.objects.create(code="dock", titles={"en": "Dock"}, loaded_at=START)
    return EvidenceRelease.objects.create(
        process=other,
        number=1,
        stage="final",
        content_hash="0" * 64,
        released_at=DURING,
        by_key="x",
    )


def test_a_meeting_in_preparation_is_not_told_of(cast) -> None:
    stands(cast)
    release = released(cast)
    hidden = a_meeting(cast, announced=False)
    meetings.issue_paper(
        by=cast.amina, meeting=hidden, symbol="HRB/EGM.7/1", titles={"en": "X"}, language="en",
        file=paper(), release=release, at=BEFORE,
    )  # fmt: skip
    assert papers_pointing_to(release, None, DURING) == []
    assert [p[0] for p in papers_pointing_to(release, cast.amina, DURING)] == ["HRB/EGM.7/1"]


def test_on_the_command_line(cast, tmp_path) -> None:
    stands(cast)
    release = released(cast)
    meeting = a_meeting(cast)
    file = tmp_path / "found.pdf"
    file.write_bytes(b"%PDF-1.4 found")
    ask = ["meeting", "papers", meeting.key, "--issue", str(file), "--title", "Found", "--json"]
    ask += ["--process", "harbour", "--symbol", "HRB/EGM.1/3", "--as", "amina@example.org"]
    run = CliRunner()
    wrong = run.invoke(app, [*ask, "--release", "7"])
    assert wrong.exit_code == 2 and "no release" in wrong.stderr
    made = run.invoke(app, [*ask, "--release", "1"])
    assert [p["release"] for p in json.loads(made.stdout)["papers"]] == [release.key]


def test_a_release_fulfils_a_milestone_of_the_mandate(cast, client) -> None:
    clause = Clause.objects.create(process=cast.process, code="z", position=9)
    deliverable = Deliverable.objects.create(
        process=cast.process, code="outlook", titles={"en": "Outlook"}, kind="evidence"
    )
    deliverable.clauses.add(clause)
    milestone = Milestone.objects.create(
        process=cast.process, code="outlook-draft", position=90, deliverable=deliverable,
        titles={"en": "Outlook: preliminary draft"}, planned="2024-02",
    )  # fmt: skip
    stands(cast)
    release = released(cast, milestone=milestone)
    place = f"/en/harbour/evidence/releases/{release.key}/"
    page = client.get("/en/harbour/roadmap/outlook-draft/")
    assert (
        page.status_code == 200 and place in page.text and "What was released for it" in page.text
    )
    assert "/en/harbour/roadmap/outlook-draft/" in client.get(place).text
    plan = plan_as_at(cast.process, None, DURING.date())
    [of] = [
        d for c in mandate_status(cast.process, plan) for d in c.deliverables if c.clause == clause
    ]
    assert [r.pk for r in of.releases] == [release.pk] and not of.invented_releases
    before = plan_as_at(cast.process, DURING.date().replace(day=1), DURING.date())
    [of] = [
        d
        for c in mandate_status(cast.process, before)
        for d in c.deliverables
        if c.clause == clause
    ]
    assert of.releases == ()


def test_the_file_says_what_changed_and_what_is_gone(cast, client) -> None:
    gone = stands(cast)
    released(cast)
    withdraw_finding(by=cast.amina, finding=gone, why="Wrong.", at=DURING)
    new = stands(cast, words={"en": "Another."})
    second = released(cast, stage="final")
    rows = client.get(f"/en/harbour/evidence/releases/{second.key}/content.json").json()
    told = {(r["key"], r["change"]) for r in rows if r["part"] == "findings"}
    assert told == {(new.key, "new"), (gone.key, "gone")}
