"""Votes on statements: off by default, never for states, small numbers withheld."""

from __future__ import annotations

import csv
import io

import pytest

from tests.comments.test_pages import sign_in
from tests.comments.texts import AFTER, DURING, a_round, a_round_now
from tests.voices.making import open_to_all
from travaux.journal.models import Line
from travaux.people.actions import erase_person
from travaux.plumbing.verdicts import Refusal
from travaux.voices.actions import (
    cast_votes,
    decline_proposal,
    propose_statement,
    put_proposal,
    put_statement,
)
from travaux.voices.models import Proposal, Vote
from travaux.voices.queries import own_data
from travaux.voices.queries.votes import polis_file, tallies
from travaux.voices.rules.voting import MOST_WAITING

pytestmark = pytest.mark.django_db


def refused(code: str, act, **told) -> None:
    with pytest.raises(Refusal) as no:
        act(**told)
    assert no.value.code == code


def put(cast, round, text="Ships first."):
    return put_statement(by=cast.amina, round=round, text=text, language="en", at=DURING)


def test_off_by_default_and_never_for_states(cast) -> None:
    round = a_round(cast)
    refused("no-votes-here", put, cast=cast, round=round)
    open_to_all(cast, round, votes=True)
    one = put(cast, round)
    told = {"round": round, "votes": {one.key: 1}, "at": DURING}
    assert cast_votes(by=cast.chen, **told) == 1 and cast_votes(by=cast.chen, **told) == 0
    refused("states-do-not-vote", cast_votes, by=cast.farid, **told)
    refused("vote-unusable", cast_votes, by=cast.chen, **{**told, "votes": {one.key: 2}})
    refused("vote-unusable", cast_votes, by=cast.chen, **{**told, "votes": {"other": 1}})
    refused("round-closed", cast_votes, by=cast.chen, **{**told, "at": AFTER})
    refused("not-your-role", put_statement, by=cast.bruno, round=round, text="x", language="en",
            at=DURING)  # fmt: skip
    states = a_round(cast, round.version, capacities=["state"])
    refused("no-votes-here", put, cast=cast, round=states)
    # the record tells that votes were cast, and not by whom
    assert set(Line.objects.filter(what="voices.cast_votes").values_list("actor", flat=True)) == {
        "system"
    }


def test_paper_counts_once_by_its_number_and_small_numbers_are_withheld(cast) -> None:
    round = open_to_all(cast, votes=True)
    one, two = put(cast, round), put(cast, round, "Fees are fair.")
    told = {"round": round, "at": DURING}
    for n in range(4):
        cast_votes(by=cast.amina, votes={one.key: -1}, paper=f"B{n}", **told)
    cast_votes(by=cast.amina, votes={one.key: 1}, paper="B0", **told)
    refused("not-your-role", cast_votes, by=cast.bruno, votes={one.key: 1}, paper="B9", **told)
    refused("ballot-needs-number", cast_votes, by=cast.amina, votes={}, paper=" ", **told)
    assert [t.agree for t in tallies(round, None, whole=False)] == [None, None]
    assert polis_file(round, "votes").count(b"\n") == 1
    cast_votes(by=cast.chen, votes={one.key: 1, two.key: 0}, **told)
    first, second = tallies(round, cast.chen, whole=False)
    assert (first.agree, first.disagree, first.passed, first.mine) == (2, 3, 0, 1)
    assert second.withheld and second.mine == 0
    rows = list(csv.DictReader(io.StringIO(polis_file(round, "comments").decode())))
    assert list(rows[0]) == [
        "timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated",
        "comment-body",
    ]  # fmt: skip
    assert (rows[0]["agrees"], rows[1]["agrees"]) == ("2", "")
    cast_rows = list(csv.DictReader(io.StringIO(polis_file(round, "votes").decode())))
    assert sorted(r["vote"] for r in cast_rows) == ["-1", "-1", "-1", "1", "1"]
    assert len({r["voter-id"] for r in cast_rows}) == 5
    assert {r["comment-id"] for r in cast_rows} == {"1"}


def test_by_its_page(client, cast) -> None:
    round = a_round_now(cast)
    page = f"/en/harbour/voices/{round.key}/votes/"
    assert client.get(page).status_code == 404
    open_to_all(cast, round, votes=True)
    sign_in(client, cast.amina)
    assert client.post(page, {"do": "put", "text": "Ships first."}).status_code == 302
    assert client.post(page, {"do": "put", "text": " "}).status_code == 422
    key = round.statements.get().key
    client.post(page, {"do": "paper", "paper": "7", f"vote-{key}": "-1"})
    assert client.post(page, {"do": "paper", f"vote-{key}": "1"}).status_code == 422
    sign_in(client, cast.chen)
    shown = client.get(page).content.decode()
    assert "Ships first." in shown and "The result is shown when" in shown
    assert client.post(page, {"do": "vote", f"vote-{key}": "1"}).status_code == 302
    assert "checked" in client.get(page).content.decode()
    assert client.get(page[:-1] + ".csv").status_code == 404  # not public yet
    read = sign_in(client, cast.farid).get(page).content.decode()
    assert "states" in read and "Ships first." in read  # who may not vote reads them
    client.logout()
    nobody = client.get(page).content.decode()
    assert "Ships first." in nobody and "?next=" in nobody
    sign_in(client, cast.amina)
    assert client.get(page[:-1] + "/votes.csv").status_code == 200
    assert client.get(page[:-1] + ".xlsx").status_code == 200
    from travaux.people.actions import erase_person

    erase_person(by=cast.chen, person=cast.chen, at=AFTER)
    assert not Vote.objects.filter(voter=cast.chen).exists()


def test_participants_propose_where_the_policy_says_so_and_a_moderator_reads_first(cast) -> None:
    round = open_to_all(cast, votes=True)
    told = {"round": round, "text": "  Harbours  stay open. ", "language": "en", "at": DURING}
    refused("no-proposals-here", propose_statement, by=cast.chen, **told)
    open_to_all(cast, round, votes=True, proposals=True)
    for who in (cast.farid,):
        refused("states-do-not-vote", propose_statement, by=who, **told)
    one = propose_statement(by=cast.chen, **told)
    assert (
        one.text == "Harbours stay open." and propose_statement(by=cast.chen, **told).pk == one.pk
    )
    assert not tallies(round, None, whole=True)  # nobody votes on what nobody read
    # the record and the open data tell nobody who proposed
    assert set(
        Line.objects.filter(what="voices.propose_statement").values_list("actor", flat=True)
    ) == {"system"}
    refused("not-your-role", put_proposal, by=cast.bruno, proposal=one, at=DURING)
    refused("not-your-role", put_proposal, by=cast.chen, proposal=one, at=DURING)
    made = put_proposal(by=cast.amina, proposal=one, at=DURING)
    assert (made.number, made.text) == (1, "Harbours stay open.")
    refused("moved-meanwhile", put_proposal, by=cast.amina, proposal=one, at=DURING)
    assert cast.chen.key not in polis_file(round, "comments").decode()
    # a few at a time, and whoever declines says why
    mine = [
        propose_statement(by=cast.chen, **{**told, "text": f"Thought {n}."})
        for n in range(MOST_WAITING)
    ]
    refused("proposals-wait", propose_statement, by=cast.chen, **{**told, "text": "One more."})
    refused(
        "reason-needed", decline_proposal, by=cast.amina, proposal=mine[0], reason=" ", at=DURING
    )
    decline_proposal(by=cast.amina, proposal=mine[0], reason="Said already.", at=DURING)
    propose_statement(by=cast.chen, **{**told, "text": "One more."})
    refused("statement-unusable", propose_statement, by=cast.greta, **{**told, "text": "x" * 301})
    own = propose_statement(by=cast.amina, **{**told, "text": "My own."})
    refused("own-proposal", put_proposal, by=cast.amina, proposal=own, at=DURING)
    refused("round-closed", propose_statement, by=cast.greta, **{**told, "at": AFTER})
    # what somebody proposed is theirs to take along, and goes with them unless it is put
    assert {p["proposed"] for p in own_data(cast.chen) if "proposed" in p} >= {
        "Harbours stay open."
    }
    erase_person(by=cast.chen, person=cast.chen, at=DURING)
    assert set(Proposal.objects.values_list("text", "author")) == {
        ("Harbours stay open.", None), ("My own.", cast.amina.pk),
    }  # fmt: skip


def test_proposing_by_the_page(client, cast) -> None:
    round = open_to_all(cast, a_round_now(cast), votes=True, proposals=True)
    page = f"/en/harbour/voices/{round.key}/votes/"
    assert "Propose a statement" in sign_in(client, cast.chen).get(page).content.decode()
    long = client.post(page, {"do": "propose", "text": "x" * 301})
    assert long.status_code == 422 and "x" * 301 in long.content.decode()
    client.post(page, {"do": "propose", "text": "Ships wait their turn."})
    mine = client.get(page).content.decode()
    assert "Ships wait their turn." in mine and "waits for a moderator" in mine
    assert "Ships wait" not in sign_in(client, cast.greta).get(page).content.decode()
    one = Proposal.objects.get()
    assert (
        sign_in(client, cast.greta)
        .post(page, {"do": "put-proposal", "proposal": one.key})
        .status_code
        == 422
    )
    desk = sign_in(client, cast.amina).get(page).content.decode()
    assert "Ships wait their turn." in desk and "Chen" not in desk
    client.post(page, {"do": "decline", "proposal": one.key, "reason": "Not about the text."})
    told = sign_in(client, cast.chen).get(page).content.decode()
    assert "not put to the vote" in told and "Not about the text." in told
    client.post(page, {"do": "propose", "text": "Fees are fair."})
    waits = Proposal.objects.get(text="Fees are fair.")
    sign_in(client, cast.amina).post(page, {"do": "put-proposal", "proposal": waits.key})
    assert "Fees are fair." in sign_in(client, cast.greta).get(page).content.decode()
