"""A page and a line of the printed draft mean one paragraph, as the PDF with numbers prints them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from travaux.core.formats.pdf_out import printed_places
from travaux.core.texts.document import Block, Document
from travaux.core.texts.line_numbers import LineMap, line_map, map_of, read_page_line

lengths = st.lists(st.integers(1, 30), min_size=1, max_size=12)


@given(lengths, st.integers(5, 12))
def test_every_line_of_every_paragraph_is_found_again(held, page_lines):
    at, places, truth = 0, [], {}
    for number, length in enumerate(held):
        lines = [divmod(at + n, page_lines) for n in range(length)]
        at += length
        lines = [(page + 1, line + 1) for page, line in lines]
        truth |= dict.fromkeys(lines, f"k{number}")
        places.append((*lines[0], *lines[-1], f"k{number}"))
    found = LineMap(tuple(places))
    for (page, line), key in truth.items():
        assert found.covered(page, line) == (key,)
    everything = tuple(f"k{n}" for n in range(len(held)))
    last = max(truth)
    assert found.covered(1, 1, *last) == everything
    assert found.covered(last[0] + 1, 1) == ()
    assert map_of(found.as_rows()) == found


def test_the_map_of_a_text_as_it_is_printed():
    words = "Cities plan digital services with and for all residents. " * 20
    blocks = [Block("heading", "Scope", "1", 1)]
    blocks += [Block("paragraph", words, str(n)) for n in range(1, 9)]
    text = Document("Draft", tuple(blocks), "en")
    found = line_map(printed_places(text), [f"k{n}" for n in range(len(blocks))])
    assert found.places[-1][2] > 1
    for key in ("k0", "k3", "k8"):
        page, line = found.place_of(key)
        assert key in found.covered(page, line)
    assert found.place_of("k99") is None


def test_ranges_that_make_no_sense_touch_nothing():
    found = LineMap(((1, 1, 1, 4, "a"), (2, 1, 2, 3, "b")))
    assert found.covered(2, 1, 1, 1) == ()
    assert found.covered(0, 1) == ()
    assert found.covered(1, 0) == ("a",)
    assert found.covered(1, 3, 0, 4) == ("a",)
    assert found.covered(1, 3, 2, 0) == ("a", "b")


def test_a_table_beside_the_last_line_above_it_does_not_hide_the_paragraph():
    found = LineMap(((1, 1, 1, 4, "a"), (1, 4, 1, 4, "table"), (1, 5, 1, 6, "b")))
    assert found.covered(1, 4) == ("a", "table")


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
