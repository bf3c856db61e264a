"""What was reckoned once stays in the memory of this process while it cannot have changed."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


def _always(_found: object) -> bool:
    return True


class Keep(Generic[T]):
    """A bounded number of things, those longest unused go first.

    Whoever asks gives a key that changes whenever the thing would: the digest of a published
    version, the state of the record. Nothing is thrown away only because time went by.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._held: OrderedDict[Hashable, T] = OrderedDict()
        self._guard = threading.Lock()

    def get(self, key: Hashable, reckon: Callable[[], T], good: Callable[[T], bool] = _always) -> T:
        """The thing under the key, reckoned where it is not held yet or is no longer good.

        What is not even good when it is new is given, and not held.
        """
        with self._guard:
            held = self._held.get(key)
            if held is not None and good(held):
                self._held.move_to_end(key)
                return held
        # outside of the lock: two who come at once both reckon, which harms nobody
        found = reckon()
        if found is not None and good(found):
            with self._guard:
                self._held[key] = found
                self._held.move_to_end(key)
                while len(self._held) > self.most:
                    self._held.popitem(last=False)
        return found

    def __len__(self) -> int:
        return len(self._held)
