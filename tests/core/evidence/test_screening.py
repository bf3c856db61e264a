"""What to read next, what it saved, and a flow that adds up."""

from __future__ import annotations

import random

import pytest

from travaux.core.evidence.screening import Flow, reading_order, saving


def _pile(seed: int, works: int = 120, share: float = 0.15) -> tuple[list[str], list[bool]]:
    """Invented titles: relevant ones speak of cities and data more often than the others."""
    rng = random.Random(seed)
    town, other = (
        ["city", "urban", "data", "people", "digital"],
        ["fish", "steel", "gene", "ocean", "protein"],
    )
    relevant = [rng.random() < share for _ in range(works)]
    texts = [
        " ".join(
            rng.choice(town if rng.random() < (0.7 if r else 0.15) else other) for _ in range(9)
        )
        for r in relevant
    ]
    return texts, relevant


def test_the_order_is_a_whole_pile_and_the_same_again() -> None:
    texts, relevant = _pile(1)
    decided = {at: relevant[at] for at in range(30)}
    order = reading_order(texts, decided, 7)
    assert sorted(order) == list(range(30, 120)) and order == reading_order(texts, decided, 7)
    early = sum(relevant[at] for at in order[:30])
    assert early > sum(relevant[30:]) * 0.6


def test_until_both_kinds_were_seen_the_order_is_by_chance() -> None:
    texts, _ = _pile(2)
    assert reading_order(texts, {0: False, 1: False}, 1) != sorted(reading_order(texts, {}, 1))


def test_the_saving_is_replayed_and_never_counts_what_was_not_found() -> None:
    texts, relevant = _pile(3)
    found = saving(texts, relevant, 5)
    assert found.curve[-1] == (120, sum(relevant))
    assert found.curve[found.read - 1][1] >= found.found > found.curve[found.read - 2][1]
    assert found.saved == pytest.approx(1 - found.read / 120 - 0.05)
    assert found.saved > 0.2
    rng = random.Random(9)
    rng.shuffle(relevant)  # nothing to learn: the saving goes
    assert saving(texts, relevant, 5).saved < 0.25
    assert saving(texts, [False] * 120, 5).saved == 0.0


def test_a_flow_that_does_not_add_up_is_refused() -> None:
    flow = Flow({"search": 100, "experts": 5}, 10, 60, 5, 2, {"off topic": 8}, 20)
    assert (flow.screened, flow.sought, flow.full_texts) == (95, 30, 28)
    with pytest.raises(ValueError, match="add up"):
        Flow({"search": 3}, 2, 4, 0, 0, {}, 0)
