"""A redline loses nothing, cuts no sign in two and stays readable, however long the text."""

from __future__ import annotations

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from travaux.core.texts.graphemes import clusters
from travaux.core.texts.redline import Piece, redline

PIECES = st.sampled_from(
    ["the ", "shall", " ", ", ", "[", "]", "水", "必须", "على ", "é", "e\u0301", "👩‍👧", "🇫🇷", "🇩🇪",
     "กำ", "\n", "न्ति", "각", "\u1100\u1161", "x", "_", "\u200d", "\u0301", "\r\n"]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(max_size=60))


def sides(pieces: tuple[Piece, ...]) -> tuple[str, str]:
    old = "".join(piece.text for piece in pieces if piece.kind != "ins")
    return old, "".join(piece.text for piece in pieces if piece.kind != "del")


def drawn(old: str, new: str) -> str:
    signs = {"same": "{}", "del": "[-{}-]", "ins": "[+{}+]"}
    return "".join(signs[piece.kind].format(piece.text) for piece in redline(old, new))


@settings(max_examples=400, deadline=None)
@given(old=TEXTS, new=TEXTS)
def test_both_texts_can_be_put_together_again(old: str, new: str) -> None:
    pieces = redline(old, new)
    assert sides(pieces) == (old, new)
    assert all(piece.text for piece in pieces)
    kinds = [piece.kind for piece in pieces]
    assert all(one != other for one, other in pairwise(kinds))


@settings(max_examples=300, deadline=None)
@given(
    old=st.lists(PIECES, max_size=20).map("".join), new=st.lists(PIECES, max_size=20).map("".join)
)
def test_no_sign_is_cut_in_two(old: str, new: str) -> None:
    for whole, side in ((old, "del"), (new, "ins")):
        borders = {0}
        for sign in clusters(whole):
            borders.add(max(borders) + len(sign))
        place = 0
        for piece in redline(old, new):
            if piece.kind in ("same", side):
                place += len(piece.text)
                assert place in borders


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("States shall act.", "States should act.", "States [-shall-][+should+] act."),
        ("各国必须采取措施", "各国应当采取措施", "各国[-必须-][+应当+]采取措施"),
        ("protect old wells", "guard new wells", "[-protect old-][+guard new+] wells"),
        ("same", "same", "same"),
        ("", "new", "[+new+]"),
        ("old", "", "[-old-]"),
        ("", "", ""),
    ],
)
def test_a_redline_reads_as_a_person_would_mark_it(old: str, new: str, expected: str) -> None:
    assert drawn(old, new) == expected


def test_two_hundred_thousand_words_end_in_time_and_find_the_edits() -> None:
    chance = random.Random(7)
    words = [f"w{int(chance.paretovariate(0.6)) % 5000}" for _ in range(200_000)]
    edited = [word if chance.random() > 0.05 else "changed" for word in words]
    old, new = " ".join(words), " ".join(edited)
    started = time.perf_counter()
    pieces = redline(old, new)
    # Generous, as this runs on busy machines; the benchmark says what it really takes.
    assert time.perf_counter() - started < 40
    assert sides(pieces) == (old, new)
    same = sum(len(piece.text) for piece in pieces if piece.kind == "same")
    assert same > 0.9 * len(old) * 0.95


def test_texts_without_anything_in_common_are_bounded_too() -> None:
    chance = random.Random(8)
    old = "".join(chr(0x4E00 + chance.randrange(3000)) for _ in range(60_000))
    new = "".join(chr(0x4E00 + chance.randrange(3000)) for _ in range(60_000))
    assert sides(redline(old, new)) == (old, new)
