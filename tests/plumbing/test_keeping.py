"""What is kept in memory is reckoned once, bounded, and never given when it is no longer good."""

from __future__ import annotations

import threading
import time

from travaux.plumbing.keeping import Keep, forget_all


def test_a_thing_is_reckoned_once_for_each_key() -> None:
    keep: Keep[int] = Keep(10)
    asked: list[int] = []

    def reckon(n: int) -> int:
        asked.append(n)
        return n * n

    assert [keep.get(n, lambda n=n: reckon(n)) for n in (2, 3, 2, 3, 2)] == [4, 9, 4, 9, 4]
    assert asked == [2, 3]


def test_the_longest_unused_goes_first() -> None:
    keep: Keep[str] = Keep(2)
    for name in ("a", "b", "a", "c"):
        keep.get(name, lambda name=name: name)
    assert len(keep) == 2
    asked = []
    for name in ("a", "c", "b"):
        keep.get(name, lambda name=name: asked.append(name) or name)
    assert asked == ["b"]


def test_what_is_no_longer_good_is_reckoned_anew_and_what_never_was_is_not_held() -> None:
    keep: Keep[int] = Keep(10)
    assert keep.get("k", lambda: 1) == 1
    assert keep.get("k", lambda: 2, good=lambda n: n > 1) == 2
    assert keep.get("k", lambda: 3) == 2
    assert keep.get("bad", lambda: 0, good=bool) == 0
    assert keep.get("bad", lambda: 5) == 5


def test_of_many_who_ask_at_once_one_reckons_and_the_others_wait() -> None:
    keep: Keep[int] = Keep(10)
    asked: list[int] = []
    all_here = threading.Barrier(8)

    def reckon() -> int:
        asked.append(1)
        time.sleep(0.05)
        return 7

    def ask(found: list[int]) -> None:
        all_here.wait()
        found.append(keep.get("k", reckon))

    found: list[int] = []
    threads = [threading.Thread(target=ask, args=(found,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert found == [7] * 8 and asked == [1]


def test_when_the_one_who_reckons_fails_the_others_reckon_for_themselves() -> None:
    keep: Keep[int] = Keep(10)
    begun, go_on = threading.Event(), threading.Event()
    failures: list[str] = []

    def fail() -> int:
        begun.set()
        go_on.wait(10)
        raise RuntimeError("no")

    def first() -> None:
        try:
            keep.get("k", fail)
        except RuntimeError as problem:
            failures.append(str(problem))

    found: list[int] = []
    one = threading.Thread(target=first)
    one.start()
    begun.wait(10)
    two = threading.Thread(target=lambda: found.append(keep.get("k", lambda: 5)))
    two.start()
    time.sleep(0.05)
    go_on.set()
    one.join(10)
    two.join(10)
    assert failures == ["no"] and found == [5]


def test_everything_can_be_let_go() -> None:
    one: Keep[int] = Keep(10)
    other: Keep[int] = Keep(10)
    assert (one.get(1, lambda: 1), other.get(1, lambda: 2)) == (1, 2)
    forget_all()
    assert (len(one), len(other)) == (0, 0)
    assert one.get(1, lambda: 3) == 3
