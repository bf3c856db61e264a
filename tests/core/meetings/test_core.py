"""Symbols, counts that name nobody, and the queue for travel."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from travaux.core.meetings.counts import LEAST, pooled
from travaux.core.meetings.symbols import in_order, next_suffix, next_symbol, read_symbol
from travaux.core.meetings.travel import Asking, queue
from travaux.core.problems import Unusable

SYMBOLS = st.builds(
    lambda stem, last, tail: "/".join((stem, last, *tail)),
    st.sampled_from(["HSP/EGM.1", "A", "HSP/OEWG.2/2024"]),
    st.one_of(
        st.integers(1, 99).map(str),
        st.builds(lambda s, n: f"{s}.{n}", st.sampled_from(["INF", "CRP"]), st.integers(1, 99)),
    ),
    st.lists(
        st.builds(
            lambda s, n: f"{s}.{n}", st.sampled_from(["Rev", "Add", "Corr"]), st.integers(1, 9)
        ),
        max_size=2,
    ),
)


@given(SYMBOLS)
def test_what_is_read_is_written_the_same(symbol: str) -> None:
    assert str(read_symbol(symbol)) == symbol


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "symbol-empty"),
        ("HSP/EGM.1/2/rev.1", "symbol-suffix"),
        ("HSP/EGM.1/2/Rev1", "symbol-suffix"),
        ("HSP/EGM.1/2/Rev.0", "symbol-suffix"),
        ("HSP/EGM 1/2", "symbol-part"),
        ("HSP//2", "symbol-part"),
        ("A/" * 60 + "1", "symbol-too-long"),
    ],
)
def test_what_is_no_symbol_is_said(typed: str, code: str) -> None:
    with pytest.raises(Unusable) as wrong:
        read_symbol(typed)
    assert wrong.value.problem.code == code


@given(st.lists(SYMBOLS, max_size=12), st.sampled_from(["Rev", "Add", "Corr"]))
def test_a_proposed_symbol_is_free_and_well_formed(known: list[str], kind: str) -> None:
    fresh = next_symbol(known, "HSP/EGM.1")
    assert fresh not in known and str(read_symbol(fresh)) == fresh
    for symbol in known:
        suffixed = next_suffix(known, symbol, kind)  # type: ignore[arg-type]
        assert suffixed not in known
        assert read_symbol(suffixed).suffixes[-1][0] == kind


def test_a_list_of_documents_stands_in_its_order() -> None:
    told = ["A/CRP.1", "A/10", "A/2/Rev.1", "A/INF.1", "A/2", "A/2/Corr.1"]
    ordered = ["A/2", "A/2/Rev.1", "A/2/Corr.1", "A/10", "A/INF.1", "A/CRP.1"]
    assert sorted(told, key=in_order) == ordered


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 9)))
def test_no_small_count_can_be_read_or_worked_out(counts: dict[str, int]) -> None:
    told = pooled(counts)
    total = sum(counts.values())
    assert told.total == (total if total >= LEAST else 0)
    assert all(n >= LEAST for n in told.alone.values())
    if told.together:
        assert told.together_count >= LEAST
        assert len(told.together) >= 2


ASKING = st.lists(
    st.builds(
        Asking,
        st.uuids().map(str),
        st.sampled_from("XYZ"),
        st.frozensets(st.sampled_from(["ldc", "sids", "lldc"])),
        st.none() | st.integers(1, 4),
        st.integers(1, 50).map(Decimal),
        st.integers(1, 99).map(str),
    ),
    max_size=12,
    unique_by=lambda a: a.id,
)


@settings(max_examples=60)
@given(ASKING, st.integers(0, 200).map(Decimal))
def test_the_queue_keeps_the_announced_order_and_the_budget(asking, budget) -> None:
    groups = ["ldc", "sids"]
    places = queue(asking, groups, budget)
    by_id = {a.id: a for a in asking}
    assert sorted(p.id for p in places) == sorted(by_id)
    ranks = [groups.index(p.group) if p.group else 2 for p in places]
    assert ranks == sorted(ranks)
    assert sum((by_id[p.id].estimate for p in places if p.fits), Decimal(0)) <= budget
    for before, after in pairwise(places):
        if before.group == after.group:
            assert (before.order or 10_000) <= (after.order or 10_000)


def test_without_a_budget_nobody_is_promised_anything() -> None:
    one = Asking("a", "X", frozenset({"ldc"}), 1, Decimal(1), "1")
    assert not queue([one], ["ldc"], None)[0].fits
