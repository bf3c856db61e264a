"""`travaux receipt`: check a receipt without the installation that gave it."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Annotated, Any

import typer

from travaux.cli.doors import NO, Json, fail, give, open_site, read
from travaux.core.ledger.keys import key_id
from travaux.core.ledger.receipts import verify_receipt

app = typer.Typer(help="Receipts of comments.", no_args_is_help=True)


@app.callback()
def _receipts() -> None:
    """Receipts of comments."""


def public_keys(path: str) -> dict[str, Any]:
    """The keys of a file: keys.json as published, or a public key alone in base64."""
    text = read(path).decode("utf-8", errors="replace").strip()
    try:
        value = json.loads(text)
    except ValueError:
        value = text
    if isinstance(value, str):
        try:
            if len(base64.b64decode(value, validate=True)) != 32:
                raise ValueError
        except (binascii.Error, ValueError):
            raise fail(f"{path}: no public key. Take keys.json of the installation.") from None
        return {"keys": [{"key_id": key_id(value), "public": value, "retired_on": None}]}
    entries = value.get("keys") if isinstance(value, dict) else None
    if not isinstance(entries, list) or not all(
        isinstance(e, dict) and {"key_id", "public"} <= set(e) for e in entries
    ):
        raise fail(f"{path}: no public key. Take keys.json of the installation.")
    return value


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
    except ValueError:
        raise fail(f"{receipt}: no JSON. Take the file that was downloaded as it is.") from None
    if key:
        ring = public_keys(key)
    else:
        open_site()
        from travaux.plumbing import signing

        ring = signing.ring()
    answer = verify_receipt(value, ring)
    bad = answer["first_bad"]
    give(
        answer,
        as_json,
        lambda: ["The receipt holds." if answer["verified"] else f"It does not hold: {bad}."],
    )
    if not answer["verified"]:
        raise typer.Exit(NO)
