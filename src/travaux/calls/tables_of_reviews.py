"""Tables that come in: criteria of a call, and who reviews what."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from travaux.calls.actions.criteria import Given
from travaux.core.panels.tables import Table, read_table
from travaux.core.problems import Unusable
from travaux.plumbing.languages import SIX

MOST_LINES = 2_000  # each is asked about by itself, in one request
_APPLICATION = ("application", "number", "key")
_REVIEWER = ("reviewer", "email", "e-mail")


def _column(table: Table, names: tuple[str, ...]) -> int | None:
    return next((c for n in names if (c := table.column(n)) is not None), None)


def read_assignments(data: bytes) -> list[tuple[str, str, str]]:
    """Place, application and address of each line.

    Raises `Unusable`: assignments-columns-missing, assignments-too-many, and what a table is refused for.
    """
    table = read_table(data, [*_APPLICATION, *_REVIEWER], "assignments")
    which, who = _column(table, _APPLICATION), _column(table, _REVIEWER)
    if which is None or who is None:
        raise Unusable("assignments-columns-missing")
    lines = [
        (f"row {row}", cells[which].strip(), cells[who].strip())
        for row, cells in table.lines
        if any(cell.strip() for cell in cells)
    ]
    if len(lines) > MOST_LINES:
        raise Unusable("assignments-too-many", count=len(lines), limit=MOST_LINES)
    return lines


def read_criteria(data: bytes) -> list[Given]:
    """Criteria out of a table with the columns name, from, to, weight and, if wanted, meaning.

    `name` and `meaning` may bear a language: name_fr. Raises `Unusable`: criteria-table-unreadable.
    """
    table = read_table(data, ["name", "from", "to", "weight", "name_en"], "criteria")
    low, high, weight = (table.column(n) for n in ("from", "to", "weight"))
    texts = {
        what: {
            code: column
            for code in SIX
            for name in ((f"{what}_{code}", what) if code == "en" else (f"{what}_{code}",))
            if (column := table.column(name)) is not None
        }
        for what in ("name", "meaning")
    }
    if low is None or high is None or weight is None or not texts["name"]:
        raise Unusable("criteria-table-unreadable", "row 1")
    found = []
    for row, cells in table.lines:
        if not any(cell.strip() for cell in cells):
            continue
        try:
            told = int(cells[low]), int(cells[high]), Decimal(cells[weight].strip())
        except (ValueError, InvalidOperation):
            raise Unusable("criteria-table-unreadable", f"row {row}") from None
        if not told[2].is_finite():
            raise Unusable("criteria-table-unreadable", f"row {row}")
        words = {
            what: {code: cells[n].strip() for code, n in columns.items() if cells[n].strip()}
            for what, columns in texts.items()
        }
        found.append(Given(words["name"], *told, words["meaning"]))
    return found
