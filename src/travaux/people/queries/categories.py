"""The categories of stakeholders: those in force, and the names of those that were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db.models import QuerySet

from travaux.core.countries.categories import Categories, read_categories
from travaux.core.problems import Unusable
from travaux.people.models import Category, CategoryList, Organisation
from travaux.plumbing.languages import said

FILE = Path(__file__).parent.parent / "data" / "categories" / "major-groups.toml"


@dataclass(frozen=True, slots=True)
class Sorting:
    """The list in force: its key, names, source, day, and its categories in their order."""

    key: str
    names: Mapping[str, str]
    source: str
    as_at: str
    note: str
    categories: Mapping[str, Mapping[str, str]]

    def choices(self) -> list[tuple[str, str]]:
        """(code, name in the reader's language)."""
        return [(code, said(names)) for code, names in self.categories.items()]


@cache
def shipped_categories() -> Categories:
    """The list that comes with the product."""
    found, problems = read_categories(FILE.read_bytes(), FILE.name)
    if found is None:
        first = problems[0]
        raise Unusable(first.code, first.where, **dict(first.facts))
    return found


def sorting_now() -> Sorting:
    """The list in force; before `travaux setup` ran, the one that comes with the product."""
    row = CategoryList.objects.filter(in_force=True).prefetch_related("categories").first()
    if row is None:
        told = shipped_categories()
        return Sorting(
            told.key,
            told.names,
            told.source,
            told.as_at,
            told.note,
            {c.code: c.names for c in told.categories},
        )
    return Sorting(
        row.key,
        row.names,
        row.source,
        row.as_at,
        row.note,
        {c.code: c.names for c in row.categories.all()},
    )


def category_names() -> dict[str, Mapping[str, str]]:
    """Names by code: of the list in force, and of earlier ones what it does not name."""
    now = sorting_now()
    found = dict(now.categories)
    earlier = Category.objects.filter(list__in_force=False).order_by("-list__loaded_at", "position")
    for one in earlier:
        found.setdefault(one.code, one.names)
    return found


def is_sorted(organisation: Organisation, now: Sorting) -> bool:
    """Whether an organisation stands in a category of the list in force."""
    return organisation.category in now.categories


def organisations_known(demonstration: bool | None = None) -> QuerySet[Organisation]:
    """Every organisation that this installation knows, by name."""
    found = Organisation.objects.select_related("country").order_by("name", "pk")
    return found if demonstration is None else found.filter(demonstration=demonstration)
