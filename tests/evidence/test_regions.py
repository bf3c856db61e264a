"""The profile of a region: indicators, surveys, findings, practices, interviews and silence."""

from __future__ import annotations

import json

import pytest

from tests.evidence.interviews import approved, given
from tests.evidence.library import in_library, open_library
from tests.evidence.makers import DURING, a_question, regions, sign_in
from tests.evidence.test_findings import stands
from tests.evidence.test_surveys import a_survey, answered
from travaux.evidence.actions import close_survey, name_source, publish_results
from travaux.evidence.actions.questions import Named

pytestmark = pytest.mark.django_db
AT = "/en/harbour/evidence/regions/african"


def surveyed(cast, far: int):
    """Six cities of two states of one region answered, `far` of the other region."""
    survey = a_survey(cast, least=2)
    for n in range(6):
        answered(
            survey, country=f"State {'AB'[n % 2]}", city=f"City {n}", has="no" if n % 3 else "yes"
        )
    for n in range(far):
        answered(survey, country="State K", city=f"Far {n}", has="no" if n % 2 else "yes")
    question = a_question(cast)
    named = Named("survey", subject_key=survey.key, part="has", language="en")
    name_source(by=cast.amina, question=question, named=named, at=DURING)
    return survey


@pytest.mark.parametrize("far", [1, 4])
def test_the_profile_shows_the_survey_once_its_results_are_public(cast, client, far) -> None:
    regions()
    survey = surveyed(cast, far)
    assert "6 places of this region answered" not in client.get(AT + "/").text
    sign_in(client, cast.amina)
    assert "6 places of this region answered" in client.get(AT + "/").text
    close_survey(by=cast.amina, survey=survey, at=DURING)
    survey.refresh_from_db()
    publish_results(by=cast.amina, survey=survey, at=DURING)
    client.logout()
    page = client.get(AT + "/").text
    rows = client.get(AT + ".json").json()
    other = client.get("/en/harbour/evidence/regions/asian/").text
    assert "6 places of this region answered" in page
    assert [r["value"] for r in rows if r["key"] == survey.key] == [6]
    told = [str(r["value"]) for r in rows if r["key"] == f"{survey.key}/has"]
    if far == 1:  # the one place could be reckoned from the others: both regions are hidden
        assert "1 place of this region answered" in other and "too few" in other
        assert "too few" in page and told == ["", ""]
    else:
        assert "4 places of this region answered" in other and "50.0" in other
        assert "33.3" in page and any("33.3" in value for value in told)


def test_findings_practices_interviews_and_silence_leave_as_a_file(cast, client) -> None:
    regions()
    a_question(cast)
    finding = stands(cast)
    open_library(cast)
    practice = in_library(cast)
    interview, _text = approved(cast, region="african")
    kept, _other = approved(cast, consent=given(publication=False), region="african")
    page = client.get(AT + "/").text
    assert f"/interviews/{interview.key}/" in page and kept.key not in page
    rows = client.get(AT + ".json").json()
    kinds = {r["kind"] for r in rows}
    assert {"finding", "practice", "interview", "silence"} <= kinds
    assert {finding.key, practice.key, interview.key} <= {r["key"] for r in rows}
    assert kept.key not in json.dumps(rows)
    assert "What is not known" in client.get(AT + ".csv").content.decode("utf-8-sig")
    assert client.get(AT + ".xlsx").status_code == 200
    assert client.get("/en/harbour/evidence/regions/nowhere.csv").status_code == 404
