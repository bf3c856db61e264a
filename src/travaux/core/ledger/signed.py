"""Detached signatures of published documents, such as a table of answers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from travaux.core.ledger import keys as key_ring
from travaux.core.ledger.canonical import canonical
from travaux.core.problems import Unusable

_FORM = b"travaux-document-1\n"
FIELDS = frozenset(("document", "sha256", "size", "published_at", "key_id", "signature"))


def sign_document(
    data: bytes, *, document: str, published_at: str, key: Ed25519PrivateKey
) -> dict[str, Any]:
    """The signature that is published beside a document, as a JSON object.

    `document` is its name or symbol, `published_at` ISO 8601 with its offset, `size` in bytes.
    """
    made: dict[str, Any] = {
        "document": document,
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "published_at": published_at,
        "key_id": key_ring.key_id(key_ring.public_text(key)),
    }
    made["signature"] = key_ring.sign(key, _FORM + canonical(made))
    return made


def verify_document(
    data: bytes, signature: object, keys: Mapping[str, Any] | Sequence[Any] | bytes
) -> dict[str, Any]:
    """Whether these bytes are the ones that were published: `{"verified","checked","first_bad"}`.

    The reason is one of not-a-signature, key-unknown, signature-wrong (the signature's own words
    were changed), document-changed (the signature is good, the document is another one).
    """
    ring = key_ring.read_ring(keys)
    reason = _reason(data, signature, ring)
    bad = None if reason is None else {"reason": reason}
    return {"verified": bad is None, "checked": 1, "first_bad": bad}


def _reason(data: bytes, signature: object, ring: Mapping[str, key_ring.PublicKey]) -> str | None:
    if not isinstance(signature, dict) or set(signature) != FIELDS:
        return "not-a-signature"
    public = ring.get(str(signature["key_id"]))
    if public is None:
        return "key-unknown"
    signed = {name: value for name, value in signature.items() if name != "signature"}
    try:
        message = _FORM + canonical(signed)
    except Unusable:
        return "not-a-signature"
    if not key_ring.is_signed(public.public, str(signature["signature"]), message):
        return "signature-wrong"
    if len(data) != signature["size"] or hashlib.sha256(data).hexdigest() != signature["sha256"]:
        return "document-changed"
    return None
