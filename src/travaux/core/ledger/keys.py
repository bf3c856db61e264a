"""Ed25519 keys of an installation: made, kept, named by a fingerprint, retired but never forgotten."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from travaux.core.problems import Unusable


def generate() -> Ed25519PrivateKey:
    """A new private key, from the operating system's own chance."""
    return Ed25519PrivateKey.generate()


def to_pem(key: Ed25519PrivateKey) -> bytes:
    """The private key as PKCS #8 PEM, not encrypted: keep the file readable by its owner alone."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def from_pem(data: bytes) -> Ed25519PrivateKey:
    """The key of a PEM file; Unusable("key-unreadable") if it holds no Ed25519 key."""
    try:
        key = serialization.load_pem_private_key(data, password=None)
    except (ValueError, TypeError) as problem:
        raise Unusable("key-unreadable") from problem
    if not isinstance(key, Ed25519PrivateKey):
        raise Unusable("key-unreadable")
    return key


def public_text(key: Ed25519PrivateKey | Ed25519PublicKey) -> str:
    """The public key as base64 of its 32 bytes."""
    public = key.public_key() if isinstance(key, Ed25519PrivateKey) else key
    raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return base64.b64encode(raw).decode()


def key_id(public: str) -> str:
    """The short name of a public key: 16 hexadecimal digits of the SHA-256 of its bytes.

    >>> key_id("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
    '66687aadf862bd77'
    """
    return hashlib.sha256(base64.b64decode(public)).hexdigest()[:16]


def sign(key: Ed25519PrivateKey, data: bytes) -> str:
    """The signature of the bytes, in base64; the same every time (RFC 8032)."""
    return base64.b64encode(key.sign(data)).decode()


def is_signed(public: str, signature: str, data: bytes) -> bool:
    """Whether the signature over the bytes was made with the private half of `public`."""
    try:
        raw = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        raw.verify(base64.b64decode(signature, validate=True), data)
    except (InvalidSignature, ValueError):
        return False
    return True


def ring(key: Ed25519PrivateKey, retired: Iterable[dict[str, Any]] = ()) -> dict[str, Any]:
    """The public keys as they are published: {"keys": [{"key_id", "public", "retired_on"}]}."""
    public = public_text(key)
    entries = [{"key_id": key_id(public), "public": public, "retired_on": None}]
    entries += [
        {"key_id": r["key_id"], "public": r["public"], "retired_on": r.get("retired_on")}
        for r in retired
    ]
    return {"keys": entries}
