"""What the crawl of every page needs to know of the room of evidence."""

from __future__ import annotations

from typing import Any

from travaux.plumbing import clock

QUESTION = {"key": "assessment question"}
ENTRIES: dict[str, dict[str, str]] = {
    "evidence:question": QUESTION,
    "evidence:change-question": QUESTION,
    "evidence:retire-question": QUESTION,
    "evidence:source": QUESTION,
    "evidence:take-out": {**QUESTION, "source": "=unknown"},
}
ELSEWHERE: dict[str, str] = {}


def things(world: Any) -> dict[str, str]:
    """Names of things in the demonstration -> their keys in addresses."""
    from travaux.evidence.models import AssessmentQuestion

    assert clock.now() is not None
    first = AssessmentQuestion.objects.filter(process=world.process).order_by("number")[0]
    return {"assessment question": first.key}
