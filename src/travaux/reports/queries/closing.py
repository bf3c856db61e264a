"""The figures with which a track closes: who was asked, who answered, what they said, what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, QuerySet

from travaux.answers.models import Cause
from travaux.answers.rules import may_see_answers
from travaux.comments.models import Comment
from travaux.comments.queries import outline
from travaux.comments.queries.coverage import monitor, open_to_all
from travaux.comments.rules import reads_all
from travaux.comments.states import SubmissionState
from travaux.comments.views.coverage_figures import NAMED, Figures
from travaux.comments.wording import PARTIES
from travaux.consultations.models import Round, Track
from travaux.consultations.rules import Phase, is_counted, is_published, phase
from travaux.core.comments.coverage import banded
from travaux.people.models import Person
from travaux.plumbing.languages import said
from travaux.reports.queries.likeness import said_alike
from travaux.reports.queries.tracks import answered_in, rounds_in

MOST_POINTS = 30
LONGEST_POINT = 200


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
    alike: tuple[tuple[str, str, str], ...] | None  # words of the first, comments, parties
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
        alike=_alike(shown, person, at, staff=staff),
        comments=_figure(comments.count(), exact),
        answered=str(released.count()),
        changed=str(changed.values("paragraph").distinct().count()),
        withheld=len(rounds) - len(shown),
        staff=staff,
    )


def _alike(
    rounds: Sequence[Round], person: Person | None, at: datetime, *, staff: bool
) -> tuple[tuple[str, str, str], ...] | None:
    """What was said many times in nearly the same words, in the rounds that this reader reads whole.

    None where there are too many comments to hold each against the others.
    """
    found = said_alike([r for r in rounds if staff or reads_all(person, r, at)])
    if found is None:
        return None
    return tuple((_short(a.words), str(a.comments), _figure(a.parties, staff)) for a in found)


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_POINT else words[:LONGEST_POINT].rstrip() + "…"


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
            points.append((_short(words), str(row["n"]), row["served__answer__outcome"]))
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
