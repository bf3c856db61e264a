"""From the announcement of a meeting to the answer to what was said there, across the rooms."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.comments.texts import paragraph
from tests.meetings.makers import a_meeting, delegate, sign_in
from travaux.answers.actions import propose_answer, settle_answer
from travaux.comments.models import Comment
from travaux.comments.queries import latest_line, receipt_document, sealed_comments
from travaux.comments.queries.receipts import content_of
from travaux.comments.wording import member_name, said_words
from travaux.consultations.actions import open_round
from travaux.core.ledger.receipts import content_hash, verify_receipt
from travaux.meetings import actions
from travaux.meetings.models import Intervention, Participant
from travaux.plumbing import clock
from travaux.plumbing.models import Mail
from travaux.plumbing.signing import ring
from travaux.reports.queries.biography import biography_of

pytestmark = pytest.mark.django_db


def link_in(mail: Mail) -> str:
    found = re.search(r"http://[^/]+(/\S+)", mail.text)
    assert found is not None
    return found[1]


def test_what_is_said_in_a_meeting_is_answered(cast, client) -> None:
    """Announced, registered by an invitation without an account and approved by the focal point,
    noted, confirmed behind a link, a comment with a receipt, answered by two persons."""
    from tests.comments.texts import publish

    now = clock.now()
    round = open_round(
        by=cast.amina, version=publish(cast.process), opens_at=now - timedelta(days=3),
        closes_at=now + timedelta(days=9), zone="UTC", at=now - timedelta(days=4),
    )  # fmt: skip
    meeting = a_meeting(
        cast, round=round, starts_at=now - timedelta(hours=3), ends_at=now + timedelta(hours=5),
        zone="UTC", attribution="state", at=now - timedelta(days=3),
    )  # fmt: skip
    actions.invite(
        by=cast.amina, meeting=meeting, name="Sol", email="sol@elsewhere.example", kind="member",
        country=cast.state_a, at=now - timedelta(days=2),
    )  # fmt: skip
    join = link_in(Mail.objects.get(to="sol@elsewhere.example"))
    assert client.get(join).status_code == 200
    typed = {"name": "Sol Abara", "capacity": "adviser", "mode": "in-person", "language": "en"}
    answer = client.post(join, typed)
    assert answer.status_code == 302, answer.content.decode()
    place = Participant.objects.get()
    assert (place.state, place.country, place.person) == ("asked", cast.state_a, None)
    assert client.get(answer["Location"]).status_code == 200
    assert client.post(join, typed)["Location"].endswith(f"/{place.token}/")  # once

    asked = Mail.objects.get(to=cast.farid.email, about=place.key)
    assert "Sol Abara" in asked.text
    desk = f"/en/harbour/meetings/{meeting.key}/participants/"
    sign_in(client, cast.farid)
    assert "Sol Abara" in client.get(desk).content.decode()
    client.post(f"{desk}{place.key}/", {"do": "approve"})
    place.refresh_from_db()
    assert place.state == "approved" and place.decided_by == cast.farid.key

    sign_in(client, cast.bruno)
    anchor = paragraph(round).anchor
    minutes = f"/en/harbour/meetings/{meeting.key}/minutes/"
    speech = {
        "speaker": place.key, "paragraph": anchor.key, "type": "te", "language": "en",
        "text": "Fishing boats need a place too.", "proposed": "",
    }  # fmt: skip
    item = meeting.items.get()
    assert client.post(f"{minutes}add-speech/?item={item.key}", speech).status_code == 302
    spoken = Intervention.objects.get()
    assert spoken.state == "asked" and spoken.item == item
    assert not Comment.objects.exists()

    client.logout()
    mail = Mail.objects.filter(to="sol@elsewhere.example").order_by("pk").last()
    page = link_in(mail)
    assert "Fishing boats need a place too." in client.get(page).content.decode()
    mended = {"do": "mend", "text": "Fishing boats need a quay too.", "proposed": ""}
    assert client.post(page, mended).status_code == 302
    comment = Comment.objects.select_related("submission__country").get()
    submission = comment.submission
    assert comment.text == "Fishing boats need a quay too."
    assert (submission.capacity, submission.country) == ("state", cast.state_a)
    assert member_name(submission, full=False) == "State A"
    assert said_words(submission).startswith("said at: Expert meeting 1, ")
    spoken.refresh_from_db()
    assert spoken.noted == "Fishing boats need a place too."  # what was noted stays
    assert client.post(page, {"do": "confirm"}).status_code == 422  # once

    line = latest_line(submission)
    document = receipt_document(submission, line)
    assert verify_receipt(document, ring())["verified"]
    content = content_of(submission, sealed_comments(submission, line))
    assert document["content_hash"] == content_hash(content, submission.salt)

    settled = propose_answer(
        by=cast.bruno, round=round, comments=[comment], outcome="noted", language="en",
        reasons="A quay for fishing boats is dealt with in part 3.", at=clock.now(),
    )  # fmt: skip
    settle_answer(by=cast.elif_, answer=settled, at=clock.now())
    sign_in(client, cast.bruno)
    table = client.get(f"/en/harbour/comments/{round.key}/").content.decode()
    assert "Fishing boats need a quay too." in table and "Expert meeting 1" in table

    story = biography_of(anchor, cast.bruno, clock.now())
    assert [said_words(x.comment.submission)[:25] for s in story.stations for h in s.heard for x in h.lines] == [
        "said at: Expert meeting 1"
    ]  # fmt: skip


def test_without_a_reply_it_is_recorded_without_a_name_and_can_still_be_disputed(cast) -> None:
    from tests.meetings.makers import DURING
    from travaux.meetings.tasks import record_unconfirmed

    meeting = a_meeting(cast, attribution="state")
    place = delegate(cast, meeting)
    spoken = actions.note_intervention(
        by=cast.bruno, meeting=meeting, speaker=place, paragraph=paragraph(meeting.round),
        type="te", text="Ships wait too long.", at=DURING,
    )  # fmt: skip
    assert record_unconfirmed() == 1  # the days were over long ago
    assert record_unconfirmed() == 0
    spoken.refresh_from_db()
    comment = spoken.comment
    assert spoken.state == "lapsed" and comment is not None
    submission = comment.submission
    assert (submission.author, submission.country, submission.capacity) == (None, None, "person")
    assert member_name(submission, full=True) == "a participant, not named"
    assert not submission.late  # it was said before the round closed
    actions.dispute_intervention(
        by=None, intervention=spoken, why="I asked a question.", at=DURING + timedelta(days=20)
    )
    comment.refresh_from_db()
    assert comment.withdrawn_at is not None
    assert Comment.objects.count() == 1
