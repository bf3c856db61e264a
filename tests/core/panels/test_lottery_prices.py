"""What loosening a rule gives a lottery is never told too low; what has no price gives nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from tests.core.panels.planted import odd, planted
from tests.core.panels.test_fair import QUIET, invented
from tests.core.panels.tiny import all_panels

from travaux.core.panels.elastic import rules_of
from travaux.core.panels.fair import fair_lottery, in_order
from travaux.core.panels.instance import Instance, Pool, Quota
from travaux.core.panels.lottery_prices import chance_prices
from travaux.core.panels.prices import loosened
from travaux.core.panels.seating import GRAIN


def least_by_listing(instance, some):
    """The greatest least chance of these people, over all lotteries."""
    panels = all_panels(instance)
    kept = [tuple(p for p in panel if p in some) for panel in panels]
    table = np.zeros((len(some) + 1, len(panels) + 1))
    from scipy.optimize import linprog

    for n, panel in enumerate(kept):
        for p in panel:
            table[some.index(p), n] = -1
    table[:-1, -1] = 1
    goal = np.append(np.zeros(len(panels)), -1.0)
    sums = [np.append(np.ones(len(panels)), 0.0)]
    bounds = [(0, None)] * len(panels) + [(None, 1)]
    return -linprog(goal, table, np.zeros(len(some) + 1), sums, [1], bounds).fun


def named(rule):
    return rule.kind, rule.bound, rule.source


def moved(instance, price):
    for change in price.changes:
        instance = loosened(instance, change.rule, change.to)
    return instance


def held_to_listing(instance):
    instance = in_order(instance)
    if not all_panels(instance):
        return
    lottery = fair_lottery(instance, numbered=40)
    found = chance_prices(lottery)
    told = {named(p.changes[0].rule): p for p in found.prices if len(p.changes) == 1}
    some = sorted({p for panel in all_panels(instance) for p in panel})
    some = [p for p in some if not instance.included[p]]
    if not some:
        return
    least = least_by_listing(instance, some)
    assert abs(least - found.least) < 1e-6 or found.least == 1
    for rule in rules_of(instance):
        if rule.kind in ("include", "exclude"):
            continue
        to = rule.number - 1 if rule.bound == "min" else rule.number + 1
        looser = loosened(instance, rule, to)
        if looser is None:
            continue
        price = told.get(named(rule))
        then = least_by_listing(looser, some)
        if price is not None and not price.opens:
            assert then <= price.most + 1e-6
        elif price is None and found.proven:
            assert then <= found.least + 1e-5
    for pair in found.prices:
        if len(pair.changes) == 2 and not pair.opens:
            assert least_by_listing(moved(instance, pair), some) <= pair.most + 1e-6


@QUIET
@given(planted(people=7))
def test_against_listing(instance):
    held_to_listing(instance)


@QUIET
@given(odd(people=6))
def test_against_listing_where_cuts_are_needed(instance):
    held_to_listing(instance)


def test_where_quotas_leave_no_room_a_seat_moves_from_one_value_to_another():
    pool = Pool(tuple("abcde"), {"gender": tuple((g,) for g in "ffmmm")})
    quotas = (Quota("gender", "f", 2, 2), Quota("gender", "m", 1, 1))
    found = chance_prices(fair_lottery(Instance(pool, 3, 3, quotas)))
    assert found.proven and found.holds == 3 and abs(found.least - 1 / 3) < 1e-9
    both = {
        tuple((c.rule.kind, c.rule.value, c.to) for c in p.changes): p.most for p in found.prices
    }
    assert abs(both[("quota", "m", 2), ("quota", "f", 1)] - 0.6) < 1e-9
    assert abs(both[("seats", "", 4), ("quota", "m", 2)] - 2 / 3) < 1e-9
    assert len(both) == 2  # no rule alone gives anything


def test_without_a_rule_that_binds_only_seats_cost():
    pool = Pool(tuple("abcd"), {"gender": tuple((g,) for g in "ffmm")})
    found = chance_prices(fair_lottery(Instance(pool, 2, 2, (Quota("gender", "f", 0, 2),))))
    (one,) = found.prices
    (change,) = one.changes
    assert (change.rule.kind, change.to) == ("seats", 3) and abs(one.most - 0.75) < 1e-9
    assert found.holds == 4


def test_nash_tells_by_what_part_the_mean_could_rise():
    instance = invented(60)
    lottery = fair_lottery(instance, "nash", numbered=100)
    found = chance_prices(lottery)
    assert found.prices and found.least == 0
    before = np.log(np.array(lottery.chances) / GRAIN).mean()
    for price in found.prices[:3]:
        looser = moved(lottery.instance, price)
        after = np.log(np.array(fair_lottery(looser, "nash", numbered=100).chances) / GRAIN).mean()
        assert np.exp(after - before) <= 1 + price.rise + 1e-5


@pytest.mark.parametrize("method", ["leximin", "maximin"])
def test_loosened_for_real_the_least_chance_is_the_one_told(method):
    lottery = fair_lottery(invented(), method, numbered=100)
    found = chance_prices(lottery)
    assert found.prices
    for price in found.prices[:2]:
        looser = moved(lottery.instance, price)
        then = fair_lottery(looser, method, numbered=100)
        assert float(then.lowest) <= price.most + 1e-6
        assert float(then.lowest) >= found.least - 1e-6
