"""The biography of a paragraph tells each reader what they may know, and no more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.answers.makers import LATER, comment, round_on, text
from tests.answers.test_next_draft import at_place, settled
from tests.drafts.test_brackets import focal_point, next_of
from tests.drafts.texts import AT, numbered, published
from tests.journeys.worlds import browser
from tests.meetings.makers import DURING, a_meeting
from travaux.answers import actions
from travaux.comments.models import Comment
from travaux.core.formats.text_files import read_text
from travaux.drafts.actions import (
    freeze_version,
    publish_version,
    remove_paragraphs,
    take_position,
)
from travaux.meetings.actions import decide, publish_minutes
from travaux.people.models import Appointment
from travaux.reports.queries import biography_of

pytestmark = pytest.mark.django_db
BRACKETED = b"""# 1 Boats

1. Boats [shall][should] {State C+ State D-} wait.

2. Boats carry a lamp.
"""
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


def test_open_brackets_tell_who_holds_what_on_the_page_and_on_the_podium(cast) -> None:
    version = published(cast, BRACKETED)
    mandate = focal_point(cast, cast.dana)
    row = numbered(version, "1")
    take_position(
        by=cast.dana, paragraph=row, bracket=0, stance="oppose", note="needs its capital", at=AT
    )
    second = next_of(cast, version, {"1": "Boats [shall][should] {State C+ State D-} wait there."})
    Appointment.objects.filter(pk=mandate.pk).update(ends_at=LATER - timedelta(days=1))
    anchor = row.anchor
    first, now = biography_of(anchor, None, LATER).stations
    assert [b.it.source for b in now.negotiation.brackets] == [
        "[shall]",
        "[should] {State C+ State D-}",
    ]
    held = [
        (h.bracket, h.it.party, h.stance, h.remarks)
        for b in first.negotiation.brackets
        for h in b.held
    ]
    assert (1, "State B", "opposes", ["mandate ended"]) in held
    assert {(2, "State C", "supports"), (2, "State D", "opposes")} <= {h[:3] for h in held}
    later = [h for b in now.negotiation.brackets for h in b.held if h.it.stand]
    assert [h.remarks for h in later] == [
        ["mandate ended", "from an earlier version, the same wording"]
    ]
    client = browser(None)
    page = client.get(reverse("reports:biography", args=["harbour", anchor.key])).content.decode()
    assert page.count("needs its capital") == 2 and page.count("mandate ended") == 2
    assert reverse("drafts:brackets", args=["harbour", second.key]) in page
    file = client.get(reverse("reports:biography-file", args=["harbour", anchor.key, "docx"]))
    text = (
        read_text(b"".join(file), "a.docx") if file.streaming else read_text(file.content, "a.docx")
    )
    rows = [row for block in text.blocks if block.kind == "table" for row in block.rows]
    assert ("[shall]", "State B", "opposes (mandate ended)", "needs its capital") in rows
    assert ("", "State D", "opposes (in the text)", "") in rows


def test_a_paragraph_within_a_bracket_over_several_says_so(cast) -> None:
    version = published(
        cast, b"# 1 Boats\n\n1. We [act.\n\n2. They report.\n\n3. All end] {State C+}.\n"
    )
    told = biography_of(numbered(version, "2").anchor, None, LATER).stations[0].negotiation
    assert [w.words for w in told.around] == [
        "It stands in a bracket from paragraph 1 to paragraph 3."
    ]
    assert [(h.it.party, h.stance) for h in told.around[0].held] == [("State C", "supports")]
    plain = published(cast, b"# 1 Boats\n\n1. We act.\n")
    assert not biography_of(numbered(plain, "1").anchor, None, LATER).stations[0].negotiation


def test_what_a_meeting_without_a_round_decided_counts_to_the_version_that_was_out(cast) -> None:
    version = text(cast)
    meeting = a_meeting(cast, round=None)
    anchor = at_place(version, 3).anchor
    decide(by=cast.bruno, meeting=meeting, text="Name the office.", anchor=anchor, at=DURING)
    assert biography_of(anchor, None, LATER).stations[0].decided == ()
    publish_minutes(by=cast.amina, meeting=meeting, summary="Done.", at=LATER)
    (station,) = biography_of(anchor, None, LATER).stations
    assert [d.text for d in station.decided] == ["Name the office."]
