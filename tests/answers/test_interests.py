"""Whoever is kept away from a topic is stopped where it is drafted, commented on, or answered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.answers.makers import LATER, comment, round_on, text
from travaux.answers.actions import propose_answer, settle_answer
from travaux.answers.rules import may_propose, may_reopen, may_settle, may_take_out
from travaux.comments.models import Capacity
from travaux.comments.rules import may_place, may_speak_on
from travaux.drafts.actions import edit_paragraph, insert_paragraph, remove_paragraphs
from travaux.drafts.rules import may_work_on, topics_touched
from travaux.people import actions
from travaux.people.models import Role
from travaux.people.queries import HEADINGS, topics_of
from travaux.plumbing.verdicts import Refusal

CODE = "harbour"


@pytest.fixture
def world(cast):
    """Bruno drafts, and is an expert too; the topic "Safety" is left to others."""
    version = text(cast, published=False)
    rows = list(version.paragraphs.select_related("anchor").order_by("position"))
    safety = [r for r in rows if r.kind == "heading"][1]
    assert (safety.anchor.key, "2 Safety") in HEADINGS["drafts"](CODE)
    told = {"by": cast.amina, "process_code": CODE, "at": LATER}
    topic = actions.write_topic(name="Safety", sections=[safety.anchor.key], **told)
    actions.appoint(person=cast.bruno, role=Role.EXPERT, **told)
    actions.name_assessor(person=cast.elif_, **told)
    made = actions.declare_interests(
        by=cast.bruno, process_code=CODE, content={"ownership": "Lamps (invented)"}, at=LATER
    )
    actions.assess_interests(
        by=cast.elif_, declaration=made, outcome="partial", topics=[topic], reason="Owns lamps",
        at=LATER,
    )  # fmt: skip
    return cast, version, rows


def test_a_topic_covers_all_that_stands_below_its_heading(world):
    _cast, _version, rows = world
    touched = [bool(topics_touched(row, topics_of(CODE))) for row in rows]
    assert touched == [False, False, False, True, True]


def test_in_the_draft(world):
    cast, version, rows = world
    change = {"revision": 0, "at": LATER + timedelta(hours=1)}
    edit_paragraph(by=cast.bruno, paragraph=rows[1], body="Other words.", **change)
    with pytest.raises(Refusal, match="interests-exclude-topic") as refused:
        edit_paragraph(by=cast.bruno, paragraph=rows[4], body="Other words.", **change)
    assert (
        "Safety" in refused.value.sentence and "declaration of interests" in refused.value.sentence
    )
    told = {"version": version, "seen_revision": version.revision, "at": LATER}
    with pytest.raises(Refusal, match="interests-exclude-topic"):
        remove_paragraphs(by=cast.bruno, anchors=[rows[4].anchor.key], **told)
    from travaux.core.texts.document import Block

    with pytest.raises(Refusal, match="interests-exclude-topic"):
        insert_paragraph(
            by=cast.bruno, after=rows[4].anchor.key, block=Block("paragraph", "More"), **told
        )
    edit_paragraph(by=cast.elif_, paragraph=rows[4], body="Other words.", **change)


def test_at_the_answering_desk(world):
    cast, version, _rows = world
    round = round_on(version, four_eyes=False)
    free, barred = comment(round, cast.chen, place=3), comment(round, cast.chen, place=5)
    told = {"round": round, "outcome": "noted", "reasons": "Seen.", "at": LATER}
    propose_answer(by=cast.bruno, comments=[free], **told)
    assert may_propose(cast.bruno, round, [barred], LATER).code == "interests-exclude-topic"
    with pytest.raises(Refusal, match="interests-exclude-topic"):
        propose_answer(by=cast.bruno, comments=[barred], **told)
    answer = propose_answer(by=cast.elif_, comments=[barred], **told)
    assert may_settle(cast.bruno, answer, LATER).code == "interests-exclude-topic"
    assert may_take_out(cast.bruno, answer, LATER).code == "interests-exclude-topic"
    settle_answer(by=cast.elif_, answer=answer, at=LATER)
    assert may_reopen(cast.bruno, answer, LATER).code == "interests-exclude-topic"
    assert may_place(cast.bruno, barred, LATER).code == "interests-exclude-topic"
    assert may_place(cast.bruno, free, LATER)


def test_as_an_expert_but_not_as_anybody(world):
    cast, _version, rows = world
    round = type("Round", (), {"process": cast.process})()
    assert not may_speak_on(cast.bruno, Capacity.EXPERT, round, [rows[4]])
    assert may_speak_on(cast.bruno, Capacity.EXPERT, round, [rows[1], None])
    assert may_speak_on(cast.bruno, Capacity.PERSON, round, [rows[4]])


def test_whoever_is_excluded_deals_with_nothing_here(world):
    cast, _version, rows = world
    made = cast.bruno.declarations.get()
    actions.assess_interests(
        by=cast.elif_, declaration=made, outcome="excluded", reason="All of it", at=LATER
    )
    verdict = may_work_on(cast.bruno, CODE, [rows[1]])
    assert verdict.code == "interests-exclude-from-all"
    assert may_work_on(cast.bruno, "other", [rows[1]])
