"""Contradictions, ways out and prices as JSON values, so that the reader's language words them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from travaux.core.panels.conflicts import Conflict, Room
from travaux.core.panels.elastic import Rule
from travaux.core.panels.instance import AtMost, Instance, plain_score
from travaux.core.panels.lottery_prices import ChancePrices
from travaux.core.panels.prices import Price
from travaux.core.panels.relaxing import Change, Option
from travaux.panels.queries.instance import Settings


def plain_conflict(conflict: Conflict) -> dict[str, Any]:
    """A contradiction as JSON values."""
    return asdict(conflict)


def conflict_from_plain(value: Mapping[str, Any]) -> Conflict:
    """The contradiction that `plain_conflict` wrote."""
    return Conflict(
        tuple(Rule(**rule) for rule in value["rules"]),
        value["smallest"],
        value["with_seats"],
        tuple(value["there"]),
        tuple(value["at_best"]),
        tuple(
            Room(
                Rule(**room["minimum"]),
                Rule(**room["limit"]),
                room["there"],
                room["different"],
                room["room"],
            )
            for room in value["rooms"]
        ),
    )


def plain_option(option: Option) -> dict[str, Any]:
    """A way out as JSON values, without the people of its example."""
    return {
        "changes": [asdict(change) for change in option.changes],
        "cost": option.cost,
        "beyond_flex": option.beyond_flex,
    }


def option_from_plain(value: Mapping[str, Any]) -> Option:
    """The way out that `plain_option` wrote."""
    changes = tuple(Change(Rule(**c["rule"]), c["to"]) for c in value["changes"])
    return Option(changes, value["cost"], value["beyond_flex"], ())


def plain_price(price: Price, instance: Instance) -> dict[str, Any]:
    """The price of a rule as JSON values, people by their codes."""
    ids = instance.pool.ids
    return {
        "rule": asdict(price.rule),
        "to": price.to,
        "gain": plain_score(price.gain),
        "comes": [ids[p] for p in price.comes],
        "leaves": [ids[p] for p in price.leaves],
    }


def plain_chance_prices(found: ChancePrices) -> dict[str, Any]:
    """What each rule costs a lottery, as JSON values; nobody is named."""
    return asdict(found)


def moved(settings: Settings, changes: tuple[Change, ...]) -> tuple[Settings, tuple[str, ...]]:
    """The settings with these rules moved, and the codes whose demand is given up."""
    quotas, limits, seats = list(settings.quotas), list(settings.at_most), list(settings.seats)
    given_up = []
    for change in changes:
        rule = change.rule
        if rule.kind == "quota":
            old = quotas[rule.source]
            if rule.bound == "min":
                quotas[rule.source] = replace(old, low=change.to)
            else:
                flex = old.high_flex
                flex = None if flex is None else max(flex, change.to)
                quotas[rule.source] = replace(old, high=change.to, high_flex=flex)
            if quotas[rule.source].low_flex is not None:
                least = min(quotas[rule.source].low_flex or 0, quotas[rule.source].low)
                quotas[rule.source] = replace(quotas[rule.source], low_flex=least)
        elif rule.kind == "at-most":
            limits[rule.source] = AtMost(rule.feature, change.to)
        elif rule.kind == "seats":
            seats[0 if rule.bound == "min" else 1] = change.to
        else:
            given_up.append(rule.value)
    low, high = seats
    return Settings((min(low, high), max(low, high)), tuple(quotas), tuple(limits)), tuple(given_up)
