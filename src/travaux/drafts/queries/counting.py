"""How many brackets are open: in each version, and day by day in one that is being worked on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime

from travaux.core.texts.brackets import open_count, parse
from travaux.drafts.models import ParagraphEdit, ParagraphStatus, Version
from travaux.drafts.queries.lists import versions_visible_to
from travaux.drafts.queries.negotiating import open_brackets
from travaux.drafts.states import Agreement
from travaux.people.models import Person
from travaux.plumbing.keeping import Keep

_counted: Keep[int] = Keep(400)


@dataclass(frozen=True, slots=True)
class OpenCount:
    """How many brackets were open in a version, or on a day of it."""

    version: Version
    day: date | None
    open: int
    agreed: int = 0  # paragraphs whose status says so; of a whole version only


def open_over_time(person: Person | None, version: Version) -> list[OpenCount]:
    """The versions of a text that the person may read, the first first; days below their version.

    Within a version a day is counted back from the words as they stand, through every change that
    was kept. Brackets over several paragraphs count where their words stand now.
    """
    found: list[OpenCount] = []
    versions = (
        versions_visible_to(person, version.text.process)
        .filter(text_id=version.text_id)
        .order_by("number")
    )
    agreed = Counter(
        ParagraphStatus.objects.filter(version__in=versions, status=Agreement.AGREED).values_list(
            "version_id", flat=True
        )
    )
    for one in versions:
        count = _open(one)
        found.append(OpenCount(one, None, count, agreed[one.pk]))
        found += [OpenCount(one, day, n) for day, n in _days(one, count)]
    return found


def _open(version: Version) -> int:
    if not version.is_published:
        return open_brackets(version)
    return _counted.get((version.pk, version.content_hash), lambda: open_brackets(version))


def _days(version: Version, now: int) -> list[tuple[date, int]]:
    """The count at the end of each day on which a bracket came or went."""
    changed: Counter[date] = Counter()
    for before, after, at in (
        ParagraphEdit.objects.filter(version=version)
        .order_by("pk")
        .values_list("before", "after", "at")
        .iterator(2000)
    ):
        if "[" in before or "[" in after:
            changed[localtime(at).date()] += open_count(parse(after)) - open_count(parse(before))
    found: list[tuple[date, int]] = []
    count = now
    for day in sorted(changed, reverse=True):
        if changed[day]:
            found.append((day, count))
            count -= changed[day]
    return found[::-1]
