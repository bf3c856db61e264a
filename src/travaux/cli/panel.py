"""`travaux panel`: choose, explain, verify and replace, from files; no database, no configuration."""

from __future__ import annotations

import typer

from travaux.cli.panel_dossier import replace, verify
from travaux.cli.panel_draw import draw
from travaux.cli.panel_explain import explain

app = typer.Typer(
    help="Choose a group out of a pool under quotas, and prove it.", no_args_is_help=True
)


@app.callback()
def _root() -> None:
    """Choose a group out of a pool under quotas, and prove it."""


for command in (explain, draw, verify, replace):
    app.command()(command)
