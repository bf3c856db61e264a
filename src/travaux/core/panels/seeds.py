"""The seed of a draw: a secret sealed beforehand, opened afterwards, mixed with a public value."""

from __future__ import annotations

import hashlib


def seal_of(secret: str) -> str:
    """What is published before the draw: SHA-256 of the secret, which cannot be found from it.

    >>> seal_of("s")[:8]
    '043a7187'
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def seed_of(secret: str, public_value: str) -> str:
    """The seed: the secret alone, or SHA-256 of the secret, a newline and the public value.

    A public value that nobody could know when the seal was published (a lottery's numbers, a
    beacon) keeps even the one who chose the secret from choosing the draw.

    >>> seed_of("s", ""), len(seed_of("s", "1 2 3"))
    ('s', 64)
    """
    if not public_value:
        return secret
    return hashlib.sha256(f"{secret}\n{public_value}".encode()).hexdigest()
