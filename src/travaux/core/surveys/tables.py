"""Answers as a table: a column for each question, a row for each set of answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from travaux.core.surveys.model import SILENT, Form, Group, Item, Question, said

_NONE = ("note",)


def columns(form: Form, language: str) -> list[tuple[str, str]]:
    """(name, label) of each column: questions outside of repeated groups, and each such group.

    >>> columns(Form("f", (Question("a", "text", {"en": "A"}), Question("n", "note"))), "en")
    [('a', 'A')]
    """
    return [(item.name, said(item.labels, language, form) or item.name) for item in _across(form)]


def row(form: Form, answers: Mapping[str, Any], language: str) -> list[Any]:
    """One set of answers in the order of `columns`, choices by their labels.

    A repeated group is one cell: each repetition on a line of its own.
    """
    return [cell(form, item, answers.get(item.name, ""), language) for item in _across(form)]


def _across(form: Form) -> list[Item]:
    found: list[Item] = []

    def walk(items: tuple[Item, ...]) -> None:
        for item in items:
            if isinstance(item, Group) and not item.repeat:
                walk(item.items)
            elif isinstance(item, Group) or item.kind not in _NONE:
                found.append(item)

    walk(form.items)
    return found


def cell(form: Form, item: Item, value: Any, language: str) -> Any:
    """One answer as people read it."""
    if isinstance(item, Group):
        lines = [_repetition(form, item, one, language) for one in value or ()]
        return "\n".join(f"{n}. {line}" for n, line in enumerate(lines, 1))
    if item.kind in ("select-one", "select-multiple", "rank"):
        labels = {c.name: said(c.labels, language, form) or c.name for c in item.choices}
        names = [str(one) for one in (value if isinstance(value, list) else [value]) if one]
        return "; ".join(labels.get(name, name) for name in names)
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return value


def _repetition(form: Form, group: Group, answers: Mapping[str, Any], language: str) -> str:
    parts = []
    for item in _across(Form("", group.items)):
        if isinstance(item, Question) and item.kind in SILENT:
            continue
        said_here = cell(form, item, answers.get(item.name, ""), language)
        if said_here not in ("", None):
            parts.append(f"{said(item.labels, language, form) or item.name}: {said_here}")
    return "; ".join(parts)
