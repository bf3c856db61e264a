"""Votes on statements: off by default, never for states, small numbers withheld."""

from __future__ import annotations

import csv
import io

import pytest

from tests.comments.test_pages import sign_in
from tests.comments.texts import AFTER, DURING, a_round, a_round_now
from tests.voices.making import open_to_all
from travaux.journal.models import Line
from travaux.plumbing.verdicts import Refusal
from travaux.voices.actions import cast_votes, put_statement
from travaux.voices.models import Vote
from travaux.voices.queries.votes import polis_file, tallies

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
    assert "states" in sign_in(client, cast.farid).get(page).content.decode()
    sign_in(client, cast.amina)
    assert client.get(page[:-1] + "/votes.csv").status_code == 200
    assert client.get(page[:-1] + ".xlsx").status_code == 200
    from travaux.people.actions import erase_person

    erase_person(by=cast.chen, person=cast.chen, at=AFTER)
    assert not Vote.objects.filter(voter=cast.chen).exists()
