"""The results of one question, by group: counts, shares or means, with what is missing.

The unit of analysis is explicit: several respondents of one city are one city, whose answer is the
mean of theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from travaux.core.problems import Unusable
from travaux.core.surveys import estimates
from travaux.core.surveys.estimates import Codes, Design, Estimate, Floats
from travaux.core.surveys.model import Question
from travaux.core.surveys.suppression import LEAST, hidden_cells, hidden_rows

COUNTED = ("select-one", "select-multiple", "rank", "acknowledge")
MEASURED = ("integer", "decimal", "range", "calculate")


@dataclass(frozen=True, slots=True)
class Shared:
    """One answer in one group: how many units gave it, and their weighted share."""

    choice: str
    n: int
    estimate: Estimate
    hidden: bool = False
    units: int | None = None  # where rows are counted: how many units gave them

    @property
    def behind(self) -> int:
        """Units that gave this answer: what decides whether it is hidden."""
        return self.n if self.units is None else self.units


@dataclass(frozen=True, slots=True)
class Row:
    """One group: units that answered, that did not, and that were not asked; then the figures."""

    group: str
    n: int
    missing: int
    not_asked: int
    respondents: int
    cells: tuple[Shared, ...] = ()
    mean: Estimate | None = None
    median: float | None = None
    hidden: bool = False
    units: int | None = None

    @property
    def behind(self) -> int:
        """Units that answered."""
        return self.n if self.units is None else self.units


@dataclass(frozen=True, slots=True)
class Results:
    """A question's results: the row of all, then one for each group.

    `per` names the repeated group whose rows are counted; empty: units are.
    """

    question: str
    kind: str  # "shares" or "means"
    rows: tuple[Row, ...]
    method: str = estimates.METHOD
    level: float = estimates.LEVEL
    least: int = LEAST
    notes: tuple[str, ...] = field(default=())
    per: str = ""


def kind_of(question: Question) -> str:
    """What is reckoned of a question: "shares", "means", or "" where neither makes sense."""
    if question.kind in COUNTED:
        return "shares"
    return "means" if question.kind in MEASURED else ""


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered: one entry for each respondent.

    `values` are kept answers ("" or None: none given); `units` (r,) the code of each respondent's
    unit, 0 to u - 1; `asked` (r,) whether the question was put.
    """

    values: Sequence[Any]
    units: Codes
    asked: npt.NDArray[np.bool_] | None = None


def numbers_of(question: Question, values: Sequence[Any], choices: Sequence[str]) -> Floats:
    """(r, c): for shares an indicator of each choice, for means the number; NaN: no answer."""
    if kind_of(question) == "means":
        return np.array([[_number(v)] for v in values], dtype=np.float64).reshape(-1, 1)
    at = {name: j for j, name in enumerate(choices)}
    made = np.full((len(values), len(choices)), np.nan)
    single = question.kind != "select-multiple" and question.kind != "rank"
    if single and all(isinstance(v, str) or v is None for v in values):
        codes = np.fromiter((at.get(v or "", -1) for v in values), np.int64, len(values))
        given = np.flatnonzero(codes >= 0)
        made[given] = 0.0
        made[given, codes[given]] = 1.0
        return made
    for i, value in enumerate(values):
        if value in ("", None, []):
            continue
        names = [value] if isinstance(value, str) else list(value)
        if question.kind == "rank":
            names = names[:1]
        made[i] = 0.0
        for name in names:
            if name in at:
                made[i, at[name]] = 1.0
            elif single:
                made[i] = np.nan
    return made


def _number(value: Any) -> float:
    try:
        found = float(value) if value not in ("", None, []) else np.nan
    except (TypeError, ValueError):
        return np.nan
    return found if np.isfinite(found) else np.nan


def _by_unit(x: Floats, units: Codes, count: int) -> Floats:
    """(u, c): the mean over the respondents of each unit that answered; NaN where none did."""
    given = np.isfinite(x)
    made = np.full((count, x.shape[1]), np.nan)
    for j in range(x.shape[1]):
        held = given[:, j]
        sums = np.bincount(units[held], weights=x[held, j], minlength=count)
        numbers = np.bincount(units[held], minlength=count)
        some = numbers > 0
        made[some, j] = sums[some] / numbers[some]
    return made


def results(
    question: Question,
    answers: Answers,
    design: Design,
    groups: Sequence[str] | None = None,
    order: Sequence[str] = (),
    least: int = LEAST,
) -> Results:
    """The figures of a question over all units and in each group (u,) of them.

    Answers that are not among the choices stay out of shares and count as missing. `order` names
    groups that come first, in this order, empty ones too. Error: `question-not-reckoned`.
    """
    kind = kind_of(question)
    if not kind:
        raise Unusable("question-not-reckoned", question.name)
    choices = choices_of(question)
    count = int(design.weights.size)
    x = _by_unit(numbers_of(question, answers.values, choices), answers.units, count)
    asked = np.ones(count, dtype=np.bool_)
    if answers.asked is not None:
        asked = np.bincount(answers.units, weights=answers.asked, minlength=count) > 0
    respondents = np.bincount(answers.units, minlength=count)
    answered = np.asarray(np.isfinite(x).any(axis=1), dtype=np.bool_)
    rows = [
        _row(name, domain, x, answered, asked, respondents, design, kind, choices)
        for name, domain in domains_of(count, groups, order)
    ]
    return Results(question.name, kind, hide(rows, kind, question, least), least=least,
                   notes=notes_of(rows))  # fmt: skip


def domains_of(
    count: int, groups: Sequence[str] | None, order: Sequence[str]
) -> list[tuple[str, npt.NDArray[np.bool_]]]:
    """All units, then those of each group (u,): named ones first, in their order."""
    found: list[tuple[str, npt.NDArray[np.bool_]]] = [("", np.ones(count, dtype=np.bool_))]
    if groups is not None:
        told = np.array(list(groups), dtype=object)
        names = [*order, *sorted({str(g) for g in groups} - set(order))]
        found += [(name, np.asarray(told == name, dtype=np.bool_)) for name in names]
    return found


def choices_of(question: Question) -> list[str]:
    """The answers that are counted of a question."""
    return [c.name for c in question.choices] or (["OK"] if question.kind == "acknowledge" else [])


def notes_of(rows: Sequence[Row]) -> tuple[str, ...]:
    found = [n for r in rows for c in r.cells for n in c.estimate.notes]
    found += [n for r in rows if r.mean is not None for n in r.mean.notes]
    return tuple(dict.fromkeys(found))


def _row(
    name: str,
    domain: npt.NDArray[np.bool_],
    x: Floats,
    answered: npt.NDArray[np.bool_],
    asked: npt.NDArray[np.bool_],
    respondents: Codes,
    design: Design,
    kind: str,
    choices: Sequence[str],
) -> Row:
    n = int((domain & answered).sum())
    missing = int((domain & asked & ~answered).sum())
    not_asked = int((domain & ~asked & ~answered).sum())
    people = int(respondents[domain & answered].sum())
    if kind == "means":
        y = x[:, 0]
        inside = y[domain & np.isfinite(y)]
        return Row(
            name, n, missing, not_asked, people,
            mean=estimates.mean(y, design, domain),
            median=float(np.median(inside)) if inside.size else None,
        )  # fmt: skip
    cells = []
    for j, choice in enumerate(choices):
        y = x[:, j]
        gave = int((domain & (np.nan_to_num(y) > 0)).sum())
        cells.append(Shared(choice, gave, estimates.share(y, design, domain)))
    return Row(name, n, missing, not_asked, people, tuple(cells))


def hide(rows: Sequence[Row], kind: str, question: Question, least: int) -> tuple[Row, ...]:
    """Small groups and small cells are marked as hidden, in groups and in the row of all."""
    whole, groups = rows[0], rows[1:]
    small = hidden_rows([r.behind for r in groups], least)
    made = [_marked(whole, 0 < whole.behind < least, set(range(len(whole.cells)))
                    if 0 < whole.behind < least else _small(whole, question, least))]  # fmt: skip
    cells: frozenset[tuple[int, int]] = frozenset()
    if kind == "shares" and groups:
        table = [[0 if i in small else c.behind for c in r.cells] for i, r in enumerate(groups)]
        cells = hidden_cells(table, least, rows_sum=question.kind != "select-multiple")
    for i, row in enumerate(groups):
        here = {j for k, j in cells if k == i} if i not in small else set(range(len(row.cells)))
        made.append(_marked(row, i in small, here))
    return tuple(made)


def _small(row: Row, question: Question, least: int) -> set[int]:
    table = [[c.behind for c in row.cells]]
    if question.kind == "select-multiple":
        return {j for j, n in enumerate(table[0]) if 0 < n < least}
    found = {j for j, n in enumerate(table[0]) if 0 < n < least}
    free = [j for j in range(len(table[0])) if j not in found]
    if len(found) == 1 and free:
        found.add(min(free, key=lambda j: (table[0][j] == 0, table[0][j])))
    return found


def _marked(row: Row, hidden: bool, cells: set[int]) -> Row:
    return Row(
        row.group, row.n, row.missing, row.not_asked, row.respondents,
        tuple(
            Shared(c.choice, c.n, c.estimate, j in cells, c.units)
            for j, c in enumerate(row.cells)
        ),
        row.mean, row.median, hidden, row.units,
    )  # fmt: skip
