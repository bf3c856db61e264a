"""What letters and entries are about: things of other rooms, found by their kind and key."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from travaux.correspondence.models import Entry, EntryLink, Letter
from travaux.correspondence.queries.register import entries_about
from travaux.correspondence.rules import may_read
from travaux.correspondence.states import LetterState
from travaux.people.models import Person

# kind of a thing -> function(process code) that gives key and name of each, the latest first;
# rooms add theirs in site/wiring.py, and how they are reached in `register.PLACES`
TOPICS: dict[str, Callable[[str], Iterable[tuple[str, str]]]] = {}
BETWEEN = ":"
ENTRIES_SHOWN = 20  # on the page of a thing; the register has them all


@dataclass(frozen=True, slots=True)
class Topic:
    """A thing that a letter or an entry is about."""

    kind: str
    key: str
    label: str

    @property
    def value(self) -> str:
        """As forms and addresses write it."""
        return f"{self.kind}{BETWEEN}{self.key}"


def topics_of(process_code: str) -> dict[str, list[Topic]]:
    """Everything of a process that letters and entries can be about, kind by kind."""
    return {
        kind: [Topic(kind, key, label) for key, label in find(process_code)]
        for kind, find in TOPICS.items()
    }


def topic_named(process_code: str, kind: str, key: str) -> Topic | None:
    """A thing by its kind and key; None where there is none."""
    find = TOPICS.get(kind)
    found = dict(find(process_code)) if find and key else {}
    return Topic(kind, key, found[key]) if key in found else None


def linked_topics(process_code: str) -> list[Topic]:
    """The things that entries of the register are linked to, by kind and name."""
    found = EntryLink.objects.filter(entry__process_code=process_code, kind__in=TOPICS)
    told = {(k, key): label for k, key, label in found.values_list("kind", "subject_key", "label")}
    return [
        Topic(*names, label) for names, label in sorted(told.items(), key=lambda t: (t[0][0], t[1]))
    ]


def as_topic(value: str) -> tuple[str, str]:
    """Kind and key out of what a form or an address says."""
    kind, _between, key = value.replace("\0", "").partition(BETWEEN)
    return kind[:20], key[:64]


def letters_about(process_code: str, kind: str, key: str) -> QuerySet[Letter]:
    """The letters about a thing that are not issued yet; those that are stand in the register."""
    return Letter.objects.filter(
        process_code=process_code, about_kind=kind, about_key=key, state=LetterState.DRAFT
    ).order_by("-created_at", "-pk")


def correspondence_about(
    person: Person | None, process_code: str, kind: str, key: str
) -> dict[str, Any]:
    """What the page of a thing gives to correspondence/_about.html; nothing to who may not read it."""
    if not may_read(person, process_code):
        return {}
    entries: QuerySet[Entry] = entries_about(process_code, kind, key)
    written = letters_about(process_code, kind, key)
    return {
        "correspondence": {
            "entries": entries[:ENTRIES_SHOWN],
            "more": max(0, entries.count() - ENTRIES_SHOWN),
            "letters": written,
            "value": Topic(kind, key, "").value,
        }
    }
