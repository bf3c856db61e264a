"""Who proposes, changes, settles and reopens answers, and when it is refused."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.answers.makers import LATER, comment, round_on, text
from travaux.answers.actions import (
    add_private_note,
    assign_paragraph,
    bring_along_answers,
    change_answer,
    propose_answer,
    reopen_answer,
    settle_answer,
    take_out_comment,
)
from travaux.answers.models import Answer, Duty, Serves
from travaux.answers.rules import may_propose, may_settle
from travaux.journal.models import Line
from travaux.plumbing.verdicts import Refusal


@pytest.fixture
def round(cast):
    return round_on(text(cast))


def propose(by, round, *comments, outcome="accepted", **also):
    return propose_answer(by=by, round=round, comments=comments, outcome=outcome, at=LATER, **also)


def refused(code, function, **also):
    with pytest.raises(Refusal) as found:
        function(**also)
    assert found.value.code == code
    assert found.value.sentence


def test_one_answer_serves_many_and_leaves_one_line(cast, round):
    one, two = comment(round, cast.chen), comment(round, cast.greta)
    before = Line.objects.count()
    answer = propose(cast.bruno, round, one, two, outcome="noted", reasons="It is known.")
    assert set(answer.serves.values_list("comment", flat=True)) == {one.pk, two.pk}
    assert Line.objects.count() == before + 1
    line = Line.objects.last()
    assert line.what == "answers.propose_answer"
    assert "known" not in str(line.facts)


@pytest.mark.parametrize("who", ["amina", "bruno", "elif_"])
def test_those_who_answer_may_propose(cast, round, who):
    assert may_propose(getattr(cast, who), round, [comment(round, cast.chen)], LATER)


@pytest.mark.parametrize("who", ["chen", "farid", "greta", "hana", "dana", "olga"])
def test_others_may_not(cast, round, who):
    one = comment(round, cast.chen)
    refused(
        "not-your-role",
        propose_answer,
        by=getattr(cast, who),
        round=round,
        comments=[one],
        outcome="accepted",
        at=LATER,
    )


def test_nobody_answers_their_own_comment(cast, round):
    mine = comment(round, cast.bruno)
    assert may_propose(cast.bruno, round, [mine], LATER).code == "own-comment"
    answer = propose(cast.elif_, round, mine)
    assert may_settle(cast.bruno, answer, LATER).code == "own-comment"
    assert may_settle(cast.amina, answer, LATER)


def test_two_persons_where_four_eyes_are_asked_for(cast, round):
    answer = propose(cast.bruno, round, comment(round, cast.chen))
    refused("four-eyes", settle_answer, by=cast.bruno, answer=answer, at=LATER)
    assert settle_answer(by=cast.elif_, answer=answer, at=LATER).state == "settled"


def test_one_person_is_enough_where_they_are_not(cast):
    round = round_on(text(cast), four_eyes=False)
    answer = propose(cast.bruno, round, comment(round, cast.chen))
    assert settle_answer(by=cast.bruno, answer=answer, at=LATER).settled_by == cast.bruno.key


def test_who_changes_an_answer_proposes_it_and_does_not_settle_it(cast, round):
    one = comment(round, cast.chen)
    answer = propose(cast.bruno, round, one)
    change_answer(
        by=cast.elif_,
        answer=answer,
        comments=[one],
        outcome="noted",
        reasons="Already said.",
        revision=0,
        at=LATER,
    )
    assert answer.former.get().outcome == "accepted"
    refused("four-eyes", settle_answer, by=cast.elif_, answer=answer, at=LATER)
    settle_answer(by=cast.bruno, answer=answer, at=LATER)


def test_a_change_of_what_changed_meanwhile_is_refused(cast, round):
    one = comment(round, cast.chen)
    answer = propose(cast.bruno, round, one)
    change = {"comments": [one], "outcome": "accepted", "revision": 0, "at": LATER}
    change_answer(by=cast.elif_, answer=answer, **change)
    refused("answer-changed-meanwhile", change_answer, by=cast.amina, answer=answer, **change)
    refused(
        "answer-changed-meanwhile",
        settle_answer,
        by=cast.amina,
        answer=answer,
        revision=0,
        at=LATER,
    )


@pytest.mark.parametrize(
    "outcome",
    ["accepted-with-modifications", "noted", "not-accepted", "out-of-scope", "deferred"],
)
def test_every_outcome_but_accepted_needs_reasons(cast, round, outcome):
    one = comment(round, cast.chen)
    also = {"by": cast.bruno, "round": round, "comments": [one], "outcome": outcome, "at": LATER}
    refused("reasons-needed", propose_answer, **also, reasons="  ")
    assert propose_answer(**also, reasons="Because.").outcome == outcome


def test_an_outcome_is_one_of_the_seven(cast, round):
    refused(
        "outcome-unknown",
        propose_answer,
        by=cast.bruno,
        round=round,
        comments=[comment(round, cast.chen)],
        outcome="rejected",
        at=LATER,
    )


def test_a_duplicate_names_another_and_never_leads_back(cast, round):
    one, two, three = (comment(round, cast.chen) for _ in range(3))
    also = {"by": cast.bruno, "round": round, "outcome": "duplicate", "reasons": "Same words.",
            "at": LATER}  # fmt: skip
    refused("duplicate-of-what", propose_answer, **also, comments=[one])
    refused("duplicate-of-itself", propose_answer, **also, comments=[one], duplicate_of=one)
    propose_answer(**also, comments=[one], duplicate_of=two)
    propose_answer(**also, comments=[two], duplicate_of=three)
    refused("duplicate-in-circle", propose_answer, **also, comments=[three], duplicate_of=one)
    other = comment(round_on(round.version), cast.chen)
    refused("not-of-this-round", propose_answer, **also, comments=[three], duplicate_of=other)


def test_types_that_are_answered_one_by_one(cast):
    round = round_on(text(cast), answering={"te": "one-by-one", "": "grouped"})
    technical = [comment(round, cast.chen) for _ in range(2)]
    editorial = [comment(round, cast.chen, type="ed") for _ in range(2)]
    refused(
        "answered-one-by-one",
        propose_answer,
        by=cast.bruno,
        round=round,
        comments=technical,
        outcome="accepted",
        at=LATER,
    )
    assert propose(cast.bruno, round, *editorial).serves.count() == 2
    assert propose(cast.bruno, round, technical[0])


def test_what_needs_no_answer_gets_none(cast, round):
    gone = comment(round, cast.chen, withdrawn_at=LATER)
    split = comment(round, cast.chen, is_split=True)
    draft = comment(round, cast.chen, state="draft")
    codes = [may_propose(cast.bruno, round, [c], LATER).code for c in (gone, split, draft)]
    assert codes == ["withdrawn-needs-none", "points-are-answered", "withdrawn-needs-none"]
    assert may_propose(cast.bruno, round, [], LATER).code == "nothing-to-answer"


def test_a_comment_has_one_answer(cast, round):
    one, two = comment(round, cast.chen), comment(round, cast.chen)
    answer = propose(cast.bruno, round, one, two)
    refused(
        "answered-already",
        propose_answer,
        by=cast.elif_,
        round=round,
        comments=[two],
        outcome="accepted",
        at=LATER,
    )
    take_out_comment(by=cast.elif_, answer=answer, comment=two, at=LATER)
    assert propose(cast.elif_, round, two)
    take_out_comment(by=cast.elif_, answer=answer, comment=one, at=LATER)
    assert not Answer.objects.filter(pk=answer.pk).exists()


def test_reopening_needs_a_reason_and_keeps_what_was_settled(cast, round):
    answer = propose(cast.bruno, round, comment(round, cast.chen))
    refused("answer-not-settled", reopen_answer, by=cast.amina, answer=answer, reason="x", at=LATER)
    settle_answer(by=cast.elif_, answer=answer, at=LATER)
    refused(
        "answer-settled",
        change_answer,
        by=cast.amina,
        answer=answer,
        comments=[s.comment for s in answer.serves.all()],
        outcome="accepted",
        revision=1,
        at=LATER,
    )
    refused(
        "reopening-needs-reason", reopen_answer, by=cast.amina, answer=answer, reason=" ", at=LATER
    )
    reopen_answer(by=cast.amina, answer=answer, reason="New facts.", at=LATER)
    assert (answer.state, answer.settled_by) == ("proposed", "")
    assert answer.former.get().why == "New facts."


def test_the_database_refuses_settled_answers_that_are_not_whole(cast, round):
    made = {
        "round": round, "state": "settled", "proposed_by": "p", "proposed_at": LATER,
        "settled_by": "q", "settled_at": LATER,
    }  # fmt: skip
    broken = [
        {"outcome": "noted", "reasons": ""},
        {"outcome": "duplicate", "reasons": "same"},
        {"outcome": ""},
        {"outcome": "accepted", "settled_by": ""},
        {"outcome": "unheard-of", "reasons": "x"},
    ]
    for also in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            Answer.objects.create(**{**made, **also})
    assert Answer.objects.create(**made, outcome="accepted")


def test_the_database_refuses_two_answers_to_one_comment(cast, round):
    one = comment(round, cast.chen)
    propose(cast.bruno, round, one)
    other = propose(cast.bruno, round, comment(round, cast.chen))
    with pytest.raises(IntegrityError), transaction.atomic():
        Serves.objects.create(answer=other, comment=one)


def test_observations_come_along_as_proposals_with_their_codes(cast, round):
    codes = ["NAD", "Open", "Accepted", "What is this?", "Rejected: no data", "Dup"]
    comments = [comment(round, None, observation_received=code) for code in codes]
    made = bring_along_answers(by=cast.amina, round=round, at=LATER)
    found = {a.outcome_received: (a.outcome, a.reasons, a.state) for a in made}
    assert found == {
        "NAD": ("not-accepted", "", "proposed"),
        "Accepted": ("accepted", "", "proposed"),
        "Rejected: no data": ("not-accepted", "no data", "proposed"),
        "Dup": ("duplicate", "", "proposed"),
    }
    assert all(a.brought_along for a in made)
    assert bring_along_answers(by=cast.amina, round=round, at=LATER) == []
    for answer in made:
        settle_answer(by=cast.bruno, answer=answer, at=LATER)
    # a person who says something else gives reasons again
    refused(
        "reasons-needed",
        propose_answer,
        by=cast.bruno,
        round=round,
        comments=[comments[1]],
        outcome="noted",
        at=LATER,
    )


def test_a_proposal_that_says_what_the_source_says_is_brought_along(cast, round):
    one = comment(round, None, observation_received="NAD")
    answer = propose(cast.bruno, round, one, outcome="not-accepted")
    assert (answer.brought_along, answer.outcome_received, answer.reasons) == (True, "NAD", "")
    two = comment(round, None, observation_received="NAD")
    refused(
        "reasons-needed",
        propose_answer,
        by=cast.bruno,
        round=round,
        comments=[two],
        outcome="noted",
        at=LATER,
    )


def test_only_the_secretariat_takes_answers_of_a_table_as_settled(cast, round):
    comment(round, None, observation_received="NAD")
    also = {"round": round, "settled": True, "at": LATER}
    refused("only-secretariat-settles-imports", bring_along_answers, by=cast.bruno, **also)
    assert bring_along_answers(by=cast.amina, **also)[0].state == "settled"


def test_notes_and_duties_are_for_those_who_answer(cast, round):
    one = comment(round, cast.chen)
    refused("not-your-role", add_private_note, by=cast.chen, comment=one, text="x", at=LATER)
    refused("note-empty", add_private_note, by=cast.bruno, comment=one, text=" ", at=LATER)
    add_private_note(by=cast.bruno, comment=one, text="Ask the engineer.", at=LATER)
    also = {"round": round, "paragraph": one.paragraph, "at": LATER}
    refused("person-cannot-answer", assign_paragraph, by=cast.bruno, person=cast.chen, **also)
    assign_paragraph(by=cast.bruno, person=cast.elif_, **also)
    assign_paragraph(by=cast.bruno, person=cast.amina, **also)
    assert Duty.objects.get().person == cast.amina
    assign_paragraph(by=cast.bruno, person=None, **also)
    assert not Duty.objects.exists()
