"""What was said, answered and changed in a track or by somebody; and the figures of its closing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from travaux.answers.models import Cause
from travaux.answers.queries.table import TableLine, table_lines
from travaux.answers.rules import may_see_answers
from travaux.comments.models import Comment
from travaux.comments.queries import outline
from travaux.comments.queries.coverage import monitor, open_to_all
from travaux.comments.rules import appointments_here, reads_all
from travaux.comments.states import Scope, SubmissionState
from travaux.comments.views.coverage_figures import NAMED, Figures
from travaux.comments.wording import PARTIES
from travaux.consultations.models import Round, Track
from travaux.consultations.rules import (
    Phase,
    is_counted,
    is_published,
    phase,
    waits_for_its_day,
)
from travaux.core.comments.coverage import banded
from travaux.core.texts.redline import Piece, redline
from travaux.drafts.models import Paragraph
from travaux.people.models import Person, Role
from travaux.plumbing.languages import said
from travaux.roadmap.models import Process

MOST_POINTS = 30
LONGEST_POINT = 200


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


def _answered() -> QuerySet[Comment]:
    return Comment.objects.filter(
        served__released=True,
        number__isnull=False,
        submission__state=SubmissionState.SUBMITTED,
        withdrawn_at__isnull=True,
    )


def answered_in(track: Track, person: Person | None, at: datetime) -> QuerySet[Comment]:
    """The comments of a track whose released answers somebody may read."""
    open_ = [
        r.pk
        for r in rounds_in(track)
        if may_see_answers(person, r, at)
        and (
            is_published(r, at)
            or (is_counted(r, at) and not waits_for_its_day(r, at))
            or reads_all(person, r, at)
        )
    ]
    return _answered().filter(round__in=open_)


def answered_of(person: Person, process: Process, at: datetime) -> QuerySet[Comment]:
    """One's own comments, and those of the state or organisation one speaks for, once answered."""
    held = appointments_here(person, process.code, at)
    countries = [a.country_id for a in held if a.country_id and a.role == Role.FOCAL_POINT]
    organisations = [a.organisation_id for a in held if a.organisation_id]
    mine = Q(submission__author=person)
    mine |= Q(submission__country__in=countries, submission__capacity="state")
    mine |= Q(submission__organisation__in=organisations, submission__capacity="organisation")
    return _answered().filter(mine, round__process=process)


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


@dataclass(frozen=True, slots=True)
class Closing:
    """The figures of a track's closing report, as a reader may know them."""

    rounds: tuple[Round, ...]
    is_closed: bool
    asked: tuple[tuple[str, str, str, str], ...]  # round, kind, asked, heard
    types: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, str], ...]
    outcomes: tuple[tuple[str, str], ...]
    points: tuple[tuple[str, str, str], ...]  # words of the first, how many made it, outcome
    comments: str
    answered: str
    changed: str
    withheld: int  # rounds of which this reader may know nothing
    staff: bool


def _figure(n: int, exact: bool) -> str:
    """A count as it stands, or rounded down to a band; "<" where that is nothing."""
    if exact:
        return str(n)
    return f"≥ {banded(n)}" if banded(n) else "–"


def closing_of(track: Track, person: Person | None, at: datetime, *, staff: bool) -> Closing:
    """Who was asked, who answered, what they said and what became of it, from data alone.

    For everyone: nothing of a round that is sealed or for members; comments exact once they are
    public, in bands before; persons, organisations and experts in bands always.
    """
    rounds = tuple(rounds_in(track))
    shown = [r for r in rounds if staff or is_counted(r, at) or reads_all(person, r, at)]
    exact = staff or all(is_published(r, at) for r in shown)
    asked: list[tuple[str, str, str, str]] = []
    for round in shown:
        openness = open_to_all(round, at)
        found = monitor(round, at)
        figures = Figures(found, staff=staff, names=openness.names)
        name = said(round.titles) or said(round.version.titles) or round.key
        for kind in NAMED:
            total = found.coverage.total(kind)
            # how many persons took part is all one can say: nobody asks each of them by name
            told = str(total.asked) if staff or kind.value == "state" else ""
            asked.append((name, str(PARTIES[kind]), told, figures.words(total.heard, kind)))
    comments = Comment.objects.filter(
        round__in=[r.pk for r in shown],
        number__isnull=False,
        is_split=False,
        submission__state=SubmissionState.SUBMITTED,
        withdrawn_at__isnull=True,
    )
    open_ = [r.pk for r in shown if staff or may_see_answers(person, r, at)]
    released = comments.filter(served__released=True, round__in=open_)
    types = comments.order_by("type").values_list("type").annotate(n=Count("pk"))
    outcomes = (
        released.order_by("served__answer__outcome")
        .values_list("served__answer__outcome")
        .annotate(n=Count("pk"))
    )
    changed = Cause.objects.filter(comment__in=released.values("pk"))
    return Closing(
        rounds=rounds,
        is_closed=bool(rounds) and all(phase(r, at) is Phase.CLOSED for r in rounds),
        asked=tuple(asked),
        types=tuple((code, _figure(n, exact)) for code, n in types),
        sections=tuple((name, _figure(n, exact)) for name, n in _by_section(shown, comments)),
        outcomes=tuple((code, str(n)) for code, n in outcomes),
        points=_points(track, person, at),
        comments=_figure(comments.count(), exact),
        answered=str(released.count()),
        changed=str(changed.values("paragraph").distinct().count()),
        withheld=len(rounds) - len(shown),
        staff=staff,
    )


def _points(track: Track, person: Person | None, at: datetime) -> tuple[tuple[str, str, str], ...]:
    """Points that several made: comments that one released answer serves together, the most first.

    The grouping is that of those who answered, not of a machine; only what this reader may read.
    """
    found = answered_in(track, person, at)
    shared = (
        found.order_by()
        .values("served__answer", "served__answer__outcome")
        .annotate(n=Count("pk"), first=Min("number"))
        .filter(n__gte=2)
        .order_by("-n", "first")[:MOST_POINTS]
    )
    points = []
    for row in shared:
        one = found.filter(served__answer=row["served__answer"]).order_by("number", "point").first()
        if one is not None:
            words = " ".join((one.text or one.proposed).split())
            short = words if len(words) <= LONGEST_POINT else words[:LONGEST_POINT].rstrip() + "…"
            points.append((short, str(row["n"]), row["served__answer__outcome"]))
    return tuple(points)


def _by_section(rounds: Sequence[Round], comments: QuerySet[Comment]) -> list[tuple[str, int]]:
    """Comments by the heading of the first level under which they stand, in the order of the draft."""
    found: dict[str, int] = {}
    for round in rounds:
        where = outline(round.version)
        top = [h for h in where.headings if h.level == 1] or list(where.headings)
        for h in top:
            found.setdefault(h.name, 0)
        rows = comments.filter(round=round).order_by("paragraph__position")
        for position, n in rows.values_list("paragraph__position").annotate(n=Count("pk")):
            inside = next(
                (h for h in top if position is not None and h.position <= position < h.end), None
            )
            name = inside.name if inside is not None else ""
            found[name] = found.get(name, 0) + n
    return list(found.items())


def tracks_answered(process: Process, person: Person | None, at: datetime) -> list[Track]:
    """The tracks of a process that have a released answer somebody may read."""
    tracks = (
        Track.objects.filter(process=process).select_related("process").order_by("position", "pk")
    )
    return [t for t in tracks if answered_in(t, person, at).exists()]
