"""What was said many times in nearly the same words: found by likeness of words, not of meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from travaux.comments.models import Comment
from travaux.comments.queries.coverage import party_of
from travaux.comments.rules import sets
from travaux.comments.states import SubmissionState
from travaux.consultations.models import Round
from travaux.core.comments.alike import alike
from travaux.journal.queries import state_of_record
from travaux.plumbing.keeping import Keep

MOST = 20  # groups that a report names
FEWEST_WORDS = 4  # "We agree." says the same without being copied
MOST_COMMENTS = 20_000  # with more the page would keep its reader waiting


@dataclass(frozen=True, slots=True)
class Alike:
    """Comments in nearly the same words: key of the first, how many, from how many parties."""

    comment: str
    comments: int
    parties: int


_held: Keep[tuple[Alike, ...] | None] = Keep(50)


def said_alike(
    rounds: Sequence[Round], *, without_sets: Sequence[Round] = ()
) -> tuple[Alike, ...] | None:
    """The largest groups of comments that are nearly the same, over all these rounds together.

    Only for who may read every comment of them, but for the sealed sets of some. None: too many to
    be held against each other on a page. What is only short says nothing of copying and is left out.
    """
    keys = tuple(r.pk for r in rounds)
    shut = tuple(r.pk for r in without_sets if r.pk in keys)
    state = state_of_record()
    if not state:
        return _found(keys, shut)
    return _held.get((state, keys, shut), lambda: _found(keys, shut))


def _found(rounds: tuple[int, ...], shut: tuple[int, ...]) -> tuple[Alike, ...] | None:
    standing = Comment.objects.filter(
        round__in=rounds,
        number__isnull=False,
        is_split=False,
        submission__state=SubmissionState.SUBMITTED,
        withdrawn_at__isnull=True,
    )
    if shut:
        standing = standing.exclude(Q(round__in=shut) & sets())
    if standing.count() > MOST_COMMENTS:
        return None
    rows = [
        (
            " ".join(f"{text} {proposed}".split()),
            party_of(capacity, country, organisation, author, member),
            key,
        )
        for key, text, proposed, capacity, country, organisation, author, member in standing.order_by(
            "round__opens_at", "number", "point"
        ).values_list(
            "key",
            "text",
            "proposed",
            "submission__capacity",
            "submission__country",
            "submission__organisation",
            "submission__author",
            "submission__member",
        )
    ]
    rows = [row for row in rows if _says_enough(row[0])]
    groups: dict[int, list[int]] = {}
    for place, first in enumerate(alike([words for words, _party, _key in rows])):
        groups.setdefault(first, []).append(place)
    many = sorted((g for g in groups.values() if len(g) > 1), key=lambda g: (-len(g), g[0]))
    return tuple(Alike(rows[g[0]][2], len(g), len({rows[i][1] for i in g})) for g in many[:MOST])


def _says_enough(words: str) -> bool:
    """Long enough that likeness is no chance; where no spaces are written, signs are counted."""
    return len(words.split()) >= FEWEST_WORDS or (not words.isascii() and len(words) >= 12)
