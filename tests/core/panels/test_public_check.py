"""The check of a public dossier: what it tells must hold, and nothing that is wrong gets through."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from travaux.core.panels.drawing import drawn_number
from travaux.core.panels.public_check import FORMAT, check_public, need_full, panel_hashes
from travaux.core.panels.seeds import seal_of


def a_public_dossier() -> dict[str, Any]:
    number = drawn_number("secret", "ab", 4)
    return {
        "format": FORMAT,
        "seats": [1, 1],
        "seal": seal_of("secret"),
        "commitment": {"seal": seal_of("secret"), "secret": "secret", "public_value": ""},
        "reopened": [{"seal": seal_of("old"), "secret": "old"}],
        "panels": [{"hash": "a", "weight": 0.25}, {"hash": "b", "weight": 0.75}],
        "probabilities": [0.25, 0.75],
        "min_probability": 0.25,
        "numbers": [1, 2, 2, 2],
        "table_hash": "ab",
        "draw": {"number": number, "of": 4, "by_hand": False},
        "selected": ["y"],
    }


def test_what_holds_verifies() -> None:
    told = a_public_dossier()
    steps = check_public(told)
    assert [s.name for s in steps] == ["seal", "weights", "probabilities", "numbers", "draw"]
    assert all(s.ok for s in steps)
    assert need_full(told) == ("input", "panels", "certificate", "reserve")
    assert need_full({"format": FORMAT}) == ()


@pytest.mark.parametrize(
    ("step", "path", "value"),
    [
        ("seal", ("commitment", "secret"), "other"),
        ("seal", ("seal",), "0" * 64),
        ("seal", ("reopened", 0, "secret"), "other"),
        ("weights", ("panels", 0, "weight"), 0.5),
        ("weights", ("panels", 0, "weight"), "much"),
        ("probabilities", ("probabilities", 0), 0.5),
        ("probabilities", ("min_probability",), 0.5),
        ("numbers", ("numbers", 0), 3),
        ("draw", ("draw", "of"), 5),
        ("draw", ("draw", "number"), 0),
        ("draw", ("draw", "number"), drawn_number("secret", "ab", 4) % 4 + 1),
    ],
)
def test_what_was_changed_is_named(step: str, path: tuple[Any, ...], value: Any) -> None:
    told = copy.deepcopy(a_public_dossier())
    held: Any = told
    for key in path[:-1]:
        held = held[key]
    held[path[-1]] = value
    found = {s.name: s.ok for s in check_public(told)}
    assert next(name for name, ok in found.items() if not ok) == step


def test_files_of_earlier_versions_are_still_read() -> None:
    told = a_public_dossier() | {"probabilities": {"x": 0.25, "y": 0.75}}
    assert all(step.ok for step in check_public(told))


def test_the_hash_of_a_panel_depends_on_the_whole_input() -> None:
    one = {"instance": {"people": ["a"]}, "panels": [{"members": ["a", "b"]}]}
    other = {**one, "instance": {"people": ["c"]}}
    turned = {**one, "panels": [{"members": ["b", "a"]}]}
    assert panel_hashes(one) == panel_hashes(turned) != panel_hashes(other)
