"""Agreement of coders, against the worked example of the method's author."""

from __future__ import annotations

import pytest

from travaux.core.evidence.agreement import agreement, segments_coded

# Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), data of section C:
# four observers, twelve units, with what was not observed; alpha for nominal data is 0.743.
OBSERVED = {
    "A": "1 2 3 3 2 1 4 1 2 . . .",
    "B": "1 2 3 3 2 2 4 1 2 5 . 3",
    "C": ". 3 3 3 2 3 4 2 2 5 1 .",
    "D": "1 2 3 3 2 4 4 1 2 5 1 .",
}


def test_the_published_example() -> None:
    units: dict[int, dict[str, str]] = {}
    for judge, row in OBSERVED.items():
        for unit, value in enumerate(row.split()):
            if value != ".":
                units.setdefault(unit, {})[judge] = value
    found = agreement(units)
    assert found.alpha == pytest.approx(0.743, abs=5e-4)
    assert (found.units, found.judges, found.grade) == (11, 4, "tentative")


def test_what_cannot_be_said_is_not_said() -> None:
    assert agreement({1: {"a": "x"}}).why == "nothing-twice"
    assert agreement({}).grade == "unknown"
    assert agreement({1: {"a": "x", "b": "x"}}).share == 1.0


def test_codes_over_a_text_that_overlap_in_part() -> None:
    units = segments_coded([("a", 0, 10, "trust"), ("b", 5, 10, "trust")], 20)
    assert units == {
        ("trust", 0): {"a": True, "b": False},
        ("trust", 5): {"a": True, "b": True},
        ("trust", 10): {"a": False, "b": False},
    }
    assert agreement(units).share == pytest.approx(2 / 3)
