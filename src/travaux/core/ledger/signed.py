"""Detached signatures of published documents, such as a table of answers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from travaux.core.ledger.canonical import canonical
from travaux.core.ledger.keys import is_signed, key_id, public_text, sign


def sign_document(data: bytes, name: str, at: str, key: Ed25519PrivateKey) -> dict[str, Any]:
    """{"document", "sha256", "signed_at", "key_id", "signature"} for the bytes of a document."""
    said = {
        "document": name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "signed_at": at,
        "key_id": key_id(public_text(key)),
    }
    return {**said, "signature": sign(key, canonical(said))}


def verify_document(data: bytes, signed: Mapping[str, Any], keys: Mapping[str, Any]) -> bool:
    """Whether the bytes are those that were signed, with one of the installation's keys."""
    public = {k["key_id"]: k["public"] for k in keys.get("keys", [])}.get(signed.get("key_id"))
    said = {name: signed.get(name) for name in ("document", "sha256", "signed_at", "key_id")}
    if public is None or said["sha256"] != hashlib.sha256(data).hexdigest():
        return False
    return is_signed(public, str(signed.get("signature", "")), canonical(said))
