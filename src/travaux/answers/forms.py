"""Shapes of the forms of this room; refusals belong to rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from travaux.answers.models import Answer
from travaux.answers.queries.desk import STATES, Filters
from travaux.comments.models import Capacity

LONGEST = 60_000  # what a form reads of one field; the rule says what is too long


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form of an answer holds: as typed, or as the answer stands."""

    serves: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    outcome: str = ""
    reasons: str = ""
    language: str = ""
    next_wording: str = ""
    duplicate_of: str = ""
    answer: str = ""
    revision: int = 0


def _words(data: Mapping[str, str], name: str) -> str:
    return str(data.get(name, ""))[:LONGEST].replace("\r\n", "\n").replace("\x00", "")


def typed_answer(data: QueryDict) -> Typed:
    """The form as it was sent."""
    revision = data.get("revision", "0")
    return Typed(
        serves=tuple(key[:20] for key in data.getlist("serves"))[:500],
        same=tuple(key[:20] for key in data.getlist("same"))[:500],
        outcome=_words(data, "outcome")[:30],
        reasons=_words(data, "reasons"),
        language=_words(data, "language")[:8],
        next_wording=_words(data, "next_wording"),
        duplicate_of=_words(data, "duplicate_of")[:30],
        answer=_words(data, "answer")[:20],
        revision=int(revision) if revision.isdecimal() and len(revision) < 9 else 0,
    )


def standing_answer(answer: Answer, serves: tuple[str, ...], duplicate_of: str) -> Typed:
    """The form as an answer stands."""
    return Typed(
        serves=serves,
        outcome=answer.outcome,
        reasons=answer.reasons,
        language=answer.language,
        next_wording=answer.next_wording,
        duplicate_of=duplicate_of,
        answer=answer.key,
        revision=answer.revision,
    )


def filters_of(data: QueryDict) -> Filters:
    """What the desk is narrowed to; what is not understood narrows nothing."""
    state, capacity = data.get("state", ""), data.get("capacity", "")
    return Filters(
        section=data.get("section", "")[:20],
        type=data.get("type", "")[:20],
        capacity=capacity if capacity in Capacity.values else "",
        state=state if state in STATES else "",
        mine="1" if data.get("mine") else "",
    )


def page_of(data: QueryDict) -> int:
    number = data.get("page", "1")
    return int(number) if number.isdecimal() and len(number) < 7 else 1
