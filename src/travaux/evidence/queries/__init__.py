"""Lists and counts of this room."""

from __future__ import annotations

from typing import Any

from travaux.evidence.queries import indicators, literature  # noqa: F401  (they add their parts of a release)
from travaux.evidence.queries.findings import own_findings
from travaux.evidence.queries.interviews import own_interviews
from travaux.evidence.queries.practices import own_library
from travaux.evidence.queries.surveys import own_responses
from travaux.people.models import Person


def own_data(person: Person) -> dict[str, Any]:
    """What this room keeps about a person: ratings of findings, and answers to surveys that they
    gave with their account."""
    return {
        "ratings of findings": own_findings(person),
        "answers_to_surveys": own_responses(person),
        "interviews": own_interviews(person),
        "practices": own_library(person),
    }
