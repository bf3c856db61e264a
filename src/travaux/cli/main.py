"""`travaux`: every command of the contract, each in the file of its subject."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec

import typer

app = typer.Typer(
    name="travaux",
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
    "funding": "funding",
    "report": "report",
    "panel": "panel",
    "text": "text",
    "draft": "draft",
    "round": "round",
    "survey": "survey",
    "comments": "comments",
    "answer": "answer",
    "answers": "answers",
    "journal": "journal",
    "receipt": "receipt",
    "user": "user",
    "countries": "countries",
    "contacts": "contacts",
    "catalogues": "catalogues",
}
for _name, _file in SUBJECTS.items():
    if find_spec(f"travaux.cli.{_file}"):
        app.add_typer(import_module(f"travaux.cli.{_file}").app, name=_name)
if find_spec("travaux.cli.running"):
    import_module("travaux.cli.running").add_to(app)  # serve, work, backup, restore, check, setup
if find_spec("travaux.cli.demo"):
    import_module("travaux.cli.demo").add_to(app)  # demo: the demonstration world


def main() -> None:
    """The entry point; a broken pipe is not a fault."""
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
