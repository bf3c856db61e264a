"""One value has one sequence of bytes, and what would be ambiguous is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from travaux.core.ledger.canonical import LARGEST, canonical, digest
from travaux.core.problems import Unusable

texts = st.text(st.characters(exclude_categories=["Cs"]))
leaves = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | texts
values = st.recursive(
    leaves, lambda v: st.lists(v, max_size=4) | st.dictionaries(texts, v, max_size=4), max_leaves=20
)


@given(values)
def test_reading_back_gives_the_same_value_and_the_same_bytes(value):
    written = canonical(value)
    assert json.loads(written) == value
    assert canonical(json.loads(written)) == written


@given(st.dictionaries(texts, leaves, min_size=2, max_size=6))
def test_the_order_in_which_keys_came_does_not_matter(value):
    assert digest(dict(reversed(value.items()))) == digest(value)


def test_text_is_never_normalised():
    assert canonical("e\u0301") != canonical("\u00e9")


def test_keys_are_ordered_by_utf16_units_as_rfc_8785_says():
    written = canonical({"\ufb33": 1, "\U0001f600": 2}).decode()
    assert written.index("\U0001f600") < written.index("\ufb33")


def test_a_tuple_is_written_as_a_list():
    assert canonical((1, ("a",))) == canonical([1, ["a"]])


def test_true_is_not_one():
    assert canonical([True, 1]) == b"[true,1]"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1.0, "value-not-canonical"),
        ({"a": [float("nan")]}, "value-not-canonical"),
        ({1, 2}, "value-not-canonical"),
        ({1: "a"}, "value-not-canonical"),
        (b"bytes", "value-not-canonical"),
        (2**53, "number-too-large"),
        ("\ud800", "text-not-encodable"),
    ],
)
def test_what_has_no_single_form_is_refused(value, code):
    with pytest.raises(Unusable) as refused:
        canonical(value)
    assert refused.value.code == code


def test_a_value_of_endless_depth_is_refused():
    value: list[object] = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(Unusable, match="too-deep"):
        canonical(value)
