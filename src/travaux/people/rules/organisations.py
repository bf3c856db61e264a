"""What an organisation may be described as."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from travaux.people.models import Country, Organisation
from travaux.plumbing.verdicts import YES, Verdict, no

LONGEST_NAME = 300


def organisation_fits(
    organisation: Organisation,
    category: str,
    seat: Country | None,
    names: Mapping[str, str],
    categories: Collection[str],
) -> Verdict:
    """A category is one of the list in force; an invented organisation sits in an invented state."""
    if category and category not in categories:
        return no("category-unknown", category=category[:40])
    if seat is not None and seat.demonstration != organisation.demonstration:
        return no("seat-of-the-other-world")
    if any(len(text) > LONGEST_NAME for text in names.values()):
        return no("organisation-name-too-long", most=LONGEST_NAME)
    return YES
