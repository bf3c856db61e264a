"""The four boxes, and disagreement that stays visible."""

from __future__ import annotations

import pytest

from travaux.core.evidence.confidence import BOXES, box, standing


def test_each_pair_has_its_box() -> None:
    assert {box(e, a) for e in (True, False) for a in (True, False)} == set(BOXES)


def test_half_is_no_majority_and_one_voice_less_is_disputed() -> None:
    assert standing({}).box == "" and not standing({}).disputed
    even = standing(
        {"a": "unresolved", "b": "unresolved", "c": "inconclusive", "d": "well-established"}
    )
    assert even.box == "" and even.disputed
    most = standing({"a": "unresolved", "b": "unresolved", "c": "inconclusive"})
    assert most.box == "unresolved" and most.disputed and most.counts["inconclusive"] == 1
    with pytest.raises(ValueError):
        standing({"a": "certain"})
