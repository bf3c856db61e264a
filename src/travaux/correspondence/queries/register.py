"""The register, and what an entry is about."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Max, QuerySet
from django.urls import reverse

from travaux.correspondence.models import Entry, EntryLink
from travaux.people.models import Person
from travaux.plumbing.models import StoredFile

# kind of a thing that entries are linked to -> function(process code, key) giving its address;
# rooms above add theirs in site/wiring.py
PLACES: dict[str, Callable[[str, str], str]] = {}


def register_of(
    process_code: str, direction: str = "", year: int = 0, about: tuple[str, str] = ("", "")
) -> QuerySet[Entry]:
    """The entries of a process, the latest first; `about` is the kind and key of a thing."""
    found = Entry.objects.filter(process_code=process_code).prefetch_related("links", "files__file")
    if direction:
        found = found.filter(direction=direction)
    if about[0]:
        found = found.filter(links__kind=about[0], links__subject_key=about[1])
    return found.filter(year=year) if year else found


def next_number(process_code: str, direction: str, year: int) -> int:
    """The number that comes next; ask inside the action that gives it, under its lock."""
    here = Entry.objects.filter(process_code=process_code, direction=direction, year=year)
    return (here.aggregate(last=Max("number"))["last"] or 0) + 1


def gaps(process_code: str) -> list[tuple[str, int, int]]:
    """Numbers that are not there though a later one is: (direction, year, number)."""
    found: dict[tuple[str, int], set[int]] = {}
    for direction, year, number in Entry.objects.filter(process_code=process_code).values_list(
        "direction", "year", "number"
    ):
        found.setdefault((direction, year), set()).add(number)
    return [
        (direction, year, number)
        for (direction, year), numbers in sorted(found.items())
        for number in range(1, max(numbers))
        if number not in numbers
    ]


def place_of_entry(process_code: str, key: str) -> str:
    """The address of an entry's page."""
    return reverse("correspondence:entry", args=[process_code, key])


def place_of_link(process_code: str, link: EntryLink) -> str:
    """The address of what an entry is about; empty where no room tells it."""
    return place_of_thing(process_code, link.kind, link.subject_key)


def place_of_thing(process_code: str, kind: str, key: str) -> str:
    """The address of a thing by its kind and key; empty where no room tells it."""
    find = PLACES.get(kind)
    return find(process_code, key) if find and key else ""


def file_of(entry: Entry, key: str) -> StoredFile | None:
    """A file that belongs to an entry."""
    return StoredFile.objects.filter(pk__in=entry.files.values("file"), key=key).first()


def entries_about(process_code: str, kind: str, key: str) -> QuerySet[Entry]:
    """What came in or went out about a thing."""
    return register_of(process_code, about=(kind, key))


def own_data(person: Person) -> dict[str, object]:
    """What the correspondence keeps of a person."""
    from travaux.correspondence.models import OnBehalf, TemplateVersion
    from travaux.correspondence.queries.clearance import own_steps

    entered = OnBehalf.objects.filter(email__iexact=person.email or "-").values(
        "process_code",
        "kind",
        "name",
        "email",
        "caller",
        "rang_at",
        "summary",
        "state",
        "remark",
        "asked_at",
        "answered_at",
    )
    texts = TemplateVersion.objects.filter(by=person).values(
        "template__process_code", "template__name", "language", "subject", "body", "at"
    )
    return {
        "clearances": own_steps(person),
        "entered_on_behalf": list(entered),
        "house_texts": list(texts),
    }
