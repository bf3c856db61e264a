"""A page and a line of the printed draft mean one paragraph, for ever."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from travaux.core.texts.document import Block, Note
from travaux.core.texts.line_numbers import (
    lay_out,
    line_map,
    map_of,
    read_page_line,
    width,
    wrapped,
)

blocks = st.lists(
    st.builds(
        Block,
        st.sampled_from(["heading", "paragraph", "sub", "code"]),
        st.text(alphabet="ab cdé 城市。ا\n", max_size=400),
        st.sampled_from(["", "1", "(a)"]),
        st.integers(0, 3),
    ),
    max_size=12,
)


@given(blocks, st.integers(20, 60), st.integers(6, 20))
@settings(max_examples=80, deadline=None)
def test_every_line_of_every_paragraph_is_found_again(held, columns, lines):
    keys = [f"k{n}" for n in range(len(held))]
    laid = lay_out(held, keys, columns=columns, lines=lines)
    found = line_map(laid)
    for line in laid:
        assert width(line.text) <= max(columns, 12) + 16
        if line.line:
            assert found.covered(line.page, line.line) == (line.key,)
    assert [k for k in dict.fromkeys(line.key for line in laid) if k] == keys
    assert map_of(found.as_rows(), found.lines) == found


def test_a_range_over_paragraphs_and_pages_covers_all_of_them():
    held = [Block("paragraph", f"Paragraph {n} " + "word " * 40, str(n)) for n in range(9)]
    laid = lay_out(held, [str(n) for n in range(9)], columns=40, lines=20)
    found = line_map(laid)
    assert found.pages > 1
    assert found.covered(1, 1, found.pages, found.lines[-1]) == tuple(str(n) for n in range(9))
    assert found.covered(found.pages + 1, 1) == ()
    assert found.covered(1, 99) == ()
    assert found.covered(2, 1, 1, 1) == ()
    assert found.place_of("0") == (1, 1)


def test_a_heading_is_not_left_alone_at_the_foot_of_a_page():
    held = [
        Block("paragraph", "a " * 200, "1"),
        Block("heading", "Next", "2", 1),
        Block("paragraph", "b"),
    ]
    laid = [line for line in lay_out(held, ["p", "h", "q"], columns=40, lines=13) if line.line]
    heading = next(line for line in laid if line.key == "h")
    after = next(line for line in laid if line.key == "q")
    assert heading.page == after.page == 2


def test_notes_follow_their_paragraph_and_belong_to_it():
    held = [
        Block("paragraph", "Words.", notes=(Note(5, "1", "See the report."),)),
        Block("paragraph", "x"),
    ]
    found = line_map(lay_out(held, ["a", "b"]))
    assert found.covered(1, 2) == ("a",)


def test_words_are_broken_where_each_script_allows_it():
    assert wrapped("مدينة ذكية للجميع في كل مكان", 14) == ["مدينة ذكية", "للجميع في كل", "مكان"]
    assert all(width(line) <= 12 for line in wrapped("城市应当规划，公开数据并保护居民。", 12))
    assert wrapped("a" * 30, 12) == ["a" * 12, "a" * 12, "a" * 6]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("p. 3, l. 12-15", (3, 12, 0, 15)),
        ("P3 L12", (3, 12, 0, 0)),
        ("3:12–4:2", (3, 12, 4, 2)),
        ("page 3 line 12", (3, 12, 0, 0)),
        ("12", None),
        ("lines 3-4", None),
        ("", None),
    ],
)
def test_page_and_line_out_of_one_cell(text, found):
    assert read_page_line(text) == found
