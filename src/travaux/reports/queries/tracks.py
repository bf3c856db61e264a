"""What was said, answered and changed in a track or by somebody; and the figures of its closing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from travaux.answers.models import Cause
from travaux.answers.queries.table import TableLine, table_lines
from travaux.answers.rules import may_see_answers
from travaux.comments.models import Comment
from travaux.comments.queries import outline
from travaux.comments.rules import appointments_here, kept_sealed, reads_all
from travaux.comments.states import Scope, SubmissionState
from travaux.consultations.models import Round, Track
from travaux.consultations.rules import (
    is_counted,
    is_published,
    waits_for_its_day,
)
from travaux.core.texts.redline import Piece, redline
from travaux.drafts.models import Paragraph
from travaux.people.models import Person, Role
from travaux.roadmap.models import Process


@dataclass(frozen=True, slots=True)
class Said:
    """One comment, its released answer, and what its paragraph says in the draft that came with it."""

    round: Round
    line: TableLine
    changed: str  # changed, same, gone, or "" where no draft came with the answer
    pieces: tuple[Piece, ...]
    caused: bool  # this comment is named as a cause of the change


def rounds_in(track: Track) -> QuerySet[Round]:
    """The rounds of a track; those that name none go to the default one."""
    wanted = Q(track=track)
    if track.is_default:
        wanted |= Q(track__isnull=True, process=track.process)
    return (
        Round.objects.filter(wanted)
        .select_related("process", "track", "version__text")
        .order_by("opens_at", "pk")
    )


def answered_comments() -> QuerySet[Comment]:
    """What was handed in, stands, and has a released answer."""
    return Comment.objects.filter(
        served__released=True,
        number__isnull=False,
        submission__state=SubmissionState.SUBMITTED,
        withdrawn_at__isnull=True,
    )


def answered_in(track: Track, person: Person | None, at: datetime) -> QuerySet[Comment]:
    """The comments of a track whose released answers somebody may read."""
    open_ = [
        r
        for r in rounds_in(track)
        if may_see_answers(person, r, at)
        and (
            is_published(r, at)
            or (is_counted(r, at) and not waits_for_its_day(r, at))
            or reads_all(person, r, at)
        )
    ]
    found = answered_comments().filter(round__in=[r.pk for r in open_])
    return found.exclude(kept_sealed(person, open_, at))


def answered_of(person: Person, process: Process, at: datetime) -> QuerySet[Comment]:
    """One's own comments, and those of the state or organisation one speaks for, once answered."""
    held = appointments_here(person, process.code, at)
    countries = [a.country_id for a in held if a.country_id and a.role == Role.FOCAL_POINT]
    organisations = [a.organisation_id for a in held if a.organisation_id]
    mine = Q(submission__author=person)
    mine |= Q(submission__country__in=countries, submission__capacity="state")
    mine |= Q(submission__organisation__in=organisations, submission__capacity="organisation")
    return answered_comments().filter(mine, round__process=process)


def with_what_they_need(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    return (
        comments.select_related(
            "round__process",
            "round__track",
            "round__version__text",
            "submission__author",
            "submission__country",
            "submission__organisation",
            "paragraph",
            "served__answer__duplicate_of",
            "served__answer__release__version__text",
        )
        .defer("served__answer__release__document")
        .order_by("round__opens_at", "round_id", "number", "point", "pk")
    )


def said_rows(comments: Sequence[Comment]) -> list[Said]:
    """What was said, answered and changed, in a number of queries that the rounds decide."""
    after = _paragraphs_after(comments)
    causes = set(
        Cause.objects.filter(comment__in=[c.pk for c in comments]).values_list(
            "comment_id", "paragraph_id"
        )
    )
    found: list[Said] = []
    by_round: dict[int, list[Comment]] = {}
    for comment in comments:
        by_round.setdefault(comment.round_id, []).append(comment)
    for held in by_round.values():
        round = held[0].round
        for line in table_lines(round, held, staff=False, sections=outline(round.version)):
            found.append(_said(round, line, after, causes))
    return found


def _paragraphs_after(comments: Iterable[Comment]) -> dict[tuple[int, int], Paragraph]:
    """(version of the release, identity) -> the paragraph as it stands there."""
    wanted: dict[int, set[int]] = {}
    for c in comments:
        release = c.served.answer.release
        if release is not None and release.version_id and c.paragraph is not None:
            wanted.setdefault(release.version_id, set()).add(c.paragraph.anchor_id)
    return {
        (version, p.anchor_id): p
        for version, anchors in wanted.items()
        for p in Paragraph.objects.filter(version=version, anchor__in=anchors)
    }


def _said(
    round: Round,
    line: TableLine,
    after: dict[tuple[int, int], Paragraph],
    causes: set[tuple[int, int]],
) -> Said:
    before = line.comment.paragraph
    release = line.answer.release if line.answer is not None else None
    version = release.version if release is not None else None
    if before is None or version is None or line.comment.scope != Scope.PARAGRAPH:
        return Said(round, line, "", (), False)
    if not version.is_published or version.pk == before.version_id:
        return Said(round, line, "", (), False)
    now = after.get((version.pk, before.anchor_id))
    if now is None:
        return Said(round, line, "gone", redline(before.body, ""), False)
    if now.body == before.body:
        return Said(round, line, "same", (), False)
    caused = (line.comment.pk, now.pk) in causes
    return Said(round, line, "changed", redline(before.body, now.body), caused)


def tracks_answered(process: Process, person: Person | None, at: datetime) -> list[Track]:
    """The tracks of a process that have a released answer somebody may read."""
    tracks = (
        Track.objects.filter(process=process).select_related("process").order_by("position", "pk")
    )
    return [t for t in tracks if answered_in(t, person, at).exists()]
