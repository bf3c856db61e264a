"""The reference of commands and of moves says what the product does.

Write both again with: TRAVAUX_WRITE_REFERENCE=1 pytest tests/house/test_reference.py
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from inspect import cleandoc
from typing import Any

import typer

from tests.house.reference import kept_or_written
from tests.house.source import ROOMS
from travaux.cli.main import app
from travaux.plumbing.moves import Move

AGAIN = [
    "Generated. Write it again with",
    "`TRAVAUX_WRITE_REFERENCE=1 pytest tests/house/test_reference.py`.",
    "",
]


def _cell(text: str) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")


def _argument(parameter: Any) -> str:
    name = str(parameter.metavar or parameter.name).strip("[]").upper().replace("_", "-")
    return name if parameter.required else f"[{name}]"


def _option(parameter: Any) -> tuple[str, str, str]:
    if parameter.param_type_name == "argument":
        return (_argument(parameter), parameter.help or "", "")
    names = ", ".join([*parameter.opts, *parameter.secondary_opts])
    default = parameter.default
    shown = "required" if parameter.required else ""
    if not shown and default not in (None, "", False, [], ()) and not callable(default):
        shown = str(default)
    return (names, parameter.help or "", shown)


def _command(command: Any, name: str) -> list[str]:
    own = [p for p in command.params if p.name != "help"]
    words = [_argument(p) for p in own if p.param_type_name == "argument"]
    lines = [f"### `{' '.join([name, *words])}`", "", cleandoc(command.help or ""), ""]
    if own:
        lines += ["| | what | default |", "|---|---|---|"]
        for parameter in own:
            names, about, default = _option(parameter)
            lines.append(f"| `{names}` | {_cell(about)} | {_cell(default)} |")
        lines.append("")
    return lines


def test_commands_are_as_the_reference_says() -> None:
    root = typer.main.get_command(app)
    lines = ["# Commands", "", *AGAIN]
    without = []
    for name in sorted(root.list_commands(typer.Context(root))):
        command = root.commands[name]
        below = getattr(command, "commands", None)
        if below is None:
            lines += [f"## {name}", "", *_command(command, f"travaux {name}")]
            without += [] if command.help else [name]
            continue
        lines += [f"## {name}", "", cleandoc(command.help or ""), ""]
        for inner, one in sorted(below.items()):
            lines += _command(one, f"travaux {name} {inner}")
            without += [] if one.help else [f"{name} {inner}"]
    assert not without, "commands without a word of help"
    kept_or_written("commands.md", "\n".join(lines).rstrip() + "\n")


def tables_of_moves() -> dict[str, dict[str, Move]]:
    """Room -> its moves, wherever the room keeps them."""
    found = {}
    for room in ROOMS:
        for place in ("states", "models"):
            name = f"travaux.{room}.{place}"
            if find_spec(name) and hasattr(import_module(name), "MOVES"):
                found[room] = import_module(name).MOVES
                break
    return found


def test_moves_are_as_the_reference_says() -> None:
    tables = tables_of_moves()
    assert {"drafts", "comments", "answers", "reports"} <= set(tables)
    lines = [
        "# Moves",
        "",
        "What changes the state of a thing: from where, to where. Nothing else does; a move that",
        "somebody else made meanwhile is refused.",
        "",
        *AGAIN,
    ]
    for room, moves in tables.items():
        lines += [f"## {room}", "", "| move | from | to |", "|---|---|---|"]
        for name, move in moves.items():
            before = ", ".join(str(getattr(s, "value", s)) for s in move.before)
            lines.append(f"| {name} | {before} | {getattr(move.after, 'value', move.after)} |")
        lines.append("")
    kept_or_written("moves.md", "\n".join(lines).rstrip() + "\n")
