"""`travaux catalogues`: for those who translate."""

from __future__ import annotations

import typer

from travaux.cli.doors import Json, give

app = typer.Typer(help="The translations of the interface.", no_args_is_help=True)


@app.command()
def update(as_json: Json = False) -> None:
    """Bring the five catalogues up to the source and count what is untranslated."""
    from travaux.plumbing import catalogues

    found = {
        code: dict(zip(("messages", "untranslated"), catalogues.update(code), strict=True))
        for code in catalogues.FOLDERS
    }
    give(
        found,
        as_json,
        lambda: [f"{c}: {n['untranslated']} of {n['messages']}" for c, n in found.items()],
    )


@app.command()
def compile() -> None:
    """Write the compiled catalogues that the site reads."""
    from travaux.plumbing import catalogues

    typer.echo(catalogues.compile_all())
