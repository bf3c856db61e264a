"""What the crawl of every page needs to know of the room of evidence."""

from __future__ import annotations

from typing import Any

from travaux.plumbing import clock

QUESTION = {"key": "assessment question"}
FINDING = {"key": "finding"}
ENTRIES: dict[str, dict[str, str]] = {
    "evidence:finding": FINDING,
    "evidence:change-finding": {"key": "finding at work"},
    "evidence:rest-finding": {"key": "finding at work"},
    "evidence:unrest-finding": {**FINDING, "source": "=unknown"},
    "evidence:finding-authors": FINDING,
    "evidence:rate-finding": {"key": "finding at work"},
    "evidence:move-finding": {**FINDING, "to": "=put"},
    "evidence:withdraw-finding": FINDING,
    "evidence:release": {"key": "evidence release"},
    "evidence:release-file": {"key": "evidence release"},
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
    from travaux.evidence.models import EvidenceRelease, Finding

    found = Finding.objects.filter(process=world.process).order_by("number")
    return {
        "assessment question": first.key,
        "finding": found[0].key,
        "finding at work": found.exclude(state="standing")[0].key,
        "evidence release": EvidenceRelease.objects.filter(process=world.process)[0].key,
    }
