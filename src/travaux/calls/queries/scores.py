"""Scores as figures: for each application, for the pool of a group, for one who scored, and for files."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from travaux.calls.models import Application, Call, Criterion, Figure, Kind, Review
from travaux.calls.queries.reviews import assignable, criteria_of, reviews_for, reviews_of
from travaux.calls.rules.reviews import is_closed, scoring_of
from travaux.calls.states import ApplicationState, ReviewState
from travaux.core.reviews.figures import Figures, Scale, figures, rounded, total
from travaux.journal.models import Line
from travaux.people.models import Person

PENDING = (ReviewState.ASSIGNED, ReviewState.DRAFT)


def scales_of(criteria: list[Criterion]) -> dict[str, Scale]:
    """Criteria as the computation takes them."""
    return {c.key: Scale(c.low, c.high, c.weight) for c in criteria}


def withheld_from(person: Person | None, call: Call) -> set[int]:
    """Applications whose scores somebody does not see yet, having their own to give first."""
    if person is None:
        return set()
    mine = reviews_for(person).filter(application__call=call, state__in=PENDING)
    own = Application.objects.filter(call=call, person=person)
    return {*mine.values_list("application", flat=True), *own.values_list("pk", flat=True)}


@dataclass(frozen=True, slots=True)
class Single:
    """One review that was handed in: its scores by criterion, and what they come to."""

    review: Review
    values: tuple[int | None, ...]
    remarks: tuple[str, ...]
    total: Fraction | None


@dataclass(frozen=True, slots=True)
class Row:
    """One application: its reviews that were handed in, and the figures out of them."""

    application: Application
    singles: tuple[Single, ...]
    criteria: tuple[Figures | None, ...]
    totals: Figures | None
    given: int
    handed_in: int
    stepped_back: int
    withheld: bool = False

    @property
    def missing(self) -> int:
        return self.given - self.handed_in

    def score(self, figure: str) -> Fraction | None:
        """The figure that counts."""
        if self.totals is None:
            return None
        return self.totals.mean if figure == Figure.MEAN else self.totals.median


def single_of(review: Review, criteria: list[Criterion]) -> Single:
    """One review with its scores in the order of the criteria."""
    held = {s.criterion_id: s for s in review.scores.all()}
    values = tuple(held[c.pk].value if c.pk in held else None for c in criteria)
    remarks = tuple(held[c.pk].remark if c.pk in held else "" for c in criteria)
    given = {c.key: v for c, v in zip(criteria, values, strict=True) if v is not None}
    return Single(review, values, remarks, total(scales_of(criteria), given))


def rows_of_scores(call: Call, reader: Person | None) -> list[Row]:
    """Every application that stands, with figures; kept back from one who has still to score it."""
    criteria, hidden = criteria_of(call), withheld_from(reader, call)
    reviews: dict[int, list[Review]] = defaultdict(list)
    for review in reviews_of(call):
        reviews[review.application_id].append(review)
    found = []
    standing = Application.objects.filter(
        call=call, state=ApplicationState.SUBMITTED, erased_at__isnull=True
    )
    for one in standing.select_related("country", "call__process").order_by("number"):
        held = reviews[one.pk]
        back = sum(1 for r in held if r.state == ReviewState.RECUSED)
        done = sum(1 for r in held if r.state == ReviewState.HANDED_IN)
        if one.pk in hidden:
            none = (None,) * len(criteria)
            found.append(Row(one, (), none, None, len(held) - back, done, back, withheld=True))
            continue
        singles = tuple(single_of(r, criteria) for r in held if r.state == ReviewState.HANDED_IN)
        by_criterion = tuple(
            figures([v for s in singles if (v := s.values[n]) is not None])
            for n in range(len(criteria))
        )
        totals = figures([s.total for s in singles if s.total is not None])
        found.append(Row(one, singles, by_criterion, totals, len(held) - back, done, back))
    return found


def row_of(application: Application, reader: Person | None) -> Row | None:
    """One application's figures."""
    found = rows_of_scores(application.call, reader)
    return next((r for r in found if r.application.pk == application.pk), None)


def others_of(review: Review) -> list[Single]:
    """What the others gave on the same application, without names: once nothing can be amended any more.

    Until the reviewing is closed nobody sees them, so that nobody moves towards the others.
    """
    if review.state != ReviewState.HANDED_IN or not is_closed(review.application.call):
        return []
    criteria = criteria_of(review.application.call)
    found = reviews_of(review.application.call).filter(
        application=review.application, state=ReviewState.HANDED_IN
    )
    singles = [single_of(r, criteria) for r in found.exclude(pk=review.pk)]
    # in the order of what they come to, so that no order tells who they are
    return sorted(singles, key=lambda s: (s.total is None, s.total or 0, s.values))


def reopenings_of(call: Call) -> list[tuple[datetime, str]]:
    """When the reviewing of a call was opened again, and why, the latest first."""
    lines = Line.objects.filter(what="calls.reopen_reviewing", subject=call.key).order_by("-seq")
    return [(line.at, str(line.facts.get("reason", ""))) for line in lines]


@dataclass(frozen=True, slots=True)
class PoolScores:
    """Scores that go with a pool: which figure, of whom, how many lack one, and whether it is final."""

    figure: str
    scores: Mapping[str, Decimal]  # key of the application -> score, 0 to 100
    lacking: int
    closed: bool
    digest: str  # of all scores that were closed

    @property
    def complete(self) -> bool:
        return self.closed and bool(self.scores) and not self.lacking


def scores_for_pool(call: Call) -> PoolScores | None:
    """The score of each nominee in the figure that was set; nothing where a call is not scored."""
    scoring = scoring_of(call)
    if scoring is None or call.kind != Kind.NOMINATION or not criteria_of(call):
        return None
    wanted = {a.pk for a in assignable(call)}
    scores: dict[str, Decimal] = {}
    for row in rows_of_scores(call, None):
        score = row.score(scoring.figure)
        if row.application.pk in wanted and score is not None:
            scores[row.application.key] = rounded(score)
    return PoolScores(
        scoring.figure,
        scores,
        len(wanted) - len(scores),
        scoring.closed_at is not None,
        scoring.digest,
    )


def digest_of_scores(call: Call) -> str:
    """SHA-256 over every score that counts, so that the record holds what was closed."""
    told = sorted(
        [r.application.key, r.reviewer.key, s.criterion.key, s.value]
        for r in reviews_of(call).prefetch_related("scores__criterion")
        if r.state == ReviewState.HANDED_IN
        for s in r.scores.all()
    )
    return hashlib.sha256(json.dumps(told, separators=(",", ":")).encode()).hexdigest()


def own_reviews(person: Person) -> list[dict[str, Any]]:
    """What this room keeps about a person as a reviewer: their own scores and remarks, no others'."""
    found = (
        Review.objects.filter(reviewer__person=person)
        .select_related("application__call")
        .prefetch_related("scores__criterion")
        .order_by("assigned_at", "pk")
    )
    return [
        {
            "call": r.application.call.key,
            "application": r.application.number,
            "state": r.state,
            "assigned_at": r.assigned_at,
            "handed_in_at": r.handed_in_at,
            "amended_at": r.amended_at,
            "remark": r.remark,
            "reason": r.reason,
            "scores": [
                {"criterion": s.criterion.names, "score": s.value, "remark": s.remark}
                for s in r.scores.all()
            ],
        }
        for r in found
    ]
