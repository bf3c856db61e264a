"""Who writes minutes; how what was said is attributed; who confirms or disputes it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from travaux.comments.models import Capacity as Speaks
from travaux.comments.rules import ANSWERED, may_speak_on
from travaux.core.comments.types import TYPE_TABLES
from travaux.drafts.models import Paragraph
from travaux.meetings.models import Attribution, Intervention, Kind, Meeting, Participant
from travaux.meetings.rules.meetings import writes
from travaux.meetings.rules.places import account_of
from travaux.meetings.states import MeetingState, PlaceState, SpokenState
from travaux.people.models import Person
from travaux.plumbing.verdicts import YES, Verdict, no, sentence

LONGEST = 20_000
LONGEST_MINUTES = 100_000


def may_write(person: Person | None, meeting: Meeting, at: datetime) -> Verdict:
    """The secretariat, the drafters and the office whose meeting it is write minutes, until they are
    published."""
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    if not writes(person, meeting, at):
        return no("not-your-role")
    if meeting.state != MeetingState.ANNOUNCED:
        return no("meeting-not-announced")
    return no("minutes-published") if meeting.minutes_published_at else YES


def may_follow_up(person: Person | None, meeting: Meeting, at: datetime) -> Verdict:
    """What is owed after a meeting is followed after its minutes were published, too."""
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    return YES if writes(person, meeting, at) else no("not-your-role")


def may_note(
    person: Person | None,
    meeting: Meeting,
    speaker: Participant | None,
    paragraph: Paragraph | None,
    type: str,
    text: str,
    at: datetime,
) -> Verdict:
    """An intervention is noted on a paragraph of the draft in question, of somebody who took part."""
    verdict = may_follow_up(person, meeting, at)
    if not verdict:
        return verdict
    if meeting.state != MeetingState.ANNOUNCED:
        return no("meeting-not-announced")
    if at < meeting.starts_at:
        return no("meeting-not-begun")
    if meeting.round is None:
        return no("meeting-without-draft")
    if speaker is None or speaker.meeting_id != meeting.pk or speaker.state != PlaceState.APPROVED:
        return no("speaker-not-here")
    if paragraph is not None and paragraph.version_id != meeting.round.version_id:
        return no("place-not-in-version")
    if type not in TYPE_TABLES[meeting.round.types].codes:
        return no("type-needed")
    if not text.strip():
        return no("intervention-empty")
    return no("intervention-too-long", most=LONGEST) if len(text) > LONGEST else YES


def may_count_as_expert(
    meeting: Meeting, speaker: Participant | None, paragraph: Paragraph | None
) -> Verdict:
    """Whether an expert's words on a paragraph are an expert's comment, as in writing.

    Where the outcome of their interests says no, what was said is noted all the same, and is
    recorded without a name. Of others nothing is asked here.
    """
    if meeting.round is None or speaker is None or speaker.kind != Kind.EXPERT:
        return YES
    return may_speak_on(account_of(speaker), Speaks.EXPERT, meeting.round, [paragraph])


def told_beforehand(
    meeting: Meeting, speaker: Participant | None, paragraph: Paragraph | None
) -> str:
    """What a minute-taker reads of it, without the topic or the outcome; empty where all is well."""
    if may_count_as_expert(meeting, speaker, paragraph):
        return ""
    return sentence("speaker-not-as-expert")


def may_reply(intervention: Intervention, at: datetime) -> Verdict:
    """The speaker confirms or mends, with or without an account, in the announced days."""
    if intervention.state == SpokenState.DROPPED:
        return no("intervention-dropped")
    if intervention.state == SpokenState.ASKED:
        due = intervention.due_at
        return no("reply-days-over") if due is not None and at >= due else YES
    return no("intervention-answered")


def may_dispute(intervention: Intervention, at: datetime) -> Verdict:
    """A speaker disputes what was noted, also afterwards, until the comment is answered."""
    if intervention.state not in (SpokenState.ASKED, SpokenState.LAPSED, SpokenState.CONFIRMED):
        return no("intervention-answered")
    comment = intervention.comment
    if comment is not None and any(ask(comment) for ask in ANSWERED.values()):
        return no("mend-after-answer")
    return YES


def attributed(
    meeting: Meeting, speaker: Participant | None, *, confirmed: bool, barred: bool = False
) -> dict[str, Any]:
    """To whom an intervention is ascribed: by the announced rule, and to nobody without a reply.

    `barred`: the outcome of their interests keeps an expert away; it is ascribed to nobody.
    `to`: state, capacity or none; `speaker`: the kind of participant, where it may be told.
    """
    if barred or not confirmed or speaker is None or meeting.attribution == Attribution.NONE:
        return {"to": "none", "speaker": ""}
    named = speaker.country_id is not None or speaker.organisation_id is not None
    if meeting.attribution == Attribution.STATE and named and speaker.kind != Kind.EXPERT:
        return {"to": "state", "speaker": speaker.kind}
    return {"to": "capacity", "speaker": speaker.kind}
