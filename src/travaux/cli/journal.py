"""`travaux journal`: the record as a file, and whether it holds."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from travaux.cli.doors import NO, Json, fail, give, open_site, read, say, speaking

app = typer.Typer(help="The record of all acts.", no_args_is_help=True)


@app.command()
def export(
    output: Annotated[str, typer.Option("-o", "--output", help="File to write, or -.")],
) -> None:
    """Write every line, the head and the public keys, as lines of JSON."""
    open_site()
    from travaux.journal import exports
    from travaux.plumbing import clock

    pieces = exports.written(clock.now())
    if output == "-":
        sys.stdout.writelines(pieces)
        return
    try:
        with Path(output).open("w", encoding="utf-8") as file:
            file.writelines(pieces)
    except OSError as problem:
        raise fail(f"{output}: {problem.strerror}. Choose another place.") from None
    say(f"{output} is written.")


@app.command()
def verify(
    file: Annotated[
        str, typer.Argument(help="An exported journal; without it, the site's own.")
    ] = "",
    key: Annotated[str, typer.Option("--key", help="File of public keys (keys.json).")] = "",
    as_json: Json = False,
) -> None:
    """Check every line against its fingerprint and the line before; exit status 1 if one fails."""
    open_site()
    from travaux.journal import exports, queries

    public: dict[str, Any] | None = None
    if key:
        try:
            public = json.loads(read(key))
        except ValueError:
            raise fail(f"{key}: no JSON. Take keys.json of the installation.") from None
    with speaking():
        if file == "-":
            found = exports.verified(sys.stdin, public)
        elif file:
            try:
                with Path(file).open(encoding="utf-8") as rows:
                    found = exports.verified(rows, public)
            except UnicodeDecodeError:
                raise fail(f"{file}: no text in UTF-8. Take the file that export wrote.") from None
            except OSError as problem:
                raise fail(f"{file}: {problem.strerror}. Check the path.") from None
        else:
            found = queries.verification()
    answer = exports.answer(found)
    bad = answer["first_bad"]
    give(
        answer,
        as_json,
        lambda: [
            f"All {answer['checked']} lines hold."
            if bad is None
            else f"Line {bad['seq']} does not hold: {bad['kind']}."
        ],
    )
    if not found.verified:
        raise typer.Exit(NO)
