"""The biography of a paragraph tells each reader what they may know, and no more."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tests.answers.makers import LATER, comment, round_on, text
from tests.answers.test_next_draft import at_place, settled
from tests.journeys.worlds import browser
from travaux.answers import actions
from travaux.comments.models import Comment
from travaux.drafts.actions import freeze_version, publish_version, remove_paragraphs
from travaux.reports.queries import biography_of

pytestmark = pytest.mark.django_db
NEW = "Each harbour names an office that answers questions at once."


@pytest.fixture
def story(cast):
    """One comment, accepted, changes a paragraph of the next draft; another is not answered."""
    version = text(cast)
    round = round_on(version, release_rule="on-date", release_on=date(2024, 6, 1))
    one = comment(round, cast.chen, "Say when.", place=3, proposed=NEW)
    comment(round, cast.greta, "Name the office.", place=3)
    answer = settled(cast, round, one, next_wording=NEW, outcome="accepted")
    working = actions.make_next_draft(by=cast.bruno, version=version, at=LATER)
    row = at_place(working, 3)
    actions.take_over_wording(
        by=cast.bruno, answer=answer, version=working, revision=row.revision, at=LATER
    )
    return version, round, working, at_place(version, 3).anchor


def kinds(anchor, person) -> list[str]:
    return [station.kind for station in biography_of(anchor, person, LATER).stations]


def test_a_drafter_sees_the_whole_story_before_it_is_public(cast, story) -> None:
    version, _round, _working, anchor = story
    told = biography_of(anchor, cast.bruno, LATER)
    assert [s.kind for s in told.stations] == ["first", "changed"]
    assert told.stations[1].causes == ("1",) and told.changes == 1 and told.comments == 2
    assert any(piece.kind == "ins" for piece in told.stations[1].pieces)
    lines = told.stations[0].heard[0].lines
    assert [line.answer.outcome if line.answer else "" for line in lines] == ["accepted", ""]
    assert biography_of(at_place(version, 2).anchor, cast.bruno, LATER).changes == 0


@pytest.mark.parametrize("name", ["chen", "dana", "olga", "nobody"])
def test_others_see_neither_the_working_draft_nor_answers_before_their_release(
    cast, story, name: str
) -> None:
    _version, _round, _working, anchor = story
    person = getattr(cast, name, None)
    assert kinds(anchor, person) == ["first"]
    page = browser(person).get(reverse("reports:biography", args=["harbour", anchor.key]))
    words = page.content.decode()
    assert page.status_code == 200 and "Say when." in words
    assert "Accepted" not in words and "at once" not in words.replace(NEW, "")


def test_once_published_and_released_everybody_follows_it(cast, story) -> None:
    _version, round, working, anchor = story
    for one in Comment.objects.filter(round=round, number=2):
        settled(cast, round, one, outcome="noted", reasons="Other rules name it.")
    freeze_version(by=cast.bruno, version=working, at=LATER)
    publish_version(by=cast.bruno, version=working, at=LATER)
    told = biography_of(anchor, None, LATER)
    assert [s.kind for s in told.stations] == ["first", "changed"]
    assert told.stations[1].causes == ()  # the answers are not released yet
    actions.release_answers(by=cast.amina, round=round, at=LATER)
    assert biography_of(anchor, None, LATER).stations[1].causes == ("1",)
    client = browser(None)
    words = client.get(reverse("reports:biography", args=["harbour", anchor.key])).content.decode()
    assert "Other rules name it." in words and "Changed by the comments: 1" in words
    for ending in ("docx", "pdf", "html", "md"):
        file = client.get(reverse("reports:biography-file", args=["harbour", anchor.key, ending]))
        assert file.status_code == 200, ending
    text_file = client.get(reverse("reports:biography-file", args=["harbour", anchor.key, "md"]))
    assert "[+ at once +]" in text_file.content.decode()


def test_a_paragraph_that_was_taken_out_says_so_once(cast, story) -> None:
    _version, _round, working, anchor = story
    remove_paragraphs(
        by=cast.bruno, version=working, anchors=[anchor.key],
        seen_revision=working.revision, at=LATER,
    )  # fmt: skip
    assert kinds(anchor, cast.bruno) == ["first", "out"]
    assert kinds(anchor, None) == ["first"]


def test_what_is_not_here_is_not_found(cast, story) -> None:
    _version, _round, _working, anchor = story
    assert browser(None).get(f"/en/other/paragraphs/{anchor.key}/").status_code == 404
    assert browser(None).get("/en/harbour/paragraphs/unknown/").status_code == 404
    page = reverse("reports:biography-file", args=["harbour", anchor.key, "exe"])
    assert browser(None).get(page).status_code == 404
