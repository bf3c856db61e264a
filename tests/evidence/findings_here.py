"""A finding that stands on one named source."""

from __future__ import annotations

from typing import Any

from tests.evidence.makers import DURING
from travaux.evidence.actions import (
    name_finding_author,
    put_finding_to_authors,
    rate_finding,
    rest_finding_on,
    settle_finding,
    state_finding,
)
from travaux.evidence.actions.findings import Stated
from travaux.evidence.actions.questions import Named
from travaux.evidence.models import Finding


def a_standing_finding(cast, named: Named) -> Finding:
    told: dict[str, Any] = {"by": cast.bruno, "at": DURING}
    stated = Stated({"en": "A list on the web spares questions."})
    finding = state_finding(process=cast.process, stated=stated, **told)
    rest_finding_on(finding=finding, named=named, place="", **told)
    name_finding_author(finding=finding, person=cast.hana, **told)
    put_finding_to_authors(finding=finding, **told)
    finding.refresh_from_db()
    rate_finding(
        by=cast.hana, finding=finding, evidence_high=True, agreement_high=True, reason="",
        language="en", seen=finding.revision, at=DURING,
    )  # fmt: skip
    settle_finding(finding=finding, **told)
    return finding
