"""Tracked changes of look: counted by paragraph and author, with what was switched."""

from __future__ import annotations

from tests.core.comments.test_points import BLOCKS, DRAFT
from tests.core.formats.test_word_review import (
    OTHER,
    WHO,
    closed,
    comment,
    gone,
    ins,
    opened,
    para,
    run,
)
from tests.core.formats.word_files import word_file

from travaux.core.comments.points import read_file


def looked(who: str = WHO, was: str = "") -> str:
    return f'<w:b/><w:rPrChange w:id="7" {who}><w:rPr>{was}</w:rPr></w:rPrChange>'


def only_formatting() -> bytes:
    body = (
        para(run(BLOCKS[0].text))
        + para(
            run("Cities should plan "), run("digital", looked()), run(" services with residents.")
        )
        + para(
            run("Data about ", looked()),
            run("public", looked(OTHER, "<w:i/>")),
            run(" services are open to all.", looked()),
        )
        + para(run(BLOCKS[3].text))
        + para(run(BLOCKS[4].text))
    )
    return word_file(body)


def test_a_file_with_formatting_alone_says_what_was_formatted_where_and_by_whom():
    found = read_file(only_formatting(), "back.docx", DRAFT)
    assert found.points == () and found.problems == ()
    assert [(f.key, f.author, f.details, f.count, f.words) for f in found.formatting] == [
        ("p1", "Amina", ("bold+",), 1, "digital"),
        ("p2", "Amina", ("bold+",), 2, "Data about … services are open to all."),
        ("p2", "Bruno", ("bold+", "italic-"), 1, "public"),
    ]


def test_formatting_of_a_paragraph_that_is_not_in_the_text_is_told_without_a_place():
    body = para(run(BLOCKS[1].text)) + para(run("Quite something else.", looked(who="")))
    [found] = read_file(word_file(body), "back.docx", DRAFT).formatting
    assert (found.key, found.author, found.stretch, found.count) == ("", "", 1, 1)


def test_a_margin_comment_shows_the_words_before_and_after_anothers_change():
    body = para(
        opened(0), run("Cities should "), gone("plan", OTHER), ins("design", OTHER), closed(0),
        run(" digital services with residents."),
    )  # fmt: skip
    found = read_file(word_file(body, comments=comment(0, "Why?")), "back.docx", DRAFT)
    remark = next(p for p in found.points if p.kind == "comment")
    assert (remark.quote, remark.quote_after) == ("Cities should plan", "Cities should design")
    assert (remark.words, remark.replies) == ("Why?", ())
