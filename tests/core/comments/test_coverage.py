"""Coverage: a party counts once, kinds stay apart, and no band can be narrowed to one, two or three."""

from __future__ import annotations

from itertools import product

import pytest

from travaux.core.comments.coverage import (
    BAND,
    Kind,
    Party,
    Standing,
    Target,
    banded,
    coverage,
)


def state(key: str, region: str = "north", **also) -> Party:
    return Party(key, Kind.STATE, region, **also)


def test_standings_and_what_is_heard() -> None:
    told = {
        Standing.SUBMITTED: {"submitted": True, "nil": True},
        Standing.NIL: {"nil": True, "contributed": True},
        Standing.CONTRIBUTED: {"contributed": True, "opened": True, "invited": True},
        Standing.OPENED: {"opened": True, "invited": True},
        Standing.SILENT: {"invited": True},
        Standing.NOT_INVITED: {},
    }
    for standing, holds in told.items():
        assert state("A", **holds).standing is standing
    assert [s for s, h in told.items() if state("A", **h).heard] == ["submitted", "nil"]


def test_a_party_counts_once_and_an_expert_never_for_a_state() -> None:
    parties = [
        state("A", submitted=True),
        state("B", nil=True),
        state("C", invited=True),
        Party("e1", Kind.EXPERT, submitted=True),
        Party("p1", Kind.PERSON, submitted=True),
        Party("o1", Kind.ORGANISATION, "north", "academia", submitted=True),
        Party("o2", Kind.ORGANISATION, "north", "business", contributed=True),
    ]
    touched = [("A", "1")] * 40 + [("e1", "2"), ("o1", "2"), ("o2", "1"), ("x", "1"), ("A", "9")]
    found = coverage(parties, touched, ["1", "2"])
    total = found.total(Kind.STATE)
    assert (total.asked, total.submitted, total.nil, total.heard, total.silent) == (3, 1, 1, 2, 1)
    assert found.total(Kind.EXPERT).heard == found.total(Kind.PERSON).heard == 1
    heard = {(s, k): found.heard_on(s, k) for s in ("1", "2") for k in Kind}
    # A once on the first section however often it spoke; B's "no comment" covers both; what a
    # business only drafted is not heard anywhere
    assert heard["1", Kind.STATE] == 2 and heard["2", Kind.STATE] == 1
    assert heard["2", Kind.EXPERT] == heard["2", Kind.ORGANISATION] == 1
    assert heard["1", Kind.ORGANISATION] == 0
    assert found.lines[Kind.ORGANISATION, "north", "business"].contributed == 1


def test_a_comment_that_came_after_no_comment_counts_as_submitted() -> None:
    found = coverage([state("A", nil=True, submitted=True)], [("A", "1")], ["1", "2"])
    assert found.total(Kind.STATE).heard == 1
    assert (found.heard_on("1", Kind.STATE), found.heard_on("2", Kind.STATE)) == (1, 0)


def test_the_silent_stand_in_the_order_of_what_can_be_mended() -> None:
    parties = [
        state("far", "south", invited=True),
        state("known", "north", reachable=True),
        state("asked", "north", invited=True, reachable=True),
        state("short", "south", invited=True, reachable=True),
        state("opened", "north", opened=True, reachable=True),
        state("writing", "north", contributed=True, reachable=True),
        state("heard", "north", submitted=True, reachable=True),
        Party("person", Kind.PERSON),
    ]
    targets = [
        Target("south", Kind.STATE, 2),
        Target("north", Kind.STATE, 1),
        Target("", Kind.ORGANISATION, 0),
    ]
    found = coverage(parties, [], [], targets)
    assert [p.key for p in found.unheard] == ["writing", "opened", "short", "asked", "known", "far"]
    assert [(g.target.region, g.heard, g.missing) for g in found.gaps] == [
        ("south", 0, 2),
        ("north", 1, 0),
    ]


def test_the_same_columns_in_any_order_give_the_same_table() -> None:
    parties = [state(k, r, submitted=True) for k in "ABCD" for r in ("north",)]
    touched = [("A", "1"), ("B", "2"), ("C", "1")]
    one = coverage(parties, touched, ["1", "2"])
    other = coverage(parties[::-1], touched[::-1], ["1", "2"])
    assert one.lines == other.lines and one.cells == other.cells and one.unheard == other.unheard


def test_no_band_can_be_narrowed_below_its_end() -> None:
    """All tables of up to three figures with their total: each figure may be band - 1 more."""
    most = 2 * BAND
    for width in (1, 2, 3):
        by_shown: dict[tuple[int, ...], list[tuple[int, ...]]] = {}
        for row in product(range(most), repeat=width):
            shown = (*(banded(n) for n in row), banded(sum(row)))
            by_shown.setdefault(shown, []).append(row)
        for shown, rows in by_shown.items():
            for at in range(width):
                assert shown[at] + BAND - 1 in {row[at] for row in rows}
    with pytest.raises(ValueError, match="below zero"):
        banded(-1)
