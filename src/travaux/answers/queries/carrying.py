"""Where comments stand on the next version, and which comments changed it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from travaux.answers.models import CarryOver, Cause, EditorialChange, Serves
from travaux.answers.queries.behind import Behind, behind_changes
from travaux.answers.rules import tells_causes
from travaux.answers.wording import outcome_words
from travaux.comments.models import Comment
from travaux.comments.numbers import read_cited
from travaux.comments.rules import is_sealed
from travaux.comments.states import Scope, SubmissionState
from travaux.comments.wording import member_name, number_name, said_words
from travaux.core.texts.redline import Piece, redline
from travaux.core.texts.versions import Change
from travaux.drafts.models import Paragraph, Version
from travaux.drafts.queries import compared
from travaux.people.models import Person
from travaux.plumbing import clock

#: The kinds under which a comment stands on a version, and those that wait for a decision.
STANDING = (
    CarryOver.Kind.SAME,
    CarryOver.Kind.MOVED,
    CarryOver.Kind.CHANGED,
    CarryOver.Kind.PLACED,
)
WAITING = (CarryOver.Kind.GUESS, CarryOver.Kind.ORPHANED)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a comment stands on a version."""

    comment_id: int
    kind: str
    paragraph_id: int | None


def standings_on(version: Version) -> Iterator[Standing]:
    """Comments of the version before, and those carried over to it, by what became of its paragraph.

    They follow a paragraph that is surely the same: where it stood, moved or changed. What is only
    alike is a guess, and what is gone leaves its comments orphaned: there a person decides.
    """
    before = version.based_on
    if before is None:
        return
    here = dict(version.paragraphs.values_list("anchor__key", "pk"))
    keys = dict(before.paragraphs.values_list("pk", "anchor__key"))
    fates = _fates(before, version)
    live = Q(
        comment__submission__state=SubmissionState.SUBMITTED,
        comment__withdrawn_at__isnull=True,
        comment__is_split=False,
    )
    places: dict[int, tuple[str, int | None]] = {
        pk: (scope, paragraph)
        for pk, scope, paragraph in Comment.objects.filter(
            round__version=before,
            submission__state=SubmissionState.SUBMITTED,
            withdrawn_at__isnull=True,
            is_split=False,
        ).values_list("pk", "scope", "paragraph_id")
    }
    for pk, scope, now_at in CarryOver.objects.filter(
        live, version=before, kind__in=STANDING
    ).values_list("comment_id", "comment__scope", "paragraph_id"):
        places.setdefault(pk, (Scope.PARAGRAPH if now_at else scope, now_at))
    for comment_id, (scope, paragraph) in places.items():
        if scope == Scope.TEXT:
            yield Standing(comment_id, CarryOver.Kind.SAME, None)
            continue
        kind, anchor = fates.get(keys.get(paragraph or 0, ""), (CarryOver.Kind.ORPHANED, ""))
        yield Standing(comment_id, kind, here.get(anchor))


_KINDS = {"same": CarryOver.Kind.SAME, "moved": CarryOver.Kind.MOVED}


def _fates(before: Version, version: Version) -> dict[str, tuple[str, str]]:
    """Identity in the version before -> what became of it, and the identity it has now."""
    found: dict[str, tuple[str, str]] = {}
    for row in compared(before, version).rows:
        if not row.news:
            continue
        known = row.change.new or row.news[0]
        kind = _KINDS.get(row.kind, CarryOver.Kind.CHANGED)
        if not row.sure:
            kind = CarryOver.Kind.GUESS
        for old in row.olds:
            found[old.key] = (kind, known.key)
    return found


def undecided(version: Version) -> list[CarryOver]:
    """The comments that wait for a decision on a version: guesses, and those without a paragraph."""
    return list(carried(version, WAITING))


def carried(version: Version, kinds: Iterable[str] = CarryOver.Kind.values) -> QuerySet[CarryOver]:
    """The comments that came over to a version under these kinds, with what a page says of them."""
    return (
        CarryOver.objects.filter(version=version, kind__in=list(kinds))
        .select_related(
            "paragraph__anchor",
            "comment__paragraph__anchor",
            "comment__submission__author",
            "comment__submission__country",
            "comment__submission__organisation",
            "comment__round__version",
        )
        .order_by("comment__round_id", "comment__number", "comment__point")
    )


@dataclass(slots=True)
class ChangeRow:
    """A paragraph that changed from one version to the next, and why."""

    change: Change
    kind: str
    number: str
    before: str
    after: str
    sure: bool
    paragraph: Paragraph | None
    pieces: tuple[Piece, ...]
    causes: list[dict[str, Any]] = field(default_factory=list)
    withheld: int = 0
    editorial: bool = False
    behind: list[Behind] = field(default_factory=list)

    @property
    def has_cause(self) -> bool:
        return bool(self.causes or self.withheld or self.editorial or self.behind)


def changes_with_causes(
    version: Version, *, staff: bool, person: Person | None = None, at: datetime | None = None
) -> list[ChangeRow]:
    """What changed since the version before, because of which comments, and on what evidence.

    A cause whose answer is not released yet, or not to `person`, is counted but not named to
    others than staff: it would tell the outcome.
    """
    at = at or clock.now()
    told: dict[int, bool] = {}
    before = version.based_on
    if before is None:
        return []
    paragraphs = {
        p.anchor.key: p for p in version.paragraphs.select_related("anchor").defer("marks", "notes")
    }
    found = compared(before, version).only("")
    ids = [paragraphs[s.key].pk for row in found for s in row.news if s.key in paragraphs]
    causes: dict[int, list[Cause]] = defaultdict(list)
    # in blocks, so that a query never has more values than a database takes
    for start in range(0, len(ids), 500):
        for cause in (
            Cause.objects.filter(paragraph_id__in=ids[start : start + 500])
            .select_related(
                "comment__round__track",
                "comment__round__process",
                "comment__submission__author",
                "comment__submission__country",
                "comment__submission__organisation",
            )
            .order_by("comment__number", "comment__point")
        ):
            causes[cause.paragraph_id].append(cause)
    served = {
        s.comment_id: s
        for s in Serves.objects.filter(comment__caused__paragraph__version=version).select_related(
            "answer__duplicate_of"
        )
    }
    editorial = set(
        EditorialChange.objects.filter(paragraph__version=version).values_list(
            "paragraph_id", flat=True
        )
    )
    rows = []
    for one_row in found:
        change = one_row.change
        paragraph = paragraphs.get(change.new.key) if change.new else None
        parts = [paragraphs[s.key].pk for s in one_row.news if s.key in paragraphs]
        row = ChangeRow(
            change,
            one_row.kind,
            one_row.new_number or one_row.old_number,
            one_row.old_words,
            one_row.new_words,
            one_row.sure,
            paragraph,
            redline(one_row.old_words, one_row.new_words),
            editorial=any(pk in editorial for pk in parts),
        )
        for cause in [cause for pk in parts for cause in causes.get(pk, ())]:
            one = served.get(cause.comment_id)
            round = cause.comment.round
            if not staff and round.pk not in told:
                told[round.pk] = tells_causes(person, round, at)
            cause.comment.submission.round = round
            sealed = is_sealed(cause.comment.submission, at)
            if not staff and (sealed or not (one and one.released and told[round.pk])):
                row.withheld += 1
                continue
            other = one.answer.duplicate_of if one else None
            row.causes.append(
                {
                    "comment": cause.comment,
                    "number": number_name(cause.comment),
                    "member": member_name(cause.comment.submission, full=staff),
                    "said_in": cause.comment.submission.said_in,
                    "said": said_words(cause.comment.submission),
                    "outcome": one.answer.outcome if one else "",
                    "reasons": one.answer.reasons if one else "",
                    "language": one.answer.language if one else "",
                    "round": cause.comment.round.key,
                    "words": outcome_words(one.answer.outcome, number_name(other) if other else "")
                    if one
                    else "",
                }
            )
        rows.append(row)
    named = {
        standing.key: row for row, one in zip(rows, found, strict=True) for standing in one.olds
    }
    named |= {row.paragraph.anchor.key: row for row in rows if row.paragraph is not None}
    for anchor, things in behind_changes(version, person, at, list(named)).items():
        named[anchor].behind += [one for one in things if one not in named[anchor].behind]
    return rows


def comments_named(version: Version, typed: str) -> tuple[list[Comment], str]:
    """The comments of the rounds on the version before that these numbers name; or what is none."""
    found: list[Comment] = []
    before = version.based_on
    for word in typed.replace(",", " ").replace(";", " ").split():
        cited = read_cited(word.strip(".#"))
        match = None
        if cited is not None:
            named = (
                Comment.objects.filter(
                    round__version__text_id=version.text_id,
                    number=cited[0],
                    point=cited[1],
                )
                .exclude(submission__state=SubmissionState.DRAFT)
                .select_related("round__version")
                .order_by("-round__version__number", "-round_id")
            )
            here = named.filter(round__version=before).first() if before else None
            match = here or named.first()
        if match is None:
            return [], word
        found.append(match)
    return found, ""


def names_of(keys: set[str]) -> dict[str, str]:
    """Persons' names by their keys; the key stands where an account is gone."""
    known = dict(Person.objects.filter(key__in=keys).values_list("key", "name"))
    return {key: known.get(key) or key for key in keys}
