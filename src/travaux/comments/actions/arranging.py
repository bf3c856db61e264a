"""Giving a comment its place, and splitting it into points; the original is always kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from travaux.comments.models import Comment, PlaceChange
from travaux.comments.rules import MOST_POINTS, may_place, may_split
from travaux.comments.states import Scope
from travaux.core.comments.types import TYPE_TABLES
from travaux.core.comments.words import LONGEST, kept_words
from travaux.drafts.models import Paragraph
from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse, require


@dataclass(frozen=True, slots=True)
class Piece:
    """One point of a split comment; without a place of its own it stands where the comment does."""

    text: str
    proposed: str = ""
    type: str = ""
    scope: str = ""
    paragraph: Paragraph | None = None


def _check_place(comment: Comment, scope: str, paragraph: Paragraph | None) -> None:
    needs = scope in (Scope.PARAGRAPH, Scope.SECTION)
    if scope not in Scope.values or needs != (paragraph is not None):
        raise refuse("place-not-in-version")
    if paragraph is not None and paragraph.version_id != comment.round.version_id:
        raise refuse("place-not-in-version")


@action
def place_comment(
    *,
    by: Person,
    comment: Comment,
    scope: str,
    paragraph: Paragraph | None,
    at: datetime,
    reason: str = "",
) -> Comment:
    """A comment gets its place, or another one; where it stood and why it moved stay on record."""
    require(may_place(by, comment, at))
    _check_place(comment, scope, paragraph)
    before = (comment.scope, comment.paragraph_id)
    if before == (scope, paragraph.pk if paragraph is not None else None):
        raise refuse("place-unchanged")
    if comment.scope != Scope.UNPLACED and not reason.strip():
        raise refuse("place-reason-needed")
    here = Comment.objects.filter(pk=comment.pk, scope=before[0], paragraph=before[1])
    swapped = here.update(scope=scope, paragraph=paragraph)
    if not swapped:
        raise refuse("moved-meanwhile")
    PlaceChange.objects.create(
        comment=comment,
        scope_before=before[0],
        paragraph_before_id=before[1],
        reason=kept_words(reason),
        by_key=by.key,
        at=at,
    )
    comment.scope, comment.paragraph = scope, paragraph
    record(
        by=by,
        subject=comment.key,
        process=comment.round.process.code,
        at=at,
        facts={
            "round": comment.round.key,
            "scope_before": before[0],
            "scope": scope,
            "paragraph": paragraph.anchor.key if paragraph is not None else "",
        },
    )
    return comment


@action
def split_comment(
    *, by: Person, comment: Comment, pieces: Sequence[Piece], at: datetime
) -> list[Comment]:
    """A comment that makes several points becomes as many, numbered n.1, n.2; each is answered."""
    require(may_split(by, comment, at))
    whole = [p for p in pieces if p.text.strip() or p.proposed.strip()]
    if len(whole) < 2:
        raise refuse("points-needed")
    if len(whole) > MOST_POINTS:
        raise refuse("points-too-many", most=MOST_POINTS)
    codes = TYPE_TABLES[comment.round.types].codes
    if not Comment.objects.filter(pk=comment.pk, is_split=False).update(is_split=True):
        raise refuse("moved-meanwhile")
    comment.is_split = True
    points = []
    for at_point, piece in enumerate(whole, 1):
        if len(piece.text) > LONGEST or len(piece.proposed) > LONGEST:
            raise refuse("comment-too-long", most=LONGEST)
        if piece.type and piece.type not in codes:
            raise refuse("type-unknown")
        scope = piece.scope or comment.scope
        paragraph = piece.paragraph if piece.scope else comment.paragraph
        _check_place(comment, scope, paragraph)
        points.append(
            Comment.objects.create(
                submission=comment.submission,
                round=comment.round,
                number=comment.number,
                point=at_point,
                split_from=comment,
                scope=scope,
                paragraph=paragraph,
                type=piece.type or comment.type,
                text=kept_words(piece.text),
                proposed=kept_words(piece.proposed),
                quote=paragraph.body if paragraph is not None else "",
                language=comment.language,
                clause_received=comment.clause_received,
                paragraph_received=comment.paragraph_received,
                line_received=comment.line_received,
                type_received=comment.type_received,
                row_received=comment.row_received,
            )
        )
    record(
        by=by,
        subject=comment.key,
        process=comment.round.process.code,
        at=at,
        facts={"round": comment.round.key, "points": [p.key for p in points]},
    )
    return points
