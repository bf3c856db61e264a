"""Tracked changes and margin comments of Word files, as people leave them and as they go wrong."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.formats.word_files import paragraph, word_file

from travaux.core.formats.text_files import write_text
from travaux.core.formats.word_review import MarginComment, Review, originals, read_review
from travaux.core.formats.word_review.writing import with_margin_comments
from travaux.core.problems import Unusable
from travaux.core.texts.document import Block, Document, Note

REAL = os.environ.get("TRAVAUX_REAL_DATA", "")
WHO = 'w:author="Amina" w:date="2026-03-01T10:00:00Z"'
OTHER = 'w:author="Bruno" w:date="2026-03-02T10:00:00Z"'


def run(words: str, properties: str = "") -> str:
    looks = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{looks}<w:t xml:space="preserve">{words}</w:t></w:r>'


def ins(words: str, who: str = WHO) -> str:
    return f'<w:ins w:id="1" {who}>{run(words)}</w:ins>'


def gone(words: str, who: str = WHO) -> str:
    text = f'<w:r><w:delText xml:space="preserve">{words}</w:delText></w:r>'
    return f'<w:del w:id="2" {who}>{text}</w:del>'


def para(*runs: str, end: str = "") -> str:
    mark = f"<w:rPr>{end}</w:rPr>" if end else ""
    return paragraph("", mark, "".join(runs))


END_IN = f'<w:ins w:id="3" {WHO}/>'
END_OUT = f'<w:del w:id="4" {WHO}/>'


def read(body: str, **parts: str) -> Review:
    return read_review(word_file(body, **parts))


def views(review: Review) -> list[tuple[str, str]]:
    return [(o.before, o.after) for o in originals(review)]


def codes(review: Review) -> dict[str, int]:
    return {p.code: int(p.facts.get("count", 1)) for p in review.problems}


def test_insertions_and_deletions_have_author_date_and_words():
    review = read(para(run("States "), gone("shall"), ins("should"), run(" act.")))
    assert [(c.kind, c.author, c.date, c.text) for c in review.changes] == [
        ("delete", "Amina", "2026-03-01T10:00:00Z", "shall"),
        ("insert", "Amina", "2026-03-01T10:00:00Z", "should"),
    ]
    assert views(review) == [("States shall act.", "States should act.")]


def test_touching_insertions_of_one_author_are_one_change_and_others_are_not():
    body = para(ins("a"), ins("b"), ins("c", OTHER), run("x"), ins("d"))
    assert [(c.author, c.text) for c in read(body).changes] == [
        ("Amina", "ab"),
        ("Bruno", "c"),
        ("Amina", "d"),
    ]


def test_words_that_one_put_in_and_another_took_out_are_in_neither_text():
    inner = f'<w:ins w:id="1" {WHO}><w:del w:id="2" {OTHER}><w:r><w:delText>new</w:delText></w:r></w:del></w:ins>'
    review = read(para(run("Old "), inner, run("end.")))
    assert views(review) == [("Old end.", "Old end.")]
    assert [(c.kind, c.author) for c in review.changes] == [
        ("insert", "Amina"),
        ("delete", "Bruno"),
    ]


def test_each_author_alone():
    review = read(
        para(run("States "), gone("shall"), ins("should"), run(" act"), ins(" now", OTHER))
    )
    assert originals(review, "Amina")[0].after == "States should act"
    assert originals(review, "Bruno")[0].after == "States shall act now"


def test_a_paragraph_divided_joined_put_in_and_taken_out():
    body = (
        para(run("One "), end=END_IN)
        + para(run("two."))
        + para(run("Three "), end=END_OUT)
        + para(run("four."))
        + para(run("Five."), end=END_IN)
        + para(ins("A new one."))
        + para(gone("Six."), end=END_OUT)
        + para(run("Seven."))
    )
    found = originals(read(body))
    assert [o.before for o in found] == ["One two.", "Three ", "four.", "Five.", "Six.", "Seven."]
    assert found[0].after == "One \ntwo."
    assert found[1].joined and found[1].after == "Three "
    assert found[3].came_after == ("A new one.",) and found[3].after == "Five."
    assert found[4].gone and found[4].joined


def test_a_move_is_one_change_with_both_ends():
    body = (
        '<w:moveFromRangeStart w:id="7" w:name="move1"/>'
        + para(f'<w:moveFrom w:id="8" {WHO}>{run("Moved.")}</w:moveFrom>')
        + '<w:moveFromRangeEnd w:id="7"/>'
        + para(run("Stays."))
        + '<w:moveToRangeStart w:id="9" w:name="move1"/>'
        + para(f'<w:moveTo w:id="10" {WHO}>{run("Moved.")}</w:moveTo>')
        + '<w:moveToRangeEnd w:id="9"/>'
    )
    [change] = read(body).changes
    assert (change.kind, change.text, change.stretch, change.to) == ("move", "Moved.", 0, 2)


def test_moves_that_lost_their_ranges_find_each_other_by_words_or_say_so():
    def moved(side: str, words: str) -> str:
        return para(f'<w:move{side} w:id="8" {WHO}>{run(words)}</w:move{side}>')

    review = read(moved("From", "Whole.") + moved("To", "Whole.") + moved("To", "Lonely."))
    assert [(c.kind, c.text, c.to) for c in review.changes] == [
        ("move", "Whole.", 1),
        ("move", "Lonely.", -1),
    ]
    assert codes(review)["move-without-its-other-end"] == 1


def test_overlapping_moves_of_two_names_stay_apart():
    body = (
        '<w:moveFromRangeStart w:id="1" w:name="m1"/>'
        + para(f'<w:moveFrom w:id="2" {WHO}>{run("First.")}</w:moveFrom>')
        + '<w:moveFromRangeStart w:id="3" w:name="m2"/>'
        + para(f'<w:moveFrom w:id="4" {WHO}>{run("Second.")}</w:moveFrom>')
        + '<w:moveFromRangeEnd w:id="1"/><w:moveFromRangeEnd w:id="3"/>'
        + '<w:moveToRangeStart w:id="5" w:name="m2"/>'
        + para(f'<w:moveTo w:id="6" {WHO}>{run("Second.")}</w:moveTo>')
        + '<w:moveToRangeEnd w:id="5"/><w:moveToRangeStart w:id="7" w:name="m1"/>'
        + para(f'<w:moveTo w:id="8" {WHO}>{run("First.")}</w:moveTo>')
        + '<w:moveToRangeEnd w:id="7"/>'
    )
    review = read(body)
    assert [(c.text, c.stretch, c.to) for c in review.changes] == [
        ("First.", 0, 3),
        ("Second.", 1, 2),
    ]
    assert codes(review)["moves-overlap"] == 2  # and a person is told to look at them


def test_words_that_were_moved_and_moved_on_are_said_to_overlap():
    inner = f'<w:moveFrom w:id="9" {OTHER}>{run("On.")}</w:moveFrom>'
    once = para(f'<w:moveTo w:id="8" {WHO}>{run("Once.")}</w:moveTo>')
    assert "moves-overlap" not in codes(read(once))
    assert codes(read(para(f'<w:moveTo w:id="8" {WHO}>{inner}</w:moveTo>')))["moves-overlap"] == 1


def test_changes_of_formatting_say_what_was_switched():
    change = f'<w:rPrChange w:id="5" {WHO}><w:rPr><w:i/></w:rPr></w:rPrChange>'
    review = read(para(run("bold", f"<w:b/>{change}"), run(" rest")))
    [found] = review.changes
    assert (found.kind, found.text, found.detail) == ("format", "bold", "bold+ italic-")
    assert views(review) == [("bold rest", "bold rest")]


def test_changes_in_headings_tables_and_notes():
    table = (
        "<w:tbl><w:tr><w:tc>" + para(run("a"), ins("1")) + "</w:tc><w:tc>" + para(run("b"))
        + f'</w:tc></w:tr><w:tr><w:trPr><w:ins w:id="6" {OTHER}/></w:trPr><w:tc>'
        + para(run("new row")) + "</w:tc></w:tr></w:tbl>"
    )  # fmt: skip
    heading = paragraph("", '<w:outlineLvl w:val="0"/>', run("Scope") + ins(" and aims"))
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = f'<w:footnote w:id="2">{para(run("See "), gone("a"), ins("b"))}</w:footnote>'
    review = read(heading + table + para(run("Text"), note), footnotes=notes)
    assert views(review) == [
        ("Scope", "Scope and aims"),
        ("a\tb", "a1\tb\nnew row"),
        ("Text", "Text"),
        ("See a", "See b"),
    ]
    assert review.stretches[0].level == 1
    last = review.stretches[-1]
    assert (last.place, last.note, last.host) == ("footnote", "1", 4)
    assert [(c.kind, c.author, c.text, c.row) for c in review.changes] == [
        ("insert", "Amina", " and aims", False),
        ("insert", "Amina", "1", False),
        ("insert", "Bruno", "new row", True),
        ("delete", "Amina", "a", False),
        ("insert", "Amina", "b", False),
    ]


def comment(key: int, words: str, who: str = WHO, identity: str = "") -> str:
    named = f' w14:paraId="{identity}"' if identity else ""
    space = ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    return f'<w:comment w:id="{key}" {who}><w:p{space}{named}>{run(words)}</w:p></w:comment>'


def opened(key: int) -> str:
    return f'<w:commentRangeStart w:id="{key}"/>'


def closed(key: int) -> str:
    return f'<w:commentRangeEnd w:id="{key}"/><w:r><w:commentReference w:id="{key}"/></w:r>'


def test_comments_are_quoted_from_the_text_as_it_was_sent_out():
    body = (
        para(run("On "), opened(0), run("some words"), closed(0), run(" here."))
        + para(opened(1), gone("old"), ins("new"), closed(1), run(" text"))
        + para(run("No range"), '<w:r><w:commentReference w:id="2"/></w:r>')
        + para(run("Across "), opened(3), run("two"))
        + para(run("paragraphs"), closed(3), run(" it runs"))
        + opened(4)
        + para(run("Between."))
        + closed(4).replace("<w:r>", "<w:p><w:r>").replace("</w:r>", "</w:r></w:p>")
        + para(opened(5), ins("only new"), closed(5))
    )
    said = "".join(comment(n, f"c{n}") for n in range(6))
    review = read(body, comments=said)
    found = {c.id: c for c in review.comments}
    assert (found["0"].quote, found["0"].start, found["0"].end) == ("some words", 3, 13)
    assert (found["1"].quote, found["1"].quote_after) == ("old", "new")
    assert (found["2"].quote, found["2"].first) == ("", 2)
    assert (found["3"].quote, found["3"].first, found["3"].last) == ("two\nparagraphs", 3, 4)
    assert found["4"].quote == "Between."
    assert (found["5"].quote, found["5"].quote_after) == ("", "only new")
    assert found["0"].author == "Amina" and found["0"].text == "c0"


def test_answers_and_what_is_resolved():
    threads = (
        '<w15:commentEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
        'w15:paraId="{}" {} w15:done="{}"/>'
    )
    extended = threads.format("0000000A", "", 1) + threads.format(
        "0000000B", 'w15:paraIdParent="0000000a"', 0
    )
    data = word_file(
        para(opened(0), run("x"), closed(0)),
        comments=comment(0, "First", identity="0000000A") + comment(1, "Answer", OTHER, "0000000B"),
        commentsExtended=extended,
    )
    first, answer = read_review(data).comments
    assert (first.resolved, first.reply_to) == (True, "")
    assert (answer.resolved, answer.reply_to, answer.first, answer.quote) == (False, "0", 0, "x")


def test_what_is_wrong_with_comments_is_told_and_nothing_is_lost():
    body = para(opened(0), run("open end")) + para(
        run("x"), closed(7), '<w:r><w:commentReference w:id="9"/></w:r>'
    )
    review = read(
        body, comments=comment(0, "zero") + comment(1, "loose", 'w:author=""') + comment(7, "s")
    )
    assert {c.text: (c.first, c.quote) for c in review.comments} == {
        "zero": (0, "open end"),
        "s": (1, "x"),
        "loose": (-1, ""),
    }
    assert codes(review) == {
        "comments-not-closed": 2,
        "comments-hung-on-nothing": 1,
        "comments-missing": 1,
    }


def test_changes_by_an_author_without_a_name_are_counted():
    assert codes(read(para(ins("x", 'w:author=""'), gone("y", ""))))["changes-without-author"] == 2


def test_text_boxes_controls_fields_and_pictures():
    box = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps"><w:drawing><w:txbxContent>{para(run("In a box"), ins("!"))}'
        "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>"
        f"{para(run('In a box'))}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("7")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )  # fmt: skip
    control = f"<w:sdt><w:sdtContent>{para(run('Controlled'))}</w:sdtContent></w:sdt>"
    body = para(run("See "), box, field, "<w:r><w:drawing/></w:r><w:r><w:object/></w:r>") + control
    review = read(body + "<w:altChunk/>")
    assert [(s.place, s.after) for s in review.stretches] == [
        ("body", "See 7"),
        ("body", "Controlled"),
        ("text-box", "In a box!"),
    ]
    assert codes(review) == {
        "pictures-left-out": 1,
        "objects-left-out": 1,
        "embedded-files-left-out": 1,
    }


def test_numbers_are_those_of_the_text_as_it_was_sent_out():
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = (
        paragraph("", listed, run("One."))
        + paragraph("", f"{listed}<w:rPr>{END_IN}</w:rPr>", ins("New."))
        + paragraph("", listed, run("Two."))
    )
    assert [s.number for s in read(body, numbering=numbering).stretches] == ["1", "", "2"]


def test_parts_that_are_damaged_or_missing_are_told():
    data = word_file(para(opened(0), run("x"), closed(0)), comments="<broken")
    held = codes(read_review(data))
    assert held == {"part-unreadable": 1, "comments-missing": 1}
    with pytest.raises(Unusable) as refused:
        read_review(b"PK\x03\x04 nothing")
    assert refused.value.code == "file-broken"
    entity = word_file("").replace(b"x", b"x")
    with zipfile.ZipFile(io.BytesIO(entity)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = (
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + parts["word/document.xml"]
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(Unusable) as refused:
        read_review(out.getvalue())
    assert refused.value.code == "file-has-doctype"


def test_a_huge_picture_is_left_alone_and_the_text_is_read():
    held = io.BytesIO(word_file(para(run("Words"), ins(" more"))))
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.bmp", b"\0" * (300 * 1024 * 1024))
    review = read_review(held.getvalue())
    assert [s.after for s in review.stretches] == ["Words more"]


# Writing


def text_file() -> bytes:
    blocks = (
        Block("heading", "Scope", "1", 1),
        Block("paragraph", "States should act 𝒜 now.", "1", notes=(Note(6, "1", "A note."),)),
        Block("sub", "by mail\nor by hand", "(a)", 1),
        Block("table", "a\tb", rows=(("a", "b"),)),
        Block("paragraph", "النص العربي هنا", ""),
    )
    return write_text(Document("Draft", blocks, "en"), "docx")


places = st.tuples(st.integers(0, 8), st.integers(0, 30), st.integers(0, 30), st.integers(0, 2))


@given(st.lists(places, max_size=12), st.data())
@settings(max_examples=60, deadline=None)
def test_what_is_written_into_the_margin_is_read_out_of_it(held, data):
    base = text_file()
    stretches = [s for s in read_review(base).stretches if s.place in ("body", "table")]
    comments = []
    for number, (first, a, b, further) in enumerate(held):
        first = min(first, len(stretches) - 1)
        last = min(first + further, len(stretches) - 1)
        start = min(a, len(stretches[first].after))
        end = min(b, len(stretches[last].after))
        if last == first:
            start, end = min(start, end), max(start, end)
        above = str(number - 1) if number and data.draw(st.booleans()) else ""
        comments.append(
            MarginComment(str(number), f"P{number}", "2026-01-02T03:04:05Z", f"c{number}\nmore",
                          first, last, start, end, reply_to=above, resolved=number % 2 == 0)
        )  # fmt: skip
    written = with_margin_comments(base, comments)
    again = read_review(written)
    assert [s.after for s in again.stretches] == [s.after for s in read_review(base).stretches]
    by_text = {c.text: c for c in again.comments}
    assert len(by_text) == len(comments)
    ids = {c.id: c.text for c in again.comments}
    for c in comments:
        found = by_text[c.text]
        assert (found.author, found.date, found.resolved) == (c.author, c.date, c.resolved)
        assert (ids.get(found.reply_to, "")) == (f"c{c.reply_to}\nmore" if c.reply_to else "")
        held_words = [s.after for s in stretches[c.first : c.last + 1]]
        held_words[-1] = held_words[-1][: c.end]
        held_words[0] = held_words[0][c.start :]
        wanted = "\n".join(filter(None, held_words))
        assert found.quote.strip("\n") == wanted.strip("\n")


def test_equal_comments_give_equal_bytes_and_a_second_time_is_refused():
    comments = [MarginComment("a", "A", "", "x", 1, 1, 0, 4)]
    once = with_margin_comments(text_file(), comments)
    assert once == with_margin_comments(text_file(), comments)
    with pytest.raises(Unusable) as refused:
        with_margin_comments(once, comments)
    assert refused.value.code == "comments-already"


def test_names_of_paragraphs_come_back():
    data = with_margin_comments(text_file(), (), names={1: "_travaux_k1", 2: "_travaux_k2"})
    held = [s.names for s in read_review(data).stretches]
    assert held[1] == ("_travaux_k1",) and held[2] == ("_travaux_k2",)


# Real files


def test_real_files_made_by_word():
    if not REAL:
        pytest.skip("TRAVAUX_REAL_DATA is not set: real Word files were not read")

    def of(name: str) -> Review:
        return read_review((Path(REAL) / "word" / name).read_bytes())

    talk = of("pandoc_comments.docx")
    assert [(c.quote, c.reply_to, c.resolved) for c in talk.comments] == [
        ("some text to have a comment ", "", False),
        ("a new paragraph.\nAnd so", "", False),
        ("more", "", False),
        ("comment in a comment", "", False),
        ("comment in a comment", "3", False),
    ]
    [move] = of("pandoc_track_changes_move.docx").changes
    assert (move.kind, move.stretch, move.to) == ("move", 6, 2)
    divided = originals(of("pandoc_paragraph_insertion_deletion.docx"))
    assert [(o.before, o.after, o.joined) for o in divided] == [
        ("This is a split", "This is a\n split", True),
        ("Paragraph.", "Paragraph.", False),
    ]
    [deletion] = of("pandoc_track_changes_deletion.docx").changes
    assert (deletion.kind, deletion.text) == ("delete", "n excessively modified")
    assert [s.note for s in of("pandoc_notes.docx").stretches][-2:] == ["1", "i"]
