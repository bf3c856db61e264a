"""Where comments stand on the next version, and which comments changed it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from travaux.answers.models import CarryOver, Cause, EditorialChange, Serves
from travaux.answers.wording import outcome_words
from travaux.comments.models import Comment
from travaux.comments.states import Scope, SubmissionState
from travaux.comments.wording import member_name, number_name
from travaux.core.texts.redline import Piece, redline
from travaux.core.texts.versions import Change, compare
from travaux.drafts.models import Paragraph, Version
from travaux.drafts.queries import standings_of
from travaux.people.models import Person


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a comment stands on a version."""

    comment_id: int
    kind: str
    paragraph_id: int | None


def standings_on(version: Version) -> Iterator[Standing]:
    """Comments of the version before, and those carried over to it, by the paragraph's identity.

    Word for word the same: it carries over. Otherwise a person decides; nothing is guessed.
    """
    before = version.based_on
    if before is None:
        return
    here = {
        anchor: (pk, hash, body)
        for pk, anchor, hash, body in version.paragraphs.values_list(
            "pk", "anchor_id", "hash", "body"
        )
    }
    there = {
        pk: (anchor, hash, body)
        for pk, anchor, hash, body in before.paragraphs.values_list(
            "pk", "anchor_id", "hash", "body"
        )
    }
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
        live, version=before, kind__in=[CarryOver.Kind.SAME, CarryOver.Kind.PLACED]
    ).values_list("comment_id", "comment__scope", "paragraph_id"):
        places.setdefault(pk, (Scope.PARAGRAPH if now_at else scope, now_at))
    for comment_id, (scope, paragraph) in places.items():
        if scope == Scope.TEXT:
            yield Standing(comment_id, CarryOver.Kind.SAME, None)
            continue
        old = there.get(paragraph) if paragraph else None
        new = here.get(old[0]) if old else None
        if old and new and _same(old[1:], new[1:]):
            yield Standing(comment_id, CarryOver.Kind.SAME, new[0])
        else:
            yield Standing(comment_id, CarryOver.Kind.UNDECIDED, None)


def _same(old: tuple[str, str], new: tuple[str, str]) -> bool:
    """Word for word: by the digest of kind and words where both have one."""
    return old[0] == new[0] if old[0] and new[0] else old[1] == new[1]


def undecided(version: Version) -> list[CarryOver]:
    """The comments that wait for a decision on a version."""
    return list(
        CarryOver.objects.filter(version=version, kind=CarryOver.Kind.UNDECIDED)
        .select_related(
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
    paragraph: Paragraph | None
    pieces: tuple[Piece, ...]
    causes: list[dict[str, Any]] = field(default_factory=list)
    withheld: int = 0
    editorial: bool = False

    @property
    def kind(self) -> str:
        return self.change.kind

    @property
    def number(self) -> str:
        standing = self.change.new or self.change.old
        return standing.number if standing else ""

    @property
    def has_cause(self) -> bool:
        return bool(self.causes or self.withheld or self.editorial)


def changes_with_causes(version: Version, *, staff: bool) -> list[ChangeRow]:
    """What changed since the version before, and because of which comments.

    A cause whose answer is not released yet is counted but not named to others than staff:
    it would tell the outcome.
    """
    before = version.based_on
    if before is None:
        return []
    paragraphs = {
        p.anchor.key: p for p in version.paragraphs.select_related("anchor").defer("marks", "notes")
    }
    found = [c for c in compare(standings_of(before), standings_of(version)) if c.kind != "same"]
    ids = [paragraphs[c.new.key].pk for c in found if c.new is not None and c.new.key in paragraphs]
    causes: dict[int, list[Cause]] = defaultdict(list)
    # in blocks, so that a query never has more values than a database takes
    for start in range(0, len(ids), 500):
        for cause in (
            Cause.objects.filter(paragraph_id__in=ids[start : start + 500])
            .select_related(
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
    for change in found:
        paragraph = paragraphs.get(change.new.key) if change.new else None
        row = ChangeRow(
            change,
            paragraph,
            redline(change.old.text if change.old else "", change.new.text if change.new else ""),
            editorial=bool(paragraph and paragraph.pk in editorial),
        )
        for cause in causes.get(paragraph.pk if paragraph else 0, ()):
            one = served.get(cause.comment_id)
            if not staff and not (one and one.released):
                row.withheld += 1
                continue
            other = one.answer.duplicate_of if one else None
            row.causes.append(
                {
                    "comment": cause.comment,
                    "number": number_name(cause.comment),
                    "member": member_name(cause.comment.submission, full=staff),
                    "outcome": one.answer.outcome if one else "",
                    "words": outcome_words(one.answer.outcome, number_name(other) if other else "")
                    if one
                    else "",
                }
            )
        rows.append(row)
    return rows


def comments_named(version: Version, typed: str) -> tuple[list[Comment], str]:
    """The comments of the rounds on the version before that these numbers name; or what is none."""
    found: list[Comment] = []
    before = version.based_on
    for word in typed.replace(",", " ").replace(";", " ").split():
        number, _, point = word.strip(".#").partition(".")
        match = None
        if number.isdecimal() and (not point or point.isdecimal()) and len(number) < 8:
            named = (
                Comment.objects.filter(
                    round__version__text_id=version.text_id,
                    number=int(number),
                    point=int(point[:4] or 0),
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
