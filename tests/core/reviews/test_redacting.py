"""Names are struck out whatever their case, accents and script; other words stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from travaux.core.reviews.redacting import redacted, words_of_names


@pytest.mark.parametrize(
    ("text", "names", "made"),
    [
        ("José wrote; JOSE signed.", ["José Pérez"], "* wrote; * signed."),
        ("Perezosa is a word", ["José Pérez"], "Perezosa is a word"),
        ("本人李明华在此工作", ["李明华"], "本人*在此工作"),
        ("أنا فاطمة من هناك", ["فاطمة"], "أنا * من هناك"),
        ("Анна Петрова и АННА", ["Анна Петрова"], "* и *"),
        ("Straße and STRASSE", ["Straße"], "* and *"),
        ("see https://ada.example.org/cv. or ada@example.org", [], "see * or *"),
    ],
)
def test_what_is_struck_out(text: str, names: list[str], made: str) -> None:
    assert redacted(text, words_of_names(names), "*") == made


def test_passages_go_as_they_stand_and_overlaps_become_one() -> None:
    assert redacted("Head of Quay Works, Quay", ["Quay"], "*", ["Quay Works"]) == "Head of *, *"


@given(st.text(max_size=60), st.lists(st.text(max_size=8), max_size=4))
def test_any_text_is_taken(text: str, names: list[str]) -> None:
    words = words_of_names(names)
    assert redacted(text, (), "") in (text, redacted(text, (), ""))
    assert isinstance(redacted(text, words, "[…]"), str)
