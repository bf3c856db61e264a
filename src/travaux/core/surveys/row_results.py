"""The results of a question inside of a repeated group: its rows are counted, units are drawn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from travaux.core.problems import Unusable
from travaux.core.surveys import estimates
from travaux.core.surveys.estimates import Codes, Design
from travaux.core.surveys.model import Question
from travaux.core.surveys.results import (
    Answers,
    Results,
    Row,
    Shared,
    choices_of,
    domains_of,
    hide,
    kind_of,
    notes_of,
    numbers_of,
)
from travaux.core.surveys.suppression import LEAST


def results_of_rows(
    question: Question,
    per: str,
    rows: Answers,
    respondents: Codes,
    design: Design,
    groups: Sequence[str] | None = None,
    order: Sequence[str] = (),
    least: int = LEAST,
) -> Results:
    """The figures of a question inside of a repeated group: its rows are counted, not the units.

    `rows`: one entry for each row, `rows.units` (k,) the unit that gave it; `respondents` (u,). In
    each line `n` and `missing` are rows, `not_asked` units without any row, `respondents` the
    units that stand behind. What few *units* gave is hidden, however many rows they are.
    """
    kind = kind_of(question)
    if not kind:
        raise Unusable("question-not-reckoned", question.name)
    choices = choices_of(question)
    x, count = numbers_of(question, rows.values, choices), int(design.weights.size)
    given = np.asarray(np.isfinite(x).any(axis=1), dtype=np.bool_)
    has_rows = np.bincount(rows.units, minlength=count) > 0
    made = []
    for name, domain in domains_of(count, groups, order):
        here = domain[rows.units]
        behind = int(np.unique(rows.units[here & given]).size)
        told = (
            int((here & given).sum()), int((here & ~given).sum()),
            int((domain & ~has_rows).sum()), behind,
        )  # fmt: skip
        if kind == "means":
            inside = x[here & given, 0]
            found = estimates.mean_of_rows(
                x[:, 0], rows.units, design, domain, respondents=respondents
            )
            middle = float(np.median(inside)) if inside.size else None
            made.append(Row(name, *told, mean=found, median=middle, units=behind))
            continue
        cells = []
        for j, choice in enumerate(choices):
            gave = here & (np.nan_to_num(x[:, j]) > 0)
            share = estimates.mean_of_rows(
                x[:, j], rows.units, design, domain, respondents=respondents, share=True
            )
            units = int(np.unique(rows.units[gave]).size)
            cells.append(Shared(choice, int(gave.sum()), share, units=units))
        made.append(Row(name, *told, tuple(cells), units=behind))
    return Results(question.name, kind, hide(made, kind, question, least), least=least,
                   notes=notes_of(made), per=per)  # fmt: skip
