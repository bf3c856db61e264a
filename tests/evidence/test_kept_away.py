"""Whom the assessment of their interests keeps from a topic is stopped in the evidence too."""

from __future__ import annotations

import pytest

from tests.cast import START
from tests.evidence.makers import DURING, a_question, a_source, sign_in
from tests.evidence.test_findings import WORDS, a_finding, rates
from tests.evidence.test_literature import TITLES, brought, said
from travaux.evidence.actions import (
    change_finding,
    change_question,
    note_retrieval,
    put_finding_to_authors,
    reopen_finding,
    rest_finding_on,
    settle_finding,
    settle_reading,
    state_finding,
    tie_search,
    withdraw_finding,
)
from travaux.evidence.actions.findings import Stated
from travaux.evidence.actions.questions import Asked, Named
from travaux.evidence.models import Finding, Work
from travaux.evidence.queries.findings import to_rate
from travaux.evidence.queries.literature import next_works
from travaux.people import actions as people
from travaux.people.models import Role, Topic
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db
HERE = "/en/harbour/evidence/"


def topic(cast, name="Cranes") -> Topic:
    return people.write_topic(by=cast.amina, process_code="harbour", name=name, at=START)


def decide(cast, person, outcome, *topics) -> None:
    """What the assessor decides on the interests of somebody."""
    if not person.appointments.filter(role=Role.EXPERT).exists():
        people.appoint(
            by=cast.amina, person=person, role=Role.EXPERT, process_code="harbour", at=START
        )
    if outcome == "partial" and not cast.chen.assessing.exists():
        people.name_assessor(by=cast.amina, process_code="harbour", person=cast.chen, at=START)
    made = people.declare_interests(
        by=person, process_code="harbour", nothing=False, at=DURING,
        content={"ownership": "Cranes (invented)"},
    )  # fmt: skip
    people.assess_interests(
        by=cast.chen, declaration=made, outcome=outcome, topics=topics, reason="Cranes", at=DURING
    )


def refused(code="interests-exclude-topic"):
    return pytest.raises(Refusal, match=f"^{code}$")


def tied(cast, finding, *topics) -> Finding:
    stated = Stated(WORDS, topics=[t.key for t in topics])
    change_finding(by=cast.amina, finding=finding, stated=stated, seen=finding.revision, at=DURING)
    finding.refresh_from_db()
    return finding


def test_nobody_rates_or_decides_a_finding_on_a_topic_left_to_others(cast, client) -> None:
    cranes, quays = topic(cast), topic(cast, "Quays")
    decide(cast, cast.hana, "partial", cranes)
    decide(cast, cast.bruno, "partial", cranes)
    on_it = tied(cast, a_finding(cast, cast.hana, cast.bruno, cast.elif_), cranes, quays)
    beside = tied(cast, a_finding(cast, cast.hana), quays)
    with refused():
        rates(cast.hana, on_it, True, True)
    assert rates(cast.hana, beside, True, True)
    assert to_rate(cast.hana, cast.process) == [] and on_it in to_rate(cast.elif_, cast.process)
    told = {"by": cast.bruno, "finding": on_it, "at": DURING}
    with refused():
        change_finding(stated=Stated({"en": "Cranes help."}), seen=on_it.revision, **told)
    with refused():
        rest_finding_on(named=Named("literature", "A book"), place="", **told)
    with refused():
        settle_finding(**told)
    with refused():
        withdraw_finding(why="No.", **told)
    with refused():
        reopen_finding(**told)
    with refused():  # nor does somebody put a finding on such a topic, or state one
        change_finding(
            by=cast.bruno, finding=beside, stated=Stated(WORDS, topics=[cranes.key]),
            seen=beside.revision, at=DURING,
        )  # fmt: skip
    with refused():
        state_finding(
            by=cast.bruno,
            process=cast.process,
            stated=Stated(WORDS, topics=[cranes.key]),
            at=DURING,
        )
    assert Finding.objects.count() == 2
    page = sign_in(client, cast.bruno).get(f"{HERE}findings/{on_it.key}/").text
    assert "Cranes" in page and "Let it stand" not in page and "Withdraw" not in page
    assert client.get(f"{HERE}findings/{on_it.key}/change/").status_code == 403
    page = sign_in(client, cast.hana).get(f"{HERE}findings/{on_it.key}/").text
    assert "Rate this finding" not in page and "Cranes" in page
    sign_in(client, cast.elif_)
    assert "Rate this finding" in client.get(f"{HERE}findings/{on_it.key}/").text


def test_a_finding_has_the_topics_of_its_question(cast) -> None:
    cranes = topic(cast)
    question = a_question(cast, topics=[cranes.key, "unknown"])
    assert question.topics == [cranes.key]
    decide(cast, cast.bruno, "partial", cranes)
    with refused():
        state_finding(
            by=cast.bruno, process=cast.process, stated=Stated(WORDS, question), at=DURING
        )
    finding = state_finding(
        by=cast.elif_, process=cast.process, stated=Stated(WORDS, question), at=DURING
    )
    with refused():
        withdraw_finding(by=cast.bruno, finding=finding, why="No.", at=DURING)
    asked = Asked("trend", question.titles)
    change_question(by=cast.amina, question=question, asked=asked, seen=0, at=DURING)
    withdraw_finding(by=cast.bruno, finding=finding, why="Twice.", at=DURING)


def test_who_is_excluded_altogether_does_nothing_here(cast) -> None:
    people.name_assessor(by=cast.amina, process_code="harbour", person=cast.chen, at=START)
    decide(cast, cast.bruno, "excluded")
    finding = a_finding(cast, cast.bruno)
    put = {"finding": finding, "at": DURING}
    brought(cast, *TITLES)
    for attempt in (
        lambda: rates(cast.bruno, finding, True, True),
        lambda: put_finding_to_authors(by=cast.bruno, **put),
        lambda: state_finding(by=cast.bruno, process=cast.process, stated=Stated(WORDS), at=DURING),
        lambda: said(cast.bruno, Work.objects.first(), "in"),
    ):
        with refused("interests-exclude-from-all"):
            attempt()


def test_a_search_is_tied_to_topics_and_screened_by_others(cast, client) -> None:
    cranes = topic(cast)
    decide(cast, cast.hana, "partial", cranes)
    brought(cast, *TITLES)
    brought(cast, "Something else", name="Another search")
    first = Work.objects.order_by("number").first()
    at = sign_in(client, cast.amina).post(
        f"{HERE}literature/{first.key}/", {"topics": [cranes.key]}
    )
    assert at.status_code == 302
    assert Work.objects.filter(topics=[cranes.key]).count() == 3
    assert tie_search(by=cast.amina, work=first, topics=[cranes.key], at=DURING) == 0
    with pytest.raises(Refusal, match="not-your-role"):
        tie_search(by=cast.elif_, work=first, topics=[], at=DURING)
    first.refresh_from_db()
    with refused():
        said(cast.hana, first, "in")
    with refused():
        note_retrieval(by=cast.hana, work=first, retrieved=True, at=DURING)
    said(cast.elif_, first, "in")
    said(cast.bruno, first, "out")
    told = {"work": first, "stage": "abstract", "verdict": "in", "reason": "On topic"}
    with refused():
        settle_reading(by=cast.hana, at=DURING, **told)
    assert [w.title for w in next_works(cast.process, cast.hana)] == ["Something else"]
    assert len(next_works(cast.process, cast.elif_)) == 3
    sign_in(client, cast.hana)
    assert first.title not in client.get(f"{HERE}literature/differences/").text
    sign_in(client, cast.amina)
    assert first.title in client.get(f"{HERE}literature/differences/").text


def test_a_work_has_the_topics_of_what_rests_on_it(cast) -> None:
    cranes = topic(cast)
    brought(cast, *TITLES)
    decide(cast, cast.hana, "partial", cranes)
    one, two, three = Work.objects.order_by("number")
    question = a_question(cast, topics=[cranes.key])
    a_source(cast, question, "literature", title="", subject_key=one.key)
    finding = tied(cast, a_finding(cast, cast.elif_), cranes)
    named = Named("literature", subject_key=two.key)
    rest_finding_on(by=cast.amina, finding=finding, named=named, place="p. 1", at=DURING)
    for work in (one, two):
        with refused():
            said(cast.hana, work, "in")
    assert said(cast.hana, three, "in")
    assert next_works(cast.process, cast.hana) == []
