"""Many at once: double clicks, the same number, the deadline; on a real database with real locks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection, connections

from tests.cast import make_cast
from tests.comments.own_database import own_database
from tests.comments.texts import CLOSES, DURING, a_round, entry
from travaux.comments.actions import (
    amend_comment,
    place_comment,
    save_draft,
    submit_comment,
    submit_drafts,
    withdraw_comment,
)
from travaux.comments.models import Comment, Submission
from travaux.consultations.actions import close_round
from travaux.consultations.models import Round
from travaux.journal.models import Line
from travaux.plumbing.verdicts import Refusal


@pytest.fixture
def crowd(django_db_setup, django_db_blocker, settings, tmp_path):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with django_db_blocker.unblock(), own_database(tmp_path):
        yield make_cast()


def at_once(*works):
    """Run all at the same time, each with a connection of its own; results or refusals, in order."""

    def one(work):
        try:
            return work()
        except Refusal as refused:
            return refused.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def test_ten_clicks_are_one_submission(crowd) -> None:
    round = a_round(crowd)
    what = entry(round, form_token="once")
    found = at_once(
        *[lambda: submit_comment(by=crowd.chen, round=round, entry=what, at=DURING)] * 10
    )
    assert len({s.receipt for s in found}) == 1
    assert Comment.objects.count() == 1 and Round.objects.get().next_number == 2


def test_numbers_are_given_once_and_without_gaps(crowd) -> None:
    round = a_round(crowd)
    people = [crowd.chen, crowd.dana, crowd.hana, crowd.greta] * 4
    works = [
        lambda p=p, n=n: submit_comment(
            by=p, round=round, entry=entry(round, form_token=str(n)), at=DURING
        )
        for n, p in enumerate(people)
    ]
    at_once(*works)
    assert sorted(Comment.objects.values_list("number", flat=True)) == list(range(1, 17))
    hashes = list(Line.objects.order_by("seq").values_list("previous", "hash"))
    assert all(after[0] == before[1] for before, after in pairwise(hashes))


def test_a_basket_sent_twice_at_once_is_one_set(crowd) -> None:
    round = a_round(crowd)
    drafts = [
        save_draft(by=crowd.chen, round=round, entry=entry(round, at=at), at=DURING)
        for at in (1, 2, 5)
    ]
    found = at_once(
        *[
            lambda: submit_drafts(
                by=crowd.chen, round=round, drafts=drafts, form_token="b", at=DURING
            )
        ]
        * 6
    )
    assert len({s.receipt for s in found}) == 1
    assert Submission.objects.count() == 1 and Comment.objects.count() == 3


def test_a_draft_sent_from_two_tabs_is_sent_once(crowd) -> None:
    round = a_round(crowd)
    draft = save_draft(by=crowd.chen, round=round, entry=entry(round, form_token="d"), at=DURING)
    found = at_once(
        *[
            lambda text=text: submit_comment(
                by=crowd.chen, round=round, entry=entry(round, text), at=DURING, draft=draft
            )
            for text in ("one", "two", "three")
        ]
    )
    assert len({s.receipt for s in found}) == 1
    assert Line.objects.filter(what="comments.submit_comment").count() == 1


def test_closing_and_sending_at_once_leaves_no_doubt(crowd) -> None:
    round = a_round(crowd, accepts_late=False)
    after = DURING + timedelta(seconds=1)
    outcomes = at_once(
        lambda: close_round(by=crowd.amina, round=round, reason="enough", at=DURING),
        *[
            lambda n=n: submit_comment(
                by=crowd.chen, round=round, entry=entry(round, form_token=str(n)), at=after
            )
            for n in range(6)
        ],
    )
    sent = [o for o in outcomes[1:] if isinstance(o, Submission)]
    refused = [o for o in outcomes[1:] if isinstance(o, str)]
    assert set(refused) <= {"round-closed-to-late"}
    assert len(sent) + len(refused) == 6
    assert Comment.objects.count() == len(sent)


def test_amending_and_withdrawing_at_once(crowd) -> None:
    round = a_round(crowd)
    comment = submit_comment(
        by=crowd.chen, round=round, entry=entry(round), at=DURING
    ).comments.get()
    outcomes = at_once(
        *[lambda: withdraw_comment(by=crowd.chen, comment=comment, at=DURING)] * 4,
        lambda: amend_comment(
            by=crowd.chen,
            comment=comment,
            type="te",
            text="Changed",
            at=CLOSES - timedelta(hours=1),
        ),
    )
    codes = [o for o in outcomes if isinstance(o, str)]
    assert len([o for o in outcomes[:4] if isinstance(o, Comment)]) == 1
    assert set(codes) <= {"moved-meanwhile", "comment-withdrawn"}
    assert Line.objects.filter(what="comments.withdraw_comment").count() == 1


def test_two_who_place_at_once(crowd) -> None:
    round = a_round(crowd)
    comment = submit_comment(
        by=crowd.chen, round=round, entry=entry(round), at=DURING
    ).comments.get()
    seen = [Comment.objects.get(pk=comment.pk) for _ in range(3)]  # all three saw the same place
    people = (crowd.amina, crowd.bruno, crowd.elif_)
    outcomes = at_once(
        *[
            lambda p=p, c=c: place_comment(
                by=p, comment=c, scope="text", paragraph=None, reason="general", at=DURING
            )
            for p, c in zip(people, seen, strict=True)
        ]
    )
    assert sorted(o for o in outcomes if isinstance(o, str)) == ["moved-meanwhile"] * 2
    assert connection.vendor in {"sqlite", "postgresql"}
