"""Answers become known in one deliberate act, by the round's rule; before that nobody is told."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.db import Error, transaction

from tests.answers.makers import LATER, comment, round_on, text
from tests.answers.test_answering import propose, refused
from travaux.answers.actions import (
    carry_out_release,
    react,
    release_answers,
    reopen_answer,
    settle_answer,
    take_back_release,
)
from travaux.answers.models import Answer, Reaction, Release, Serves
from travaux.answers.queries.table import answer_table, table_file
from travaux.answers.rules import may_react, may_release, may_see_answers
from travaux.core.formats.comment_tables import read_comment_table
from travaux.core.ledger.signed import verify_document
from travaux.plumbing.models import Mail
from travaux.plumbing.signing import ring


def settled(cast, round, one, outcome="accepted", **also):
    answer = propose(cast.bruno, round, one, outcome=outcome, **also)
    return settle_answer(by=cast.elif_, answer=answer, at=LATER)


@pytest.fixture
def version(cast):
    return text(cast)


@pytest.fixture
def dated(cast, version):
    """A round whose answers are released on a date that has come."""
    return round_on(version, release_rule="on-date", release_on=date(2024, 6, 1))


def test_only_the_secretariat_releases_and_only_what_is_complete(cast, dated):
    one = comment(dated, cast.chen)
    refused("not-your-role", release_answers, by=cast.bruno, round=dated, at=LATER)
    refused("comments-open", release_answers, by=cast.amina, round=dated, at=LATER)
    answer = propose(cast.bruno, dated, one)
    refused("comments-open", release_answers, by=cast.amina, round=dated, at=LATER)
    settle_answer(by=cast.elif_, answer=answer, at=LATER)
    assert not Mail.objects.exists()
    release = release_answers(by=cast.amina, round=dated, at=LATER)
    assert release.at == LATER
    refused("nothing-to-release", release_answers, by=cast.amina, round=dated, at=LATER)


def test_a_date_is_the_day_in_the_zone_of_the_round(cast, version):
    round = round_on(version, release_rule="on-date", release_on=date(2024, 6, 4))
    settled(cast, round, comment(round, cast.chen))
    assert may_release(cast.amina, round, LATER).code == "release-too-early"
    assert may_release(cast.amina, round, LATER.replace(hour=21))  # midnight in Nairobi


def test_after_adoption_the_date_of_adoption_is_stated(cast, version):
    round = round_on(version, release_rule="after-adoption")
    settled(cast, round, comment(round, cast.chen))
    assert may_release(cast.amina, round, LATER).code == "adoption-date-needed"
    tomorrow = LATER.date() + timedelta(days=1)
    assert may_release(cast.amina, round, LATER, tomorrow).code == "adoption-to-come"
    release = release_answers(by=cast.amina, round=round, at=LATER, adopted_on=LATER.date())
    assert release.adopted_on == LATER.date()


def test_with_the_next_draft_the_order_waits_for_it(cast, version):
    round = round_on(version)
    answer = settled(cast, round, comment(round, cast.chen))
    release = release_answers(by=cast.amina, round=round, at=LATER)
    assert release.at is None
    assert not Mail.objects.exists()
    assert not Serves.objects.filter(released=True).exists()
    assert may_see_answers(cast.chen, round, LATER).code == "answers-not-released"
    refused("release-already-ordered", release_answers, by=cast.amina, round=round, at=LATER)
    refused("release-waits", reopen_answer, by=cast.amina, answer=answer, reason="x", at=LATER)
    assert carry_out_release(by=cast.amina, release=release, at=LATER) is False
    following = text(cast, number=2, based_on=version)
    assert carry_out_release(by=cast.amina, release=release, at=LATER) is True
    release.refresh_from_db()
    assert (release.at, release.version) == (LATER, following)
    assert Mail.objects.count() == 1


def test_an_order_can_be_taken_back(cast, version):
    round = round_on(version)
    answer = settled(cast, round, comment(round, cast.chen))
    release_answers(by=cast.amina, round=round, at=LATER)
    refused("not-your-role", take_back_release, by=cast.bruno, round=round, at=LATER)
    take_back_release(by=cast.amina, round=round, at=LATER)
    refused("release-not-waiting", take_back_release, by=cast.amina, round=round, at=LATER)
    assert reopen_answer(by=cast.amina, answer=answer, reason="x", at=LATER).state == "proposed"


def test_a_late_comment_keeps_the_release_waiting(cast, version):
    round = round_on(version)
    settled(cast, round, comment(round, cast.chen))
    release = release_answers(by=cast.amina, round=round, at=LATER)
    comment(round, cast.greta)
    text(cast, number=2, based_on=version)
    assert carry_out_release(by=cast.amina, release=release, at=LATER) is False
    refused("comments-open", release_answers, by=cast.amina, round=round, at=LATER)


def test_each_commenter_is_told_once_in_their_language(cast, dated):
    cast.farid.language = "fr"
    cast.farid.save()
    for _ in range(3):
        settled(cast, dated, comment(dated, cast.chen))
    settled(cast, dated, comment(dated, cast.farid))
    settled(cast, dated, comment(dated, None, member="State Z"))
    release_answers(by=cast.amina, round=dated, at=LATER)
    assert sorted(Mail.objects.values_list("to", "language")) == [
        ("chen@example.org", "en"),
        ("farid@example.org", "fr"),
    ]
    mail = Mail.objects.get(person_key=cast.chen.key)
    assert "1: Accepted" in mail.text
    assert "/en/harbour/answers/" in mail.text


def test_the_published_table_is_signed_and_kept_by_the_database(cast, dated):
    one = comment(dated, cast.chen, name_shown=False)
    answer = settled(cast, dated, one, "noted", reasons="Known.")
    release = release_answers(by=cast.amina, round=dated, at=LATER)
    data = release.document.encode()
    assert verify_document(data, release.signature, ring())["verified"]
    forged = verify_document(data.replace(b"noted", b"taken"), release.signature, ring())
    assert forged["first_bad"] == {"reason": "document-changed"}
    row = json.loads(data)["rows"][0]
    assert (row["outcome"], row["reasons"], row["member"]) == ("noted", "Known.", "name not shown")
    for change in (
        lambda: Answer.objects.filter(pk=answer.pk).update(reasons="Other."),
        lambda: Serves.objects.filter(answer=answer).delete(),
        lambda: Release.objects.filter(pk=release.pk).update(digest="x"),
        lambda: Release.objects.filter(pk=release.pk).delete(),
    ):
        with pytest.raises(Error), transaction.atomic():
            change()
    refused("answer-released", reopen_answer, by=cast.amina, answer=answer, reason="x", at=LATER)


def test_withdrawn_and_split_comments_are_listed(cast, dated):
    whole = comment(dated, cast.chen, "Two points.", is_split=True)
    for point in (1, 2):
        made = comment(dated, cast.chen, f"Point {point}.", split_from=whole)
        type(made).objects.filter(pk=made.pk).update(number=whole.number, point=point)
        made.refresh_from_db()
        settled(cast, dated, made)
    comment(dated, cast.greta, "Forget this secret.", withdrawn_at=LATER)
    release_answers(by=cast.amina, round=dated, at=LATER)
    table = answer_table(dated, None, "en", LATER)
    told = [(r["number"].text, r["comment"].text, r["outcome"].text) for r in table.rows]
    assert told[0] == ("1", "Two points.", "Answered in points: 1.1, 1.2")
    assert told[1] == ("1.1", "Point 1.", "Accepted")
    assert told[3][1:] == ("", "Withdrawn")
    assert all("secret" not in cell.text for row in table.rows for cell in row.values())
    assert "secret" not in Release.objects.get().document


@pytest.mark.parametrize("ending", ["xlsx", "csv", "docx", "json"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_file_is_read_back_whole(cast, dated, ending, language):
    one = comment(
        dated,
        cast.chen,
        "=1+1 عربي\nsecond line",
        proposed="Harbours serve all.",
        line_received="7",
        observation_received="Noted",
    )
    settled(cast, dated, one, "noted", reasons="Known: +1.", language="en")
    settled(cast, dated, comment(dated, None, member="State Z", observation_received="NAD"),
            "not-accepted")  # fmt: skip
    release_answers(by=cast.amina, round=dated, at=LATER)
    data = table_file(dated, None, ending, language, LATER)
    aliases = answer_table(dated, None, language, LATER).aliases
    read = read_comment_table(data, f"t.{ending}", aliases=aliases)
    first, second = read.rows
    assert first.comment == "=1+1 عربي\nsecond line"
    assert (first.proposed, first.reasons, first.line) == ("Harbours serve all.", "Known: +1.", "7")
    assert (first.type, first.clause, first.paragraph) == ("te", "1", "2")
    assert second.observation == "NAD"
    assert second.member == "State Z"
    if language == "en":
        assert second.reasons == "none in the source"


def test_a_round_may_release_to_those_who_commented(cast, version):
    round = round_on(
        version, release_rule="on-date", release_on=date(2024, 6, 1), release_to="commenters"
    )
    settled(cast, round, comment(round, cast.chen))
    release_answers(by=cast.amina, round=round, at=LATER)
    assert may_see_answers(cast.chen, round, LATER)
    assert may_see_answers(cast.greta, round, LATER).code == "answers-to-commenters"
    assert may_see_answers(None, round, LATER).code == "answers-to-commenters"


def test_the_author_confirms_or_contests_once(cast, dated):
    one, two = comment(dated, cast.chen), comment(dated, cast.chen)
    assert may_react(cast.chen, one, LATER).code == "answers-not-released"
    settled(cast, dated, one)
    settled(cast, dated, two, "noted", reasons="Known.")
    assert may_react(cast.chen, one, LATER).code == "answers-not-released"
    release_answers(by=cast.amina, round=dated, at=LATER)
    also = {"comment": one, "kind": "contested", "at": LATER}
    refused("not-your-comment", react, by=cast.greta, **also)
    refused("sign-in-first", react, by=None, **also)
    refused("ground-needed", react, by=cast.chen, **also)
    refused("contest-needs-words", react, by=cast.chen, ground="not-considered", **also)
    react(by=cast.chen, ground="not-considered", text="Nobody read it.", **also)
    one.refresh_from_db()
    refused("reacted-already", react, by=cast.chen, comment=one, kind="confirmed", at=LATER)
    assert react(by=cast.chen, comment=two, kind="confirmed", at=LATER).ground == ""
    with pytest.raises(Error), transaction.atomic():
        Reaction.objects.filter(comment=one).update(text="I agree.")
