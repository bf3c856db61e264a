"""An instance whose rules may each be moved at a price: what explanations are computed from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from travaux.core.panels.instance import EACH, Counts, Instance
from travaux.core.problems import Unusable
from travaux.core.solver import new_highs


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule that can be given up or moved: one bound of a quota, a limit, a demand, the seats.

    `kind` is "quota", "at-most", "include", "exclude" or "seats"; `bound` "min" or "max"; `source`
    the place of the quota, limit or demand in the instance; `flex` how far `number` may be moved
    (None: as far as needed). For a limit the `value` is "*", for a demand it is the person's id.
    """

    kind: str
    feature: str
    value: str
    bound: str
    number: int
    source: int
    flex: int | None = None


def rules_of(instance: Instance) -> tuple[Rule, ...]:
    """Every rule of an instance that is not idle, in its order; the seats last.

    >>> from travaux.core.panels.instance import Pool, Quota
    >>> pool = Pool(("a", "b", "c"), {"gender": (("f",), ("m",), ("m",))})
    >>> [(r.kind, r.bound, r.number) for r in rules_of(Instance(pool, 2, 2, (Quota("gender", "f", 1, 1),)))]
    [('quota', 'min', 1), ('seats', 'min', 2), ('seats', 'max', 2)]
    """
    found: list[Rule] = []
    for n, quota in enumerate(instance.quotas):
        held = int(instance.pool.holds(quota.feature, quota.value).sum())
        if quota.low > 0:
            found.append(
                Rule("quota", quota.feature, quota.value, "min", quota.low, n, quota.low_flex)
            )
        if quota.high is not None and quota.high < min(held, instance.seats_high):
            found.append(
                Rule("quota", quota.feature, quota.value, "max", quota.high, n, quota.high_flex)
            )
    held_limits = {row.source for row in instance.rows if row.kind == "at-most"}
    for n, limit in enumerate(instance.at_most):
        if n in held_limits:
            found.append(Rule("at-most", limit.feature, EACH, "max", limit.number, n))
    for n, demand in enumerate(instance.demands):
        include = demand.kind == "include"
        found.append(
            Rule(demand.kind, "", demand.person, "min" if include else "max", int(include), n)
        )
    found.append(Rule("seats", "", "", "min", instance.seats_low, 0))
    found.append(Rule("seats", "", "", "max", instance.seats_high, 0))
    return tuple(found)


def movable(rule: Rule) -> bool:
    """Whether a rule is one of the quotas, limits and demands (the seats are given)."""
    return rule.kind != "seats"


def only_rules(instance: Instance, rules: Sequence[Rule]) -> Instance:
    """The instance with these rules alone."""
    kept = {(r.kind, r.bound, r.source) for r in rules}
    quotas = tuple(
        replace(
            quota,
            low=quota.low if ("quota", "min", n) in kept else 0,
            high=quota.high if ("quota", "max", n) in kept else None,
        )
        for n, quota in enumerate(instance.quotas)
        if ("quota", "min", n) in kept or ("quota", "max", n) in kept
    )
    return Instance(
        instance.pool,
        instance.seats_low,
        instance.seats_high,
        quotas,
        tuple(a for n, a in enumerate(instance.at_most) if ("at-most", "max", n) in kept),
        tuple(
            d
            for n, d in enumerate(instance.demands)
            if (d.kind, "min" if d.kind == "include" else "max", n) in kept
        ),
    )


class Elastic:
    """An integer program in which every rule may be moved at a price, or held fast.

    Variables: how many of each type; for each rule how far it is moved (in people) and whether it
    is moved at all (if `counted`; easier to solve without). With `apart` every person is a type of
    their own, in the order of the pool. `seats` are the seats as they are given, where those of the
    instance are wider so that no rule is idle. `counts` holds how many of each type the last solution chose.
    """

    def __init__(
        self,
        instance: Instance,
        *,
        counted: bool = True,
        apart: bool = False,
        seconds: float = 30.0,
        seats: tuple[int, int] | None = None,
    ) -> None:
        import highspy

        self.instance = instance
        self.rules = rules_of(instance)
        if seats is not None:
            bounds = {"min": seats[0], "max": seats[1]}
            self.rules = tuple(
                rule if movable(rule) else replace(rule, number=bounds[rule.bound])
                for rule in self.rules
            )
        demanded = {d.person: n for n, d in enumerate(instance.demands)}
        label = [n if apart else demanded.get(one, -1) for n, one in enumerate(instance.pool.ids)]
        types = instance.types_by(label)
        self.types, self.columns, self.of = types, types.matrix, types.of
        count, rules = len(types), len(self.rules)
        self.count = count
        self.counts = np.zeros(count, dtype=np.int64)
        self.reach = np.array([self._reach(rule) for rule in self.rules], dtype=np.int64)
        table: list[tuple[Counts, float, float, dict[int, int]]] = []
        inf = float("inf")
        none = np.zeros(count, dtype=np.int64)
        for r, rule in enumerate(self.rules):
            moved = count + r
            for held in self._held(rule):
                if rule.bound == "min":
                    table.append((held, rule.number, inf, {moved: 1}))
                else:
                    table.append((held, -inf, rule.number, {moved: -1}))
            if counted:  # moved at all: moved <= reach * given
                reach = int(self.reach[r])
                table.append((none, -inf, 0.0, {moved: 1, count + rules + r: -reach}))
        self.highs = new_highs()
        for option, setting in (
            ("threads", 1),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.5),
            ("random_seed", 0),
            ("time_limit", float(seconds)),
        ):
            self.highs.setOptionValue(option, setting)
        model = highspy.HighsLp()
        width = count + 2 * rules
        model.num_col_, model.num_row_ = width, len(table)
        model.col_cost_ = np.zeros(width)
        model.col_lower_ = np.zeros(width)
        model.col_upper_ = np.concatenate([types.sizes, self.reach, np.ones(rules)]).astype(float)
        model.row_lower_ = np.array([row[1] for row in table], dtype=float)
        model.row_upper_ = np.array([row[2] for row in table], dtype=float)
        start, index, value = [0], [], []
        for held, _, _, extra in table:
            places = np.flatnonzero(held).tolist()
            index += [*places, *extra]
            value += [*held[places].tolist(), *extra.values()]
            start.append(len(index))
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array(start, dtype=np.int32)
        model.a_matrix_.index_ = np.array(index, dtype=np.int32)
        model.a_matrix_.value_ = np.array(value, dtype=float)
        model.integrality_ = [highspy.HighsVarType.kInteger] * width
        self.highs.passModel(model)

    def _held(self, rule: Rule) -> list[Counts]:
        """Who counts for the rule, by type; a limit has one such row for each value."""
        if rule.kind == "seats":
            return [np.ones(self.count, dtype=np.int64)]
        if rule.kind in ("include", "exclude"):
            row = np.zeros(self.count, dtype=np.int64)
            row[self.of[self.instance.pool.place[rule.value]]] = 1
            return [row]
        return [
            self.columns[n]
            for n, row in enumerate(self.instance.rows)
            if row.kind == rule.kind and row.source == rule.source
        ]

    def _reach(self, rule: Rule) -> int:
        """How far a rule can be moved at most."""
        if rule.bound == "min":
            return rule.number
        return max(self.instance.people - rule.number, 0)

    def hold(self, fast: Sequence[int], limits: Counts | None = None) -> None:
        """These rules may not move; the others as far as `limits` (default: all the way)."""
        most = (self.reach if limits is None else np.minimum(limits, self.reach)).copy()
        most[list(fast)] = 0
        rules = len(self.rules)
        places = np.arange(self.count, self.count + rules, dtype=np.int32)
        self.highs.changeColsBounds(rules, places, np.zeros(rules), most.astype(float))

    def price(self, by_person: Any, by_rule: Any) -> None:
        """What is paid for each person a rule is moved, and once for moving it at all."""
        rules = len(self.rules)
        places = np.arange(self.count, self.count + 2 * rules, dtype=np.int32)
        self.highs.changeColsCost(
            2 * rules, places, np.concatenate([by_person, by_rule]).astype(float)
        )

    def exclude(self, moved: Sequence[int]) -> None:
        """From now on these rules are not all moved together."""
        given = np.array([self.count + len(self.rules) + r for r in moved], dtype=np.int32)
        self.highs.addRow(
            -float("inf"), float(len(moved) - 1), len(moved), given, np.ones(len(moved))
        )

    def spend(self, moved: int) -> None:
        """From now on rules are moved by so many people in all at most."""
        rules = len(self.rules)
        places = np.arange(self.count, self.count + rules, dtype=np.int32)
        self.highs.addRow(-float("inf"), float(moved), rules, places, np.ones(rules))

    def prefer(self, costs: Sequence[int]) -> None:
        """What is paid for each of a type that is chosen."""
        places = np.arange(self.count, dtype=np.int32)
        self.highs.changeColsCost(self.count, places, np.array(costs, dtype=float))

    def solve(self, *, roughly: bool = False) -> Counts | None:
        """How far each rule is moved at the least price; None: not even so can it be met.

        `roughly`: a price near the least will do. Raises `Unusable("solver-out-of-time")`.
        """
        import highspy

        self.highs.setOptionValue("mip_rel_gap", 0.5 if roughly else 0.0)
        self.highs.run()
        status = self.highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise Unusable("solver-out-of-time")
        solution: Any = np.rint(np.asarray(self.highs.getSolution().col_value)).astype(np.int64)
        self.counts = solution[: self.count]
        moved: Counts = solution[self.count : self.count + len(self.rules)]
        return moved
