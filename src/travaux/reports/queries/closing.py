"""The figures with which a track closes: who was asked, who answered, what they said, what became of it.

In no language, so that they can be kept: rounds, parties, types and outcomes by their codes, words
by the key of the comment they stand in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from travaux.answers.models import Cause
from travaux.comments.models import Comment
from travaux.comments.queries import outline
from travaux.comments.queries.coverage import monitor, open_to_all
from travaux.comments.rules import sets
from travaux.comments.states import SubmissionState
from travaux.comments.views.coverage_figures import NAMED, Figures
from travaux.consultations.models import Round, Track
from travaux.consultations.rules import Phase, phase
from travaux.core.comments.coverage import banded
from travaux.people.models import Person
from travaux.reports.queries.likeness import said_alike
from travaux.reports.queries.reach import Reach, reach_of
from travaux.reports.queries.tracks import answered_comments, rounds_in

MOST_POINTS = 30
LONGEST_POINT = 200


@dataclass(frozen=True, slots=True)
class Closing:
    """The figures of a track's closing report, as a reader may know them."""

    rounds: tuple[tuple[str, Mapping[str, str]], ...]  # key, titles; all of the track
    is_closed: bool
    invented: bool
    audience: Mapping[str, Any]  # whom the track was for, by codes and keys; persons as a number
    table: str  # of the types of comment
    asked: tuple[tuple[str, str, str, str], ...]  # round, kind, asked, heard
    types: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, str], ...]
    outcomes: tuple[tuple[str, str], ...]
    points: tuple[tuple[str, str, str], ...]  # comment, how many made it, outcome
    alike: tuple[tuple[str, str, str], ...] | None  # comment, comments, parties
    comments: str
    answered: str
    changed: str
    withheld: int  # rounds of which this reader may know nothing
    staff: bool

    def kept(self) -> dict[str, Any]:
        """The same as plain values that can be hashed and stored."""
        return asdict(self)


def closing_kept(told: Mapping[str, Any]) -> Closing:
    """The figures as they were kept."""
    rows = ("rounds", "asked", "types", "sections", "outcomes", "points", "alike")
    found: dict[str, Any] = {
        k: tuple(tuple(row) for row in v) if k in rows and v is not None else v
        for k, v in told.items()
    }
    return Closing(**found)


def _figure(n: int, exact: bool) -> str:
    """A count as it stands, or rounded down to a band; "–" where that is nothing."""
    if exact:
        return str(n)
    return f"≥ {banded(n)}" if banded(n) else "–"


def closing_of(track: Track, person: Person | None, at: datetime, *, staff: bool) -> Closing:
    """Who was asked, who answered, what they said and what became of it, from data alone.

    For everyone: nothing of a round that is sealed or for members; comments exact once they are
    public, in bands before; persons, organisations and experts in bands always.
    """
    rounds = tuple(rounds_in(track))
    return closing_within(track, rounds, reach_of(rounds, person, at, staff=staff), at)


def closing_within(track: Track, rounds: Sequence[Round], reach: Reach, at: datetime) -> Closing:
    """The same, as far as a reach goes."""
    shown = [r for r in rounds if r.key in reach.counted]
    asked: list[tuple[str, str, str, str]] = []
    for round in shown:
        told_of = round.key in reach.sets
        found = monitor(round, at, sets=told_of)
        figures = Figures(
            found, staff=reach.staff, names=open_to_all(round, at).names, sets=told_of
        )
        for kind in NAMED:
            total = found.coverage.total(kind)
            # how many persons took part is all one can say: nobody asks each of them by name
            told = str(total.asked) if reach.staff or kind.value == "state" else ""
            asked.append((round.key, kind.value, told, str(figures.code(total.heard, kind))))
    shut = [r for r in rounds if r.key not in reach.sets]
    comments = without_sets(standing_in(shown), shut)
    released = comments.filter(served__released=True, round__key__in=reach.answers)
    types = comments.order_by("type").values_list("type").annotate(n=Count("pk"))
    outcomes = (
        released.order_by("served__answer__outcome")
        .values_list("served__answer__outcome")
        .annotate(n=Count("pk"))
    )
    changed = Cause.objects.filter(comment__in=released.values("pk"))
    exact = reach.exact
    return Closing(
        rounds=tuple((r.key, dict(r.titles or r.version.titles or {})) for r in rounds),
        is_closed=bool(rounds) and all(phase(r, at) is Phase.CLOSED for r in rounds),
        invented=track.demonstration or any(r.demonstration for r in rounds),
        audience={
            "kind": track.kind,
            "regions": list(track.regions),
            "roles": list(track.roles),
            "organisations": list(track.organisations),
            "persons": len(track.persons),
            "office": track.office.key if track.office is not None else "",
        },
        table=rounds[0].types if rounds else "",
        asked=tuple(asked),
        types=tuple((code, _figure(n, exact)) for code, n in types),
        sections=tuple((name, _figure(n, exact)) for name, n in _by_section(shown, comments)),
        outcomes=tuple((code, str(n)) for code, n in outcomes),
        points=_points(reach, shut),
        alike=_alike([r for r in rounds if r.key in reach.whole], shut, exact=reach.staff),
        comments=_figure(comments.count(), exact),
        answered=str(released.count()),
        changed=str(changed.values("paragraph").distinct().count()),
        withheld=len(rounds) - len(shown),
        staff=reach.staff,
    )


def standing_in(rounds: Iterable[Round]) -> QuerySet[Comment]:
    """What was handed in, stands, and is answered."""
    return Comment.objects.filter(
        round__in=[r.pk for r in rounds],
        number__isnull=False,
        is_split=False,
        submission__state=SubmissionState.SUBMITTED,
        withdrawn_at__isnull=True,
    )


def without_sets(comments: QuerySet[Comment], shut: Sequence[Round]) -> QuerySet[Comment]:
    """The same but for the sets of these rounds, which are sealed from the reader still."""
    return comments.exclude(Q(round__in=[r.pk for r in shut]) & sets()) if shut else comments


def words_of(found: Closing) -> dict[str, str]:
    """Key of a comment -> its words, shortened; what was withdrawn or taken out since has none.

    They are read from where they stand, and not kept a second time: what moderation or its author
    takes away is gone from every edition as well.
    """
    keys = {row[0] for row in (*found.points, *(found.alike or ()))}
    rows = Comment.objects.filter(
        key__in=keys, submission__state=SubmissionState.SUBMITTED, withdrawn_at__isnull=True
    )
    told = rows.order_by("pk").values_list("key", "text", "proposed")
    return {key: _short(" ".join((text or proposed).split())) for key, text, proposed in told}


def _alike(
    rounds: Sequence[Round], shut: Sequence[Round], *, exact: bool
) -> tuple[tuple[str, str, str], ...] | None:
    """What was said many times in nearly the same words, in the rounds that this reader reads whole.

    None where there are too many comments to hold each against the others.
    """
    found = said_alike(rounds, without_sets=shut)
    if found is None:
        return None
    return tuple((a.comment, str(a.comments), _figure(a.parties, exact)) for a in found)


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_POINT else words[:LONGEST_POINT].rstrip() + "…"


def _points(reach: Reach, shut: Sequence[Round]) -> tuple[tuple[str, str, str], ...]:
    """Points that several made: comments that one released answer serves together, the most first.

    The grouping is that of those who answered, not of a machine; only what this reader may read.
    """
    found = without_sets(answered_comments().filter(round__key__in=reach.words), shut)
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
            points.append((one.key, str(row["n"]), row["served__answer__outcome"]))
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
