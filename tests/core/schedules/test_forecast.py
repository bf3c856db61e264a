"""The forecast against closed forms, against a plain loop, and in what it promises."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from travaux.core.problems import Unusable
from travaux.core.schedules.closures import Closure, Closures
from travaux.core.schedules.forecast import forecast
from travaux.core.schedules.protection import protection
from travaux.core.schedules.spreads import Spread
from travaux.core.schedules.tasks import Deadline, Network, Task, Wait, circle, ordered
from travaux.core.schedules.windows import Window

TODAY = date(2024, 1, 1)
W = Window.parse
UNIFORM = Spread.seen(tuple(range(101)))  # each of 0 to 100 days as likely as any other


def days(found) -> tuple[int, int, int]:
    return tuple((d - TODAY).days for d in (found.p50, found.p80, found.p95))


def after(*codes: str) -> tuple[Wait, ...]:
    return tuple(Wait(c) for c in codes)


def test_two_in_a_row_have_the_quantiles_of_their_sum():
    """The sum of two uniforms on 0..100 is triangular: exact quantiles by counting."""
    net = Network((Task("a", spread=UNIFORM), Task("b", after=after("a"), spread=UNIFORM)), "b")
    found = forecast(net, TODAY, seed=1, draws=100_000).finish("b")
    sums = np.sort(np.add.outer(np.arange(101), np.arange(101)).ravel())
    exact = [int(sums[int(q * sums.size)]) for q in (0.5, 0.8, 0.95)]
    assert all(abs(a - b) <= 1 for a, b in zip(days(found), exact, strict=True))


def test_two_side_by_side_have_the_quantiles_of_their_greater():
    """P(max <= x) = (x/100)^2 for two uniforms."""
    net = Network(
        (Task("a", spread=UNIFORM), Task("b", spread=UNIFORM), Task("end", after=after("a", "b"))),
        "end",
    )
    found = forecast(net, TODAY, seed=2, draws=100_000)
    exact = [101 * q**0.5 - 1 for q in (0.5, 0.8, 0.95)]
    assert all(abs(a - b) <= 1.2 for a, b in zip(days(found.finish("end")), exact, strict=True))
    critical = [found.finish(c).critical for c in "ab"]
    assert all(abs(c - 0.5) < 0.02 for c in critical)  # by symmetry, ties count for both


def test_the_chance_of_a_fixed_date_is_that_of_the_formula():
    session = Task("session", W("2024-02-20"), after("a"), fixed=True)  # 50 days from the start
    net = Network((Task("a", spread=UNIFORM), session), "session", (Deadline("d", "session", 20),))
    found = forecast(net, TODAY, seed=3, draws=100_000)
    kept = {k.code: k for k in found.kept}
    assert abs(kept["session"].probability - 51 / 101) < 0.01
    assert kept["d"].by == date(2024, 1, 31) and abs(kept["d"].probability - 31 / 101) < 0.01
    week = found.finish("a").week_chance
    assert week is not None and abs(week - 44 / 101) < 0.01  # the same, seven days later


def test_a_fixed_date_is_moved_by_no_scenario():
    session = Task("session", W("2024-02-20"), after("a"), fixed=True)
    follow = Task("print", after=after("session"), spread=Spread.of(5, 5, 5))
    net = Network((Task("a", spread=UNIFORM), session, follow), "session")
    for slips in ({}, {"a": 400}):
        found = forecast(net, TODAY, seed=1, draws=1000, slips=slips)
        assert found.finish("session").fixed == date(2024, 2, 20)
        assert found.finish("print").p95 == date(2024, 2, 25)
    assert found.chance == 0
    with pytest.raises(Unusable) as refused:
        forecast(net, TODAY, seed=1, slips={"session": 7})
    assert refused.value.code == "slip-of-fixed"


def test_what_happened_stands_and_what_has_lasted_counts():
    done = Task("call", W("2023-09"), spread=UNIFORM, done_on=date(2023, 12, 2))
    work = Task("work", after=after("call"), spread=UNIFORM)  # thirty days have gone already
    net = Network((done, work), "work")
    found = forecast(net, TODAY, seed=1, draws=50_000)
    assert found.finish("call").p95 == date(2023, 12, 2) and found.finish("call").done
    left = [date(2023, 12, 2) + timedelta(days=31 + round(70 * q)) for q in (0.5, 0.95)]
    assert abs((found.finish("work").p50 - left[0]).days) <= 1
    assert abs((found.finish("work").p95 - left[1]).days) <= 1
    overdue = Network((done, Task("work", after=after("call"), spread=Spread.of(1, 2, 9))), "work")
    late = forecast(overdue, TODAY, seed=1, draws=10).finish("work")
    assert late.overrun and late.p95 == date(2024, 1, 2)


def test_a_step_is_not_earlier_than_its_window_and_is_spread_within_it():
    net = Network((Task("meeting", W("2024-03"), spread=Spread.of(1, 2, 3)),), "meeting")
    found = forecast(net, TODAY, seed=1, draws=20_000).finish("meeting")
    assert date(2024, 3, 1) <= found.p05 and found.p95 <= date(2024, 3, 31)
    assert found.on_time == 1.0 and abs((found.p50 - date(2024, 3, 16)).days) <= 1


def test_nothing_ends_on_a_closed_day_and_the_clock_stands_in_a_closed_window():
    shut = Closures("un", (Closure(W("2024-01-08/2024-01-14")),), (6, 7))
    net = Network((Task("a", spread=Spread.of(10, 10, 10), calendar="un"),), "a", (), (shut,))
    # ten days from 1 January: six until the 7th, four after the closed week: Thursday the 18th
    assert forecast(net, TODAY, seed=1, draws=10).finish("a").p50 == date(2024, 1, 18)
    quiet = Closures("un", (Closure(W("2024-01-08/2024-01-14"), "no-meetings"),), (6, 7))
    net = Network(net.tasks, "a", (), (quiet,))
    assert forecast(net, TODAY, seed=1, draws=10).finish("a").p50 == date(2024, 1, 15)
    with pytest.raises(Unusable) as refused:
        forecast(Network(net.tasks, "a"), TODAY, seed=1)
    assert refused.value.code == "schedule-calendar-unknown"


@st.composite
def networks(draw):
    """Networks without circles: each step waits for earlier ones."""
    count = draw(st.integers(1, 8))
    tasks = []
    for i in range(count):
        waits = draw(st.sets(st.integers(0, i - 1), max_size=3)) if i else set()
        low, likely, high = sorted(draw(st.lists(st.integers(0, 60), min_size=3, max_size=3)))
        window = draw(st.sampled_from([None, W("2024-02"), W("2024-05-03"), W("2023-11")]))
        lag = draw(st.integers(0, 20))
        tasks.append(
            Task(
                f"s{i}",
                window,
                tuple(Wait(f"s{w}", lag) for w in sorted(waits)),
                draw(st.sampled_from([None, Spread.of(low, likely, high)])),
            )
        )
    return Network(tuple(tasks), f"s{count - 1}")


@settings(max_examples=60, deadline=None)
@given(networks(), st.integers(0, 5))
def test_order_holds_and_quantiles_rise(net, seed):
    found = forecast(net, TODAY, seed=seed, draws=300)
    for task in net.tasks:
        end = found.finish(task.code)
        assert TODAY < end.p05 <= end.p50 <= end.p80 <= end.p95
        assert 0 <= end.critical <= 1
        for wait in task.after:
            least = task.spread.low if task.spread else 0
            before = found.finish(wait.code)
            assert end.p50 >= before.p50 + timedelta(days=wait.days + least)


@settings(max_examples=40, deadline=None)
@given(networks(), st.data())
def test_a_slip_of_a_week_moves_the_target_as_was_said(net, data):
    """`week_moves` comes from the slack of one run; here the slip is really made and drawn again."""
    code = data.draw(st.sampled_from([t.code for t in net.tasks]))
    plain = forecast(net, TODAY, seed=1, draws=400)
    moved = forecast(net, TODAY, seed=1, draws=400, slips={code: 7})

    def mean(found) -> float:
        curve = np.array([(d - TODAY).days for d, _ in found.curve])
        chances = np.array([c for _, c in found.curve])
        return float((curve * np.diff(chances, prepend=0)).sum())

    def exact(found) -> float:
        from travaux.core.schedules.forecast import _Run

        slips = {code: 7} if found is moved else {}
        run = _Run(net, TODAY, 1, slips)
        counts = run.draw(400)
        days = counts.days[run.target]
        return float((np.arange(days.size) * days).sum() / 400)

    assert mean(moved) >= mean(plain) - 7
    assert exact(moved) - exact(plain) == pytest.approx(plain.finish(code).week_moves, abs=1e-9)


def test_the_same_seed_gives_the_same_and_a_step_more_moves_no_other():
    base = (Task("a", spread=UNIFORM), Task("b", after=after("a"), spread=UNIFORM))
    one = forecast(Network(base, "b"), TODAY, seed="x", draws=5000)
    assert one == forecast(Network(base, "b"), TODAY, seed="x", draws=5000)
    more = forecast(Network((Task("z", spread=UNIFORM), *base), "b"), TODAY, seed="x", draws=5000)
    assert more.finish("b") == one.finish("b")
    assert forecast(Network(base, "b"), TODAY, seed="y", draws=5000) != one


def test_the_uncertain_step_is_the_one_to_protect():
    net = Network(
        (
            Task("steady", spread=Spread.of(20, 21, 22)),
            Task("wild", after=after("steady"), spread=Spread.of(10, 20, 120)),
            Task("session", W("2024-03-01"), after("wild"), fixed=True),
        ),
        "session",
    )
    plain = forecast(net, TODAY, seed=1)
    best = protection(net, TODAY, plain, seed=1)
    assert best[0].code == "wild" and best[0].chance == 1.0 and best[0].days > 10
    assert plain.finish("wild").sensitivity > 0.9


def test_a_circle_is_named_step_by_step():
    tasks = (
        Task("a", after=after("c")),
        Task("b", after=after("a")),
        Task("c", after=after("b")),
        Task("d", after=after("a")),
    )
    assert set(circle(tasks)) == {"a", "b", "c"}
    with pytest.raises(Unusable) as refused:
        ordered(tasks)
    assert refused.value.code == "schedule-circle"
    assert refused.value.problem.facts["steps"] == "a → c → b → a"
    with pytest.raises(Unusable) as refused:
        ordered((Task("a", after=after("nobody")),))
    assert refused.value.code == "schedule-step-unknown"


def test_a_fixed_date_before_its_predecessor_can_end_is_named():
    net = Network(
        (
            Task("draft", spread=Spread.of(30, 40, 50)),
            Task("session", W("2024-01-15"), after("draft"), fixed=True),
        ),
        "session",
    )
    found = forecast(net, TODAY, seed=1, draws=100)
    (problem,) = found.problems
    assert problem.code == "schedule-fixed-too-early"
    assert problem.facts["predecessor"] == "draft" and problem.facts["earliest"] == "2024-01-31"
    assert found.chance == 0


@pytest.mark.parametrize("draws", [0, 2_000_000])
def test_the_number_of_draws_is_bounded(draws):
    with pytest.raises(Unusable) as refused:
        forecast(Network((Task("a"),), "a"), TODAY, seed=1, draws=draws)
    assert refused.value.code == "draws-out-of-bounds"
