"""Somebody leaves: the best replacement against trying everyone."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.core.panels.tiny import all_panels, instances

from travaux.core.panels.instance import Demand, Instance, Pool, Quota
from travaux.core.panels.replacing import replacement, size_of
from travaux.core.problems import Unusable


@settings(max_examples=150, deadline=None)
@given(instances(), st.data())
def test_the_replacement_breaks_least_and_then_stands_first(
    instance: Instance, data: st.DataObject
) -> None:
    every = all_panels(instance)
    assume(every)
    members = data.draw(st.sampled_from(every))
    leaving = data.draw(
        st.lists(st.sampled_from(members), min_size=1, max_size=min(2, len(members)), unique=True)
    )
    order = data.draw(st.permutations(range(instance.people)))
    gone = {instance.pool.ids[p] for p in leaving}
    free = [d for d in instance.demands if not (d.kind == "include" and d.person in gone)]
    after = Instance(
        instance.pool, instance.seats_low, instance.seats_high, instance.quotas,
        instance.at_most, tuple(free),
    )  # fmt: skip
    ranked = [p for p in order if p not in members and not instance.excluded[p]]
    if len(ranked) < len(leaving):
        with pytest.raises(Unusable, match="nobody-left"):
            replacement(instance, members, leaving, order=order)
        return
    found = replacement(instance, members, leaving, order=order)
    stay = set(members) - set(leaving)
    assert set(found.members) == stay | set(found.comes)
    assert len(found.comes) == len(leaving)
    assert found.breaks == after.breaks(found.members)

    def rank(comes: tuple[int, ...]) -> tuple[int, int]:
        return size_of(after.breaks([*stay, *comes])), sum(ranked.index(p) for p in comes)

    best = min(rank(c) for c in combinations(ranked, len(leaving)))
    assert rank(found.comes) == best
    if len(leaving) == 1:
        sizes = [n.by for n in found.alternatives]
        assert sizes == sorted(sizes)
        assert found.comes[0] not in {n.person for n in found.alternatives}


def test_only_members_leave_and_the_declined_stay_out() -> None:
    pool = Pool(("a", "b", "c", "d"), {"g": (("f",), ("m",), ("f",), ("f",))})
    instance = Instance(pool, 2, 2, (Quota("g", "f", 1, 1),), (), (Demand("a", "include", "x"),))
    with pytest.raises(Unusable, match="not-a-member"):
        replacement(instance, (0, 1), (2,), order=(3,))
    found = replacement(instance, (0, 1), (0,), order=(2, 3), declined=(2,))
    assert found.comes == (3,) and found.breaks == ()
    assert [(b.kind, b.bound) for b in found.vacant] == [("seats", "min"), ("quota", "min")]
    with pytest.raises(Unusable, match="nobody-left"):
        replacement(instance, (0, 1), (0,), order=(2, 3), declined=(2, 3))


def test_where_no_one_fits_the_least_break_is_told() -> None:
    pool = Pool(("a", "b", "c"), {"g": (("f",), ("m",), ("m",))})
    found = replacement(
        Instance(pool, 2, 2, (Quota("g", "f", 1, 1), Quota("g", "m", 0, 1))),
        (0, 1),
        (0,),
        order=(2,),
    )
    assert found.comes == (2,)
    assert [(b.value, b.bound, b.number, b.count) for b in found.breaks] == [
        ("f", "min", 1, 0),
        ("m", "max", 1, 2),
    ]
