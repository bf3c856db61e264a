"""`travaux`: every command of the contract, each in the file of its subject."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group


class Subjects(TyperGroup):
    """The root: a subject is imported when it is asked for, as all of them together take seconds."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Every command there is; this alone imports them all."""
        for name in SUBJECTS:
            self._fetch(name)
        self._fetch("")
        return super().list_commands(ctx)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of this name."""
        if cmd_name not in self.commands:
            self._fetch(cmd_name)
        return super().get_command(ctx, cmd_name)

    def _fetch(self, name: str) -> None:
        if name in self.commands:
            return
        if name in SUBJECTS:
            group = get_group(import_module(f"travaux.cli.{SUBJECTS[name]}").app)
            group.name = name
            self.commands[name] = group
        else:  # what stands at the root: serve, work, backup, restore, check, setup, demo, opinions
            root = typer.Typer()
            for file in AT_THE_ROOT:
                import_module(f"travaux.cli.{file}").add_to(root)
            self.commands.update(get_group(root).commands)


app = typer.Typer(
    name="travaux",
    cls=Subjects,
    help="The preparation of international guidelines, from the call to the adopted clause.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback()
def _root() -> None:
    """Every command has --help; lists have --json."""


# name on the command line -> file of this folder; each file has an `app`
SUBJECTS = {
    "process": "process",
    "schedule": "schedule",
    "funding": "funding",
    "report": "report",
    "panel": "panel",
    "text": "text",
    "draft": "draft",
    "round": "round",
    "call": "call",
    "survey": "survey",
    "evidence": "evidence",
    "interview": "interview",
    "practice": "practice",
    "comments": "comments",
    "set": "sets",
    "track": "track",
    "advice": "advice",
    "office": "office",
    "organisation": "organisation",
    "answer": "answer",
    "answers": "answers",
    "journal": "journal",
    "receipt": "receipt",
    "user": "user",
    "countries": "countries",
    "contacts": "contacts",
    "interests": "interests",
    "letter": "letter",
    "meeting": "meeting",
    "voices": "voices",
    "mail": "mail",
    "catalogues": "catalogues",
}
AT_THE_ROOT = ("running", "demo", "opinions")


def main() -> None:
    """The entry point; a broken pipe is not a fault."""
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
