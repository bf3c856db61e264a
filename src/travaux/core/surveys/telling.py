"""Results as plain values, for files, pages and the command line: what is hidden is left out."""

from __future__ import annotations

from typing import Any

from travaux.core.surveys.estimates import Estimate
from travaux.core.surveys.results import Results, Row


def results_to_plain(found: Results) -> dict[str, Any]:
    """The figures as JSON can hold them; of hidden cells and groups only the name remains."""
    return {
        "question": found.question,
        "kind": found.kind,
        "per": found.per,
        "method": found.method,
        "level": found.level,
        "least": found.least,
        "notes": list(found.notes),
        "rows": [_row(row) for row in found.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    made: dict[str, Any] = {"group": row.group, "hidden": row.hidden}
    if row.hidden:
        return made
    made |= {
        "n": row.n,
        "missing": row.missing,
        "not_asked": row.not_asked,
        "respondents": row.respondents,
    }
    if row.mean is not None:
        made |= {"mean": row.mean.value, "median": row.median, **_estimate(row.mean)}
    else:
        made["cells"] = [
            {"choice": c.choice, "hidden": True}
            if c.hidden
            else {"choice": c.choice, "n": c.n, "share": c.estimate.value, **_estimate(c.estimate)}
            for c in row.cells
        ]
    return made


def _estimate(one: Estimate) -> dict[str, Any]:
    return {
        "error": one.error,
        "low": one.low,
        "high": one.high,
        "effective": round(one.effective, 1) if one.effective is not None else None,
        "freedom": one.freedom,
    }
