"""Whether a form can be asked: names, kinds, choices, and every expression it holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from travaux.core.problems import Problem, Unusable
from travaux.core.surveys import expressions as tree
from travaux.core.surveys.model import (
    CHOSEN,
    DEEPEST,
    KINDS,
    MOST_CHOICES,
    MOST_LANGUAGES,
    MOST_QUESTIONS,
    Form,
    Group,
    Item,
    Placed,
    Question,
    columns,
    questions,
    walk,
)
from travaux.core.surveys.order import in_order
from travaux.core.surveys.patterns import read_pattern

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,79}")
_PLAIN = {"", "yes", "no", "true", "false", "y", "n"}


def check_form(form: Form) -> tuple[Problem, ...]:
    """What stands in the way of asking this form, each with the name of the item; none: it is fit.

    Codes: `form-empty`, `form-too-long`, `form-too-deep`, `form-too-many-languages`,
    `form-too-many-choices`, `form-name-unusable`, `form-name-taken`, `form-kind-unknown`, `form-choices-missing`,
    `form-choice-unusable`, `form-choice-taken`, `form-label-missing`, `form-reference-unknown`,
    `form-goes-in-circles`, `expression-list-unknown`, `expression-column-unknown`, and those of `expressions.parse` and of patterns.
    """
    return tuple(_problems(form))


def untranslated(form: Form) -> tuple[Problem, ...]:
    """Questions whose words, or whose answers to choose from, lack in a language of the form.

    Code: `form-words-missing`, once for each question and language. It stands in nobody's way.
    """
    found = []
    for question in questions(form):
        if question.kind in ("calculate", "hidden"):
            continue
        texts = [question.labels, *(choice.labels for choice in question.choices)]
        for code in form.languages:
            if any(any(t.values()) and not t.get(code) for t in texts):
                found.append(Problem("form-words-missing", question.name, {"language": code}))
    return tuple(found)


def _problems(form: Form) -> Iterator[Problem]:
    placed = list(walk(form.items))
    asked = questions(form)
    if not any(q.kind not in ("calculate", "hidden", "note") for q in asked):
        yield Problem("form-empty")
    if len(placed) > MOST_QUESTIONS:
        yield Problem("form-too-long", facts={"most": MOST_QUESTIONS})
        return
    if len(form.languages) > MOST_LANGUAGES:
        yield Problem("form-too-many-languages", facts={"most": MOST_LANGUAGES})
    if sum(len(q.choices) for q in asked) > MOST_CHOICES:
        yield Problem("form-too-many-choices", facts={"most": MOST_CHOICES})
        return
    names = Counter(p.item.name for p in placed)
    lists = {q.name: columns(q) | {"label"} for q in asked if q.choices}
    for name, times in names.items():
        if times > 1:
            yield Problem("form-name-taken", name)
    unfit = False
    for one in placed:
        for problem in _item(one, names, lists):
            unfit = True
            yield problem
    if not unfit and all(times == 1 for times in names.values()):
        try:
            in_order(form)
        except Unusable as circle:
            yield Problem(circle.code, str(circle.problem.facts["name"]), circle.problem.facts)


def _item(
    placed: Placed, names: Counter[str], lists: Mapping[str, frozenset[str]]
) -> Iterator[Problem]:
    item = placed.item
    if not _NAME.fullmatch(item.name):
        yield Problem("form-name-unusable", item.name[:80])
    if len(placed.groups) > DEEPEST:
        yield Problem("form-too-deep", item.name, {"most": DEEPEST})
    if isinstance(item, Question):
        yield from _question(item)
    for text in _expressions(item):
        yield from _expression(item, text, names, lists)
    for name in _output(item):
        if name not in names:
            yield Problem("form-reference-unknown", item.name, {"name": name})


def _question(question: Question) -> Iterator[Problem]:
    if question.kind not in KINDS:
        yield Problem("form-kind-unknown", question.name, {"kind": question.kind[:40]})
        return
    if question.kind not in ("calculate", "hidden") and not any(question.labels.values()):
        yield Problem("form-label-missing", question.name)
    if question.kind in CHOSEN:
        if not question.choices:
            yield Problem("form-choices-missing", question.name)
        taken: set[str] = set()
        for choice in question.choices:
            if not choice.name or len(choice.name) > 80 or choice.name.split() != [choice.name]:
                yield Problem("form-choice-unusable", question.name, {"choice": choice.name[:80]})
            elif choice.name in taken:
                yield Problem("form-choice-taken", question.name, {"choice": choice.name})
            taken.add(choice.name)


def _expressions(item: Item) -> Iterator[str]:
    if isinstance(item, Group):
        texts: tuple[str, ...] = (item.relevant, item.count)
    else:
        texts = (item.relevant, item.required, item.constraint, item.calculation)
        if "${" in item.default or item.default.rstrip().endswith(")"):
            texts += (item.default,)
        if item.choice_filter:
            texts += (item.choice_filter,)
    yield from (text for text in texts if text.strip().lower() not in _PLAIN)


def _output(item: Item) -> list[str]:
    return [name for text in item.labels.values() for name in tree.outputs(text)]


def _expression(
    item: Item, text: str, names: Counter[str], lists: Mapping[str, frozenset[str]]
) -> Iterator[Problem]:
    try:
        parsed = tree.parse(text)
        for node in tree.nodes(parsed):
            if isinstance(node, tree.Call) and node.function == "regex":
                pattern = node.arguments[1]
                if isinstance(pattern, tree.Literal) and isinstance(pattern.value, str):
                    read_pattern(pattern.value)
            if isinstance(node, tree.Lookup):
                if node.list not in lists:
                    raise Unusable("expression-list-unknown", list=node.list[:80])
                for column in tree.columns_of(node):
                    if column not in lists[node.list]:
                        raise Unusable("expression-column-unknown", column=column[:80])
    except Unusable as wrong:
        yield Problem(wrong.code, item.name, wrong.problem.facts)
        return
    allowed = columns(item) if isinstance(item, Question) and text == item.choice_filter else set()
    for name in tree.references(text, frozenset(allowed)):
        if name not in names:
            yield Problem("form-reference-unknown", item.name, {"name": name})
