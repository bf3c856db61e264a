"""The Goals: 17 names in six languages, 169 codes of targets, and what was typed of them."""

from __future__ import annotations

from travaux.core.evidence.goals import GOALS, TARGETS, goal_of, in_order, read_targets
from travaux.core.evidence.labels import LABELS, restricting


def test_the_resolution_numbers_17_goals_and_169_targets() -> None:
    assert list(GOALS) == list(range(1, 18)) and len(TARGETS) == len(set(TARGETS)) == 169
    assert all(set(names) == {"ar", "zh", "en", "fr", "ru", "es"} for names in GOALS.values())
    assert {goal_of(code) for code in TARGETS} == set(GOALS)
    for known in ("1.b", "3.d", "8.10", "11.c", "16.10", "17.19"):
        assert known in TARGETS
    for none in ("1.6", "3.e", "8.11", "13.c", "17.20", "17.a", "0.1", "18.1"):
        assert none not in TARGETS


def test_codes_are_read_as_people_write_them() -> None:
    assert read_targets("11.A、1.4，11.3 11.3") == (("1.4", "11.3", "11.a"), ())
    assert read_targets("11.3; 11.99, peace") == (("11.3",), ("11.99", "peace"))
    assert read_targets(" ;, ") == ((), ())
    assert in_order(["17.1", "2.a", "2.1", "9.9"]) == ("2.1", "2.a", "17.1")


def test_twenty_labels_of_which_four_hold_back() -> None:
    assert len(LABELS) == 20
    assert set(restricting(LABELS)) == {"TK MR", "TK WR", "TK SS", "TK CO"}
    assert restricting(["TK A", "no label"]) == ()
