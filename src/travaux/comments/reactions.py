"""What this room does when a round changes; connected in `site/wiring.py`."""

from __future__ import annotations

from travaux.comments.actions.on_behalf import forget_member, withdraw_disowned
from travaux.comments.actions.telling import tell_of_closing, tell_of_extension
from travaux.comments.models import Submission
from travaux.consultations.facts import RoundClosedEarly, RoundExtended
from travaux.correspondence.facts import EntryDisowned, SubmitterForgotten


def on_extension(fact: RoundExtended) -> None:
    """Those who commented or drafted get a mail."""
    tell_of_extension(by=fact.by, round=fact.round, extension=fact.extension, at=fact.at)


def on_closing(fact: RoundClosedEarly) -> None:
    """Those who commented or drafted get a mail."""
    tell_of_closing(by=fact.by, round=fact.round, at=fact.at)


def on_disowned(fact: EntryDisowned) -> None:
    """What its alleged author disowned is withdrawn."""
    if fact.kind == "comment":
        for submission in Submission.objects.filter(key=fact.subject_key).select_related("round"):
            withdraw_disowned(by=None, submission=submission, at=fact.at)


def on_forgotten(fact: SubmitterForgotten) -> None:
    """Whose name is erased is named on the comment no more."""
    if fact.kind == "comment":
        for submission in Submission.objects.filter(key=fact.subject_key).select_related("round"):
            forget_member(by=None, submission=submission, at=fact.at)
