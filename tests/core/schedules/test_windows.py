"""A date keeps the precision with which it was given; slips and warnings are no more precise."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from travaux.core.problems import Unusable
from travaux.core.schedules.network import Node, circles, contradictions
from travaux.core.schedules.slips import slip
from travaux.core.schedules.windows import Window

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
singles = st.one_of(
    days.map(lambda d: d.isoformat()),
    days.map(lambda d: f"{d:%Y-%m}"),
    days.map(lambda d: f"{d:%Y}"),
    days.map(lambda d: f"{d:%Y}-Q{(d.month + 2) // 3}"),
)
windows = st.one_of(
    singles.map(Window.parse),
    st.lists(singles.map(Window.parse), min_size=2, max_size=2)
    .map(sorted)
    .filter(lambda pair: pair[0].starts_on <= pair[1].ends_on)
    .map(lambda pair: Window.parse(f"{pair[0].text}/{pair[1].text}")),
)


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2024-02-17", date(2024, 2, 17), date(2024, 2, 17), "day"),
        ("2024-01/2024-05", date(2024, 1, 1), date(2024, 5, 31), "month"),
        ("2024-04-17/2024-04-18", date(2024, 4, 17), date(2024, 4, 18), "day"),
        ("2024-06/2024-11-17", date(2024, 6, 1), date(2024, 11, 17), "month"),
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "year"),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31), "quarter"),
        ("2024-Q4", date(2024, 10, 1), date(2024, 12, 31), "quarter"),
    ],
)
def test_windows_as_the_field_writes_them(text, first, last, precision):
    window = Window.parse(text)
    assert (window.starts_on, window.ends_on, window.precision) == (first, last, precision)
    assert window.text == text


@given(windows)
def test_a_window_reads_back_and_never_ends_before_it_starts(window):
    assert Window.parse(window.text) == window
    assert Window.parse(f"  {window.text} ") == window
    assert window.starts_on <= window.ends_on
    assert window.days == (window.ends_on - window.starts_on).days + 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "window-unreadable"),
        ("soon", "window-unreadable"),
        ("2024-13", "window-unreadable"),
        ("2024-00", "window-unreadable"),
        ("2023-02-29", "window-unreadable"),
        ("0000", "window-unreadable"),
        ("2024-Q5", "window-unreadable"),
        ("2024-2", "window-unreadable"),
        ("2024/2025/2026", "window-unreadable"),
        ("2024-05/", "window-unreadable"),
        ("2024-05/2024-04", "window-ends-before-it-starts"),
    ],
)
def test_what_is_no_window_is_refused_with_its_words(text, code):
    with pytest.raises(Unusable) as refused:
        Window.parse(text)
    assert refused.value.code == code
    assert refused.value.problem.facts["window"] == text


@given(st.text(max_size=30))
def test_any_text_is_a_window_or_refused(text):
    try:
        window = Window.parse(text)
    except Unusable:
        return
    assert window.starts_on <= window.ends_on


# ---- slips: the real ones of the reference process --------------------------------------------------
@pytest.mark.parametrize(
    ("planned", "current", "said"),
    [
        ("2024-02", "2024-04-17/2024-04-18", ("late", 7, "weeks")),
        ("2023-09", "2023-10-12", ("late", 12, "days")),
        ("2023-09", "2023-10-26", ("late", 26, "days")),
        ("2024-10", "2024-09", ("early", 1, "months")),
        ("2025-06", "2025-05-29/2025-05-30", ("early", 1, "months")),
        ("2024-06/2024-12", "2024-11", ("in-window", 0, "days")),
        ("2024-02", "2024-02-29", ("in-window", 0, "days")),
        ("2024-02", "2024-02", ("none", 0, "days")),
        ("2024-02", "2025-02", ("late", 12, "months")),
        ("2024-12", "2025-01", ("late", 1, "months")),
    ],
)
def test_slips_as_people_say_them(planned, current, said):
    found = slip(Window.parse(planned), Window.parse(current))
    assert (found.direction, found.count, found.unit) == said


@given(windows, windows)
def test_a_slip_is_counted_from_end_to_end_and_its_direction_fits(planned, current):
    found = slip(planned, current)
    days = (current.ends_on - planned.ends_on).days
    if found.direction == "late":
        assert found.days == days > 0 and found.count > 0
    elif found.direction == "early":
        assert found.days == days < 0 and found.count > 0
    else:
        assert found.days == found.count == 0
        assert days <= 0


@given(windows)
def test_nothing_slips_against_itself(window):
    assert slip(window, window).direction == "none"


# ---- what contradicts an order, and what does not ----------------------------------------------------
@given(windows, windows)
def test_only_a_certain_contradiction_is_reported(one, other):
    found = contradictions([Node("a", one), Node("b", other, ("a",))])
    could_be_in_order = any(
        first <= last
        for first in (one.starts_on, one.ends_on)
        for last in (other.starts_on, other.ends_on)
    )
    assert bool(found) is not could_be_in_order


@pytest.mark.parametrize(
    ("before", "after", "warned"),
    [
        ("2024-02", "2024-02", False),
        ("2024-02", "2024-02-01", False),
        ("2024-01/2024-05", "2024-03", False),
        ("2023-09", "2024-01/2024-05", False),
        ("2024-03", "2024-02", True),
        ("2024-03-01", "2024-02", True),
        ("2024", "2023-12-31", True),
    ],
)
def test_a_month_is_not_its_first_day(before, after, warned):
    nodes = [Node("a", Window.parse(before)), Node("b", Window.parse(after), ("a",))]
    assert bool(contradictions(nodes)) is warned


def test_both_milestones_are_named_and_what_has_no_date_is_passed_over():
    w = Window.parse
    nodes = [
        Node("a", w("2024-05")),
        Node("b", w("2024-04"), ("a", "c", "gone")),
        Node("c", None),
    ]
    (found,) = contradictions(nodes)
    assert (found.milestone, found.predecessor, found.kind) == ("b", "a", "before-predecessor")


def test_a_circle_is_found_and_a_long_chain_is_none():
    ring = [Node("a", None, ("c",)), Node("b", None, ("a",)), Node("c", None, ("b",))]
    assert len(circles(ring)) == 1
    assert [c.kind for c in contradictions(ring)] == ["circle"]
    assert circles([Node("a", None, ("a",))]) == (("a", "a"),)
    chain = [Node(str(n), None, (str(n - 1),) if n else ()) for n in range(5000)]
    assert circles(chain) == ()
    diamond = [
        Node("a", None),
        Node("b", None, ("a",)),
        Node("c", None, ("a",)),
        Node("d", None, ("b", "c")),
    ]
    assert circles(diamond) == ()


def test_windows_sort_by_time():
    texts = ["2024-03", "2024-01/2024-05", "2023", "2024-02-17"]
    ordered = sorted(Window.parse(t) for t in texts)
    assert [w.text for w in ordered] == ["2023", "2024-01/2024-05", "2024-02-17", "2024-03"]
    assert ordered[0].ends_on + timedelta(days=1) == ordered[1].starts_on
