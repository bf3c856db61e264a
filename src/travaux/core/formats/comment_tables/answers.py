"""The table of answers, written in the columns of the field as XLSX, CSV, DOCX or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

from travaux.core.formats.comment_tables.answer_table import AnswerTable, Cell
from travaux.core.formats.comment_tables.answers_docx import write_docx
from travaux.core.formats.comment_tables.answers_xlsx import write_xlsx
from travaux.core.formats.comment_tables.csv_grid import guard_cell
from travaux.core.problems import Unusable

ENDINGS = (".xlsx", ".csv", ".docx", ".json")


def write_answers(table: AnswerTable, ending: str) -> bytes:
    """The bytes of a table of answers; `read_comment_table` reads each ending back without loss.

    Given the headings that were written as aliases, that is, where they are not English; and
    but for blanks around a cell. What the format cannot hold (control characters in Word) is
    shown by its symbol. Error: `ending-unknown`.

    >>> from travaux.core.formats.comment_tables.answer_table import AnswerTable, Cell
    >>> row = {"number": Cell("1"), "comment": Cell("=1+1")}
    >>> write_answers(AnswerTable(("A/1",), {}, (row,)), ".csv").decode("utf-8-sig").split()[-1][:9]
    "1,,,,,,,'"
    """
    if ending == ".csv":
        return _csv(table)
    if ending == ".json":
        return _json(table)
    if ending == ".xlsx":
        return write_xlsx(table)
    if ending == ".docx":
        return write_docx(table)
    raise Unusable("ending-unknown", ending=ending)


def _csv(table: AnswerTable) -> bytes:
    """With a byte order mark, so that Excel takes it for UTF-8; see `guard_cell` on formulas."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    # No title lines above: a CSV file begins with its headings, or other tools cannot read it.
    writer.writerow([guard_cell(table.heading(key)) for key in table.columns])
    for row in table.rows:
        writer.writerow([guard_cell(_cell(row, key).text) for key in table.columns])
    return ("\ufeff" + out.getvalue()).encode("utf-8", "replace")


def _json(table: AnswerTable) -> bytes:
    entries: list[dict[str, object]] = []
    for row in table.rows:
        entry: dict[str, object] = {key: _cell(row, key).text for key in table.columns}
        entry["languages"] = {
            key: row[key].language for key in table.columns if key in row and row[key].language
        }
        entries.append(entry)
    return json.dumps(entries, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _cell(row: Mapping[str, Cell], key: str) -> Cell:
    return row.get(key, _EMPTY)


_EMPTY = Cell("")
