"""Declarations before a meeting, and what an expert says on a topic that is left to others."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import START
from tests.comments.texts import paragraph
from tests.meetings.makers import (
    BEFORE,
    BEGINS,
    DURING,
    ENDS,
    a_meeting,
    comes,
    delegate,
    plan,
    sign_in,
    told,
)
from travaux.comments.rules import Entry, Speaking
from travaux.meetings import actions
from travaux.meetings.models import Intervention
from travaux.meetings.rules.spoken import told_beforehand
from travaux.meetings.tasks import record_unconfirmed
from travaux.people import actions as people
from travaux.people.models import InterestRule, Occasion, Role
from travaux.people.queries import Stand, standing_of
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db

CODE = "harbour"
DAY = timedelta(days=1)
ASKED = START + timedelta(hours=3)


def asking(cast, **also):
    meeting = a_meeting(cast, announced=False, **also)
    return actions.announce_meeting(by=cast.amina, meeting=meeting, with_interests=True, at=ASKED)


def declare(person, at, **also):
    told = {"nothing": True, **also}
    return people.declare_interests(by=person, process_code=CODE, at=at, **told)


def expert(cast, person):
    people.appoint(by=cast.amina, person=person, role=Role.EXPERT, process_code=CODE, at=START)


def decide_on(cast, person, outcome, *topics):
    """What the assessor decides on somebody's interests."""
    people.name_assessor(by=cast.amina, process_code=CODE, person=cast.elif_, at=START)
    made = declare(person, BEFORE, nothing=False, content={"ownership": "Cranes (invented)"})
    people.assess_interests(
        by=cast.elif_, declaration=made, outcome=outcome, topics=topics, reason="Cranes", at=BEFORE
    )


def stand(person, at):
    return standing_of(person, CODE, at).stand


# ---- the occasion ----------------------------------------------------------------------------------
def test_a_cancelled_meeting_asks_for_nothing_and_earlier_declarations_stay(cast) -> None:
    expert(cast, cast.dana)
    declare(cast.dana, START)
    far = {"starts_at": BEGINS + 100 * DAY, "ends_at": ENDS + 100 * DAY}
    meeting = asking(cast, **far)
    when = BEGINS + 101 * DAY
    assert stand(cast.dana, when) == Stand.OUT_OF_DATE
    actions.cancel_meeting(by=cast.amina, meeting=meeting, reason="No quorum.", at=BEFORE)
    assert stand(cast.dana, when) == Stand.NONE
    again = asking(cast, round=meeting.round, **far)
    people.cancel_occasion(by=cast.amina, occasion=again.occasion, at=BEFORE)  # by itself, before
    actions.cancel_meeting(by=cast.amina, meeting=again, reason="No quorum.", at=BEFORE)


def test_a_meeting_on_another_day_asks_before_that_day(cast) -> None:
    meeting = asking(cast)
    first = meeting.occasion
    same = plan(cast, round=meeting.round, venue="Hall 2")
    meeting = actions.change_meeting(
        by=cast.amina, meeting=meeting, plan=same, seen=meeting.revision, at=BEFORE
    )
    assert meeting.occasion == first
    later = plan(cast, round=meeting.round, starts_at=BEGINS + 100 * DAY, ends_at=ENDS + 100 * DAY)
    meeting = actions.change_meeting(
        by=cast.amina, meeting=meeting, plan=later, seen=meeting.revision, at=BEFORE
    )
    asked = Occasion.objects.get(cancelled_at__isnull=True)
    assert meeting.occasion == asked != first
    assert asked.held_on == (BEGINS + 100 * DAY).date()
    expert(cast, cast.dana)
    declare(cast.dana, START)
    assert stand(cast.dana, BEGINS + 2 * DAY) == Stand.NONE
    assert stand(cast.dana, BEGINS + 101 * DAY) == Stand.OUT_OF_DATE


# ---- places ----------------------------------------------------------------------------------------
def test_whoever_declares_for_a_role_declares_whatever_they_come_as(cast) -> None:
    meeting = asking(cast)
    expert(cast, cast.dana)
    other = told(cast.dana, kind="ngo", capacity="representative", organisation=cast.network)
    place = actions.register(by=cast.dana, meeting=meeting, told=other, at=BEFORE)
    with pytest.raises(Refusal, match="interests-missing"):
        actions.approve(by=cast.amina, participant=place, at=BEFORE)
    assert delegate(cast, meeting).state == "approved"  # who speaks for a state does not declare
    declare(cast.dana, BEFORE)
    assert actions.approve(by=cast.amina, participant=place, at=BEFORE).state == "approved"


def test_a_free_place_passes_over_whose_declaration_does_not_stand_any_more(cast) -> None:
    meeting = asking(cast, places=1)
    held = delegate(cast, meeting)
    expert(cast, cast.dana)
    declare(cast.dana, BEFORE)
    first = comes(cast, meeting, cast.dana)
    assert first.state == "waiting"
    decide_on(cast, cast.dana, "excluded")
    actions.withdraw_place(by=None, participant=held, at=BEFORE)
    first.refresh_from_db()
    assert first.state == "waiting"
    with pytest.raises(Refusal, match="interests-excluded"):
        actions.approve(by=cast.amina, participant=first, at=BEFORE)
    people.assess_interests(
        by=cast.elif_, declaration=cast.dana.declarations.last(), outcome="none", at=BEFORE
    )
    assert actions.approve(by=cast.amina, participant=first, at=BEFORE).state == "approved"


def test_turned_online_nobody_is_let_in_whose_declaration_does_not_stand_any_more(cast) -> None:
    meeting = asking(cast, places=1)
    held = delegate(cast, meeting)
    expert(cast, cast.dana)
    declare(cast.dana, BEFORE)
    waits = comes(cast, meeting, cast.dana)
    other = comes(cast, meeting, cast.chen, kind="secretariat")
    assert (held.state, waits.state, other.state) == ("approved", "waiting", "waiting")
    decide_on(cast, cast.dana, "excluded")
    actions.turn_online(by=cast.amina, meeting=meeting, reason="No hall.", at=BEFORE)
    for one, state in ((held, "approved"), (waits, "waiting"), (other, "approved")):
        one.refresh_from_db()
        assert (one.state, one.mode) == (state, "online")
    mail = Mail.objects.filter(about=waits.key).last()
    assert "You still wait for your place" in mail.text
    assert "still wait" not in Mail.objects.filter(about=other.key).last().text
    people.assess_interests(
        by=cast.elif_, declaration=cast.dana.declarations.last(), outcome="none", at=BEFORE
    )
    assert actions.approve(by=cast.amina, participant=waits, at=BEFORE).state == "approved"


def test_the_form_asks_for_declarations_where_the_process_has_a_rule(cast, client) -> None:
    meeting = a_meeting(cast, announced=False)
    page = f"/en/harbour/meetings/{meeting.key}/"
    assert " checked" not in sign_in(client, cast.amina).get(page).content.decode()
    InterestRule.objects.create(process_code=CODE)
    assert " checked" in client.get(page).content.decode()


# ---- speech ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("outcome", ["partial", "excluded"])
@pytest.mark.parametrize("replies", [True, False])
def test_an_expert_kept_away_speaks_as_nobody(cast, outcome, replies, client) -> None:
    expert(cast, cast.dana)
    meeting = a_meeting(cast, attribution="capacity")
    place = comes(cast, meeting, cast.dana)
    there = paragraph(meeting.round)
    heading = there.version.paragraphs.filter(kind="heading", position__lt=there.position).last()
    topics = []
    if outcome == "partial":
        topics = [
            people.write_topic(
                by=cast.amina, process_code=CODE, name="Cranes", sections=[heading.anchor.key],
                at=START,
            )
        ]  # fmt: skip
    assert told_beforehand(meeting, place, there) == ""
    decide_on(cast, cast.dana, outcome, *topics)
    speech = {
        "speaker": place.key, "paragraph": there.anchor.key, "type": "te", "language": "en",
        "text": "Cranes are safe.", "proposed": "",
    }  # fmt: skip
    minutes = f"/en/harbour/meetings/{meeting.key}/minutes/"
    answer = sign_in(client, cast.bruno).post(f"{minutes}add-speech/", speech, follow=True)
    assert answer.content.decode().count("this speaker is no expert on this") == 2  # told, and kept
    spoken = Intervention.objects.get()
    mail = Mail.objects.get(about=place.key, text__contains="Cranes are safe.")
    sentence = "not as the comment of an expert"
    assert sentence in mail.text and "leaves this" in mail.text
    link = f"/en/harbour/meetings/said/{spoken.token}/"
    assert sentence in client.get(link).content.decode()
    Intervention.objects.update(said_at=DURING)
    if replies:
        actions.confirm_intervention(by=cast.dana, intervention=spoken, at=DURING)
    else:
        Intervention.objects.update(due_at=DURING)
        assert record_unconfirmed() == 1
    spoken.refresh_from_db()
    submission = spoken.comment.submission
    assert (submission.capacity, submission.author, submission.said_in["to"]) == (
        "person", None, "none",
    )  # fmt: skip
    assert submission.said_in["speaker"] == ""


def test_elsewhere_the_same_expert_speaks_as_one_and_the_door_itself_asks(cast) -> None:
    from travaux.comments.actions import submit_said

    expert(cast, cast.dana)
    meeting = a_meeting(cast, attribution="capacity")
    place = comes(cast, meeting, cast.dana)
    there = paragraph(meeting.round)
    spoken = actions.note_intervention(
        by=cast.bruno, meeting=meeting, speaker=place, paragraph=there, type="te",
        text="Cranes are safe.", at=DURING,
    )  # fmt: skip
    spoken = actions.confirm_intervention(by=cast.dana, intervention=spoken, at=DURING)
    assert spoken.comment.submission.capacity == "expert"
    decide_on(cast, cast.dana, "excluded")
    entry = Entry("paragraph", there, "te", "Cranes.", "", "en", Speaking("expert"))
    with pytest.raises(Refusal, match="interests-exclude-from-all"):
        submit_said(
            by=cast.dana, round=meeting.round, entry=entry, said_at=DURING, author=cast.dana,
            said_in={"meeting": meeting.key, "to": "capacity", "speaker": "expert"}, at=DURING,
        )  # fmt: skip
