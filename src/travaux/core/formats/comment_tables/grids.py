"""A table of whatever source as rows of strings, numbered as a person sees them."""

from __future__ import annotations

from dataclasses import dataclass, field

from travaux.core.problems import Problem


@dataclass(slots=True)
class Grid:
    """Rows of cells while a table is read; `rows[0]` is row 1.

    `inherited[row]` holds the columns filled from a merged cell above; `shaped` the cells that
    a spreadsheet held as a date or a fraction, where a clause such as 5.10 may have been bent.
    """

    name: str
    rows: list[list[str]]
    inherited: dict[int, set[int]] = field(default_factory=dict)
    shaped: dict[tuple[int, int], str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def fill_down(self, top: int, left: int, bottom: int) -> None:
        """Give the value of a cell merged over several rows to each of its rows."""
        if top >= len(self.rows) or left >= len(self.rows[top]):
            return
        value = self.rows[top][left]
        for at in range(top + 1, min(bottom + 1, len(self.rows))):
            row = self.rows[at]
            if value and left < len(row) and not row[left]:
                row[left] = value
                self.inherited.setdefault(at, set()).add(left)


def tidy(text: str) -> str:
    """Trimmed, with one kind of newline; otherwise verbatim.

    >>> tidy("  a\\r\\nb ")
    'a\\nb'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def letter(column: int) -> str:
    """The letter of a column counted from 0.

    >>> letter(0), letter(27)
    ('A', 'AB')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_of(letters: str) -> int:
    """The column, counted from 0, of a letter.

    >>> column_of("A"), column_of("AB")
    (0, 27)
    """
    value = 0
    for sign in letters:
        value = value * 26 + ord(sign) - 64
    return value - 1
