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
