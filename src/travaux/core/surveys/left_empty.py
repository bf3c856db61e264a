"""Which questions were asked under their conditions and left empty, out of answers from a file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from travaux.core.problems import Unusable
from travaux.core.surveys.answers import as_value
from travaux.core.surveys.evaluation import Scope, holds
from travaux.core.surveys.model import SHOWN_ONLY, SILENT, Form, Question, said, walk
from travaux.core.surveys.values import Value


class LeftEmpty:
    """Of a form and the questions that a file has columns for: those that hang on conditions, each
    with its conditions and those of the groups around it. What repeats is left out.

    What always is asked needs no looking: where it is empty, it was left empty.
    """

    def __init__(self, form: Form, among: Collection[str]) -> None:
        self.form = form
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.questions = {
            p.item.name: p.item for p in walk(form.items) if isinstance(p.item, Question)
        }
        for placed in walk(form.items):
            item = placed.item
            if not isinstance(item, Question) or placed.repeat is not None:
                continue
            if item.kind in (*SILENT, *SHOWN_ONLY) or item.name not in among:
                continue
            texts = (*(g.relevant for g in placed.groups), item.relevant)
            conditions = tuple(t for t in texts if t.strip())
            if conditions:
                self.asked.append((item.name, conditions))

    def of(self, answers: Mapping[str, Any], now: datetime) -> list[str]:
        """Names of the questions that were asked and are empty, in the order of the form.

        >>> form = Form("f", (Question("a", "text"), Question("b", "text", relevant="${a} = 'x'")))
        >>> left = LeftEmpty(form, {"a", "b"})
        >>> at = datetime(2024, 1, 1)
        >>> left.of({"a": "x"}, at), left.of({"a": "y"}, at), left.of({"a": "x", "b": "z"}, at)
        (['b'], [], [])
        """
        if not self.asked:
            return []
        scope = Scope(self._looking(answers), now, label=self._label, rows=self._rows)
        known: dict[str, bool] = {}

        def is_so(text: str) -> bool:
            if text not in known:
                try:
                    known[text] = holds(text, scope, when_empty=True)
                except Unusable:
                    known[text] = False
            return known[text]

        return [
            name
            for name, conditions in self.asked
            if answers.get(name) in (None, "", []) and all(is_so(t) for t in conditions)
        ]

    def _looking(self, answers: Mapping[str, Any]) -> Any:
        def look(name: str) -> Value:
            found = answers.get(name, "")
            if isinstance(found, list) and any(isinstance(one, Mapping) for one in found):
                return tuple("1" for _ in found)  # a repeated group: how often
            return as_value(found)

        return look

    def _label(self, name: str, choice: str) -> str:
        question = self.questions.get(name)
        for one in question.choices if question is not None else ():
            if one.name == choice:
                return said(one.labels, self.form.default_language)
        return choice

    def _rows(self, name: str) -> list[dict[str, str]]:
        question = self.questions.get(name)
        language = self.form.default_language
        return [
            {**c.filters, "name": c.name, "label": said(c.labels, language)}
            for c in (question.choices if question is not None else ())
        ]
