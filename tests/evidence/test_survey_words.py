"""Answers in free text go to the themes of the analysis, and their figures follow."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.evidence.makers import DURING, PREPARED, regions, sign_in
from tests.evidence.test_surveys import FORM, a_survey, answered
from travaux.core.surveys.model import Question
from travaux.evidence.actions import (
    begin_code_book,
    close_survey,
    define_code,
    give_theme,
    issue_code_book,
    publish_results,
    read_words,
    set_response_aside,
)
from travaux.evidence.models import Response, WordsRead
from travaux.evidence.queries.results import results_of
from travaux.journal.models import Line
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db
WORDS = replace(FORM, items=(
    FORM.items[0], FORM.items[1],
    Question("wish__now", "text", {"en": "What do you wish?"}),
))  # fmt: skip


def a_book(cast) -> None:
    book = begin_code_book(by=cast.amina, process=cast.process, at=PREPARED)
    for name, title in (("cost", "Costs"), ("staff", "Staff")):
        define_code(
            by=cast.amina, book=book, name=name, titles={"en": title},
            definitions={"en": "When it is said."}, at=PREPARED,
        )  # fmt: skip
    issue_code_book(by=cast.amina, book=book, at=PREPARED)


def a_written_survey(cast, count: int = 8):
    regions()
    survey = a_survey(cast, form=WORDS, least=1)
    said = ("More money for servers", "More staff", "Money and staff", "Nothing", "")
    for n in range(count):
        answered(survey, country=f"State {'AK'[n % 2]}", city=f"City {n}", has="yes",
                 wish__now=said[n % 5])  # fmt: skip
    return survey


def test_themes_are_counted_by_region_and_what_was_not_read_is_said(cast, client) -> None:
    survey = a_written_survey(cast)
    told = {"by": cast.amina, "survey": survey, "question": "wish__now", "at": DURING}
    with pytest.raises(Refusal, match="no-code-book"):
        read_words(given={}, **told)
    a_book(cast)
    here = f"/en/harbour/evidence/surveys/{survey.key}/"
    sign_in(client, cast.amina)
    keys = {r.answers["city"]: r.key for r in Response.objects.all()}
    page = client.get(here + "words/?question=wish__now").text
    assert "More money for servers" in page and "Costs" in page and "City 1" not in page
    typed = {
        "do": "read", f"w.{keys['City 0']}": "cost", f"w.{keys['City 1']}": " Staff ",
        f"w.{keys['City 2']}": "staff, cost", f"w.{keys['City 3']}": "-",
        f"w.{keys['City 5']}": "",
    }  # fmt: skip
    lame = client.post(here + "words/", {**typed, f"w.{keys['City 5']}": "weather"})
    assert lame.status_code == 422 and "weather" in lame.text and not WordsRead.objects.exists()
    assert 'value=" Staff "' in lame.text  # what was typed is kept
    assert client.post(here + "words/", typed).status_code == 302
    assert client.post(here + "words/", typed).status_code == 302  # a double click changes nothing
    assert {w.response.answers["city"]: w.codes for w in WordsRead.objects.all()} == {
        "City 0": ["cost"], "City 1": ["staff"], "City 2": ["cost", "staff"], "City 3": [],
    }  # fmt: skip
    assert Line.objects.filter(what="evidence.read_words").count() == 1
    found = results_of(survey, "wish__now", "region")
    assert found.read == (4, 7)
    whole = found.found.rows[0]
    assert whole.n == 4 and whole.missing == 4  # one left it empty, three wait to be read
    assert {c.choice: (c.n, c.estimate.value) for c in whole.cells} == {
        "cost": (2, 0.5), "staff": (2, 0.5),
    }  # fmt: skip
    north = next(r for r in found.found.rows if r.group == "african")
    assert {c.choice: c.n for c in north.cells} == {"cost": 2, "staff": 1} and north.n == 2
    left = client.get(here + "words/?question=wish__now").text
    assert keys["City 5"] in left and keys["City 0"] not in left
    rows = client.get(here + "words.json?question=wish__now").json()
    assert [(r["read"], r["themes"]) for r in rows[:4]] == [
        (1, "cost"), (1, "staff"), (1, "cost; staff"), (1, ""),
    ]  # fmt: skip
    shown = client.get(here + "results/?question=wish__now&by=all").text
    assert "4 of 7 were read" in shown and "Costs" in shown
    with_words = client.get(here + "results.json?question=wish__now&by=all").json()
    assert {r["answer"] for r in with_words} == {"cost", "staff"}
    first = Response.objects.get(key=keys["City 0"])
    set_response_aside(by=cast.amina, response=first, aside=True, at=DURING)
    assert results_of(survey, "wish__now").read == (3, 6)


def test_one_theme_for_all_answers_with_the_same_words(cast, client) -> None:
    survey = a_written_survey(cast)
    a_book(cast)
    told = {"by": cast.amina, "survey": survey, "question": "wish__now", "at": DURING}
    assert give_theme(find="money", name="cost", **told) == 4
    assert give_theme(find="STAFF", name="staff", **told) == 4
    assert give_theme(find="staff", name="staff", **told) == 0
    assert {tuple(w.codes) for w in WordsRead.objects.all()} == {
        ("cost",), ("staff",), ("cost", "staff"),
    }  # fmt: skip
    for wrong, code in (({"find": "mo", "name": "cost"}, "words-too-short"),
                        ({"find": "money", "name": "rain"}, "theme-not-in-book")):  # fmt: skip
        with pytest.raises(Refusal, match=code):
            give_theme(**wrong, **told)
    with pytest.raises(Refusal, match="question-unknown"):
        give_theme(find="Aling", name="cost", **{**told, "question": "city"})
    sign_in(client, cast.amina)
    here = f"/en/harbour/evidence/surveys/{survey.key}/words/?question=wish__now&find=nothing"
    assert "Give it to all" in client.get(here).text
    assert client.post(here, {"do": "give", "theme": "cost"}).status_code == 302
    assert WordsRead.objects.count() == 7


def test_only_secretariat_and_drafters_read_words(cast, client) -> None:
    survey = a_written_survey(cast)
    a_book(cast)
    here = f"/en/harbour/evidence/surveys/{survey.key}/"
    assert client.get(here + "words/").status_code == 302
    for name, status in (("bruno", 200), ("chen", 403), ("dana", 403), ("olga", 403)):
        sign_in(client, getattr(cast, name))
        assert client.get(here + "words/").status_code == status, name
        assert client.get(here + "words.csv").status_code == status, name
    with pytest.raises(Refusal, match="not-your-role"):
        read_words(by=cast.dana, survey=survey, question="wish__now", given={}, at=DURING)


def test_published_themes_are_everybodys_and_the_words_are_not(cast, client) -> None:
    survey = a_written_survey(cast)
    a_book(cast)
    give_theme(by=cast.amina, survey=survey, question="wish__now", find="money", name="cost", at=DURING)  # fmt: skip
    close_survey(by=cast.amina, survey=survey, at=DURING)
    survey.refresh_from_db()
    publish_results(by=cast.amina, survey=survey, at=DURING)
    page = client.get(f"/en/harbour/evidence/surveys/{survey.key}/results/?question=wish__now").text
    assert "Costs" in page and "servers" not in page
