"""A file that came back says what it proposes, where, by whom, and what was done without a trace."""

from __future__ import annotations

from tests.core.formats.test_word_review import (
    END_IN,
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

from travaux.core.comments.pairing import BOOKMARK, Sent
from travaux.core.comments.returned import Understood, understand
from travaux.core.formats.word_review import read_review


def sent(*texts: str) -> list[Sent]:
    return [
        Sent(f"k{n}", text, str(n + 1), before=f"k{n - 1}" if n else "")
        for n, text in enumerate(texts)
    ]


TEXT = sent("Cities should plan.", "Data are open to all.", "Residents take part.", "The end.")


def held(body: str, text: list[Sent] = TEXT, **parts: str) -> Understood:
    return understand(read_review(word_file(body, **parts)), text)


def rest(*numbers: int) -> str:
    return "".join(para(run(TEXT[n].text)) for n in numbers)


def test_a_tracked_change_is_a_proposal_for_its_paragraph_with_author_and_date():
    body = (
        rest(0) + para(run("Data are "), gone("open"), ins("shared"), run(" to all.")) + rest(2, 3)
    )
    [edit] = held(body).edits
    assert (edit.kind, edit.key, edit.before, edit.after) == (
        "change", "k1", "Data are open to all.", "Data are shared to all.",
    )  # fmt: skip
    assert (edit.author, edit.date, edit.tracked, edit.sure) == (
        "Amina", "2026-03-01T10:00:00Z", True, True,
    )  # fmt: skip


def test_two_authors_in_one_paragraph_make_two_proposals():
    body = para(
        run("Cities "), gone("should"), ins("shall"), run(" plan"), ins(" ahead", OTHER), run(".")
    )
    assert [(e.author, e.after) for e in held(body + rest(1, 2, 3)).edits] == [
        ("Amina", "Cities shall plan."),
        ("Bruno", "Cities should plan ahead."),
    ]


def test_edits_without_tracking_are_found_by_comparison_and_nobody_is_named():
    body = rest(0) + para(run("Data are open to everyone.")) + rest(2, 3)
    [edit] = held(body).edits
    assert (edit.key, edit.after, edit.tracked, edit.author, edit.sure) == (
        "k1", "Data are open to everyone.", False, "", edit.how == "words",
    )  # fmt: skip


def test_paragraphs_put_in_taken_out_and_moved():
    body = (
        para(run(TEXT[0].text), end=END_IN)
        + para(ins("A new paragraph."))
        + para(gone(TEXT[1].text))
        + '<w:moveFromRangeStart w:id="7" w:name="m"/>'
        + para(f'<w:moveFrom w:id="8" {WHO}>{run(TEXT[2].text)}</w:moveFrom>')
        + '<w:moveFromRangeEnd w:id="7"/>'
        + para(run(TEXT[3].text))
        + '<w:moveToRangeStart w:id="9" w:name="m"/>'
        + para(f'<w:moveTo w:id="10" {WHO}>{run(TEXT[2].text)}</w:moveTo>')
        + '<w:moveToRangeEnd w:id="9"/>'
    )
    found = held(body).edits
    assert [(e.kind, e.key) for e in found] == [("insert", "k0"), ("delete", "k1"), ("move", "k2")]
    assert found[0].after == "A new paragraph."
    assert found[2].after == "k3"


def test_a_paragraph_left_out_without_tracking_is_a_doubtful_deletion():
    text = sent(*(entry.text for entry in TEXT), "Cities report.", "They do so yearly.")
    body = rest(0, 1, 3) + "".join(para(run(entry.text)) for entry in text[4:])
    found = held(body, text).edits
    assert ("delete", "k2", False, False) in [(e.kind, e.key, e.tracked, e.sure) for e in found]


def test_a_part_of_the_text_sent_back_takes_nothing_out():
    assert held(rest(1)).edits == ()


def test_numbers_typed_before_the_words_are_no_change():
    body = "".join(para(run(f"{n + 1}.\u00a0{s.text}")) for n, s in enumerate(TEXT))
    assert held(body).edits == ()


def test_a_bookmark_finds_a_paragraph_whatever_became_of_its_words():
    mark = f'<w:bookmarkStart w:id="1" w:name="{BOOKMARK}k2"/><w:bookmarkEnd w:id="1"/>'
    [edit] = held(rest(0, 1) + para(mark, run("Quite another sentence.")) + rest(3)).edits
    assert (edit.key, edit.how, edit.sure) == ("k2", "bookmark", True)


def test_a_margin_comment_stands_at_its_paragraph_and_quote_and_takes_the_change_it_is_on():
    body = (
        rest(0)
        + para(run("Data are "), opened(0), gone("open"), ins("shared"), closed(0), run(" to all."))
        + para(opened(1), run("Residents"), closed(1), run(" take part."))
        + rest(3)
    )
    found = held(body, comments=comment(0, "Because.") + comment(1, "Who?", OTHER))
    first, second = found.remarks
    assert (first.key, first.quote, first.at, first.edit) == ("k1", "open", 9, 0)
    assert (second.key, second.quote, second.at, second.edit) == ("k2", "Residents", 0, -1)


def test_a_comment_across_paragraphs_says_where_it_begins_and_ends():
    body = rest(0) + para(run("Data are "), opened(0), run("open to all.")) + para(
        run("Residents take"), closed(0), run(" part.")
    ) + rest(3)  # fmt: skip
    [remark] = held(body, comments=comment(0, "All of this.")).remarks
    assert (remark.key, remark.to_key, remark.at) == ("k1", "k2", 9)


def test_changes_in_a_note_hang_on_the_paragraph_of_its_sign():
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = f'<w:footnote w:id="2">{para(run("See "), gone("a"), ins("b"))}</w:footnote>'
    [edit] = held(rest(0) + para(run(TEXT[1].text), note) + rest(2, 3), footnotes=notes).edits
    assert (edit.kind, edit.key, edit.before, edit.after) == ("change", "k1", "See a", "See b")


def test_another_text_is_not_taken_for_this_one():
    strange = "".join(para(run(f"Nothing like it, number {n} of many.")) for n in range(8))
    assert held(strange).unlike
    assert not held(rest(0, 1, 2, 3)).unlike


LONG = sent(
    "Cities should plan digital services with residents. They publish the plan every year.",
    "Data about public services are open, unless the law protects them.",
    "Residents take part in decisions from the beginning and are told what became of their advice.",
    "The secretariat reports on progress to the governing body at each of its sessions.",
)


def test_a_paragraph_divided_without_tracking_is_one_proposal():
    first, second = LONG[0].text.split(". ")
    body = para(run(first + ".")) + para(run(second)) + "".join(
        para(run(entry.text)) for entry in LONG[1:]
    )  # fmt: skip
    [edit] = held(body, LONG).edits
    assert (edit.kind, edit.key, edit.tracked) == ("change", "k0", False)
    assert edit.after == f"{first}.\n{second}"


def test_paragraphs_merged_without_tracking_are_a_change_and_a_doubtful_deletion():
    body = "".join(para(run(entry.text)) for entry in LONG[:1]) + para(
        run(f"{LONG[1].text} {LONG[2].text}")
    ) + para(run(LONG[3].text))  # fmt: skip
    found = held(body, LONG).edits
    assert [(e.kind, e.key) for e in found] == [("change", "k1"), ("delete", "k2")]
    assert not found[1].sure
