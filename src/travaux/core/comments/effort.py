"""A small piece of work that a browser does before it sends: cheap once, dear ten thousand times.

The shape is ALTCHA's (first version): the server hashes a salt with a secret number, signs the
hash, and the browser finds the number by trying. No third party is asked and nothing is shown to
solve. The salt carries its own end: `"<random>?until=<unix seconds>"`.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

MOST = 60_000  # numbers to try at most; a telephone of 2018 does it in about two seconds
LASTS = 7200  # seconds: long enough to write a long comment


@dataclass(frozen=True, slots=True)
class Challenge:
    """What the browser gets: find `number` so that SHA-256(salt + number) is `hash`."""

    salt: str
    hash: str
    signature: str
    most: int = MOST


def _hash(salt: str, number: int) -> str:
    return hashlib.sha256(f"{salt}{number}".encode()).hexdigest()


def _signature(value: str, key: bytes) -> str:
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def make_challenge(chance: bytes, now: int, key: bytes, *, lasts: int = LASTS) -> Challenge:
    """A challenge out of at least 16 random bytes, good for `lasts` seconds from `now`.

    >>> made = make_challenge(bytes(16), 0, b"key")
    >>> is_solved(made.salt, solve(made), made.signature, 10, b"key")
    True
    >>> is_solved(made.salt, solve(made), made.signature, 10_000, b"key")
    False
    """
    if len(chance) < 16:
        raise ValueError("at least 16 random bytes")
    salt = f"{chance[4:].hex()}?until={now + lasts}"
    wanted = _hash(salt, int.from_bytes(chance[:4], "big") % MOST)
    return Challenge(salt, wanted, _signature(wanted, key))


def solve(challenge: Challenge) -> int:
    """The number, found as the browser finds it; -1 where there is none."""
    found = (n for n in range(challenge.most) if _hash(challenge.salt, n) == challenge.hash)
    return next(found, -1)


def is_solved(salt: str, number: int, signature: str, now: int, key: bytes) -> bool:
    """Whether the number solves a challenge that was signed with this key and has not ended."""
    _start, mark, until = salt.partition("?until=")
    if not mark or not until.isascii() or not until.isdigit() or len(until) > 12:
        return False
    if now >= int(until) or not 0 <= number < MOST:
        return False
    return hmac.compare_digest(_signature(_hash(salt, number), key), signature)
