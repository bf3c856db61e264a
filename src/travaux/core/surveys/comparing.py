"""Two versions of a form held beside each other: which questions are the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from travaux.core.ledger.canonical import digest
from travaux.core.surveys.model import Form, Group, Item, Question, questions
from travaux.core.surveys.plain import form_to_plain

SAME = "same"  # asked alike, word for word
REWORDED = "reworded"  # the same answers are possible; the words changed
CHANGED = "changed"  # other answers are possible, or it is asked under other conditions
NEW = "new"
DROPPED = "dropped"


def _bare(item: Item, language: str) -> Item:
    """An item with its words in the first language alone."""

    def first(texts: Any) -> dict[str, str]:
        return {language: texts[language]} if texts.get(language) else {}

    if isinstance(item, Group):
        return replace(
            item, items=tuple(_bare(i, language) for i in item.items),
            labels=first(item.labels), hints=first(item.hints),
        )  # fmt: skip
    return replace(
        item,
        labels=first(item.labels),
        hints=first(item.hints),
        required_messages=first(item.required_messages),
        constraint_messages=first(item.constraint_messages),
        choices=tuple(replace(c, labels=first(c.labels)) for c in item.choices),
    )


def structure_digest(form: Form) -> str:
    """The fingerprint of what a form asks in its first language; translations leave it as it is.

    >>> one = Form("f", (Question("a", "text", {"en": "A"}),))
    >>> two = Form("f", (Question("a", "text", {"en": "A", "fr": "A"}),), languages=("en", "fr"))
    >>> structure_digest(one) == structure_digest(two)
    True
    """
    language = form.default_language
    bare = tuple(_bare(i, language) for i in form.items)
    return digest(
        form_to_plain(replace(form, items=bare, languages=(language,), titles={}, version=""))
    )


def _asked(question: Question) -> tuple[Any, ...]:
    return (
        question.kind, tuple(c.name for c in question.choices), question.relevant,
        question.constraint, question.calculation, question.choice_filter,
        question.least, question.most, question.step,
    )  # fmt: skip


def compare(old: Form, new: Form) -> dict[str, str]:
    """Each question's name -> what became of it, those of the new form first.

    >>> a, b = Question("a", "text", {"en": "A"}), Question("b", "integer", {"en": "B"})
    >>> compare(Form("f", (a,)), Form("f", (replace(a, labels={"en": "Why?"}), b)))
    {'a': 'reworded', 'b': 'new'}
    """
    before = {q.name: q for q in questions(old)}
    made = {}
    for question in questions(new):
        earlier = before.pop(question.name, None)
        if earlier is None:
            made[question.name] = NEW
        elif _asked(earlier) != _asked(question):
            made[question.name] = CHANGED
        else:
            language = new.default_language
            same = _bare(earlier, language) == _bare(question, language)
            made[question.name] = SAME if same else REWORDED
    return made | dict.fromkeys(before, DROPPED)


def comparable(standing: str) -> bool:
    """Whether answers of both versions may be reckoned together."""
    return standing in (SAME, REWORDED)
