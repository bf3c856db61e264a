"""Practices for the tests, made by the public actions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.evidence.makers import DURING
from travaux.evidence import actions
from travaux.evidence.actions.held import Conditions
from travaux.evidence.actions.practices import Contributor, Written
from travaux.evidence.models import Practice, Use
from travaux.evidence.queries.practices import criteria_now, practice_named

SLUICE = "The keepers open the upper sluice when the first storks return to the northern delta."
WORDS = {
    "context": "A harbour of four quays and nine hundred boats.",
    "problem": "Nobody knew when the water would come.",
    "action": SLUICE,
    "results": "No boat was lost in three years.",
    "says_so": "The harbour office, which counted.",
}
EVERY = tuple(Use.values)


def open_library(cast, **also: Any):
    told = {"open": True, "without_account": True, "fewest_reviews": 2, **also}
    return actions.keep_library(by=cast.amina, process=cast.process, at=DURING, **told)


def written(cast, **also: Any) -> Written:
    told: dict[str, Any] = {
        "language": "en", "title": "Storks tell of the flood", "words": WORDS,
        "country": cast.state_a, "city": "North quay", "level": "sub-national",
        "targets": ("11.5",), **also,
    }  # fmt: skip
    return Written(**told)


def again(practice: Practice) -> Practice:
    found = practice_named(practice.process.code, practice.key)
    assert found is not None
    return found


def says(practice: Practice, by: Any, *, document: bool = True, **also: Any):
    """What the holders say, written down."""
    practice = again(practice)
    told: dict[str, Any] = {
        "holders": "The keepers of the sluice", "protocol": "Asked twice, in their language.",
        "conditions": "Name the keepers.", "uses": EVERY, "consent_on": date(2024, 2, 1), **also,
    }  # fmt: skip
    paper = SimpleUploadedFile("consent.txt", b"They agreed.") if document else None
    return actions.set_conditions(
        by=by, practice=practice, told=Conditions(**told), document=paper,
        seen=practice.held.revision, at=DURING,
    )  # fmt: skip


def begun(cast, by: Any = None, **also: Any) -> Practice:
    guest = also.pop("guest", None)
    return actions.begin_practice(
        by=by or (None if guest else cast.dana), process=cast.process,
        written=written(cast, **also), contributor=guest, at=DURING,
    )  # fmt: skip


def a_guest(email: str = "iris@example.org") -> Contributor:
    return Contributor("Iris", email)


def handed_in(cast, by: Any = None, held: dict[str, Any] | None = None, **also: Any) -> Practice:
    practice = begun(cast, by, traditional=held is not None, **also)
    if held is not None:
        says(practice, by or cast.dana, **held)
    practice = again(practice)
    return actions.hand_in_practice(
        by=by or cast.dana, practice=practice, seen=practice.revision, at=DURING
    )


def reviewed_by(practice: Practice, *people: Any, score: int = 4):
    for person in people:
        practice = again(practice)
        actions.review_practice(
            by=person, practice=practice, language="en", remark="", at=DURING,
            scores={c.key: score for c in criteria_now(practice.process)}, seen=practice.revision,
        )  # fmt: skip


def in_library(cast, **also: Any) -> Practice:
    practice = handed_in(cast, **also)
    reviewed_by(practice, cast.bruno, cast.elif_)
    actions.accept_practice(by=cast.amina, practice=practice, at=DURING)
    actions.publish_practice(by=cast.amina, practice=practice, at=DURING)
    return again(practice)
