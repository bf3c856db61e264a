"""Whatever came in on a draft becomes points with places; letters are cut, sheets know theirs."""

from __future__ import annotations

import io
from email.message import EmailMessage

import pytest
from openpyxl import load_workbook
from tests.core.formats.test_word_review import closed, comment, gone, ins, opened, para, run
from tests.core.formats.word_files import word_file

from travaux.core.comments.letters import points_of, split_reference
from travaux.core.comments.placing import targets_of
from travaux.core.comments.points import Point, SentOut, read_file
from travaux.core.formats.comment_sheets import (
    CommentSheet,
    rows_of,
    write_sheet_docx,
    write_sheet_xlsx,
)
from travaux.core.formats.text_files import write_text
from travaux.core.problems import Unusable
from travaux.core.texts.document import Block, Document, Note

BLOCKS = (
    Block("heading", "Scope", "1", 1),
    Block("paragraph", "Cities should plan digital services with residents.", "1"),
    Block(
        "paragraph",
        "Data about public services are open to all.",
        "2",
        notes=(Note(4, "1", "A note."),),
    ),
    Block("heading", "Aims", "2", 1),
    Block("paragraph", "Residents take part in decisions from the beginning.", "3"),
    Block("table", "a\tb", rows=(("a", "b"),)),
)
TEXT = Document("Draft", BLOCKS, "en")
KEYS = ["h1", "p1", "p2", "h2", "p3", "t1"]
DRAFT = SentOut(targets_of(TEXT, KEYS), title=TEXT.title)
SHEET = CommentSheet("r1:v1", rows_of(BLOCKS, KEYS), types=(("te", "Technical"),), lines=("X/1",))


def brief(points: tuple[Point, ...]) -> list[tuple[str, str, str]]:
    return [(p.kind, p.scope, p.key) for p in points]


def test_a_letter_is_cut_at_the_references_it_names():
    text = (
        "Dear colleagues,\n\nwe thank the secretariat.\n\n"
        'Paragraph 2: we propose "shared".\nReasons follow.\n\nMore on the same.\n\n'
        "Section 2 – too long.\n\nParagraph 9: there is none.\n\nGeneral comment: well drafted.\n"
    )
    found = read_file(text.encode(), "letter.txt", DRAFT)
    assert found.kind == "letter"
    assert brief(found.points) == [
        ("letter", "text", ""),
        ("letter", "paragraph", "p2"),
        ("letter", "section", "h2"),
        ("letter", "unplaced", ""),
        ("letter", "text", ""),
    ]
    assert found.points[1].text == 'we propose "shared".\nReasons follow.\n\nMore on the same.'
    assert found.points[3].why == "paragraph-unknown"


@pytest.mark.parametrize(
    ("line", "reference", "words"),
    [
        ("Para. 3 (a) – clearer", "Para. 3 (a)", "clearer"),
        ("§ 4: clearer", "§ 4", "clearer"),
        ("On paragraph 5: clearer", "paragraph 5", "clearer"),
        ("2. Section 3.1: clearer", "Section 3.1", "clearer"),
        ("Paragraphe 3 : plus clair", "Paragraphe 3", "plus clair"),
        ("Párrafo 3: más claro", "Párrafo 3", "más claro"),
        ("Пункт 3: яснее", "Пункт 3", "яснее"),
        ("الفقرة 3: أوضح", "الفقرة 3", "أوضح"),
        ("第3段：更清楚", "Paragraph 3", "更清楚"),
    ],
)
def test_references_as_letters_write_them(line, reference, words):
    [point] = points_of(line)
    assert (point.reference, point.text) == (reference, words)


def test_a_sentence_that_only_mentions_a_paragraph_is_no_reference():
    text = "Paragraph 3 of the earlier draft was better because it named the cities that plan together."
    assert [p.reference for p in points_of(text)] == [""]


def test_clause_and_paragraph_of_a_reference():
    assert split_reference("Section 2, paragraph 4") == ("Section 2", "paragraph 4")
    assert split_reference("Annex I") == ("Annex I", "")


def test_a_mail_is_read_by_its_plain_words():
    mail = EmailMessage()
    mail["Subject"] = "Comments of State A"
    mail.set_content("Paragraph 3: earlier.\n")
    mail.add_alternative("<p>Paragraph 3: <b>earlier</b>.</p>", subtype="html")
    found = read_file(mail.as_bytes(), "mail.eml", DRAFT)
    assert found.points[0].text == "Comments of State A"
    assert (found.points[1].key, found.points[1].text) == ("p3", "earlier.")


def test_a_scan_is_kept_to_be_entered_by_hand():
    for name in ("letter.pdf", "letter.PDF", "photo.jpg"):
        found = read_file(b"%PDF-1.7 ...", name, DRAFT)
        assert (found.kind, found.points) == ("by-hand", ())


def words_of_draft() -> str:
    return (
        para(run(BLOCKS[0].text))
        + para(run("Cities should plan digital services with "), ins("all "), run("residents."))
    )  # fmt: skip


def test_comments_with_their_answers_and_changes_beside_them_are_points_in_the_order_of_the_text():
    body = (
        words_of_draft()
        + para(
            opened(0),
            run("Data about public services are "),
            gone("open"),
            ins("shared"),
            closed(0),
            run(" to all."),
        )
        + para(run(BLOCKS[3].text))
        + para(run(BLOCKS[4].text))
    )
    threads = '<w15:commentEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" w15:paraId="{}" {} />'
    data = word_file(
        body,
        comments=comment(0, "Clearer.", identity="0000000A")
        + comment(1, "Agreed.", 'w:author="Chen"', "0000000B"),
        commentsExtended=threads.format("0000000A", "")
        + threads.format("0000000B", 'w15:paraIdParent="0000000A"'),
    )
    found = read_file(data, "back.docx", DRAFT)
    assert brief(found.points) == [("change", "paragraph", "p1"), ("comment", "paragraph", "p2")]
    second = found.points[1]
    assert second.text == "Clearer.\n\n— Chen: Agreed."
    assert second.proposed == "Data about public services are shared to all."
    assert found.points[0].author == "Amina"


def test_a_letter_written_in_word_is_a_letter():
    body = para(run("Dear all,")) + para(run("Paragraph 3: earlier.")) + para(run("Yours"))
    found = read_file(word_file(body), "letter.docx", DRAFT)
    assert found.kind == "letter"
    assert brief(found.points)[1] == ("letter", "paragraph", "p3")


def test_the_same_text_sent_back_says_nothing():
    found = read_file(write_text(TEXT, "docx"), "back.docx", DRAFT)
    assert found.points == ()
    assert [p.code for p in found.problems] == ["nothing-to-read"]


# Sheets that go out and come back


def filled_workbook() -> bytes:
    book = load_workbook(io.BytesIO(write_sheet_xlsx(SHEET)))
    page = book.active
    for row in page.iter_rows():
        if row[0].value in ("p1", "h2"):
            row[3].value, row[4].value, row[5].value = "Technical", "=1+1 Why?\nSay.", "[x] {A+}"
        if row[0].value == "Submitted by":
            row[2].value = "State A"
    last = page.max_row
    page.cell(last, 2).value = "3"
    page.cell(last, 5).value = "A line of one's own"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_comes_back_with_round_version_and_paragraphs():
    found = read_file(filled_workbook(), "sheet.xlsx", DRAFT)
    assert (found.kind, found.sheet_of) == ("sheet", "r1:v1")
    assert brief(found.points) == [
        ("row", "paragraph", "p1"),
        ("row", "section", "h2"),
        ("row", "paragraph", "p3"),
    ]
    first = found.points[0]
    assert (first.type, first.text, first.proposed) == ("Technical", "=1+1 Why?\nSay.", "[x] {A+}")
    assert "Submitted by\tState A" in found.beginning
    # openpyxl takes words after "=" for a formula: they are read, and it is told
    [told] = found.problems
    assert (told.code, told.facts["cells"]) == ("formula-without-value", "E8, E10")


def test_a_word_file_comes_back_with_table_margin_and_edits():
    import docx

    package = docx.Document(io.BytesIO(write_sheet_docx(TEXT, KEYS, SHEET)))
    for row in package.tables[-1].rows:
        if row.cells[0].text == "p1":
            row.cells[2].text, row.cells[3].text = "Technical", "In the table"
    paragraph = next(p for p in package.paragraphs if "Residents take part" in p.text)
    package.add_comment(paragraph.runs[-1], "In the margin", "Chen")
    paragraph.runs[-1].text += " Always."
    out = io.BytesIO()
    package.save(out)
    found = read_file(out.getvalue(), "sheet.docx", DRAFT)
    assert (found.kind, found.sheet_of) == ("sheet", "r1:v1")
    assert brief(found.points) == [
        ("row", "paragraph", "p1"),
        ("comment", "paragraph", "p3"),
        ("change", "paragraph", "p3"),
    ]
    assert found.points[2].proposed.endswith("beginning. Always.")


def test_a_sheet_that_nobody_filled_in_says_nothing():
    for data, name in (
        (write_sheet_xlsx(SHEET), "sheet.xlsx"),
        (write_sheet_docx(TEXT, KEYS, SHEET), "sheet.docx"),
    ):
        found = read_file(data, name, DRAFT)
        assert (found.kind, found.points) == ("sheet", ())
        assert [p.code for p in found.problems] == ["nothing-filled-in"]


def test_sheets_are_the_same_each_time():
    assert write_sheet_xlsx(SHEET) == write_sheet_xlsx(SHEET)
    assert write_sheet_docx(TEXT, KEYS, SHEET) == write_sheet_docx(TEXT, KEYS, SHEET)


def test_an_empty_file_is_refused():
    with pytest.raises(Unusable) as refused:
        read_file(b"", "a.txt", DRAFT)
    assert refused.value.code == "file-empty"
    with pytest.raises(Unusable) as refused:
        read_file(b" \n ", "a.txt", DRAFT)
    assert refused.value.code == "text-empty"
