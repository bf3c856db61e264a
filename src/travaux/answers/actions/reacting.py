"""What a commenter says to the answer."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from travaux.answers.models import Reaction
from travaux.answers.rules import LONGEST_ANSWER, may_react
from travaux.comments.models import Comment
from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse, require


@action
def react(
    *, by: Person, comment: Comment, kind: str, at: datetime, ground: str = "", text: str = ""
) -> Reaction:
    """The commenter confirms the answer, or contests it once with the ground; nothing stops.

    Two grounds are kept apart: the comment was not considered, or it was wrongly decided (IETF).
    """
    require(may_react(by, comment, at))
    if kind not in Reaction.Kind.values:
        raise refuse("reaction-unknown")
    if kind == Reaction.Kind.CONTESTED:
        if ground not in Reaction.Ground.values:
            raise refuse("ground-needed")
        if not text.strip():
            raise refuse("contest-needs-words")
    else:
        ground = ""
    if len(text) > LONGEST_ANSWER:
        raise refuse("answer-too-long", limit=LONGEST_ANSWER)
    try:
        with transaction.atomic():
            reaction = Reaction.objects.create(
                comment=comment, person=by, kind=kind, ground=ground, text=text.strip(), at=at
            )
    except IntegrityError:
        raise refuse("reacted-already") from None
    record(
        by=by,
        subject=comment.key,
        process=comment.round.process.code,
        at=at,
        facts={"kind": kind, "ground": ground},
    )
    return reaction
