"""Chance comes out of a seed alone, and is fair."""

from __future__ import annotations

from collections import Counter

import pytest

from travaux.core.chance import Chance
from travaux.core.problems import Unusable


def test_a_seed_gives_the_same_numbers_for_ever():
    assert Chance("harbour").shuffled("ABCDEFGH") == list("HGBEAFDC")
    assert Chance(7).below(10**6) == Chance("7").below(10**6)


def test_another_seed_gives_others():
    assert Chance(1).bits(64) != Chance(2).bits(64)


def test_each_value_and_each_order_comes_about_as_often():
    chance = Chance("fair")
    sixes = Counter(chance.below(6) for _ in range(6000))
    assert all(880 < count < 1120 for count in sixes.values())
    orders = Counter("".join(chance.shuffled("abc")) for _ in range(6000))
    assert len(orders) == 6
    assert all(880 < count < 1120 for count in orders.values())


def test_fractions_stay_below_one():
    chance = Chance(3)
    drawn = [chance.fraction() for _ in range(2000)]
    assert all(0 <= one < 1 for one in drawn)
    assert 0.47 < sum(drawn) / 2000 < 0.53


def test_a_child_is_a_stream_of_its_own():
    chance = Chance("draw")
    before = chance.child("reserve").bits(64)
    chance.bits(500)
    assert chance.child("reserve").bits(64) == before
    assert chance.child("other").bits(64) != before


def test_more_than_there_are_is_refused():
    with pytest.raises(Unusable, match="more-than-there-are"):
        Chance(1).chosen([1, 2], 3)
    with pytest.raises(Unusable, match="limit-below-one"):
        Chance(1).below(0)
    assert Chance(1).below(1) == 0


def test_bytes_come_out_of_the_seed_and_move_no_other_draw():
    chance, other = Chance("pool"), Chance("pool")
    first, second = chance.bytes(4000), chance.bytes(4000)
    assert first == Chance("pool").bytes(4000) and first != second
    assert chance.bits(64) == other.bits(64)
    assert 115 < sum(first) / 4000 < 140
