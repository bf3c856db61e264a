"""A form divided into pages: each group a page, and what stands between groups."""

from __future__ import annotations

from dataclasses import dataclass, replace

from travaux.core.surveys.model import SILENT, Form, Group, Item, walk

MOST_ON_PAGE = 12


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its items, and the names of everything on it."""

    number: int
    items: tuple[Item, ...]

    @property
    def names(self) -> frozenset[str]:
        return frozenset(p.item.name for p in walk(self.items))


def pages_of(form: Form) -> list[Page]:
    """The pages of a form, at least one; every item stands on exactly one.

    >>> from travaux.core.surveys.model import Question
    >>> form = Form("f", (Question("a", "text"), Group("g", (Question("b", "text"),))))
    >>> [p.names for p in pages_of(form)] == [{"a"}, {"g", "b"}]
    True
    """
    items = form.items
    while len(items) == 1 and isinstance(items[0], Group) and not items[0].repeat:
        inner = items[0]
        if not any(isinstance(i, Group) for i in inner.items):
            break
        items = tuple(_within(inner, i) for i in inner.items)
    found: list[tuple[Item, ...]] = []
    loose: list[Item] = []
    for item in items:
        if isinstance(item, Group):
            if loose:
                found.append(tuple(loose))
                loose = []
            found.append((item,))
            continue
        loose.append(item)
        if sum(1 for i in loose if isinstance(i, Group) or i.kind not in SILENT) == MOST_ON_PAGE:
            found.append(tuple(loose))
            loose = []
    if loose:
        found.append(tuple(loose))
    return [Page(n, one) for n, one in enumerate(found or [()], 1)]


def _within(group: Group, item: Item) -> Item:
    """An item that is taken out of its only group keeps the group's condition."""
    return replace(group, items=(item,)) if group.relevant else item
