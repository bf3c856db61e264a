"""The one way to random numbers: a seed, passed by hand, and the same numbers everywhere."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

from travaux.core.problems import Unusable

T = TypeVar("T")

VERSION = "sha256-counter-1"


class Chance:
    """A stream of chance out of a seed: SHA-256 over the seed and a counter.

    The same seed gives the same numbers on every machine and in every later version of Python,
    so that a draw can be repeated by anyone (in the manner of RFC 3797).

    >>> Chance("2024-11-04").below(6) == Chance("2024-11-04").below(6)
    True
    """

    def __init__(self, seed: str | int) -> None:
        self.seed = str(seed)
        self._counter = 0
        self._bits = 0
        self._kept = 0
        self._blocks = 0

    def child(self, label: str) -> Chance:
        """An independent stream, so that a step added in one place moves no other."""
        return Chance(hashlib.sha256(f"{self.seed}\n{label}".encode()).hexdigest())

    def bits(self, count: int) -> int:
        """A whole number of `count` random bits."""
        while self._kept < count:
            block = hashlib.sha256(f"{VERSION}\n{self._counter}\n{self.seed}".encode()).digest()
            self._bits = (self._bits << 256) | int.from_bytes(block, "big")
            self._kept += 256
            self._counter += 1
        self._kept -= count
        taken = self._bits >> self._kept
        self._bits &= (1 << self._kept) - 1
        return taken

    def below(self, limit: int) -> int:
        """A whole number from 0 to `limit` - 1, each equally likely (values over are redrawn)."""
        if limit < 1:
            raise Unusable("limit-below-one", limit=limit)
        width = (limit - 1).bit_length()
        while (drawn := self.bits(width)) >= limit:
            pass
        return drawn

    def fraction(self) -> float:
        """A number from 0 up to, never reaching, 1, in steps of 2**-53."""
        return self.bits(53) / 2**53

    def bytes(self, count: int) -> bytes:
        """`count` random bytes in one go (SHAKE-256 over the seed), for tables of numbers.

        Each call gives other bytes; what `bits` and the draws built on it give stays as it was.

        >>> Chance(1).bytes(3) == Chance(1).bytes(3)
        True
        """
        self._blocks += 1
        name = f"{VERSION}\nbytes {self._blocks}\n{self.seed}"
        return hashlib.shake_256(name.encode()).digest(count)

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """The things in a random order (Fisher and Yates), each order equally likely."""
        order = list(things)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order

    def chosen(self, things: Sequence[T], count: int) -> list[T]:
        """`count` different things, in the order drawn."""
        if count > len(things):
            raise Unusable("more-than-there-are", wanted=count, there=len(things))
        return self.shuffled(things)[:count]
