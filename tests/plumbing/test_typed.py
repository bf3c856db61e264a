"""Whole numbers as pages and people send them."""

from __future__ import annotations

import pytest

from travaux.plumbing.typed import seen_of, whole_number


@pytest.mark.parametrize("nonsense", ["", "²", "-1", "1.5", "x", "9" * 9, "9" * 5000, "½"])
def test_nonsense_is_no_number_and_no_fault(nonsense: str, rf) -> None:
    assert whole_number(nonsense, None) is None
    assert seen_of(rf.post("/", {"seen": nonsense})) == -1


@pytest.mark.parametrize("typed", ["42", "٤٢", "४२"])
def test_a_number_is_read_in_the_digits_of_any_script(typed: str) -> None:
    assert whole_number(typed, 0) == 42


def test_a_form_that_does_not_say_what_it_was_made_from_was_made_from_nothing(rf) -> None:
    assert seen_of(rf.post("/")) == -1
    assert seen_of(rf.post("/", {"structure": "7"}), "structure") == 7
