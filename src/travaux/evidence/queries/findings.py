"""Findings as this reader may see them, and what their authors' ratings come to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from travaux.core.evidence.confidence import Standing, box, standing
from travaux.evidence.models import (
    Finding,
    FindingAuthor,
    FindingRating,
    FindingSource,
    FindingState,
)
from travaux.evidence.rules.findings import READING, keeps_back
from travaux.evidence.rules.interests import may_work_on_finding
from travaux.people.models import Person
from travaux.people.queries import holds
from travaux.plumbing.languages import said
from travaux.roadmap.models import Process


def findings_visible_to(person: Person | None, process: Process, at: datetime) -> QuerySet[Finding]:
    """The findings of a process that this reader may read, in their order."""
    found = Finding.objects.filter(process=process).select_related("question")
    if not holds(person, process.code, READING, at):
        mine = Q()
        if person is not None and getattr(person, "pk", None):
            mine = Q(authors__person_id=person.pk, authors__ended_at__isnull=True)
        kept = keeps_back(Finding.objects.filter(process=process), process, at)
        public = Q(settled_at__isnull=False) & ~Q(pk__in=kept)
        found = found.filter(public | mine).distinct()
    sources = FindingSource.objects.filter(taken_out_at__isnull=True).order_by("pk")
    return found.prefetch_related(Prefetch("sources", sources, "standing_sources")).order_by(
        "number", "pk"
    )


def finding_named(process_code: str, key: str) -> Finding | None:
    """One finding of a process by its key."""
    return (
        Finding.objects.filter(process__code=process_code, key=key)
        .select_related("process", "question")
        .first()
    )


def sources_of_finding(finding: Finding) -> list[FindingSource]:
    """What it rests on, in the order it was named."""
    return list(finding.sources.filter(taken_out_at__isnull=True).order_by("pk"))


def authors_of(finding: Finding) -> list[FindingAuthor]:
    """Who answers for it now."""
    found = finding.authors.filter(ended_at__isnull=True).select_related("person")
    return list(found.order_by("pk"))


@dataclass(frozen=True, slots=True)
class Rated:
    """The last rating of each author of the finding as it reads now, and what they come to."""

    ratings: tuple[FindingRating, ...]
    awaited: int
    standing: Standing

    @property
    def complete(self) -> bool:
        return bool(self.ratings) and not self.awaited


def rated(finding: Finding) -> Rated:
    """What the authors of a finding said of it as it reads now."""
    authors = {a.person_id for a in authors_of(finding)}
    last: dict[int, FindingRating] = {}
    found = FindingRating.objects.filter(
        finding=finding, of_revision=finding.revision, person_id__in=authors
    ).select_related("person")
    for rating in found.order_by("pk"):
        last[rating.person_id] = rating
    boxes = {str(p): box(r.evidence_high, r.agreement_high) for p, r in last.items()}
    ordered = tuple(sorted(last.values(), key=lambda r: r.pk))
    return Rated(ordered, len(authors - set(last)), standing(boxes))


def to_rate(person: Person, process: Process) -> list[Finding]:
    """The findings that wait for this author's rating."""
    mine = Finding.objects.filter(
        process=process,
        state=FindingState.RATING,
        authors__person_id=person.pk,
        authors__ended_at__isnull=True,
    ).select_related("process", "question")
    given = set(
        FindingRating.objects.filter(person_id=person.pk, finding__in=mine).values_list(
            "finding_id", "of_revision"
        )
    )
    left = [f for f in mine.order_by("number") if (f.pk, f.revision) not in given]
    return [f for f in left if may_work_on_finding(person, f)]


def offered_findings(process: Process) -> list[tuple[str, str, str, str]]:
    """The findings that stand, as things that can be named: (key, part, title, address)."""
    found = Finding.objects.filter(process=process, state=FindingState.STANDING)
    return [(f.key, "", f"{f.number}. {said(f.statements)}", "") for f in found.order_by("number")]


def own_findings(person: Person) -> list[dict[str, object]]:
    """What is kept of a person as an author of findings."""
    rows: Iterable[FindingRating] = FindingRating.objects.filter(person_id=person.pk).order_by("pk")
    return [
        {
            "finding": r.finding.key,
            "box": box(r.evidence_high, r.agreement_high),
            "reason": r.reason,
            "given_at": r.given_at.isoformat(),
        }
        for r in rows
    ]
