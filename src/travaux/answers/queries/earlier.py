"""Comments made on earlier versions, for the reader of a later one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from travaux.answers.models import CarryOver, Serves
from travaux.answers.queries.carrying import carried
from travaux.answers.rules import may_see_answers
from travaux.answers.wording import STANDINGS, outcome_words
from travaux.comments.queries import visible_comments
from travaux.comments.rules import numbers_known
from travaux.comments.wording import member_name, number_name
from travaux.consultations.models import Round
from travaux.core.texts.redline import Piece, redline
from travaux.drafts.models import Version
from travaux.people.models import Person

BESIDE = (
    CarryOver.Kind.SAME,
    CarryOver.Kind.MOVED,
    CarryOver.Kind.CHANGED,
    CarryOver.Kind.GUESS,
    CarryOver.Kind.PLACED,
)
_WITH_REDLINE = (CarryOver.Kind.CHANGED, CarryOver.Kind.GUESS, CarryOver.Kind.PLACED)


@dataclass(frozen=True, slots=True)
class Earlier:
    """One comment of an earlier version: how its paragraph came here, and what was answered."""

    row: CarryOver
    number: str
    member: str
    kind: str
    outcome: str  # in words; empty until the answer is released to the reader


@dataclass(slots=True)
class Beside:
    """What stands beside one paragraph: some comments, how many there are, what changed since."""

    shown: list[Earlier] = field(default_factory=list)
    total: int = 0
    kinds: list[tuple[str, int]] = field(default_factory=list)
    pieces: tuple[Piece, ...] = ()
    guess: bool = False


def _readable(version: Version, person: Person | None, at: datetime) -> QuerySet[CarryOver]:
    """The comments that came over to a version and that somebody may read."""
    rounds = Round.objects.filter(
        version__text_id=version.text_id, version__number__lt=version.number
    ).select_related("process", "version")
    may = Q(pk__in=[])
    for round in rounds:
        may |= Q(comment__in=visible_comments(person, round, at).order_by().values("pk"))
    return carried(version).filter(may)


def earlier_beside(
    version: Version,
    paragraphs: Collection[int],
    person: Person | None,
    at: datetime,
    *,
    staff: bool,
    most: int = 3,
    budget: int = 40,
    whole: int = 0,
) -> dict[int, Beside]:
    """What stands beside these paragraphs: at most `most` comments each and `budget` in all.

    All of them beside the paragraph `whole`. The counts tell how many there are of each kind.
    """
    found: dict[int, Beside] = defaultdict(Beside)
    readable = _readable(version, person, at).filter(paragraph__in=paragraphs, kind__in=BESIDE)
    kinds: dict[int, dict[str, int]] = defaultdict(dict)
    for pk, kind, n in (
        readable.order_by().values_list("paragraph_id", "kind").annotate(n=Count("pk"))
    ):
        kinds[pk][kind] = n
    left = budget
    rows: list[CarryOver] = []
    for pk in kinds:
        wanted = 500 if pk == whole else min(most, left)
        if wanted > 0:
            held = list(readable.filter(paragraph_id=pk)[:wanted])
            rows += held
            left -= len(held) if pk != whole else 0
    for one in told(rows, person, at, staff=staff):
        pk = one.row.paragraph_id or 0
        place = found[pk]
        place.shown.append(one)
        old, new = one.row.comment.paragraph, one.row.paragraph
        if not place.pieces and one.row.kind in _WITH_REDLINE and old and new:
            place.pieces = redline(old.body, new.body) if old.body != new.body else ()
    for pk, counts in kinds.items():
        place = found[pk]
        place.total = sum(counts.values())
        place.kinds = [(str(STANDINGS[k]), counts[k]) for k in BESIDE if k in counts]
        place.guess = CarryOver.Kind.GUESS in counts
    return dict(found)


def homeless(version: Version, person: Person | None, at: datetime) -> QuerySet[CarryOver]:
    """Comments whose paragraph is gone, or that are kept on the old version."""
    kinds = (CarryOver.Kind.ORPHANED, CarryOver.Kind.KEPT_BACK)
    return _readable(version, person, at).filter(kind__in=kinds)


def told(
    rows: Iterable[CarryOver], person: Person | None, at: datetime, *, staff: bool
) -> list[Earlier]:
    """Rows with names, kinds and answers in words, as far as somebody may know them."""
    rows = list(rows)
    served = {
        one.comment_id: one
        for one in Serves.objects.filter(
            comment_id__in=[row.comment_id for row in rows]
        ).select_related("answer__duplicate_of")
    }
    rounds = {row.comment.round_id: row.comment.round for row in rows}
    answered = {pk: staff or bool(may_see_answers(person, r, at)) for pk, r in rounds.items()}
    numbered = {pk: numbers_known(person, r, at) for pk, r in rounds.items()}
    found = []
    for row in rows:
        round_id = row.comment.round_id
        one = served.get(row.comment_id)
        outcome = ""
        if one is not None and (staff or (one.released and answered[round_id])):
            other = one.answer.duplicate_of
            outcome = outcome_words(one.answer.outcome, number_name(other) if other else "")
        found.append(
            Earlier(
                row,
                number_name(row.comment)
                if staff or numbered[round_id](row.comment.submission)
                else "",
                member_name(row.comment.submission, full=staff),
                str(STANDINGS[row.kind]),
                outcome,
            )
        )
    return found
