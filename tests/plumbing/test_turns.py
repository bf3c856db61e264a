"""Writers take turns in the order in which they came."""

from __future__ import annotations

import threading
import time

from django.db import connections, transaction

from travaux.plumbing import turns
from travaux.plumbing.turns import Queue, writers_turn


def test_turns_go_in_the_order_of_coming() -> None:
    queue, order = Queue(), []
    queue.acquire()

    def one(name: int) -> None:
        queue.acquire()
        order.append(name)
        queue.release()

    threads = []
    for name in range(8):
        threads.append(threading.Thread(target=one, args=(name,)))
        threads[-1].start()
        while len(queue._waiting) <= name:
            time.sleep(0.001)
    queue.release()
    for thread in threads:
        thread.join(10)
    assert order == list(range(8))
    queue.acquire()  # free again
    queue.release()


def test_a_turn_ends_with_a_failure_too(db) -> None:
    for _ in range(2):
        try:
            with writers_turn():
                raise ValueError
        except ValueError:
            pass
    with writers_turn():
        pass


def test_inside_a_transaction_there_is_nothing_to_wait_for(db, monkeypatch) -> None:
    monkeypatch.setattr(turns, "_threads", None)  # would fail if it were asked
    with transaction.atomic(), writers_turn():
        pass


def test_two_threads_are_never_inside_at_once(django_db_setup, django_db_blocker) -> None:
    inside, most = 0, 0

    def one() -> None:
        nonlocal inside, most
        with writers_turn():
            inside += 1
            most = max(most, inside)
            time.sleep(0.002)
            inside -= 1
        connections.close_all()

    with django_db_blocker.unblock():
        threads = [threading.Thread(target=one) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        if connections["default"].vendor == "sqlite":
            assert most == 1
        assert inside == 0
