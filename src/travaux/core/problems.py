"""Errors as a code and facts, never prose: the rooms word them in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong or doubtful in an input, at a place a person can find.

    `code` is kebab-case ("row-without-text"), `where` is the place as the person sees it
    ("row 17", "sheet Comments, cell F12"), `facts` are plain values for the sentence.

    >>> Problem("row-without-text", where="row 17").code
    'row-without-text'
    """

    code: str
    where: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)


class Unusable(Exception):
    """The input as a whole cannot be used; nothing was changed.

    >>> str(Unusable("file-encrypted", kind="docx"))
    "file-encrypted {'kind': 'docx'}"
    """

    def __init__(self, code: str, where: str = "", **facts: str | int) -> None:
        super().__init__(code)
        self.problem = Problem(code, where, facts)

    @property
    def code(self) -> str:
        return self.problem.code

    def __str__(self) -> str:
        return f"{self.problem.code} {dict(self.problem.facts)}"
