"""The next draft: carry-over by identity, causes, wordings taken over, and what waits."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tests.answers.makers import LATER, comment, round_on, text
from tests.answers.test_answering import propose, refused
from tests.cast import START
from tests.drafts.texts import FERRIES, FERRIES_NEXT, brought_in, numbered, published
from travaux.answers import actions
from travaux.answers.models import CarryOver, Cause, EditorialChange
from travaux.answers.queries.carrying import changes_with_causes, comments_named, undecided
from travaux.answers.queries.earlier import earlier_beside
from travaux.answers.queries.table import lines_visible
from travaux.consultations.models import Track
from travaux.drafts.actions import (
    edit_paragraph,
    freeze_version,
    publish_version,
    settle_likenesses,
)
from travaux.plumbing.models import Mail
from travaux.reports.queries import biography_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def round(cast):
    return round_on(text(cast), release_rule="on-date", release_on=date(2024, 6, 1))


def settled(cast, round, one, outcome="accepted", **also):
    answer = propose(cast.bruno, round, one, outcome=outcome, **also)
    return actions.settle_answer(by=cast.elif_, answer=answer, at=LATER)


def at_place(version, position):
    return version.paragraphs.select_related("anchor", "version__text__process").get(
        position=position
    )


def edit(cast, version, position, words):
    paragraph = at_place(version, position)
    return edit_paragraph(
        by=cast.bruno, paragraph=paragraph, body=words, revision=paragraph.revision, at=LATER
    )


def kinds(version):
    return {
        row.comment.number: row.kind
        for row in CarryOver.objects.filter(version=version).select_related("comment")
    }


def test_comments_carry_over_word_for_word_and_the_rest_wait(cast, round):
    same, changed, gone, unplaced, whole = (
        comment(round, cast.chen, place=2),
        comment(round, cast.chen, place=3),
        comment(round, cast.chen, place=5),
        comment(round, None, place=None, scope="unplaced"),
        comment(round, cast.greta, place=None),
    )
    comment(round, cast.chen, place=2, withdrawn_at=LATER)
    refused("not-your-role", actions.make_next_draft, by=cast.chen, version=round.version, at=LATER)
    working = actions.make_next_draft(by=cast.bruno, version=round.version, at=LATER)
    assert working.state == "working"
    assert list(kinds(working).values()).count("same") == 4
    assert [row.comment for row in undecided(working)] == [unplaced]
    again = actions.make_next_draft(by=cast.bruno, version=round.version, at=LATER)
    assert again == working
    edit(cast, working, 3, "Each harbour opens an office that answers questions.")
    counts = actions.update_carry_over(by=cast.bruno, version=working, at=LATER)
    assert (counts["changed"], counts["orphaned"]) == (1, 1)
    assert kinds(working)[same.number] == "same"
    assert kinds(working)[changed.number] == "changed"
    assert kinds(working)[whole.number] == "same"
    actions.decide_place(
        by=cast.bruno, version=working, comment=changed, paragraph=at_place(working, 3), at=LATER
    )
    actions.decide_place(by=cast.bruno, version=working, comment=unplaced, paragraph=None, at=LATER)
    actions.update_carry_over(by=cast.bruno, version=working, at=LATER)
    found = kinds(working)
    assert (found[changed.number], found[unplaced.number]) == ("placed", "kept-back")
    refused(
        "carry-over-unknown",
        actions.decide_place,
        by=cast.bruno,
        version=working,
        comment=gone,
        paragraph=None,
        at=LATER,
    )
    refused(
        "paragraph-of-another-version",
        actions.decide_place,
        by=cast.bruno,
        version=working,
        comment=changed,
        paragraph=at_place(round.version, 3),
        at=LATER,
    )


def test_a_guess_waits_and_an_orphan_stays_on_the_old_version(cast, client):
    first = published(cast, FERRIES)
    round = round_on(first)
    ferry, timetable, keeper, nets = (comment(round, cast.chen, place=n) for n in (1, 2, 3, 5))
    second = brought_in(cast, FERRIES_NEXT, "second.md", text=first.text)
    actions.update_carry_over(by=cast.bruno, version=second, at=LATER)
    assert kinds(second) == {
        ferry.number: "guess",
        timetable.number: "changed",
        keeper.number: "moved",
        nets.number: "orphaned",
    }
    assert {row.comment for row in undecided(second)} == {ferry, nets}
    row = CarryOver.objects.get(version=second, comment=nets)
    assert row.paragraph is None and row.comment.paragraph.version == first
    client.force_login(cast.bruno, backend=BACKEND)
    page = client.get(reverse("answers:next", args=[cast.process.code, second.key]))
    assert "yes, this paragraph" in page.content.decode()
    # the drafter says that it is the same paragraph: its comment follows
    old, new = first.paragraphs.get(position=1), numbered(second, "2")
    settle_likenesses(
        by=cast.bruno, version=second, same=[(old.anchor.key, new.anchor.key)], at=LATER
    )
    actions.update_carry_over(by=cast.bruno, version=second, at=LATER)
    assert kinds(second)[ferry.number] == "changed"
    rows = {row.kind: row for row in changes_with_causes(second, staff=True)}
    assert (rows["split"].number, rows["split"].sure) == ("3, 4", True)


def test_a_wording_is_taken_over_and_names_its_comments(cast, round):
    one, two = comment(round, cast.chen), comment(round, cast.greta)
    answer = propose(cast.bruno, round, one, two, next_wording="Each harbour opens an office.")
    actions.settle_answer(by=cast.elif_, answer=answer, at=LATER)
    working = actions.make_next_draft(by=cast.bruno, version=round.version, at=LATER)
    refused(
        "words-changed-meanwhile",
        actions.take_over_wording,
        by=cast.bruno,
        answer=answer,
        version=working,
        revision=7,
        at=LATER,
    )
    assert not Cause.objects.exists()
    paragraph = actions.take_over_wording(
        by=cast.bruno, answer=answer, version=working, revision=0, at=LATER
    )
    assert paragraph.body == "Each harbour opens an office."
    assert set(Cause.objects.values_list("comment", flat=True)) == {one.pk, two.pk}
    row = changes_with_causes(working, staff=True)[0]
    assert [c["number"] for c in row.causes] == ["1", "2"]


def test_a_change_names_a_cause_or_is_editorial_or_is_listed(cast, round):
    one = comment(round, cast.chen)
    working = actions.make_next_draft(by=cast.bruno, version=round.version, at=LATER)
    edit(cast, working, 2, "Harbours serve people first.")
    edit(cast, working, 3, "Each harbour opens an office.")
    rows = changes_with_causes(working, staff=True)
    assert [row.has_cause for row in rows] == [False, False]
    actions.mark_editorial(by=cast.bruno, paragraph=at_place(working, 2), at=LATER)
    assert comments_named(working, "1") == ([one], "")
    assert comments_named(working, "1, 99") == ([], "99")
    assert comments_named(working, "²") == ([], "²")
    actions.name_causes(by=cast.bruno, paragraph=at_place(working, 3), comments=[one], at=LATER)
    assert all(row.has_cause for row in changes_with_causes(working, staff=True))
    actions.name_causes(by=cast.bruno, paragraph=at_place(working, 2), comments=[one], at=LATER)
    assert not EditorialChange.objects.exists()
    actions.forget_cause(by=cast.bruno, paragraph=at_place(working, 2), comment=one, at=LATER)
    refused(
        "not-your-role",
        actions.mark_editorial,
        by=cast.chen,
        paragraph=at_place(working, 2),
        at=LATER,
    )


def test_publication_carries_over_anew_and_lets_waiting_releases_take_effect(cast):
    version = text(cast)
    round = round_on(version)
    one, two = comment(round, cast.chen), comment(round, cast.chen, place=2)
    settled(cast, round, one)
    settled(cast, round, two)
    release = actions.release_answers(by=cast.amina, round=round, at=LATER)
    assert release.at is None
    working = actions.make_next_draft(by=cast.bruno, version=version, at=LATER)
    edit(cast, working, 3, "Each harbour opens an office.")
    freeze_version(by=cast.bruno, version=working, at=LATER)
    publish_version(by=cast.amina, version=working, at=LATER)
    assert kinds(working) == {one.number: "changed", two.number: "same"}
    release.refresh_from_db()
    assert (release.at, release.version) == (LATER, working)
    assert Mail.objects.filter(person_key=cast.chen.key).count() == 1
    refused(
        "version-not-in-work",
        actions.name_causes,
        by=cast.bruno,
        paragraph=at_place(working, 3),
        comments=[one],
        at=LATER,
    )


def test_causes_are_withheld_until_their_answers_are_released(cast, round):
    one = comment(round, cast.chen)
    answer = settled(cast, round, one, next_wording="Each harbour opens an office.")
    working = actions.make_next_draft(by=cast.bruno, version=round.version, at=LATER)
    actions.take_over_wording(by=cast.bruno, answer=answer, version=working, revision=0, at=LATER)
    freeze_version(by=cast.bruno, version=working, at=LATER)
    publish_version(by=cast.amina, version=working, at=LATER)
    [row] = changes_with_causes(working, staff=False)
    assert (row.causes, row.withheld) == ([], 1)
    actions.release_answers(by=cast.amina, round=round, at=LATER)
    [row] = changes_with_causes(working, staff=False)
    assert (row.causes[0]["number"], row.causes[0]["outcome"]) == ("1", "accepted")


def published_with_cause(cast, round):
    one = comment(round, cast.chen)
    answer = settled(cast, round, one, next_wording="Each harbour opens an office.")
    working = actions.make_next_draft(by=cast.bruno, version=round.version, at=LATER)
    actions.take_over_wording(by=cast.bruno, answer=answer, version=working, revision=0, at=LATER)
    freeze_version(by=cast.bruno, version=working, at=LATER)
    publish_version(by=cast.amina, version=working, at=LATER)
    actions.release_answers(by=cast.amina, round=round, at=LATER)
    return one, working


def test_answers_released_to_commenters_are_told_to_no_others(cast, client):
    round = round_on(
        text(cast), release_rule="on-date", release_on=date(2024, 6, 1), release_to="commenters"
    )
    _one, working = published_with_cause(cast, round)
    for person, causes in ((None, 0), (cast.greta, 0), (cast.chen, 1)):
        [row] = changes_with_causes(working, staff=False, person=person, at=LATER)
        assert (len(row.causes), row.withheld) == (causes, 1 - causes)
        told = biography_of(at_place(working, 3).anchor, person, LATER).stations[-1]
        assert told.causes == ("1",) * causes
    changes = reverse("answers:changes-file", args=[cast.process.code, working.key, "json"])
    earlier = reverse("answers:earlier", args=[cast.process.code, working.key])
    assert "Accepted" not in client.get(changes).content.decode()
    page = client.get(earlier).content.decode()
    assert "whom to ask" in page and "Accepted" not in page
    client.force_login(cast.chen, backend=BACKEND)
    assert "Accepted" in client.get(changes).content.decode()
    assert "Accepted" in client.get(earlier).content.decode()


@pytest.mark.parametrize("visibility", ["sealed", "own"])
def test_what_is_public_on_a_day_is_named_by_no_change_before(cast, visibility):
    track = Track.objects.create(
        process=cast.process,
        position=1,
        kind="open",
        titles={"en": "Later"},
        visibility=visibility,
        publication="on-date",
        publish_on=date(2024, 7, 1),
        created_at=START,
    )
    round = round_on(text(cast), track=track, release_rule="on-date", release_on=date(2024, 6, 1))
    _one, working = published_with_cause(cast, round)
    after = LATER.replace(month=8)
    for at, causes in ((LATER, 0), (after, 1)):
        [row] = changes_with_causes(working, staff=False, person=None, at=at)
        assert (len(row.causes), row.withheld) == (causes, 1 - causes)
        told = biography_of(at_place(working, 3).anchor, None, at).stations[-1]
        assert told.causes == ("1",) * causes
    own = [e for b in earlier_beside(
        working, list(working.paragraphs.values_list("pk", flat=True)), cast.chen, LATER, staff=False
    ).values() for e in b.shown]  # fmt: skip
    # a number tells how many came before: not while sealed
    assert [e.number for e in own] == ([""] if visibility == "sealed" else ["1"])
    assert not lines_visible(round, staff=False, at=LATER).exists()
    assert lines_visible(round, staff=False, at=after).count() == 1


def test_carry_over_goes_on_through_a_third_version(cast, round):
    one = comment(round, cast.chen, place=2)
    second = actions.make_next_draft(by=cast.bruno, version=round.version, at=LATER)
    freeze_version(by=cast.bruno, version=second, at=LATER)
    publish_version(by=cast.amina, version=second, at=LATER)
    third = actions.make_next_draft(by=cast.bruno, version=second, at=LATER)
    assert kinds(third) == {one.number: "same"}


def test_the_pages_of_the_next_draft(cast, round, client):
    one, two = comment(round, cast.chen), comment(round, cast.chen, place=2)
    three = comment(round, None, place=None, scope="unplaced")
    answer = settled(cast, round, one, next_wording="Each harbour opens an office.")
    client.force_login(cast.bruno, backend=BACKEND)

    def at(name, *more):
        return reverse(f"answers:{name}", args=["harbour", *more])

    page = client.post(at("start-next", round.version.key), follow=True)
    key = round.version.next.get().key
    assert "Comments that wait for a decision" in page.content.decode()

    def do(verb, **data):
        return client.post(at("next-act", key, verb), data, follow=True)

    assert "Taken over" in do("take-over", answer=answer.key, revision="0").content.decode()
    working = round.version.next.get()
    edit(cast, working, 2, "Harbours serve people first.")
    other = at_place(working, 2).anchor.key
    lost = do("cause", paragraph=other, comments="77")
    assert lost.status_code == 422
    assert 'value="77"' in lost.content.decode()
    do("cause", paragraph=other, comments=str(two.number))
    do("forget", paragraph=other, comment=two.key)
    do("editorial", paragraph=other)
    assert EditorialChange.objects.count() == 1
    assert do("decide", comment=three.key, to="", number="404").status_code == 422
    do("decide", comment=three.key, number="3")
    assert kinds(working)[three.number] == "placed"
    do("update")
    assert kinds(working)[two.number] == "changed"
    page = client.get(at("standings", key), {"only": "changed"}).content.decode()
    assert "<ins>" in page and 'value="keep"' in page
    rows = client.get(at("standings-file", key, "json")).json()
    assert {row["comment"]: row["standing"] for row in rows}[str(two.number)] == "changed"
    do("decide", comment=two.key, to="keep")
    assert kinds(working)[two.number] == "kept-back"
    body = client.get(at("changes", key)).content.decode()
    assert "<ins>opens</ins>" in body
    assert "Editorial." in body
    client.logout()
    assert client.get(at("changes", key)).status_code == 403
    assert client.get(at("next", key)).status_code == 302
