"""Codes of several coders side by side; transcripts from files; words by their exact place."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document as Word

from travaux.core.evidence.agreement import agreement
from travaux.core.evidence.coding import Held, Mark, compare
from travaux.core.evidence.transcripts import (
    LONGEST,
    MOST_PARAGRAPHS,
    names_in,
    place_of_words,
    read_transcript,
)
from travaux.core.problems import Unusable


def test_alpha_by_paragraph_is_that_of_a_table_made_by_hand() -> None:
    """Ten paragraphs, two coders, one code: the same as the values given to `agreement` directly."""
    first, second = {1, 2, 3, 7}, {1, 2, 4, 7, 9}
    marks = [Mark("a", "law", n, 0, 5) for n in sorted(first)]
    marks += [Mark("b", "law", n, 0, 5) for n in sorted(second)]
    found = compare([5] * 10, ["a", "b"], marks)
    by_hand = agreement({n: {"a": n in first, "b": n in second} for n in range(1, 11)})
    assert found.codes["law"].by_paragraph == by_hand
    assert by_hand.alpha is not None and 0 < by_hand.alpha < 1
    # alpha from its formula: Do = 3/10 of pairs, De from 9 yes and 11 no among 20 values
    assert by_hand.alpha == pytest.approx(1 - (3 / 10) / (2 * 9 * 11 / (20 * 19)))
    assert [d.paragraph for d in found.differences] == [3, 4, 9]
    assert [h.paragraph for h in found.alike] == [1, 2, 7]


def test_a_coder_who_gave_nothing_said_no_everywhere() -> None:
    found = compare([10, 10], ["a", "b"], [Mark("a", "law", 1, 0, 10)])
    assert found.whole.by_paragraph.units == 2 and found.whole.by_paragraph.share == 0.5
    assert found.differences[0].without == ("b",) and not found.alike


def test_stretches_that_overlap_are_held_where_all_gave_them() -> None:
    marks = [
        Mark("a", "law", 1, 0, 4),
        Mark("a", "law", 1, 3, 12),
        Mark("b", "law", 1, 2, 6),
        Mark("b", "law", 1, 9, 20),
    ]
    found = compare([20], ["a", "b"], marks)
    assert found.alike == (Held("law", 1, 2, 6), Held("law", 1, 9, 12))
    apart = compare([20], ["a", "b"], [Mark("a", "law", 1, 0, 4), Mark("b", "law", 1, 4, 8)])
    assert not apart.alike and apart.differences[0].without == ()


def test_what_was_withheld_is_no_unit_and_one_coder_alone_agrees_with_nobody() -> None:
    found = compare([10, 0], ["a"], [Mark("a", "law", 1, 0, 3), Mark("a", "law", 9, 0, 3)])
    assert found.whole.by_paragraph.why == "nothing-twice"
    assert found.alike == (Held("law", 1, 0, 3),)
    pair = compare([10, 0], ["a", "b"], [Mark("a", "law", 1, 0, 3)]).codes["law"]
    assert pair.by_paragraph.units == 1 and pair.by_stretch.units == 2


def test_transcripts_come_from_text_and_word() -> None:
    assert read_transcript("س: من؟\r\nج: الكاتب".encode("utf-8-sig"), "a.TXT").paragraphs == (
        "س: من؟",
        "ج: الكاتب",
    )
    word = Word()
    word.add_paragraph("Q: Who?")
    word.add_paragraph("")
    word.add_paragraph("A: The  clerk.")
    data = io.BytesIO()
    word.save(data)
    assert read_transcript(data.getvalue(), "a.docx").paragraphs == ("Q: Who?", "A: The clerk.")


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.txt", "file-empty"),
        (b" \n \n", "a.txt", "transcript-empty"),
        (b"words", "a.pdf", "transcript-kind"),
        (b"%PDF-1.7 words", "a.txt", "format-mismatch"),
        (b"not a word file", "a.docx", None),
        (b"x\n\n" * (MOST_PARAGRAPHS + 1), "a.txt", "transcript-too-long"),
        (b"x" * (LONGEST + 1), "a.txt", "transcript-paragraph-too-long"),
    ],
)
def test_what_is_no_transcript_is_refused(data: bytes, name: str, code: str | None) -> None:
    with pytest.raises(Unusable) as refused:
        read_transcript(data, name)
    assert code is None or refused.value.code == code


def test_a_word_file_that_unpacks_to_much_is_refused() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b" " * (50 * 1024 * 1024))
    with pytest.raises(Unusable):
        read_transcript(data.getvalue(), "a.docx")


def test_words_have_one_place_or_are_asked_for_again() -> None:
    assert place_of_words("We had forty letters, now five.", "now\nfive") == (22, 30)
    with pytest.raises(Unusable, match="words-not-in-paragraph"):
        place_of_words("We had forty letters.", "fifty")
    with pytest.raises(Unusable) as twice:
        place_of_words("no, no, no", "no")
    assert twice.value.problem.facts == {"count": 3}
    assert names_in("so said LÉA.", "Léa Inventée") and not names_in("Leander", "Lea")
