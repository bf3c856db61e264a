"""Sentences that explain quotas: every kind of rule has its words."""

from __future__ import annotations

import ast
from pathlib import Path

from hypothesis import given, settings

import travaux.core.panels
from tests.core.panels.test_conflicts import region
from tests.core.panels.tiny import instances
from travaux.core.panels.conflicts import conflict_of
from travaux.core.panels.elastic import rules_of
from travaux.core.panels.instance import AtMost, Demand, Instance, Quota
from travaux.core.panels.relaxing import Change, Option, relaxations
from travaux.panels.explaining import (
    break_words,
    change_words,
    conflict_words,
    option_words,
    rule_words,
)
from travaux.panels.wording import REFUSALS


def test_the_sentence_of_six_from_a_region_and_two_per_country() -> None:
    pool = region(("X", "K", 5), ("X", "L", 4), ("Y", "M", 3), ("Y", "N", 3), ("Y", "O", 3))
    instance = Instance(pool, 8, 8, (Quota("region", "X", 6, 8),), (AtMost("country", 2),))
    conflict = conflict_of(instance)
    assert conflict is not None
    assert conflict_words(conflict, (8, 8), 18) == (
        "At least 6 with “X” (region) and at most 2 for each value of “country” cannot both hold. "
        "Among the 9 people with “X” (region) there are only 2 different values of “country”, so "
        "at most 4 of them can be chosen."
    )
    assert [option_words(o) for o in relaxations(instance)] == [
        "allow 3 instead of 2 for each value of “country”",
        "lower the minimum of “X” (region) from 6 to 4",
    ]


def test_a_lone_rule_says_what_would_be_possible() -> None:
    pool = region(("X", "K", 3), ("Y", "M", 9))
    few = conflict_of(Instance(pool, 8, 8, (Quota("region", "X", 6, None),)))
    assert few is not None
    assert conflict_words(few, (8, 8), 12).endswith("Only 3 in the pool have “X” (region).")
    much = conflict_of(Instance(pool, 11, 11, (Quota("region", "X", 0, 1),)))
    assert much is not None
    assert conflict_words(much, (11, 11), 12).endswith("At least 2 with “X” cannot be avoided.")
    many = conflict_of(Instance(pool, 8, 8, (), (AtMost("country", 2),)))
    assert many is not None
    assert conflict_words(many, (8, 8), 12).endswith("at least 5 for each value of “country”.")
    none = conflict_of(Instance(pool, 13, 14))
    assert none is not None
    assert conflict_words(none, (13, 14), 12) == ("13–14 seats cannot be filled from a pool of 12.")


@settings(max_examples=60, deadline=None)
@given(instances(people=6))
def test_every_rule_change_and_break_has_its_words(instance: Instance) -> None:
    instance = Instance(
        instance.pool, instance.seats_low, instance.seats_high, instance.quotas,
        instance.at_most, (Demand("p0", "include", "r"), Demand("p1", "exclude", "r")),
    )  # fmt: skip
    for rule in rules_of(instance):
        assert "%" not in rule_words(rule) + change_words(Change(rule, rule.number))
    for one in (*instance.breaks([]), *instance.breaks(range(instance.people))):
        assert "%" not in break_words(one)
    conflict = conflict_of(instance)
    if conflict is not None:
        words = conflict_words(conflict, (instance.seats_low, instance.seats_high), 6)
        assert words[0] == words[0].upper() and words.endswith(".") and "%" not in words


def test_an_option_past_the_table_says_so() -> None:
    option = Option((), 1, True, ())
    assert "farther than the quota table allows" in option_words(option)


def test_every_code_of_this_core_is_worded() -> None:
    from travaux.drafts.wording import REFUSALS as OF_FILES

    found: set[str] = set()
    for path in Path(travaux.core.panels.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in {"fault", "Unusable"}:
                for part in ast.walk(node.args[0]):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        found.add(part.value)
    assert len(found) > 25
    assert {c for c in found if c and c not in REFUSALS and c not in OF_FILES} == set()
