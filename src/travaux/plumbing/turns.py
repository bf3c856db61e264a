"""Who writes waits for a turn, in the order of coming, where the database has one writer only.

SQLite lets waiting writers try again now and then, and after its timeout gives up: under a crowd
some never get their turn. Here threads of a process queue in order, and processes queue at a
lock that the kernel frees even when its holder is killed. PostgreSQL queues by itself.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import transaction


class Queue:
    """A lock that goes to whoever came first."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._held = False

    def acquire(self) -> None:
        with self._guard:
            if not self._held:
                self._held = True
                return
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        mine.acquire()  # freed by whoever hands the turn over

    def release(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False


_threads = Queue()


class Door:
    """So many of a crowd are inside at a time in this process; whoever comes then is told so at once.

    Whoever waits for a turn to write holds a thread of the server. Without a bound a flood of forms
    would hold all of them, and nobody could read.
    """

    def __init__(self, most: int) -> None:
        self._places = threading.BoundedSemaphore(most)

    @contextmanager
    def entered(self) -> Iterator[bool]:
        """Whether there was a place; it is given back at the end."""
        inside = self._places.acquire(blocking=False)
        try:
            yield inside
        finally:
            if inside:
                self._places.release()


@contextmanager
def writers_turn() -> Iterator[None]:
    """Within, no other action of this installation writes; nothing to wait for inside of one."""
    connection = transaction.get_connection()
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    _threads.acquire()
    try:
        # Opened each time: a descriptor that a fork took along would share the lock.
        handle = os.open(settings.HOME / "writing.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
    finally:
        _threads.release()
