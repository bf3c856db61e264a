"""The house's own source, as trees to walk."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "travaux"
ROOMS = [
    "journal",
    "people",
    "correspondence",
    "roadmap",
    "funding",
    "calls",
    "evidence",
    "drafts",
    "translations",
    "consultations",
    "panels",
    "grounds",
    "comments",
    "answers",
    "meetings",
    "reports",
]


def files(*, migrations: bool = False) -> Iterator[Path]:
    """Every Python file of the product."""
    for path in sorted(SRC.rglob("*.py")):
        if migrations or "migrations" not in path.parts:
            yield path


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name_of(call: ast.Call) -> str:
    """The last name of what is called: `refuse`, `create`."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
