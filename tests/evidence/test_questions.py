"""Questions first: who writes them, what answers them, and what is not known."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.evidence.makers import DURING, WORDS, a_question, a_source, regions, sign_in
from travaux.evidence.actions import (
    ask_question,
    change_question,
    name_source,
    retire_question,
    take_out_source,
)
from travaux.evidence.actions.questions import Asked, Named
from travaux.evidence.models import AssessmentQuestion, Source
from travaux.evidence.queries.questions import coverage_of, questions_of
from travaux.journal.models import Line
from travaux.people.models import Appointment
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db
AT = "/en/harbour/evidence/"


def test_a_question_is_covered_where_two_kinds_speak(cast) -> None:
    regions()
    asked = a_question(cast, levels=["national", "sub-national"])
    a_source(cast, asked, region="african", level="national")
    a_source(cast, asked, "practice", region="african", title="A registry of sensors")
    [found] = coverage_of([asked], ["african", "asian"])
    grid = {place: cell.cover.value for place, cell in found.grid.items()}
    assert grid == {
        ("african", "national"): "covered",
        ("african", "sub-national"): "thin",
        ("asian", "national"): "silent",
        ("asian", "sub-national"): "silent",
    }
    assert found.of_region("african") == "thin"


def test_a_source_is_named_once_and_taken_out_on_record(cast) -> None:
    regions()
    asked = a_question(cast)
    one = a_source(cast, asked)
    assert a_source(cast, asked).pk == one.pk and Source.objects.count() == 1
    take_out_source(by=cast.amina, source=one, at=DURING)
    with pytest.raises(Refusal, match="moved-meanwhile"):
        take_out_source(by=cast.amina, source=one, at=DURING)
    assert [line.what for line in Line.objects.order_by("seq")][-2:] == [
        "evidence.name_source",
        "evidence.take_out_source",
    ]
    assert coverage_of([asked], ["african"])[0].total.covered == 0


def test_numbers_are_not_given_again_and_old_pages_are_told(cast) -> None:
    regions()
    first, second = a_question(cast), a_question(cast)
    retire_question(by=cast.amina, question=second, at=DURING)
    assert a_question(cast).number == 3
    assert [q.number for q in questions_of(cast.process)] == [1, 3]
    told = {"by": cast.amina, "at": DURING}
    with pytest.raises(Refusal, match="question-retired"):
        change_question(question=second, asked=Asked("trend", WORDS), seen=0, **told)
    change_question(question=first, asked=Asked("driver", WORDS), seen=0, **told)
    with pytest.raises(Refusal, match="moved-meanwhile"):
        change_question(question=first, asked=Asked("trend", WORDS), seen=0, **told)


@pytest.mark.parametrize("name", ["bruno", "chen", "dana", "olga"])
def test_only_the_secretariat_of_the_process_writes_questions(cast, name) -> None:
    with pytest.raises(Refusal, match="not-your-role"):
        ask_question(
            by=getattr(cast, name), process=cast.process, asked=Asked("trend", WORDS), at=DURING
        )


def test_an_ended_appointment_writes_nothing(cast) -> None:
    asked = a_question(cast)
    Appointment.objects.filter(person=cast.amina).update(ends_at=DURING - timedelta(days=1))
    with pytest.raises(Refusal, match="not-your-role"):
        a_source(cast, asked)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"kind": "rumour", "title": "x"}, "source-kind-unknown"),
        ({"kind": "interview"}, "source-needs-name"),
        ({"kind": "other", "title": "x", "region": "moon"}, "regional-group-unknown"),
        ({"kind": "other", "title": "x", "level": "moon"}, "level-unknown"),
        ({"kind": "other", "title": "x", "address": "javascript:alert(1)"}, "address-not-web"),
    ],
)
def test_a_source_that_cannot_be_is_refused(cast, wrong, code) -> None:
    regions()
    with pytest.raises(Refusal, match=code):
        name_source(by=cast.amina, question=a_question(cast), named=Named(**wrong), at=DURING)


def test_the_pages_of_questions(client, cast) -> None:
    regions()
    sign_in(client, cast.amina)
    assert "no question yet" in client.get(AT).content.decode()
    answer = client.post(AT + "questions/new/", {"theme": "driver", "title_en": ""})
    assert answer.status_code == 422 and "at least one language" in answer.content.decode()
    told = {"theme": "driver", "title_en": "What drives it?", "regions": ["african"]}
    client.post(AT + "questions/new/", told)
    asked = AssessmentQuestion.objects.get()
    here = f"{AT}questions/{asked.key}/"
    sent = {"kind": "literature", "title": "A review", "address": "https://example.org/r"}
    client.post(here + "source/", sent)
    page = client.get(here).content.decode()
    assert "A review" in page and "thin" in page and "South quays" not in page
    changed = {**told, "title_en": "What drives all of it?", "seen": "0"}
    assert client.post(here + "change/", changed).status_code == 302
    [row] = [r for r in client.get(AT + "coverage.json").json() if r["level"] == "national"]
    assert row["coverage"] == "thin" and row["words"] == "What drives all of it?"
    client.post(f"{here}source/{Source.objects.get().key}/out/")
    client.post(here + "retire/")
    assert client.get(AT + "coverage.json").json() == []


def test_strangers_read_and_do_not_write(client, cast) -> None:
    asked = a_question(cast)
    here = f"{AT}questions/{asked.key}/"
    assert client.get(here).status_code == 200 and client.get(AT).status_code == 200
    assert client.get(here + "change/").status_code == 302
    sign_in(client, cast.olga)
    assert client.get(here + "source/").status_code == 403
    assert client.post(here + "retire/").status_code == 403


def test_the_overview_takes_a_bounded_number_of_queries(
    client, cast, django_assert_max_num_queries
) -> None:
    regions()
    for _ in range(6):
        a_source(cast, a_question(cast))
    with django_assert_max_num_queries(12):
        assert client.get(AT).status_code == 200
