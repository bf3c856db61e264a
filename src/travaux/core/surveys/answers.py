"""A form held against what was answered: what is asked, what is computed, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from travaux.core.problems import Problem, Unusable
from travaux.core.surveys.evaluation import Scope, evaluate, holds
from travaux.core.surveys.model import (
    FILES,
    MOST_INSTANCES,
    SILENT,
    Choice,
    Form,
    Group,
    Item,
    Placed,
    Question,
    said,
    walk,
)
from travaux.core.surveys.order import in_order
from travaux.core.surveys.reading import LONGEST_TEXT, read_answer
from travaux.core.surveys.values import Plain, Value, boolean, number, string

Path = tuple[str | int, ...]  # ("costs", 0, "amount"): the first repetition of costs


def path_text(path: Path) -> str:
    """A path as a person and a field name write it.

    >>> path_text(("costs", 0, "amount"))
    'costs.1.amount'
    """
    return ".".join(str(p + 1) if isinstance(p, int) else p for p in path)


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """What is wrong with one answer. `texts` is the form's own message, where it has one."""

    path: Path
    problem: Problem
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """A form as it stands with its answers.

    `answers` holds what is asked and answered or computed, nested where groups repeat, in the kinds
    of `read_answer`; `shown` the paths of questions and groups that are asked now; `choices` those
    that a filter leaves, by path; `read_only` what is shown but not to be changed.
    """

    answers: Mapping[str, Any]
    shown: frozenset[Path]
    problems: tuple[AnswerProblem, ...]
    choices: Mapping[Path, tuple[Choice, ...]]
    required: frozenset[Path]
    instances: Mapping[Path, int]

    @property
    def is_whole(self) -> bool:
        """Whether it can be handed in as it is."""
        return not self.problems

    def at(self, path: Path) -> Any:
        """The answer at a path, or "" where there is none."""
        found: Any = self.answers
        for step in path:
            try:
                found = found[step]
            except (KeyError, IndexError, TypeError):
                return ""
        return found


def answer(form: Form, raw: Mapping[str, Any], *, now: datetime, seed: str = "") -> Found:
    """Hold a form against what was typed: `raw` maps names to text or lists of text, and the name
    of a repeated group to a list of such mappings. `now` is the instant of the person's own clock.
    `seed` names this one answer (its key): `uuid()` and `random()` come out of it and of the place
    of the question, so that they stay what they are; without it they are empty.

    What is not asked under the conditions is left out of the answers. Nothing is refused here: every
    problem stands at its path, in the order of the form. A form must have passed `check_form`.
    """
    return _Work(form, raw, now, seed).done()


def with_computed(
    form: Form, answers: Mapping[str, Any], typed: Mapping[str, Any]
) -> dict[str, Any]:
    """Answers, in which what an application computed itself stands as it computed it.

    What is silent (`calculate`, `hidden`) may say when or by which device something was answered;
    that cannot be computed again. `typed` is of the shape of `answer`.

    >>> form = Form("f", (Question("start", "calculate", calculation="now()"),))
    >>> with_computed(form, {"start": "2024-03-02"}, {"start": "2024-03-01"})
    {'start': '2024-03-01'}
    """
    return _computed(form.items, answers, typed)


def _computed(
    items: tuple[Item, ...], answers: Mapping[str, Any], typed: Mapping[str, Any]
) -> dict[str, Any]:
    found = dict(answers)
    for item in items:
        if isinstance(item, Group) and item.repeat:
            rows, sent = found.get(item.name), typed.get(item.name)
            if isinstance(rows, list) and isinstance(sent, list):
                found[item.name] = [
                    _computed(item.items, row, sent[n])
                    if n < len(sent) and isinstance(sent[n], Mapping)
                    else row
                    for n, row in enumerate(rows)
                ]
        elif isinstance(item, Group):
            found = _computed(item.items, found, typed)
        elif item.kind in SILENT and typed.get(item.name):
            found[item.name] = str(typed[item.name])[:LONGEST_TEXT]
    return found


def initial(form: Form, *, now: datetime) -> dict[str, Any]:
    """What stands in an empty form: the defaults of questions outside of repeated groups."""
    found: dict[str, Any] = {}
    scope = Scope(lambda name: str(found.get(name, "")), now)
    for placed in walk(form.items):
        item = placed.item
        if isinstance(item, Question) and item.default and placed.repeat is None:
            computed = "${" in item.default or item.default.rstrip().endswith(")")
            found[item.name] = string(evaluate(item.default, scope)) if computed else item.default
    return found


def as_value(kept: Any) -> Plain:
    """A kept answer as expressions see it."""
    if isinstance(kept, list):
        return " ".join(str(one) for one in kept)
    if isinstance(kept, int) and not isinstance(kept, bool):
        return float(kept)
    return str(kept) if kept is not None else ""


class _Work:
    """The work of `answer`: names in the order of what depends on what, each for every repetition."""

    def __init__(self, form: Form, raw: Mapping[str, Any], now: datetime, seed: str) -> None:
        self.form, self.raw, self.now, self.seed = form, raw, now, seed
        self.placed = {p.item.name: p for p in walk(form.items)}
        self.kept: dict[Path, Any] = {}
        self.shown: set[Path] = set()
        self.open: set[Path] = set()  # whose conditions hold, silent ones too
        self.choices: dict[Path, tuple[Choice, ...]] = {}
        self.required: set[Path] = set()
        self.problems: dict[Path, AnswerProblem] = {}
        self.instances: dict[Path, int] = {}

    # ---- paths

    def paths(self, placed: Placed) -> list[Path]:
        """Where an item stands: once, or once in each repetition around it."""
        found: list[Path] = [()]
        for group in placed.groups:
            if group.repeat:
                found = [
                    (*path, group.name, i)
                    for path in found
                    for i in range(self.instances.get((*path, group.name), 0))
                ]
        return [(*path, placed.item.name) for path in found]

    def prefix(self, path: Path, of: Placed) -> Path | None:
        """The path of another item as seen from here; None where it stands many times."""
        steps: list[str | int] = []
        at = 0
        for group in of.groups:
            if group.repeat:
                if at + 1 < len(path) and path[at] == group.name:
                    steps += [path[at], path[at + 1]]
                    at += 2
                else:
                    return None
        return (*steps, of.item.name)

    def raw_at(self, path: Path) -> Any:
        found: Any = self.raw
        for step in path:
            if isinstance(step, int):
                found = found[step] if isinstance(found, Sequence) and step < len(found) else {}
            else:
                found = found.get(step, "") if isinstance(found, Mapping) else ""
        return found

    # ---- what expressions see

    def scope(self, path: Path, here: Value = "", row: Mapping[str, str] | None = None) -> Scope:
        def look(name: str) -> Value:
            placed = self.placed.get(name)
            if placed is None:
                return ""
            if isinstance(placed.item, Group):
                if not placed.item.repeat:
                    return ""
                counted = [self.instances.get(p, 0) for p in self.paths(placed)]
                return tuple("1" for _ in range(sum(counted)))
            one = self.prefix(path, placed)
            if one is not None:
                return as_value(self.kept.get(one, ""))
            return tuple(as_value(self.kept.get(p, "")) for p in self.paths(placed))

        def label(name: str, choice: str) -> str:
            placed = self.placed.get(name)
            if placed is None or not isinstance(placed.item, Question):
                return choice
            for one in placed.item.choices:
                if one.name == choice:
                    return said(one.labels, self.form.default_language)
            return choice

        numbers = [step for step in path if isinstance(step, int)]
        place = numbers[-1] + 1 if numbers else 1
        seed = f"{self.seed}\n{path_text(path)}" if self.seed else ""
        return Scope(look, self.now, here, place, label, row or {}, self.rows, seed)

    def rows(self, name: str) -> list[dict[str, str]]:
        """The choices of a question with all their columns, labels in the form's first language."""
        placed = self.placed.get(name)
        item = placed.item if placed is not None else None
        language = self.form.default_language
        return [
            {**c.filters, "name": c.name, "label": said(c.labels, language)}
            for c in (item.choices if isinstance(item, Question) else ())
        ]

    def is_open(self, placed: Placed, path: Path) -> bool:
        """Whether every group around an item is asked."""
        at: list[str | int] = []
        step = 0
        for group in placed.groups:
            at_group = (*at, group.name)
            if at_group not in self.open:
                return False
            if group.repeat:
                at = [*at, group.name, path[step + 1]]
                step += 2
        return True

    # ---- the work

    def done(self) -> Found:
        for name in in_order(self.form):
            placed = self.placed[name]
            for path in self.paths(placed):
                self.look_at(placed, path)
        for path in self.choices:  # when all answers are in
            self.check(self.placed[str(path[-1])].item, path)
        order = {p.item.name: i for i, p in enumerate(walk(self.form.items))}

        def place(one: AnswerProblem) -> tuple[Any, ...]:
            return tuple((order.get(s, 0), 0) if isinstance(s, str) else (-1, s) for s in one.path)

        return Found(
            answers=self.nested(),
            shown=frozenset(self.shown),
            problems=tuple(sorted(self.problems.values(), key=place)),
            choices=self.choices,
            required=frozenset(self.required),
            instances=self.instances,
        )

    def look_at(self, placed: Placed, path: Path) -> None:
        item = placed.item
        if not self.is_open(placed, path):
            return
        if not holds(item.relevant, self.scope(path), when_empty=True):
            return
        self.open.add(path)
        if isinstance(item, Group):
            self.shown.add(path)
            if item.repeat:
                self.instances[path] = self.times(item, path)
            return
        if item.kind not in ("calculate", "hidden"):
            self.shown.add(path)
        if item.calculation:
            value = evaluate(item.calculation, self.scope(path, as_value(self.typed(path))))
            self.kept[path] = string(value)
            return
        if item.kind == "note":
            return
        self.take(item, path)

    def typed(self, path: Path) -> str | list[str]:
        """What was typed there; what is of another shape was not typed in this form."""
        raw = self.raw_at(path)
        if isinstance(raw, list | tuple):
            return [str(one) for one in raw if isinstance(one, str | int)]
        return str(raw) if isinstance(raw, str | int) else ""

    def times(self, group: Group, path: Path) -> int:
        """How often a repeated group is answered."""
        if group.count:
            value = number(evaluate(group.count, self.scope(path)))
            return int(max(0.0, min(value, MOST_INSTANCES))) if value == value else 0
        given = self.raw_at(path)
        held = len(given) if isinstance(given, Sequence) and not isinstance(given, str) else 0
        if held > MOST_INSTANCES:
            self.problems[path] = AnswerProblem(
                path, Problem("answer-too-many-repetitions", facts={"most": MOST_INSTANCES})
            )
        return min(held, MOST_INSTANCES)

    def take(self, question: Question, path: Path) -> None:
        raw = question.default if question.kind == "hidden" else self.typed(path)
        choices = question.choices
        if question.choice_filter:
            choices = tuple(
                c
                for c in choices
                if boolean(
                    evaluate(
                        question.choice_filter,
                        self.scope(path, row={"name": c.name, **c.filters}),
                    )
                )
            )
        self.choices[path] = choices
        try:
            value = read_answer(question, raw, choices)
        except Unusable as wrong:
            self.problems[path] = AnswerProblem(path, wrong.problem)
            return
        if value not in ("", []):
            self.kept[path] = value

    def check(self, item: Item, path: Path) -> None:
        """Whether an answer that is required is there, and one that is there is allowed."""
        if not isinstance(item, Question):
            return
        value = as_value(self.kept.get(path, ""))
        if holds(item.required, self.scope(path, value), when_empty=False):
            self.required.add(path)
        if path in self.problems:
            return
        if path not in self.kept:
            if path in self.required:
                code = "file-needed" if item.kind in FILES else "answer-needed"
                self.problems[path] = AnswerProblem(
                    path, Problem(code), dict(item.required_messages)
                )
            return
        if not holds(item.constraint, self.scope(path, value), when_empty=True):
            self.problems[path] = AnswerProblem(
                path, Problem("answer-not-allowed"), dict(item.constraint_messages)
            )

    def nested(self) -> dict[str, Any]:
        """The kept answers, repetitions as lists of mappings."""
        made: dict[str, Any] = {}
        for path, times in sorted(self.instances.items(), key=lambda one: len(one[0])):
            self.inside(made, path[:-1])[str(path[-1])] = [{} for _ in range(times)]
        for placed in walk(self.form.items):
            if isinstance(placed.item, Question):
                for path in self.paths(placed):
                    if path in self.kept:
                        self.inside(made, path[:-1])[placed.item.name] = self.kept[path]
        return made

    @staticmethod
    def inside(made: dict[str, Any], path: Path) -> dict[str, Any]:
        found: Any = made
        for step in path:
            found = found[step]
        return found  # type: ignore[no-any-return]
