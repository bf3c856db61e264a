"""What partners promised, tied to parts of the assessment: late, done, and seen by the secretariat."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from tests.calls.makers import AFTER, a_call, an_application
from tests.evidence.makers import a_question, sign_in
from travaux.calls.actions import report_commitment, take_commitments
from travaux.calls.models import Commitment
from travaux.cli.main import app
from travaux.evidence.actions import tie_promise, untie_promise
from travaux.evidence.models import PromisedPart
from travaux.evidence.queries.partners import promises_of
from travaux.plumbing.verdicts import Refusal
from travaux.roadmap.models import Deliverable, Milestone

pytestmark = pytest.mark.django_db
AT = "/en/harbour/evidence/"


def promised(cast) -> list[Commitment]:
    one = an_application(cast, a_call(cast, "partnership"), cast.greta)
    take_commitments(by=cast.amina, application=one, at=AFTER)
    return list(Commitment.objects.order_by("due_on"))


def test_a_promise_is_for_parts_and_is_late_or_done(cast) -> None:
    survey, translation = promised(cast)
    question = a_question(cast)
    told = {"by": cast.amina, "process": cast.process, "at": AFTER}
    place = {"kind": "question", "subject_key": question.key}
    tie = tie_promise(promise=survey.key, **place, **told)
    assert tie_promise(promise=survey.key, **place, **told).pk == tie.pk
    for wrong, code in (
        ({"promise": "nothing", **place}, "partner-promise-unknown"),
        ({"promise": survey.key, "kind": "survey", "subject_key": "nothing"}, "part-unknown"),
    ):
        with pytest.raises(Refusal, match=code):
            tie_promise(**wrong, **told)
    with pytest.raises(Refusal, match="not-your-role"):
        tie_promise(promise=survey.key, **place, **{**told, "by": cast.bruno})
    before = survey.due_on
    assert before is not None
    early = AFTER.replace(year=before.year, month=before.month, day=before.day)
    assert not any(p.late for p in promises_of(cast.process, early))
    late = early + timedelta(days=1)
    found = promises_of(cast.process, late)
    assert [(p.key, p.late, len(p.parts)) for p in found] == [
        (survey.key, True, 1),
        (translation.key, False, 0),
    ]
    report_commitment(by=cast.greta, commitment=survey, state="delivered", note="There", at=AFTER)
    done = {p.key: p for p in promises_of(cast.process, late)}[survey.key]
    assert (done.state, done.late) == ("delivered", False) and done.delivered_on is not None
    untie_promise(by=cast.amina, tie=tie, at=AFTER)
    with pytest.raises(Refusal, match="moved-meanwhile"):
        untie_promise(by=cast.amina, tie=tie, at=AFTER)
    assert PromisedPart.objects.count() == 1  # that it was stays on record


def test_the_page_the_file_and_the_overview_are_the_secretariats(cast, client) -> None:
    survey, _translation = promised(cast)
    question = a_question(cast)
    for person in (None, cast.bruno, cast.greta):
        if person is not None:
            sign_in(client, person)
        assert client.get(f"{AT}partners/").status_code in (302, 403)
        assert client.get(f"{AT}partners.json").status_code in (302, 403)
        assert "40 cities" not in client.get(AT).content.decode()
    sign_in(client, cast.amina)
    typed = {"do": "tie", "promise": survey.key, "part": "question|nothing"}
    assert client.post(f"{AT}partners/", typed).status_code == 422
    client.post(f"{AT}partners/", {**typed, "part": f"question|{question.key}"})
    assert "40 cities" in client.get(f"{AT}partners/").content.decode()
    overview = client.get(AT).content.decode()
    assert "40 cities" in overview and "overdue" in overview
    rows = json.loads(client.get(f"{AT}partners.json").content)
    assert {r["state"] for r in rows} == {"late"} and sum(bool(r["part"]) for r in rows) == 1
    assert [r["kind"] for r in rows if r["part"]] == ["question"]
    tie = PromisedPart.objects.get()
    client.post(f"{AT}partners/", {"tie": tie.key})
    assert "40 cities" not in client.get(AT).content.decode()


def test_a_promise_is_for_a_deliverable_and_a_release_on_the_command_line_too(cast) -> None:
    survey, _translation = promised(cast)
    deliverable = Deliverable.objects.create(
        process=cast.process, code="the-world-assessment-of-cities", titles={"en": "Assessment"},
        kind="evidence",
    )  # fmt: skip
    Milestone.objects.create(
        process=cast.process, code="outlook-draft", deliverable=deliverable, titles={"en": "Draft"}
    )
    run, by = CliRunner(), ["--as", "amina@example.org"]
    for part in ("deliverable:the-world-assessment-of-cities", "milestone:outlook-draft"):
        done = run.invoke(app, ["evidence", "tie", "harbour", survey.key, part, *by, "--json"])
        assert done.exit_code == 0, done.stderr
    wrong = run.invoke(app, ["evidence", "tie", "harbour", survey.key, "milestone:none", *by])
    assert wrong.exit_code != 0 and "part of the assessment" in wrong.stderr
    told = run.invoke(app, ["evidence", "promises", "harbour", "--late", *by, "--json"])
    rows = {r["promise"]: r for r in json.loads(told.stdout)["promises"]}
    assert [p["kind"] for p in rows[survey.key]["parts"]] == ["deliverable", "milestone"]
    assert rows[survey.key]["late"]
    undo = ["evidence", "tie", "harbour", survey.key, "milestone:outlook-draft", "--undo", *by]
    assert run.invoke(app, undo).exit_code == 0 and run.invoke(app, undo).exit_code == 2
    assert run.invoke(app, ["evidence", "promises", "harbour"]).exit_code == 2
    other = run.invoke(app, ["evidence", "promises", "harbour", "--as", "bruno@example.org"])
    assert other.exit_code != 0 and "40 cities" not in other.stdout
