"""Fair lotteries against listing all panels of tiny pools, and their promises on larger ones."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from benchmarks.panels.generate import generate
from hypothesis import HealthCheck, given, settings
from scipy.optimize import linprog
from tests.core.panels.planted import odd, planted
from tests.core.panels.tiny import all_panels

from travaux.core.panels import aiming
from travaux.core.panels.fair import METHODS, fair_lottery, in_order
from travaux.core.panels.instance import Demand, Instance, Pool, Quota
from travaux.core.panels.reading import read_instance
from travaux.core.panels.seating import GRAIN
from travaux.core.problems import Unusable

QUIET = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def listed(instance):
    """The instance in the order of its lottery, and all its panels."""
    instance = in_order(instance)
    return instance, all_panels(instance)


def leximin_by_listing(instance, panels):
    """Leximin chances by linear programs over all panels: who can rise above the level, one by one."""
    table = np.zeros((instance.people, len(panels)))
    for column, panel in enumerate(panels):
        table[list(panel), column] = 1
    never = instance.excluded
    level = {p: 0.0 for p in range(instance.people) if never[p]}
    bounds = [(0, None)] * len(panels)
    while len(level) < instance.people:
        open_ = [p for p in range(instance.people) if p not in level]
        rows = [np.append(-table[p], 0.0) for p in level] + [np.append(-table[p], 1) for p in open_]
        wanted = [1e-10 - level[p] for p in level] + [0.0] * len(open_)
        sums = [np.append(np.ones(len(panels)), 0.0)]
        target = np.append(np.zeros(len(panels)), -1.0)
        found = linprog(target, rows, wanted, sums, [1], [*bounds, (None, 1)])
        chance = -found.fun
        rows = -table
        wanted = [1e-9 - level.get(p, chance) for p in range(instance.people)]
        for person in open_:
            found = linprog(-table[person], rows, wanted, [np.ones(len(panels))], [1], bounds)
            if -found.fun < chance + 1e-6:
                level[person] = chance
    return np.array([level[p] for p in range(instance.people)])


def promises_kept(lottery, numbered):
    instance = lottery.instance
    assert all(not instance.breaks(members) for members in lottery.panels)
    assert sum(lottery.weights) == GRAIN and min(lottery.weights) > 0
    seats = sum(lottery.chances)
    assert instance.seats_low * GRAIN <= seats <= instance.seats_high * GRAIN
    for group in instance.types.members:
        chances = [lottery.chances[p] for p in group]
        assert max(chances) - min(chances) <= GRAIN // 10**12
    assert len(lottery.numbered) == numbered
    even = np.zeros(instance.people)
    for place in lottery.numbered:
        even[list(lottery.panels[place])] += 1
    off = np.abs(even / numbered - np.array(lottery.chances) / GRAIN).max()
    assert off <= float(lottery.off) + 1e-12


def one_lottery(instance, method):
    instance, panels = listed(instance)
    if not panels:
        with pytest.raises(Unusable, match="quotas-impossible"):
            fair_lottery(instance, method, numbered=40)
        return None
    lottery = fair_lottery(instance, method, numbered=40)
    promises_kept(lottery, 40)
    assert lottery.gap <= Fraction(1, 10**6) and lottery.sworn == 0
    return lottery, panels, np.array(lottery.chances) / GRAIN


@QUIET
@given(planted(people=8))
def test_leximin_is_that_of_all_panels(instance):
    lottery, panels, chances = one_lottery(instance, "leximin")
    assert np.abs(chances - leximin_by_listing(lottery.instance, panels)).max() < 1e-6


@QUIET
@given(odd(people=8))
def test_leximin_holds_where_parts_of_people_deceive(instance):
    found = one_lottery(instance, "leximin")
    if found is not None:
        lottery, panels, chances = found
        assert np.abs(chances - leximin_by_listing(lottery.instance, panels)).max() < 1e-6


@QUIET
@given(odd(people=8))
def test_maximin_has_the_greatest_lowest_chance_of_those_who_have_one(instance):
    found = one_lottery(instance, "maximin")
    if found is not None:
        lottery, panels, chances = found
        some = sorted({p for panel in panels for p in panel})
        best = leximin_by_listing(lottery.instance, panels)[some].min()
        assert abs(chances[some].min() - best) < 1e-7
        assert abs(float(lottery.lowest) - best) < 1e-7


@QUIET
@given(odd(people=8))
def test_no_panel_has_a_steeper_product_than_nash(instance):
    found = one_lottery(instance, "nash")
    if found is not None:
        _, panels, chances = found
        some = {p for panel in panels for p in panel}
        assert {p for p, chance in enumerate(chances) if chance > 0} == some
        steepest = max(sum(1 / chances[p] for p in panel) for panel in panels)
        assert steepest <= len(some) * (1 + 2e-6)


def ring():
    """Five people around five things of which each takes two, and a sixth across: halves of all
    five would fit, but only two whole ones do."""
    pairs = ("AB", "BC", "CD", "DE", "EA", "AC")
    pool = Pool(tuple("abcdef"), {"thing": tuple((a, b) for a, b in pairs)})
    return Instance(pool, 1, 3, tuple(Quota("thing", t, 0, 1) for t in "ABCDE"))


@pytest.mark.parametrize("method", METHODS)
def test_whole_panels_alone_lead_to_the_same_chances(method, monkeypatch):
    """The way without parts of people, taken where cuts become too many."""
    instance = ring()
    by_cuts = fair_lottery(instance, method, numbered=60)
    monkeypatch.setattr(aiming, "MOST_CUTS", 0)
    by_panels = fair_lottery(instance, method, numbered=60)
    assert by_cuts.certificate.cuts and by_panels.certificate.cuts
    assert by_panels.gap < 1e-6 and by_panels.sworn == 0
    if method == "maximin":
        assert abs(by_cuts.lowest - by_panels.lowest) < 1e-8
    else:
        apart = np.abs(np.array(by_cuts.chances) - np.array(by_panels.chances)).max()
        assert apart / GRAIN < 1e-5


def invented(people=90):
    """A pool that leans one way, with quotas that lean another."""
    pool = Pool(
        tuple(f"n{p:03}" for p in range(people)),
        {
            "gender": tuple((("f", "m", "m")[p % 3],) for p in range(people)),
            "region": tuple(("ABCDE"[(p * p + p // 7) % 5],) for p in range(people)),
            "field": tuple((("law", "data", "law", "city")[p % 4],) for p in range(people)),
        },
    )
    quotas = [Quota("gender", "f", 6, 6), Quota("gender", "m", 6, 6)]
    quotas += [Quota("region", r, 1, 4) for r in pool.values("region")]
    quotas += [Quota("field", f, 3, 5) for f in pool.values("field")]
    return Instance(pool, 12, 12, tuple(quotas))


@pytest.mark.parametrize("method", METHODS)
def test_the_order_of_the_file_decides_nothing(method):
    instance = invented()
    turned = instance.only([(p * 37 + 5) % 90 for p in range(90)])
    one, other = fair_lottery(instance, method), fair_lottery(turned, method)
    assert one == other
    promises_kept(one, 1000)
    assert one.off < Fraction(3, 1000)


def test_leximin_maximin_and_nash_keep_their_order():
    found = {m: fair_lottery(invented(), m, numbered=300) for m in METHODS}
    assert all(lottery.gap < 1e-9 for lottery in found.values())
    assert abs(found["leximin"].lowest - found["maximin"].lowest) < 1e-9
    assert found["nash"].lowest < found["leximin"].lowest
    lowest_first = {
        m: sorted(round(c / GRAIN, 9) for c in found[m].chances) for m in ("leximin", "maximin")
    }
    assert lowest_first["leximin"] >= lowest_first["maximin"]

    def product(method):
        return float(np.log(np.array(found[method].chances) / GRAIN).sum())

    assert product("nash") > max(product("leximin"), product("maximin"))


def test_demands_bind_and_are_told_apart_from_chance():
    instance = invented()
    demands = (Demand("n001", "include", "chair"), Demand("n002", "exclude", "interest"))
    asked = Instance(instance.pool, 12, 12, instance.quotas, (), demands)
    lottery = fair_lottery(asked, numbered=200)
    place = lottery.instance.pool.place
    assert lottery.chances[place["n001"]] == GRAIN and lottery.chances[place["n002"]] == 0
    assert lottery.lowest > 0
    promises_kept(lottery, 200)


def test_thousands_alike_have_chances_exactly_alike():
    pool = Pool(
        tuple(f"{p:04}" for p in range(1999)), {"g": tuple(("fm"[p % 2],) for p in range(1999))}
    )
    lottery = fair_lottery(Instance(pool, 40, 40, (Quota("g", "f", 20, 20),)))
    promises_kept(lottery, 1000)
    assert lottery.gap < 1e-9 and lottery.off <= Fraction(1, 1000)


@pytest.mark.parametrize("method", METHODS)
def test_few_kinds_of_many_people_under_rules_that_nearly_all_bind(method):
    made = generate(2000, 4, 40, 1, alike=True)
    read = read_instance(made.pool, made.quotas, seats=(40, 40), id_column="id")
    lottery = fair_lottery(read.instance, method, numbered=500)
    promises_kept(lottery, 500)
    assert lottery.gap < 1e-9


def test_out_of_time_the_gap_is_told_as_it_is():
    """Time that is over leaves a lottery that keeps all rules, and says what it does not prove."""
    instance = ring()
    lottery = fair_lottery(instance, numbered=40, seconds=0)
    promises_kept(lottery, 40)
    assert lottery.gap > Fraction(1, 1000)


@pytest.mark.parametrize(
    ("change", "code"),
    [({"method": "dice"}, "method-unknown"), ({"numbered": 0}, "numbers-unusable")],
)
def test_what_cannot_be_asked(change, code):
    with pytest.raises(Unusable, match=code):
        fair_lottery(invented(), **change)
