"""Lists and counts of this room."""

from __future__ import annotations

from typing import Any

from travaux.evidence.queries.findings import own_findings
from travaux.people.models import Person


def own_data(person: Person) -> dict[str, Any]:
    """What this room keeps about a person."""
    return {"ratings of findings": own_findings(person)}
