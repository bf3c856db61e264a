"""In which order a form is worked through, so that each expression finds what it looks at."""

from __future__ import annotations

from functools import lru_cache

from travaux.core.problems import Unusable
from travaux.core.surveys.expressions import references
from travaux.core.surveys.model import Form, Item, Question, columns, walk


def looks_at(item: Item) -> list[str]:
    """The names that decide whether an item is asked, with which choices, and what it computes.

    What makes an answer required or allowed is asked when all answers are in: it needs no order.
    """
    texts = [item.relevant, item.calculation if isinstance(item, Question) else item.count]
    plain = {"yes", "no", "true", "false", "y", "n"}
    found = [n for t in texts if t.strip().lower() not in plain for n in references(t)]
    if isinstance(item, Question):
        found += references(item.choice_filter, columns(item))
        found = [n for n in found if n != item.name]  # its own answer
    return list(dict.fromkeys(found))


@lru_cache(maxsize=64)
def _ordered(key: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, ...]:
    needs = dict(key)
    done: dict[str, bool] = {}
    found: list[str] = []
    for start in needs:
        stack: list[tuple[str, int]] = [(start, 0)]
        while stack:
            name, at = stack.pop()
            if at == 0:
                if done.get(name) is not None:
                    if done[name] is False:
                        raise Unusable("form-goes-in-circles", name=name)
                    continue
                done[name] = False
            wanted = needs[name]
            if at < len(wanted):
                stack.append((name, at + 1))
                if done.get(wanted[at]) is not True:
                    if done.get(wanted[at]) is False:
                        raise Unusable("form-goes-in-circles", name=name)
                    stack.append((wanted[at], 0))
            else:
                done[name] = True
                found.append(name)
    return tuple(found)


def in_order(form: Form) -> tuple[str, ...]:
    """The names of all items, each after its groups and after what it looks at.

    Errors: `form-goes-in-circles` with one of the names on the circle.

    >>> in_order(Form("f", (Question("b", "text", relevant="${a} = 1"), Question("a", "integer"))))
    ('a', 'b')
    """
    placed = list(walk(form.items))
    known = {p.item.name for p in placed}
    needs = []
    for p in placed:
        around = [g.name for g in p.groups]
        wanted = [*around]
        for name in looks_at(p.item):
            if name in known and name not in around:
                wanted.append(name)
        needs.append((p.item.name, tuple(dict.fromkeys(wanted))))
    return _ordered(tuple(needs))
