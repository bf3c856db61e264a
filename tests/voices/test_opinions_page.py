"""Where opinions lie: groups out of a round's votes, small numbers withheld, files of Polis."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from tests.comments.test_pages import sign_in
from tests.comments.texts import DURING, a_round, a_round_now
from tests.voices.making import open_to_all
from tests.voices.test_votes import put
from travaux.core.comments.opinion_votes import read_votes
from travaux.plumbing import clock
from travaux.voices.actions import cast_votes
from travaux.voices.queries.opinions import landscape
from travaux.voices.queries.votes import polis_file

pytestmark = pytest.mark.django_db


def voted(cast, round, people: int = 24, at=DURING, statements: int = 6):
    """Ballots of two camps: apart on the first three statements, of one mind on the others."""
    whims = np.random.default_rng(3).random((people, statements)) < 0.15
    texts = [f"Statement number {n}." for n in range(statements)]
    made = [put(cast, round, text) for text in texts]
    for n in range(people):
        votes = {
            s.key: (1 if n % 2 else -1) if i < 3 else (0 if whims[n, i] else 1)
            for i, s in enumerate(made)
        }
        cast_votes(by=cast.amina, round=round, votes=votes, paper=f"B{n}", at=at)
    return made


def test_two_camps_what_divides_them_and_what_both_hold(cast) -> None:
    round = open_to_all(cast, votes=True)
    voted(cast, round)
    found = landscape(round)
    assert (found.people, found.grouped, found.hidden) == (24, 24, 0)
    assert [(g.letter, g.people) for g in found.groups] == [("A", 12), ("B", 12)]
    assert {line.statement.number for line in found.divisive} == {1, 2, 3}
    assert {line.statement.number for line in found.consensus} == {4, 5, 6}
    assert landscape(round) is found  # reckoned once while nobody votes
    cast_votes(by=cast.chen, round=round, votes={found.lines[0].statement.key: 1}, at=DURING)
    assert landscape(round).people == 25 and landscape(round) is not found


def test_what_few_cast_is_withheld_for_all_groups_or_the_rest_would_tell_it(cast) -> None:
    round = open_to_all(cast, votes=True)
    made = voted(cast, round, statements=9)
    only = put(cast, round, "On this only some have voted.")
    for n in range(13):  # of one camp seven, of the other six: told
        cast_votes(by=cast.amina, round=round, votes={only.key: 1}, paper=f"B{n}", at=DURING)
    [line] = [x for x in landscape(round).lines if x.statement == only]
    assert [c.votes for c in line.cells] in ([7, 6], [6, 7])
    # one person who is in no group: with the page of votes, the difference would tell their vote
    cast_votes(by=cast.chen, round=round, votes={made[0].key: 1}, at=DURING)
    [first] = [x for x in landscape(round).lines if x.statement == made[0]]
    assert first.cells == () and made[0].pk not in {
        x.statement.pk for x in (*landscape(round).divisive, *landscape(round).consensus)
    }
    # and where one camp hardly voted
    few = put(cast, round, "Hardly anybody of one camp.")
    for n in (0, 2, 4, 6, 8, 1):
        cast_votes(by=cast.amina, round=round, votes={few.key: 1}, paper=f"B{n}", at=DURING)
    [last] = [x for x in landscape(round).lines if x.statement == few]
    assert last.cells == ()


def test_the_page_and_its_files(client, cast) -> None:
    round = a_round_now(cast)
    page = f"/en/harbour/voices/{round.key}/opinions/"
    assert client.get(page).status_code == 404  # no votes here
    open_to_all(cast, round, votes=True)
    sign_in(client, cast.amina)
    assert "No groups yet." in client.get(page).content.decode()
    voted(cast, round, at=clock.now())
    votes_page = client.get(f"/en/harbour/voices/{round.key}/votes/").content.decode()
    assert page in votes_page
    shown = client.get(page).content.decode()
    assert "Group A: 12 people" in shown and "all groups agree" in shown
    assert "These groups are not clear" not in shown and "B0" not in shown
    rows = list(csv.reader(io.StringIO(client.get(page[:-1] + ".csv").content.decode("utf-8-sig"))))
    assert len(rows) == 7 and "divides the groups" in rows[1]
    assert client.get(page[:-1] + ".xlsx").status_code == 200
    assert client.get(page[:-1] + ".json").json()[0]["stands"] == "divides"
    # the files go into other programs, and back into ours
    data = client.get(f"/en/harbour/voices/{round.key}/votes/participants-votes.csv").content
    table = list(csv.DictReader(io.StringIO(data.decode())))
    assert list(table[0])[:6] == [
        "participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree",
    ]  # fmt: skip
    assert {r["group-id"] for r in table} == {"0", "1"} and len(table) == 24
    assert all(int(r["n-votes"]) == 6 for r in table)
    again = read_votes(data, "participants-votes.csv")
    other = read_votes(polis_file(round, "votes"), "votes.csv")
    assert again.voters == other.voters and (again.table == other.table).all()
    told = client.get(f"/en/harbour/voices/{round.key}/votes/summary.csv").content.decode()
    assert "voters,24" in told and "groups,2" in told
    # nobody else sees them before the votes are told
    for who in (cast.chen, cast.bruno):
        sign_in(client, who)
        for place in (page, page[:-1] + ".json", f"{page[:-9]}votes/participants-votes.csv"):
            assert client.get(place).status_code == 404


def test_a_statement_that_a_spreadsheet_would_run_is_led_by_an_apostrophe(cast) -> None:
    round = open_to_all(cast, a_round(cast), votes=True)
    put(cast, round, "=HYPERLINK(1)")
    [row] = csv.DictReader(io.StringIO(polis_file(round, "comments").decode()))
    assert row["comment-body"] == "'=HYPERLINK(1)"
