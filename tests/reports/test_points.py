"""The closing report tells the points that several made, as those who answered put them together."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from tests.comments.texts import AFTER, DURING, a_round, entry
from travaux.answers.actions import propose_answer, release_answers, settle_answer
from travaux.comments.actions import submit_comment
from travaux.comments.models import Comment
from travaux.consultations.actions import TrackRules, set_up_track
from travaux.plumbing import clock
from travaux.reports.queries import likeness

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.mark.parametrize("kept", [False, True], ids=["public", "members"])
def test_points_that_several_made_stand_once_released_and_where_they_may_be_read(
    cast, client, monkeypatch, kept
) -> None:
    also = {"roles": ["contributor"], "publication": "members"} if kept else {}
    track = set_up_track(
        by=cast.amina, process=cast.process, at=DURING,
        rules=TrackRules("open", {"en": "T"}, **also),
    )  # fmt: skip
    round = a_round(cast, track=track, release_rule="on-date", release_on=date(2024, 3, 1))
    for who, words in ((cast.chen, "Name the council."), (cast.greta, "The council it is."),
                       (cast.chen, "Alone with this.")):  # fmt: skip
        submit_comment(by=who, round=round, entry=entry(round, words), at=DURING)
    first, second, third = Comment.objects.order_by("number")
    for comments, outcome in (([first, second], "noted"), ([third], "not-accepted")):
        answer = propose_answer(
            by=cast.bruno, round=round, comments=comments, outcome=outcome, reasons="Why.",
            language="en", at=AFTER,
        )  # fmt: skip
        settle_answer(by=cast.elif_, answer=answer, at=AFTER)
    page = f"/en/harbour/tracks/{track.key}/closing"
    later = AFTER + timedelta(days=60)

    def points(who, at):
        monkeypatch.setattr(clock, "now", lambda: at)
        client.logout()
        if who is not None:
            client.force_login(who, backend=BACKEND)
        return json.loads(client.get(f"{page}.json").content)["points"]

    assert points(cast.chen, AFTER) == [] == points(None, AFTER)
    release_answers(by=cast.amina, round=round, at=later)
    told = [{"words": "Name the council.", "comments": "2", "outcome": "noted"}]
    assert points(cast.chen, later) == told
    assert points(None, later) == ([] if kept else told)
    shown = client.get(f"{page}/").content.decode()
    assert ("Points that several made" in shown) is not kept
    assert "Alone with this." not in shown


@pytest.mark.parametrize("sealed", [False, True], ids=["own", "sealed"])
def test_what_was_said_in_nearly_the_same_words_is_told_to_who_may_read_it(
    cast, client, monkeypatch, sealed
) -> None:
    """A campaign shows as one line, with how many parties stand behind it; nothing before its time."""
    rules = TrackRules("open", {"en": "T"}, visibility="sealed" if sealed else "own")
    track = set_up_track(by=cast.amina, process=cast.process, at=DURING, rules=rules)
    round = a_round(cast, track=track)
    same = "Ships must never wait for longer than a day at any quay of this harbour"
    said = [
        (cast.chen, f"{same}."),
        (cast.chen, f"{same}, we say."),
        (cast.dana, f"{same}!"),
        (cast.farid, "I agree."),
        (cast.greta, "I agree."),
        (cast.greta, "Fees should be lower for those who bring fish to the market here."),
    ]
    for who, words in said:
        submit_comment(by=who, round=round, entry=entry(round, words), at=DURING)
    page = f"/en/harbour/tracks/{track.key}/closing"

    def alike(who, at, ending=".json"):
        monkeypatch.setattr(clock, "now", lambda: at)
        client.logout()
        if who is not None:
            client.force_login(who, backend=BACKEND)
        answer = client.get(f"{page}{ending}").content
        return json.loads(answer)["alike"] if ending == ".json" else answer.decode()

    for who in (None, cast.dana, cast.olga):
        assert alike(who, DURING) == []
        assert "nearly the same words" not in alike(who, DURING, "/")
    whole = [{"words": f"{same}.", "comments": "3", "parties": "2"}]
    assert alike(cast.amina, DURING) == whole
    # in public: the comments as they are public, those behind them in bands
    assert alike(None, AFTER) == [{**whole[0], "parties": "–"}]
    shown = alike(None, AFTER, "/")
    assert "Said in nearly the same words" in shown and "in other words, or in another" in shown
    assert shown.count("I agree.") == 0
    monkeypatch.setattr(likeness, "MOST_COMMENTS", 5)
    likeness._held._held.clear()
    assert alike(None, AFTER) is None
    assert "too many comments to hold each" in alike(None, AFTER, "/")
