"""Editions of a survey: their answers stay apart, are compared, and none is left out of the export."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.evidence.makers import DURING, PREPARED, regions, sign_in
from tests.evidence.test_surveys import FORM, YES_NO, a_survey, answered
from travaux.core.problems import Unusable
from travaux.core.surveys.model import Choice, Group, Question
from travaux.evidence.actions import (
    begin_edition,
    close_survey,
    issue_edition,
    publish_results,
    replace_survey_form,
)
from travaux.evidence.queries.results import results_of

pytestmark = pytest.mark.django_db
LATER = DURING + timedelta(days=30)


def two_editions(cast, **facts):
    """The second asks `has` with one more answer, `many` the same, `since` no more, `new` first."""
    survey = a_survey(cast, **facts)
    for n in range(6):
        answered(survey, country="State A", city=f"City {n}", has="yes", many=str(n), since="2020-01-02")  # fmt: skip
    second = begin_edition(by=cast.amina, survey=survey, at=LATER)
    has = Question("has", "select-one", {"en": "Has it rules now?"}, required="yes",
                   choices=(*YES_NO, Choice("soon", {"en": "Soon"})))  # fmt: skip
    many = replace(FORM.items[2].items[1], labels={"en": "How many of them?"})
    form = replace(FORM, items=(
        FORM.items[0], Group("data", (has,), {"en": "Data"}),
        replace(FORM.items[2], items=(many, Question("new", "integer", {"en": "New?"}))),
    ))  # fmt: skip
    replace_survey_form(by=cast.amina, edition=second, form=form, seen=0, at=LATER)
    second.refresh_from_db()
    issue_edition(by=cast.amina, edition=second, at=LATER)
    for n in range(5, 11):
        answered(survey, at=LATER, country="State A", city=f"City {n}", has="yes", many="20")
    survey.refresh_from_db()
    return survey


def test_figures_of_editions_together_beside_each_other_and_apart(cast) -> None:
    survey = two_editions(cast, least=1)
    together = results_of(survey, "many", "edition")
    whole, first, second = together.found.rows
    assert (whole.n, first.n, second.n) == (11, 6, 6)  # one city answered both
    assert [r.group for r in together.found.rows] == ["", "1", "2"] and together.editions == 2
    assert first.mean.value == 2.5 and second.mean.value == 20
    assert (first.not_asked, second.not_asked) == (0, 0)
    # City 5 answered 5 and 20: one city, the mean of both
    assert whole.mean.value == pytest.approx((0 + 1 + 2 + 3 + 4 + 12.5 + 5 * 20) / 11)
    changed = results_of(survey, "has", "edition")
    assert [r.group for r in changed.found.rows] == ["", "2"] and changed.editions == 1
    before = results_of(survey, "has", edition=1)
    assert [c.choice for c in before.found.rows[0].cells] == ["yes", "no"]
    assert before.found.rows[0].n == 6
    with pytest.raises(Unusable, match="question-unknown"):
        results_of(survey, "new", edition=1)
    with pytest.raises(Unusable, match="question-unknown"):
        results_of(survey, "many", edition=7)


def test_a_small_edition_is_hidden_and_cannot_be_reckoned_back(cast) -> None:
    survey = two_editions(cast, least=7)
    rows = results_of(survey, "many", "edition").found.rows
    assert not rows[0].hidden and rows[1].hidden and rows[2].hidden


def test_the_page_compares_and_leads_to_the_figures(cast, client) -> None:
    survey = two_editions(cast, least=1)
    here = f"/en/harbour/evidence/surveys/{survey.key}/"
    page = client.get(here + "editions/").text
    assert "How many of them?" in page and "How many?" in page and "other words" in page
    assert "Its figures" not in page  # results are not everybody's yet
    close_survey(by=cast.amina, survey=survey, at=LATER)
    survey.refresh_from_db()
    publish_results(by=cast.amina, survey=survey, at=LATER)
    page = client.get(here + "editions/").text
    assert (
        "question=many&amp;by=edition" in page and "question=has&amp;by=all&amp;edition=1" in page
    )
    assert "question=has&amp;by=edition" not in page
    shown = client.get(here + "results/?question=many&by=edition").text
    assert "Edition 1" in shown and "Edition 2" in shown and "--by edition" in shown
    apart = client.get(here + "results/?question=has&by=all&edition=1").text
    assert "--edition 1" in apart and "Soon" not in apart
    assert client.get(here + "results/?question=has&edition=5").status_code == 404
    rows = client.get(here + "results.json?question=has&by=all&edition=1").json()
    assert {r["edition"] for r in rows} == {1} and "--edition 1" in rows[0]["reckon"]
    told = client.get(here + "editions.json").json()
    assert {(r["question"], r["edition"], r["standing"], r["together"]) for r in told} >= {
        ("many", 2, "reworded", 1), ("has", 2, "changed", 0), ("since", 2, "dropped", 0),
    }  # fmt: skip
    first = client.get(here + "form.xlsx?edition=1")
    assert first.status_code == 200 and "form-1" in first["Content-Disposition"]
    assert client.get(here + "form.xlsx?edition=9").status_code == 404


def test_all_answers_leave_with_what_each_edition_asked(cast, client) -> None:
    regions()
    survey = two_editions(cast, least=1)
    sign_in(client, cast.amina)
    rows = client.get(f"/en/harbour/evidence/surveys/{survey.key}/answers.json").json()
    assert len(rows) == 12
    old, new = rows[0], rows[-1]
    assert old["has@1"] == "Yes" and old["since@1"] == "2020-01-02" and old["has"] == ""
    assert new["has"] == "Yes" and new["has@1"] == "" and new["many"] == 20 and old["many"] == 0
    assert old["region"] == "african" and old["edition"] == 1 and new["edition"] == 2


def test_the_command_reckons_an_edition_again(cast) -> None:
    from typer.testing import CliRunner

    from travaux.cli.main import app

    survey = two_editions(cast, least=1)
    told = ["survey", "results", survey.key, "--process", "harbour", "--as", "amina@example.org"]
    run = CliRunner().invoke(app, [*told, "--question", "has", "--edition", "1", "--json"])
    made = json.loads(run.stdout)
    assert made["edition"] == 1 and made["rows"][0]["n"] == 6, run.output
    run = CliRunner().invoke(app, [*told, "--question", "many", "--by", "edition", "--json"])
    assert [r["group"] for r in json.loads(run.stdout)["rows"]] == ["", "1", "2"]


def test_a_draft_of_a_next_edition_is_nobodys_but_the_secretariats(cast, client) -> None:
    survey = a_survey(cast)
    begin_edition(by=cast.amina, survey=survey, at=PREPARED)
    here = f"/en/harbour/evidence/surveys/{survey.key}/"
    assert client.get(here + "form.xlsx?edition=2").status_code == 404
    assert "Editions beside each other" not in client.get(here).text
