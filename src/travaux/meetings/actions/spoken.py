"""Interventions: noted, confirmed or mended by their speakers, and then comments of the round."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from travaux.comments.actions import submit_said, withdraw_said
from travaux.comments.models import Capacity as Speaks
from travaux.comments.models import Comment
from travaux.comments.rules import Entry, Speaking
from travaux.core.comments.words import kept_words
from travaux.drafts.models import Paragraph
from travaux.journal.actions import Actor, action, nothing_to_record, record
from travaux.meetings.models import Intervention, Item, Kind, Meeting, Participant
from travaux.meetings.queries.meetings import full_titles
from travaux.meetings.rules.spoken import (
    LONGEST,
    attributed,
    may_count_as_expert,
    may_dispute,
    may_follow_up,
    may_note,
    may_reply,
)
from travaux.meetings.states import MOVES, SpokenState
from travaux.meetings.telling import ask_to_confirm
from travaux.people.models import Person
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require


def _locked(intervention: Intervention) -> Intervention:
    """The intervention as it stands now: of two replies at once one wins."""
    return (
        Intervention.objects.select_for_update(of=("self",))
        .select_related(
            "meeting__process",
            "meeting__series",
            "meeting__round",
            "paragraph__anchor",
            "speaker__person",
            "speaker__country",
            "speaker__organisation",
            "comment__submission",
        )
        .get(pk=intervention.pk)
    )


def _record(by: Actor | None, one: Intervention, at: datetime, **facts: Any) -> None:
    record(
        by=by,
        subject=one.key,
        process=one.meeting.process.code,
        at=at,
        facts={"meeting": one.meeting.key, **facts},
    )


@action
def note_intervention(
    *,
    by: Person,
    meeting: Meeting,
    speaker: Participant | None,
    paragraph: Paragraph | None,
    type: str,
    text: str,
    at: datetime,
    item: Item | None = None,
    proposed: str = "",
    language: str = "en",
    said_at: datetime | None = None,
) -> Intervention:
    """A minute-taker writes down what somebody said on a paragraph; its speaker is asked to confirm."""
    require(may_note(by, meeting, speaker, paragraph, type, text, at))
    words = kept_words(text)
    when = min(at, max(meeting.starts_at, said_at or min(at, meeting.ends_at)))
    made = Intervention.objects.create(
        meeting=meeting,
        item=item,
        speaker=speaker,
        paragraph=paragraph,
        type=type,
        noted=words,
        text=words,
        proposed=kept_words(proposed)[:LONGEST],
        language=language,
        said_at=when,
        by_key=by.key,
        demonstration=meeting.demonstration,
    )
    _ask(made, at)
    _record(by, made, at, paragraph=paragraph.anchor.key if paragraph else "")
    return made


def _ask(one: Intervention, at: datetime) -> None:
    due = at + timedelta(days=one.meeting.reply_days)
    move(one, MOVES, "ask-speaker", asked_at=at, due_at=due)
    ask_to_confirm(one, at)


@action
def ask_again(
    *, by: Person, intervention: Intervention, text: str, at: datetime, proposed: str = ""
) -> Intervention:
    """What a speaker disputed is mended by the minute-taker, and the speaker asked anew."""
    one = _locked(intervention)
    require(may_follow_up(by, one.meeting, at))
    if not text.strip():
        raise refuse("intervention-empty")
    if one.comment_id is not None:
        raise refuse("intervention-answered")
    Intervention.objects.filter(pk=one.pk).update(
        noted=kept_words(text), text=kept_words(text), proposed=kept_words(proposed), dispute=""
    )
    one.refresh_from_db(fields=["noted", "text", "proposed", "dispute"])
    _ask(one, at)
    _record(by, one, at)
    return one


@action
def confirm_intervention(
    *,
    by: Person | None,
    intervention: Intervention,
    at: datetime,
    text: str | None = None,
    proposed: str | None = None,
) -> Intervention:
    """The speaker confirms what was noted, or mends it; then it is a comment, ascribed by the rule.

    Where the outcome of an expert's interests leaves the topic to others, it is ascribed to nobody.
    """
    one = _locked(intervention)
    require(may_reply(one, at))
    words = kept_words(one.text if text is None else text)
    change = kept_words(one.proposed if proposed is None else proposed)
    if not words.strip() and not change.strip():
        raise refuse("intervention-empty")
    if len(words) > LONGEST or len(change) > LONGEST:
        raise refuse("intervention-too-long", most=LONGEST)
    comment = _comment(by, one, words, change, at, confirmed=True)
    mended = (words, change) != (one.text, one.proposed)
    move(one, MOVES, "confirm", text=words, proposed=change, answered_at=at, comment=comment)
    _record(by, one, at, comment=comment.key, mended=mended)
    return one


def _comment(
    by: Actor | None,
    one: Intervention,
    text: str,
    proposed: str,
    at: datetime,
    *,
    confirmed: bool,
) -> Comment:
    meeting, speaker = one.meeting, one.speaker
    assert meeting.round is not None  # what is noted is noted on its draft
    barred = not may_count_as_expert(meeting, speaker, one.paragraph)
    to = attributed(meeting, speaker, confirmed=confirmed, barred=barred)
    speaking = Speaking(Speaks.PERSON)
    if to["to"] == "state" and speaker is not None:
        if speaker.country is not None:
            speaking = Speaking(Speaks.STATE, country=speaker.country)
        else:
            speaking = Speaking(Speaks.ORGANISATION, organisation=speaker.organisation)
    elif speaker is not None and speaker.kind == Kind.EXPERT and not barred:
        speaking = Speaking(Speaks.EXPERT)
    scope = "text" if one.paragraph is None else "paragraph"
    if one.paragraph is not None and one.paragraph.kind == "heading":
        scope = "section"
    entry = Entry(scope, one.paragraph, one.type, text, proposed, one.language, speaking)
    return submit_said(
        by=by,
        round=meeting.round,
        entry=entry,
        said_in={
            "meeting": meeting.key,
            "process": meeting.process.code,
            "titles": full_titles(meeting),
            "day": one.said_at.date().isoformat(),
            **to,
        },
        said_at=one.said_at,
        author=speaker.person if speaker is not None else None,
        at=at,
    )


@action
def dispute_intervention(
    *, by: Person | None, intervention: Intervention, why: str, at: datetime
) -> Intervention:
    """The speaker says that this is not what they said; its comment, if there is one, is withdrawn."""
    one = _locked(intervention)
    require(may_dispute(one, at))
    if not why.strip():
        raise refuse("dispute-needs-words")
    if one.comment is not None:
        withdraw_said(by=by, comment=one.comment, at=at)
    move(one, MOVES, "dispute", dispute=why.strip()[:LONGEST], answered_at=at)
    _record(by, one, at)
    return one


@action
def drop_intervention(*, by: Person, intervention: Intervention, at: datetime) -> Intervention:
    """The minute-taker takes back what was noted; it becomes no comment."""
    one = _locked(intervention)
    require(may_follow_up(by, one.meeting, at))
    if one.comment_id is not None and one.state != SpokenState.DISPUTED:
        raise refuse("intervention-answered")
    move(one, MOVES, "drop")
    _record(by, one, at)
    return one


@action
def lapse_intervention(
    *, by: Actor | None, intervention: Intervention, at: datetime
) -> Intervention:
    """No reply came in the announced days: it becomes a comment that is ascribed to nobody."""
    one = _locked(intervention)
    if one.state != SpokenState.ASKED or one.due_at is None or one.due_at > at:
        nothing_to_record()
        return one
    comment = _comment(by, one, one.text, one.proposed, at, confirmed=False)
    move(one, MOVES, "lapse", comment=comment)
    _record(by, one, at, comment=comment.key)
    return one
