"""What is kept in memory is reckoned once, bounded, and never given when it is no longer good."""

from __future__ import annotations

from travaux.plumbing.keeping import Keep


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
