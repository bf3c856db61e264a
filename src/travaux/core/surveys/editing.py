"""A form changed by one item: a new form each time, the old one stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from travaux.core.problems import Unusable
from travaux.core.surveys.model import Choice, Form, Group, Item, Question, walk

_EXPRESSIONS = (
    "required", "relevant", "constraint", "calculation", "default", "choice_filter", "count",
)  # fmt: skip
_TEXTS = ("labels", "hints", "required_messages", "constraint_messages")


def _mapped(items: tuple[Item, ...], change: Callable[[Item], list[Item]]) -> tuple[Item, ...]:
    made: list[Item] = []
    for item in items:
        for one in change(item):
            if isinstance(one, Group) and one is item:
                one = replace(one, items=_mapped(one.items, change))
            made.append(one)
    return tuple(made)


def _must_hold(form: Form, name: str) -> None:
    if name and not any(p.item.name == name for p in walk(form.items)):
        raise Unusable("form-item-gone", name)


def with_item(form: Form, item: Item, *, after: str = "") -> Form:
    """The form with one more item after another one, or at its end. Error: `form-item-gone`.

    >>> form = Form("f", (Question("a", "text"), Question("b", "text")))
    >>> [q.name for q in with_item(form, Question("c", "text"), after="a").items]
    ['a', 'c', 'b']
    """
    _must_hold(form, after)
    if not after:
        return replace(form, items=(*form.items, item))
    return replace(
        form,
        items=_mapped(form.items, lambda one: [one, item] if one.name == after else [one]),
    )


def without_item(form: Form, name: str) -> Form:
    """The form without an item, and without what a group holds. Error: `form-item-gone`."""
    _must_hold(form, name)
    return replace(form, items=_mapped(form.items, lambda one: [] if one.name == name else [one]))


def with_question_changed(form: Form, name: str, question: Question) -> Form:
    """The form with a question in place of another; what looked at the old name looks at the new.

    Error: `form-item-gone`.
    """
    _must_hold(form, name)

    def change(one: Item) -> list[Item]:
        return [question] if one.name == name else [one]

    made = replace(form, items=_mapped(form.items, change))
    return made if question.name == name else _renamed(made, name, question.name)


def _renamed(form: Form, old: str, new: str) -> Form:
    pattern = re.compile(r"\$\{\s*" + re.escape(old) + r"\s*\}")

    def words(text: str) -> str:
        return pattern.sub("${" + new + "}", text)

    def change(one: Item) -> list[Item]:
        held = {f.name for f in fields(one)}
        told: dict[str, Any] = {k: words(getattr(one, k)) for k in _EXPRESSIONS if k in held}
        told |= {
            k: {code: words(text) for code, text in getattr(one, k).items()}
            for k in _TEXTS
            if k in held
        }
        if isinstance(one, Group):
            told["items"] = _mapped(one.items, change)
        return [replace(one, **told)]

    return replace(form, items=_mapped(form.items, change))


def moved(form: Form, name: str, *, up: bool) -> Form:
    """The form with an item one place further up or down within its group; at the edge, unchanged.

    Error: `form-item-gone`.

    >>> form = Form("f", (Question("a", "text"), Question("b", "text")))
    >>> [q.name for q in moved(form, "b", up=True).items]
    ['b', 'a']
    """
    _must_hold(form, name)

    def within(items: tuple[Item, ...]) -> tuple[Item, ...]:
        order = list(items)
        for at, one in enumerate(order):
            if one.name == name:
                other = at - 1 if up else at + 1
                if 0 <= other < len(order):
                    order[at], order[other] = order[other], order[at]
                return tuple(order)
        return tuple(
            replace(one, items=within(one.items)) if isinstance(one, Group) else one
            for one in order
        )

    return replace(form, items=within(form.items))


def choices_from_lines(text: str, language: str, before: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Choices as lines of `name = words`; words in other languages stay with their names.

    A line without a name gets one out of its words. Errors are left to `check_form`.

    >>> [(c.name, c.labels["en"]) for c in choices_from_lines("a = One\\nTwo words", "en", ())]
    [('a', 'One'), ('two_words', 'Two words')]
    """
    known = {c.name: c for c in before}
    made = []
    for line in text.splitlines():
        if not line.strip():
            continue
        name, mark, words = line.partition("=")
        if not mark:
            words = name
            name = re.sub(r"\W+", "_", words.strip().lower()).strip("_")[:40]
        name, words = name.strip(), words.strip()
        old = known.get(name)
        labels = {**(old.labels if old else {}), language: words or name}
        made.append(Choice(name, labels, old.filters if old else {}))
    return tuple(made)


def lines_from_choices(choices: tuple[Choice, ...], language: str) -> str:
    """The choices as lines again, in one language.

    >>> lines_from_choices((Choice("a", {"en": "One"}),), "en")
    'a = One'
    """
    return "\n".join(
        f"{c.name} = {c.labels.get(language) or next(iter(c.labels.values()), c.name)}"
        for c in choices
    )
