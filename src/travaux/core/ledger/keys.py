"""Ed25519 keys of an installation: made, kept as PEM, named by a short fingerprint."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from travaux.core.problems import Unusable


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key and the day from which it signs no more (None: in use)."""

    key_id: str
    public: str  # base64 of its 32 bytes
    retired_on: date | None = None


def generate() -> Ed25519PrivateKey:
    """A new private key (the one place of the core that asks the system for randomness)."""
    return Ed25519PrivateKey.generate()


def to_pem(key: Ed25519PrivateKey) -> bytes:
    """The private key as PKCS 8 PEM, not encrypted: the file's rights protect it."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def from_pem(pem: bytes) -> Ed25519PrivateKey:
    """The private key of a PEM file; Unusable("key-unreadable") if it holds no Ed25519 key."""
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise Unusable("key-unreadable") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise Unusable("key-unreadable")
    return key


def public_text(key: Ed25519PrivateKey | Ed25519PublicKey) -> str:
    """The public key as base64 of its 32 bytes."""
    public = key.public_key() if isinstance(key, Ed25519PrivateKey) else key
    return base64.b64encode(public.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode("ascii")


def key_id(public: str) -> str:
    """The fingerprint of a public key in base64: 16 hexadecimal digits of SHA-256 of its bytes.

    >>> key_id("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
    '66687aadf862bd77'
    """
    return hashlib.sha256(base64.b64decode(public)).hexdigest()[:16]


def sign(key: Ed25519PrivateKey, data: bytes) -> str:
    """The signature of the bytes, in base64; the same every time (RFC 8032)."""
    return base64.b64encode(key.sign(data)).decode("ascii")


def is_signed(public: str, signature: str, data: bytes) -> bool:
    """Whether the signature over the bytes was made with the private half of `public` (base64)."""
    try:
        raw = base64.b64decode(signature, validate=True)
        known = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        known.verify(raw, data)
    except (InvalidSignature, ValueError):
        return False
    # base64 has several spellings of one signature; only the one we write is accepted
    return base64.b64encode(raw).decode("ascii") == signature


def entry(key: Ed25519PrivateKey, retired_on: date | None = None) -> dict[str, Any]:
    """What is published of a key: `{"key_id", "public", "retired_on"}`."""
    public = public_text(key)
    return {
        "key_id": key_id(public),
        "public": public,
        "retired_on": retired_on.isoformat() if retired_on else None,
    }


def ring(
    current: Ed25519PrivateKey, retired: Sequence[Mapping[str, Any]] = ()
) -> dict[str, list[dict[str, Any]]]:
    """The published ring `{"keys": [...]}`: the key in use first, then the retired ones."""
    return {"keys": [entry(current), *(dict(one) for one in retired)]}


def read_ring(source: Mapping[str, Any] | Sequence[Any] | bytes) -> dict[str, PublicKey]:
    """Public keys by fingerprint, out of a ring, a list of entries, one entry, or a PEM file.

    Raises `Unusable`: keys-unreadable, key-id-mismatch (with the place).
    """
    if isinstance(source, bytes):
        if b"-----BEGIN" in source:
            return _from_public_pem(source)
        try:
            source = json.loads(source)
        except (ValueError, RecursionError):
            raise Unusable("keys-unreadable") from None
    if isinstance(source, Mapping):
        source = source.get("keys", [source])
    if not isinstance(source, Sequence) or isinstance(source, str):
        raise Unusable("keys-unreadable")
    found = [_read_entry(one, f"key {n}") for n, one in enumerate(source, start=1)]
    return {one.key_id: one for one in found}


def _read_entry(one: object, where: str) -> PublicKey:
    if not isinstance(one, Mapping):
        raise Unusable("keys-unreadable", where)
    try:
        public = str(one["public"])
        length = len(base64.b64decode(public, validate=True))
        retired = one.get("retired_on")
        retired_on = date.fromisoformat(str(retired)) if retired else None
    except (KeyError, ValueError):
        raise Unusable("keys-unreadable", where) from None
    if length != 32:
        raise Unusable("keys-unreadable", where)
    if one.get("key_id", key_id(public)) != key_id(public):
        raise Unusable("key-id-mismatch", where)
    return PublicKey(key_id(public), public, retired_on)


def _from_public_pem(pem: bytes) -> dict[str, PublicKey]:
    try:
        public = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        raise Unusable("keys-unreadable") from None
    if not isinstance(public, Ed25519PublicKey):
        raise Unusable("keys-unreadable")
    text = public_text(public)
    return {key_id(text): PublicKey(key_id(text), text)}
