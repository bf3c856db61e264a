"""Moderators: the policy they publish, what they let through, refuse, hide and redact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from travaux.comments.actions import (
    admit_submission,
    put_words_back,
    reinstate_submission,
    take_words_out,
    turn_away,
)
from travaux.comments.models import Comment, Submission
from travaux.comments.states import OUT, Mark, SubmissionState
from travaux.consultations.models import Track
from travaux.consultations.rules import is_limited
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.languages import SIX
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require
from travaux.voices.actions.telling import _tell_author
from travaux.voices.models import Measure, Policy
from travaux.voices.rules import may_lift, may_measure, may_moderate, may_set_policy
from travaux.voices.rules.joining import OPEN_KINDS
from travaux.voices.states import MOVES, Kind, Mode, Reason

MOST_WORDS = 200  # places that one redaction takes out
LONGEST_NOTE = 4000


@action
def set_policy(
    *,
    by: Person,
    track: Track,
    joining: bool,
    mode: str,
    at: datetime,
    texts: Mapping[str, str] | None = None,
    keepers: Sequence[str] = (),
    votes: bool = False,
    proposals: bool = False,
) -> Policy:
    """The secretariat writes the policy of a track; it is public from this instant."""
    require(may_set_policy(by, track, at))
    if mode not in Mode.values:
        raise refuse("moderation-mode-unknown")
    if joining and (track.kind not in OPEN_KINDS or is_limited(track)):
        raise refuse("joining-in-open-tracks")
    known = set(Person.objects.filter(key__in=list(keepers)).values_list("key", flat=True))
    if set(keepers) - known:
        raise refuse("keeper-unknown")
    said = {c: t.strip()[:10_000] for c, t in (texts or {}).items() if c in SIX and t.strip()}
    wanted = {
        "joining": joining,
        "mode": mode,
        "texts": said,
        "keepers": sorted(known),
        "votes": votes,
        "proposals": votes and proposals,
    }
    before = Policy.objects.select_for_update().filter(track=track).first()
    if before is not None and all(getattr(before, k) == v for k, v in wanted.items()):
        nothing_to_record()
        return before
    made, _new = Policy.objects.update_or_create(
        track=track, defaults={**wanted, "changed_at": at, "changed_by": by.key}
    )
    record(
        by=by,
        subject=track.key,
        process=track.process.code,
        at=at,
        facts={
            "joining": joining,
            "mode": mode,
            "keepers": len(known),
            "votes": votes,
            "proposals": votes and proposals,
        },
    )
    return made


@action
def admit(*, by: Person, submission: Submission, at: datetime) -> Submission:
    """A moderator has read it: it comes among the others."""
    require(may_moderate(by, submission.round, at))
    guest = getattr(submission, "guest", None)
    if guest is not None and guest.checked_at is None:
        raise refuse("check-your-mail-first")
    admit_submission(by=by, submission=submission, at=at)
    record(
        by=by,
        subject=submission.key,
        process=submission.round.process.code,
        at=at,
        facts={"round": submission.round.key},
    )
    return submission


def _redacted(text: str, out: Sequence[str]) -> tuple[str, int]:
    """A text without these words, each place marked; and how many places there were."""
    places = 0
    for words in sorted({w for w in out if w.strip()}, key=len, reverse=True):
        places += text.count(words)
        text = text.replace(words, OUT)
    return text, places


@action
def take_measure(
    *,
    by: Person,
    submission: Submission,
    kind: str,
    reason: str,
    at: datetime,
    comment: Comment | None = None,
    out: Sequence[str] = (),
    note: str = "",
) -> Measure:
    """A moderator refuses what waits, hides a comment, or takes words out of it; the author is told.

    `out`: the words to take out, just as they stand in the comment.
    """
    require(may_measure(by, submission, comment, kind, at))
    if reason not in Reason.values:
        raise refuse("measure-reason-needed")
    if kind == Kind.REFUSE:
        turn_away(by=by, submission=submission, why=reason, at=at)
    else:
        assert comment is not None
        text, places = _redacted(comment.text, out[:MOST_WORDS])
        proposed, more = _redacted(comment.proposed, out[:MOST_WORDS])
        if kind == Kind.REDACT and not places + more:
            raise refuse("words-not-found")
        mark = Mark.HIDDEN if kind == Kind.HIDE else Mark.REDACTED
        take_words_out(by=by, comment=comment, text=text, proposed=proposed, mark=mark, at=at)
    made = Measure.objects.create(
        submission=submission,
        comment=comment if kind != Kind.REFUSE else None,
        kind=kind,
        reason=reason,
        note=note.strip()[:LONGEST_NOTE],
        by_key=by.key,
        at=at,
    )
    _tell_author(made, "measure", at)
    record(
        by=by,
        subject=submission.key,
        process=submission.round.process.code,
        at=at,
        facts={
            "round": submission.round.key,
            "measure": made.key,
            "kind": str(kind),
            "reason": reason,
        },
    )
    return made


def _undo(by: Person, measure: Measure, at: datetime) -> None:
    """The words stand again; for a lifting and for an appeal that was right."""
    if measure.kind == Kind.REFUSE:
        if measure.submission.state == SubmissionState.WITHDRAWN:
            reinstate_submission(by=by, submission=measure.submission, at=at)
    elif measure.comment is not None:
        put_words_back(by=by, comment=measure.comment, at=at)


@action
def lift_measure(*, by: Person, measure: Measure, at: datetime, why: str = "") -> Measure:
    """A moderator takes a measure back; the author is told."""
    require(may_lift(by, measure, at))
    move(
        measure,
        MOVES,
        "lift",
        decided_by=by.key,
        decided_at=at,
        decision=why.strip()[:LONGEST_NOTE],
    )
    _undo(by, measure, at)
    _tell_author(measure, "decided", at)
    record(
        by=by,
        subject=measure.submission.key,
        process=measure.submission.round.process.code,
        at=at,
        facts={"round": measure.submission.round.key, "measure": measure.key},
    )
    return measure
