"""What was reckoned once stays in the memory of this process while it cannot have changed."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


def _always(_found: object) -> bool:
    return True


_everything: weakref.WeakSet[Keep[Any]] = weakref.WeakSet()


def forget_all() -> None:
    """Let everything go that this process holds: another database may stand behind it now."""
    for keep in list(_everything):
        keep.forget()


class Keep(Generic[T]):
    """A bounded number of things, those longest unused go first.

    Whoever asks gives a key that changes whenever the thing would: the digest of a published
    version, the state of the record. Nothing is thrown away only because time went by.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._held: OrderedDict[Hashable, T] = OrderedDict()
        self._guard = threading.Lock()
        self._under_way: dict[Hashable, threading.Event] = {}
        _everything.add(self)

    def get(self, key: Hashable, reckon: Callable[[], T], good: Callable[[T], bool] = _always) -> T:
        """The thing under the key, reckoned where it is not held yet or is no longer good.

        Of many who ask at once one reckons and the others wait for it. What is not even good when
        it is new, and None, is given and not held.
        """
        while True:
            with self._guard:
                held = self._held.get(key)
                if held is not None and good(held):
                    self._held.move_to_end(key)
                    return held
                other = self._under_way.get(key)
                if other is None:
                    mine = self._under_way[key] = threading.Event()
                    break
            other.wait()
            with self._guard:
                held = self._held.get(key)
            if held is None or not good(held):
                return reckon()  # the other one failed, or has nothing that may be held
        try:
            found = reckon()
            if found is not None and good(found):
                with self._guard:
                    self._held[key] = found
                    self._held.move_to_end(key)
                    while len(self._held) > self.most:
                        self._held.popitem(last=False)
            return found
        finally:
            with self._guard:
                del self._under_way[key]
            mine.set()

    def __len__(self) -> int:
        return len(self._held)

    def forget(self) -> None:
        """Let go what is held; what is being reckoned is finished."""
        with self._guard:
            self._held.clear()
