"""Integer programs against trying all panels."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.panels.tiny import all_panels, instances

from travaux.core.panels.instance import Instance, from_plain
from travaux.core.panels.programs import Program, any_panel, best_panel, relaxed


@settings(max_examples=120, deadline=None)
@given(instances(), st.lists(st.integers(-5, 9), min_size=9, max_size=9))
def test_the_best_panel_is_the_best_of_all(instance: Instance, given_weights: list[int]) -> None:
    weights = given_weights[: instance.people]
    every = all_panels(instance)
    found = best_panel(instance, weights)
    if not every:
        assert found.status == "infeasible"
        assert any_panel(instance) is None
        return
    best = max(sum(weights[p] for p in panel) for panel in every)
    assert found.status == "optimal"
    assert found.members in every
    assert found.value == best
    assert found.bound >= best - 1e-6
    assert any_panel(instance) in every


@settings(max_examples=60, deadline=None)
@given(instances(), st.lists(st.integers(-5, 9), min_size=9, max_size=9))
def test_the_relaxation_is_never_below_the_best(instance: Instance, weights: list[int]) -> None:
    types = instance.types
    by_type = [float(weights[t % 9]) for t in range(len(types))]
    bound = relaxed(instance, by_type)
    every = all_panels(instance)
    if not every:
        return
    best = max(sum(by_type[types.of[p]] for p in panel) for panel in every)
    assert bound.status == "optimal"
    assert bound.value >= best - 1e-6


@settings(max_examples=60, deadline=None)
@given(instances())
def test_types_hold_people_whom_no_rule_tells_apart(instance: Instance) -> None:
    types = instance.types
    assert sorted(p for group in types.members for p in group) == list(range(instance.people))
    for number, group in enumerate(types.members):
        for person in group:
            assert types.of[person] == number
            assert (instance.matrix[:, person] == types.matrix[:, number]).all()
            assert instance.included[person] == instance.included[group[0]]
    columns = {
        (tuple(column), instance.included[g[0]], instance.excluded[g[0]])
        for column, g in zip(types.matrix.T.tolist(), types.members, strict=True)
    }
    assert len(columns) == len(types)


@settings(max_examples=60, deadline=None)
@given(instances())
def test_an_instance_survives_its_plain_form(instance: Instance) -> None:
    again = from_plain(instance.plain())
    assert again == instance
    assert again.hash == instance.hash


def test_nothing_is_printed_by_the_solver() -> None:
    code = (
        "from travaux.core.panels.instance import Instance, Pool\n"
        "from travaux.core.panels.programs import any_panel\n"
        "print(any_panel(Instance(Pool(('a', 'b'), {}), 1, 1)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout in ("(0,)\n", "(1,)\n")


def test_a_program_is_solved_again_with_other_weights() -> None:
    from travaux.core.panels.instance import Pool, Quota

    pool = Pool(("a", "b", "c"), {"gender": (("f",), ("m",), ("m",))})
    instance = Instance(pool, 1, 1, (Quota("gender", "f", 0, 1),))
    program = Program(instance)
    for weights, wanted in (([1.0, 0.0], (0,)), ([0.0, 1.0], (1,))):
        program.weigh(np.array(weights))
        status, counts, value, _ = program.solve()
        assert (status, value) == ("optimal", 1.0)
        assert program.people(counts) == wanted
    assert program.people(np.array([0, 1]), order=[2, 1, 0]) == (2,)


@pytest.mark.parametrize("seats", [(0, 1), (3, 2)])
def test_unusable_seats_are_refused(seats: tuple[int, int]) -> None:
    from travaux.core.panels.instance import Pool
    from travaux.core.problems import Unusable

    with pytest.raises(Unusable, match="seats-unusable"):
        Instance(Pool(("a",), {}), *seats)
