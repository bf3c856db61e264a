"""The results of one column of a file of answers, without a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from travaux.core.problems import Unusable
from travaux.core.surveys.answer_tables import Sheet, column_named
from travaux.core.surveys.estimates import Codes, Design, Floats
from travaux.core.surveys.model import Choice, Question
from travaux.core.surveys.results import Answers, Results, results
from travaux.core.surveys.suppression import LEAST
from travaux.core.surveys.weighting import Margin, coded, fit

MOST_ANSWERS = 60  # different ones, to be counted


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns say what; empty: none does."""

    question: str
    by: str = ""
    weights: str = ""
    strata: str = ""
    cluster: str = ""
    population: str = ""
    unit: str = ""
    margins: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def results_of_column(
    sheet: Sheet, columns: Columns, kind: str = "", least: int = LEAST
) -> Results:
    """Shares or means of a column (`kind` "shares" or "means"; empty: means where all are numbers).

    Columns `question/answer` of 1 and 0 are one question of several answers. Weights and the other
    facts of the design are taken from the first row of each unit. Errors: `answers-without-column`,
    `column-not-numbers`, `too-many-answers`, and those of weights.
    """
    question, values = _question(sheet, columns.question, kind)
    units, names = _units(sheet, columns.unit)
    first = np.zeros(len(names), dtype=np.int64)
    for row in range(len(units) - 1, -1, -1):
        first[units[row]] = row

    def texts(column: str) -> list[str]:
        at = column_named(sheet, column)
        return [_cell(sheet, int(i), at) for i in first]

    def numbers(column: str) -> Floats:
        try:
            return np.array([float(t) for t in texts(column)], dtype=np.float64)
        except ValueError:
            raise Unusable("column-not-numbers", column=column[:80]) from None

    design = Design(
        numbers(columns.weights) if columns.weights else np.ones(len(names)),
        coded(texts(columns.strata))[0] if columns.strata else None,
        coded(texts(columns.cluster))[0] if columns.cluster else None,
        numbers(columns.population) if columns.population else None,
    )
    margins = [Margin(name, texts(name), told) for name, told in columns.margins.items()]
    design = fit(design, margins).design
    groups = texts(columns.by) if columns.by else None
    return results(question, Answers(values, units), design, groups, least=least)


def _cell(sheet: Sheet, row: int, at: int) -> str:
    cells = sheet.rows[row][1]
    return cells[at] if at < len(cells) else ""


def _units(sheet: Sheet, column: str) -> tuple[Codes, list[str]]:
    count = len(sheet.rows)
    if not column:
        return np.arange(count), [str(i) for i in range(count)]
    at = column_named(sheet, column)
    # who does not say to which unit they belong is one of their own
    return coded([_cell(sheet, i, at).casefold() or f"\0{i}" for i in range(count)])


def _question(sheet: Sheet, name: str, kind: str) -> tuple[Question, list[str | list[str]]]:
    try:
        at = column_named(sheet, name)
        several: dict[str, int] = {}
    except Unusable:
        ends = [(h.rsplit("/", 2), i) for i, h in enumerate(sheet.headings)]
        several = {p[-1]: i for p, i in ends if len(p) > 1 and p[-2] == name}
        if not several:
            raise
        at = -1
    count = len(sheet.rows)
    if several:
        chosen: list[str | list[str]] = []
        for i in range(count):
            cells = {choice: _cell(sheet, i, j) for choice, j in several.items()}
            given = any(cells.values())
            ticked = [c for c, t in cells.items() if t.casefold() in ("1", "true", "yes", "1.0")]
            chosen.append(ticked if ticked else ["\0none"] if given else [])
        choices = tuple(Choice(c) for c in several)
        return Question(name, "select-multiple", choices=choices), chosen
    values: list[str | list[str]] = [_cell(sheet, i, at) for i in range(count)]
    if kind != "shares" and all(_is_number(str(v)) for v in values if v):
        return Question(name, "decimal"), values
    if kind == "means":
        raise Unusable("column-not-numbers", column=name[:80])
    found = list(dict.fromkeys(str(v) for v in values if v))
    if len(found) > MOST_ANSWERS:
        raise Unusable("too-many-answers", most=MOST_ANSWERS)
    return Question(name, "select-one", choices=tuple(Choice(c) for c in sorted(found))), values


def _is_number(text: str) -> bool:
    try:
        return bool(np.isfinite(float(text)))
    except ValueError:
        return False
