"""Hostile and broken files get a code, never a traceback, and never much memory."""

from __future__ import annotations

import io
import zipfile

import pytest
from tests.core.formats.word_files import TYPES, paragraph, word_file

from travaux.core.formats.bounds import OLE_HEADER, Bounds, open_office_archive, parse_xml
from travaux.core.formats.text_files import read_text
from travaux.core.problems import Unusable


def archive(*entries: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in entries:
            target.writestr(name, data)
    return held.getvalue()


def refused(data: bytes, name: str = "draft.docx") -> str:
    with pytest.raises(Unusable) as refusal:
        read_text(data, name)
    return refusal.value.code


BOMB = archive(("word/document.xml", b"\0" * 30_000_000))
ENCRYPTED = OLE_HEADER + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500
DOCTYPE = b'<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "draft.docx", "file-empty"),
        (BOMB, "draft.docx", "archive-bomb"),
        (ENCRYPTED, "draft.docx", "file-encrypted"),
        (ENCRYPTED, "draft.md", "file-encrypted"),
        (OLE_HEADER + b"WordDocument" * 50, "draft.docx", "format-old-office"),
        (b"PK\x03\x04 and then nothing", "draft.docx", "file-broken"),
        (word_file(paragraph("x"))[:-40], "draft.docx", "file-broken"),
        (b"{\\rtf1 hello}", "draft.docx", "file-broken"),
        (word_file(paragraph("x")), "draft.docm", "file-has-macros"),
        (archive(("word/document.xml", b"<a/>"), ("word/vbaProject.bin", b"x")), "a.docx",
         "file-has-macros"),
        (word_file(paragraph("x"), typed=TYPES.replace("application/xml", "x.macroEnabled.y")),
         "a.docx", "file-has-macros"),
        (archive(("word/document.xml", DOCTYPE)), "a.docx", "file-has-doctype"),
        (archive(("word/document.xml", DOCTYPE.decode().encode("utf-16"))), "a.docx",
         "file-has-doctype"),
        (archive(("word/document.xml", b"<a>")), "a.docx", "file-broken"),
        (archive(("word/document.xml", b"<a>" * 5000)), "a.docx", "file-too-deep"),
        (archive(("xl/workbook.xml", b"<a/>")), "a.docx", "format-mismatch"),
        (archive(("hello.txt", b"hello")), "a.docx", "file-broken"),
        (word_file(""), "a.docx", "text-empty"),
        (b"text", "draft.pdf", "format-unknown"),
        (b"text", "draft", "format-unknown"),
        (b"%PDF-1.7 ...", "draft.txt", "format-mismatch"),
        (word_file(paragraph("x")), "draft.md", "format-mismatch"),
        (b" \n ", "draft.md", "text-empty"),
        (b"<script>x</script>", "draft.html", "text-empty"),
        (b"{", "draft.json", "json-broken"),
        (b"[1]", "draft.json", "json-not-paragraphs"),
        (b"[" * 200_000, "draft.json", "file-too-deep"),
    ],
)  # fmt: skip
def test_a_hostile_or_broken_file_is_refused_with_its_code(
    data: bytes, name: str, code: str
) -> None:
    assert refused(data, name) == code


def test_a_zip_whose_entries_lie_about_their_size_is_stopped_while_reading() -> None:
    data = bytearray(BOMB)
    # The central directory and the local header both claim 1,000 bytes instead of 30 million.
    claimed, true = (1000).to_bytes(4, "little"), (30_000_000).to_bytes(4, "little")
    assert data.count(true) >= 1
    opened = bytes(data.replace(true, claimed))
    with pytest.raises(Unusable) as refusal:
        open_office_archive(opened).read("word/document.xml")
    assert refusal.value.code in ("archive-bomb", "file-broken")


def test_many_entries_and_a_large_total_are_bombs_and_a_long_file_is_too_large() -> None:
    many = archive(*((f"{count}.xml", b"x") for count in range(40)))
    with pytest.raises(Unusable, match="archive-bomb"):
        open_office_archive(many, Bounds(archive_entries=39))
    with pytest.raises(Unusable, match="archive-bomb"):
        open_office_archive(many, Bounds(archive_total_bytes=39))
    with pytest.raises(Unusable) as refusal:
        open_office_archive(many, Bounds(file_bytes=100))
    assert refusal.value.problem.facts == {"bytes": len(many), "limit": 100}


def test_an_encrypted_entry_is_named_as_such() -> None:
    data = bytearray(archive(("word/document.xml", b"<a/>")))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(data)) == "file-encrypted"


def test_an_outside_entity_is_never_fetched() -> None:
    with pytest.raises(Unusable, match="file-has-doctype"):
        parse_xml(b'<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>')


def test_a_deeply_nested_page_ends_in_text_or_a_code() -> None:
    page = b"<div>" * 50_000 + b"deep" + b"</div>" * 50_000
    try:
        assert "deep" in read_text(page, "a.html").blocks[0].text
    except Unusable as refusal:
        assert refusal.code in ("file-too-deep", "text-empty")


@pytest.mark.parametrize("name", ["a.md", "a.html", "a.txt", "a.docx"])
def test_a_paragraph_of_two_hundred_thousand_words_simply_works(name: str) -> None:
    words = " ".join(f"word{count % 997}" for count in range(200_000))
    data = word_file(paragraph(words)) if name.endswith("docx") else words.encode()
    assert read_text(data, name).blocks[0].text == words
