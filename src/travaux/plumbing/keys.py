"""Keys that name a thing in addresses, the journal and exports; they carry no personal data."""

from __future__ import annotations

import secrets

_LETTERS = "abcdefghjkmnpqrstvwxyz23456789"  # no i, l, o, u, 0, 1: read aloud without mistakes


def new_key(prefix: str = "") -> str:
    """A new random key of ten letters, such as "c-7q4m2kd9v3"."""
    word = "".join(secrets.choice(_LETTERS) for _ in range(10))
    return f"{prefix}-{word}" if prefix else word


def person_key() -> str:
    return new_key("p")


def plain_key() -> str:
    return new_key()
