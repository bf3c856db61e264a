"""What a file may hold that nobody asked for: links outside, hidden columns, a huge picture."""

from __future__ import annotations

import io
import socket
import zipfile

import pytest
import xlsxwriter

from travaux.core.formats.comment_tables import read_comment_table
from travaux.core.formats.text_files import read_text, write_text
from travaux.core.formats.word_review import read_review
from travaux.core.texts.document import Block, Document

TEXT = Document("Draft", (Block("paragraph", "States act.", "1"),), "en")
OUTSIDE = (
    '<Relationship Id="rOut{n}" TargetMode="External" Target="{target}" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
)
LINKS = (
    ("image", "http://192.0.2.1/a.png"),
    ("attachedTemplate", "file://192.0.2.1/share/a.dotm"),
    ("oleObject", "\\\\192.0.2.1\\share\\a.xlsx"),
    ("comments", "http://192.0.2.1/comments.xml"),
    ("footnotes", "http://192.0.2.1/footnotes.xml"),
)


def with_parts(data: bytes, **changed: bytes) -> bytes:
    """The archive with some parts changed or added; "/" is written "__" in a name."""
    parts = {name.replace("__", "/"): content for name, content in changed.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, content in parts.items():
            target.writestr(name, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a reader of files asked for something outside")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_links_to_the_outside_are_never_followed(no_network: None) -> None:
    data = write_text(TEXT, "docx")
    name = "word/_rels/document.xml.rels"
    rels = zipfile.ZipFile(io.BytesIO(data)).read(name).decode()
    more = "".join(OUTSIDE.format(n=n, kind=k, target=t) for n, (k, t) in enumerate(LINKS))
    rels = rels.replace("</Relationships>", more + "</Relationships>")
    linked = with_parts(data, **{name.replace("/", "__"): rels.encode()})
    assert [block.text for block in read_text(linked, "a.docx").blocks] == ["States act."]
    assert [s.after for s in read_review(linked).stretches if s.place == "body"][-1].endswith(
        "States act."
    )


def test_a_huge_picture_hurts_nobody(no_network: None) -> None:
    data = write_text(TEXT, "docx")
    huge = with_parts(data, **{"word__media__image1.png": b"\0" * (500 * 2**20)})
    assert len(huge) < 2**21
    assert [block.text for block in read_text(huge, "a.docx").blocks] == ["States act."]


def test_hidden_columns_and_formulas_of_a_workbook_are_read_as_they_stand() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Comments")
    for column, name in enumerate(("Member", "Paragraph", "Internal note", "Comments")):
        sheet.write_string(0, column, name)
    sheet.write_string(1, 0, "A")
    sheet.write_formula(1, 1, "=1+1", None, 2)
    sheet.write_string(1, 2, "Not for others")
    sheet.write_formula(1, 3, '=WEBSERVICE("http://192.0.2.1/")', None, "As reckoned before")
    sheet.set_column(2, 2, 10, None, {"hidden": True})
    book.close()
    found = read_comment_table(out.getvalue(), "a.xlsx")
    (row,) = found.rows
    assert (row.member, row.comment) == ("A", "As reckoned before")
    assert row.paragraph == "2" and row.extra == {"Internal note": "Not for others"}
    (told,) = [p for p in found.problems if p.code == "hidden-was-read"]
    assert told.facts == {"columns": "C", "rows": 0}
