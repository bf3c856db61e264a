"""What a person declared, for the person."""

from __future__ import annotations

from typing import Any

from travaux.people.models import Assessor, Declaration, Person


def own_interests(person: Person) -> dict[str, Any]:
    """Every version that a person declared, with the outcomes; and where they assess others."""
    versions = Declaration.objects.filter(person=person).prefetch_related("assessments__topics")
    return {
        "declarations": [
            {
                "process": one.process_code,
                "version": one.number,
                "at": one.at,
                "nothing_to_declare": one.nothing,
                "confirms_version": one.confirms.number if one.confirms else None,
                "declared": one.content,
                "erased_at": one.erased_at,
                "outcomes": [
                    {
                        "outcome": a.outcome,
                        "topics": [t.name for t in a.topics.all()],
                        "reason": a.reason,
                        "summary": a.summary,
                        "at": a.at,
                    }
                    for a in one.assessments.all()
                ],
            }
            for one in versions.select_related("confirms")
        ],
        "assessor_in": list(
            Assessor.objects.filter(person=person)
            .order_by("begins_at")
            .values("process_code", "begins_at", "ends_at")
        ),
    }
