"""`travaux receipt`: check a receipt without the installation that gave it."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Annotated, Any

import typer

from travaux.cli.doors import NO, Json, fail, give, open_site, read, speaking
from travaux.core.ledger.keys import key_id
from travaux.core.ledger.receipts import verify_receipt

app = typer.Typer(help="Receipts of comments.", no_args_is_help=True)


@app.callback()
def _receipts() -> None:
    """Receipts of comments."""


def public_keys(path: str) -> dict[str, Any] | bytes:
    """The keys of a file: keys.json as published, a PEM, or a public key alone in base64."""
    data = read(path)
    try:
        alone = data.decode("ascii").strip()
        if len(base64.b64decode(alone, validate=True)) == 32:
            return {"keys": [{"key_id": key_id(alone), "public": alone, "retired_on": None}]}
    except (binascii.Error, ValueError):
        pass
    return data


@app.command()
def verify(
    receipt: Annotated[str, typer.Argument(help="A receipt (.json), or - .")],
    key: Annotated[
        str, typer.Option("--key", help="Public key or keys.json; without it, this installation's.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Whether a receipt was given by the holder of the key and not changed since."""
    try:
        value = json.loads(read(receipt))
    except (ValueError, RecursionError):
        raise fail(f"{receipt}: no JSON. Take the file that was downloaded as it is.") from None
    open_site()
    from travaux.plumbing import signing

    with speaking():
        answer = verify_receipt(value, public_keys(key) if key else signing.ring())
    bad = answer["first_bad"]
    give(
        answer,
        as_json,
        lambda: ["The receipt holds." if answer["verified"] else f"It does not hold: {bad}."],
    )
    if not answer["verified"]:
        raise typer.Exit(NO)
