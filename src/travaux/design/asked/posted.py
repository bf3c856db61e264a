"""From the fields of a posted page to the answers as they were typed, nested where groups repeat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from travaux.core.surveys.answers import Path, path_text
from travaux.core.surveys.model import FILES, MOST_INSTANCES, Form, Group, Item
from travaux.plumbing.typed import whole_number

SEVERAL = (*FILES, "select-multiple", "rank")


def field_name(path: Path) -> str:
    """The name of a field on the page."""
    return "q." + path_text(path)


def raw_of(form: Form, posted: QueryDict) -> dict[str, Any]:
    """What was typed. The buttons "add" and "remove" carry the path of a group's repetition."""
    return _items(form.items, (), posted)


def _items(items: tuple[Item, ...], at: Path, posted: QueryDict) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in items:
        if isinstance(item, Group):
            if item.repeat:
                found[item.name] = _repetitions(item, (*at, item.name), posted)
            else:
                found |= _items(item.items, at, posted)
            continue
        if item.kind in ("calculate", "hidden", "note"):
            continue
        name = field_name((*at, item.name))
        if item.kind in SEVERAL:
            found[item.name] = posted.getlist(name)[:200]
        elif name in posted:
            found[item.name] = posted[name]
    return found


def _repetitions(group: Group, at: Path, posted: QueryDict) -> list[dict[str, Any]]:
    here = path_text(at)
    told = posted.get(f"n.{here}", "")
    count = whole_number(told, 0, digits=3)
    count = min(count, MOST_INSTANCES)
    removed = posted.get("remove", "")
    found = [
        _items(group.items, (*at, n), posted)
        for n in range(count)
        if removed != path_text((*at, n))
    ]
    if posted.get("add", "") == here and len(found) < MOST_INSTANCES:
        found.append({})
    return found


def _is_blank(one: Any) -> bool:
    if isinstance(one, Mapping):
        return all(_is_blank(v) for v in one.values())
    if isinstance(one, list):
        return all(_is_blank(v) for v in one)
    return not str(one).strip()


def without_blanks(form: Form, raw: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, without repetitions in which nothing was."""
    return _each(form.items, raw, blank=False)


def with_blanks(form: Form, raw: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, with one empty repetition where a group has none yet."""
    return _each(form.items, raw, blank=True)


def _each(items: tuple[Item, ...], raw: Mapping[str, Any], *, blank: bool) -> dict[str, Any]:
    found = dict(raw)
    for item in items:
        if not isinstance(item, Group):
            continue
        if not item.repeat:
            found |= _each(item.items, found, blank=blank)
            continue
        given = found.get(item.name)
        held = [one for one in given if isinstance(one, Mapping)] if isinstance(given, list) else []
        if blank and not held and not item.count:
            held = [{}]
        if not blank:
            held = [one for one in held if not _is_blank(one)]
        found[item.name] = [_each(item.items, one, blank=blank) for one in held]
    return found
