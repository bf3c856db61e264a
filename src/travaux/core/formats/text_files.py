"""The front door for texts: any readable file -> Document, and Document -> any file we write."""

from __future__ import annotations

from dataclasses import replace

from travaux.core.formats.akn_in import read_akn
from travaux.core.formats.akn_out import Identity, write_akn
from travaux.core.formats.bounds import (
    DEFAULT_BOUNDS,
    OLE_HEADER,
    ZIP_HEADERS,
    Bounds,
    check_size,
    ending_of,
    open_office_archive,
)
from travaux.core.formats.decoding import decode
from travaux.core.formats.html_in import read_html
from travaux.core.formats.html_out import write_html
from travaux.core.formats.markdown_in import read_markdown
from travaux.core.formats.markdown_out import write_markdown
from travaux.core.formats.masthead import Masthead
from travaux.core.formats.pdf_out import write_pdf
from travaux.core.formats.plain import (
    json_paragraphs,
    read_json,
    read_plain,
    write_json,
    write_plain,
)
from travaux.core.formats.word_in import read_docx
from travaux.core.formats.word_out import write_docx
from travaux.core.problems import Unusable
from travaux.core.texts.document import Document

TEXT_READERS = {
    "md": read_markdown,
    "markdown": read_markdown,
    "html": read_html,
    "htm": read_html,
    "xhtml": read_html,
    "txt": read_plain,
    "text": read_plain,
    "json": read_json,
}
READABLE_ENDINGS = ("docx", "xml", *TEXT_READERS)
WRITABLE_ENDINGS = ("docx", "pdf", "md", "html", "xml", "json", "txt")
__all__ = [
    "READABLE_ENDINGS",
    "WRITABLE_ENDINGS",
    "Identity",
    "Masthead",
    "read_paragraphs",
    "read_text",
    "write_text",
]
_MACRO_ENDINGS = frozenset(("docm", "dotm", "xlsm", "xltm", "pptm"))


def read_text(data: bytes, name: str, bounds: Bounds = DEFAULT_BOUNDS) -> Document:
    """Read an uploaded text by its ending: .docx, .md, .html, .akn.xml, .txt or .json.

    Errors: `file-empty`, `file-too-large`, `file-has-macros`, `format-unknown` (facts: ending),
    `format-mismatch`, and those of each reader.

    >>> read_text("1. Один.".encode(), "draft.md").blocks[0].number
    '1'
    """
    check_size(data, bounds)
    ending = ending_of(name)
    if ending in _MACRO_ENDINGS:
        raise Unusable("file-has-macros")
    if ending == "docx":
        return read_docx(data, bounds)
    if ending == "xml" and not data.startswith((*ZIP_HEADERS, b"%PDF-", OLE_HEADER)):
        return read_akn(data)
    if data.startswith(OLE_HEADER):
        open_office_archive(data, bounds)
    reader = TEXT_READERS.get(ending)
    if reader is None and ending != "xml":
        raise Unusable("format-unknown", ending=ending)
    if reader is None or data.startswith((*ZIP_HEADERS, b"%PDF-")):
        raise Unusable("format-mismatch", ending=ending)
    text, problems = decode(data)
    document = reader(text)
    return replace(document, problems=(*problems, *document.problems))


def read_paragraphs(data: bytes, name: str, bounds: Bounds = DEFAULT_BOUNDS) -> list[str]:
    """The words of each block of a text; a .json list of strings is taken exactly as it is.

    Numbers that stand apart from the words are left out. Errors: those of `read_text`.

    >>> read_paragraphs(b'["12. As it is", ""]', "draft.json"), read_paragraphs(b"12. One.", "a.md")
    (['12. As it is', ''], ['One.'])
    """
    if ending_of(name) != "json":
        return [block.text for block in read_text(data, name, bounds).blocks]
    check_size(data, bounds)
    return json_paragraphs(decode(data)[0])


def write_text(
    document: Document,
    ending: str,
    *,
    masthead: Masthead | None = None,
    identity: Identity | None = None,
) -> bytes:
    """Write a text as a file with the given ending (without the dot).

    `identity` is what Akoma Ntoso (`xml`, `akn.xml`) says of the work and its paragraphs; of HTML
    and Markdown its keys name each block.

    Errors: `format-unknown` (facts: ending), `pdf-fonts-missing` (facts: families, packages).
    """
    match ending:
        case "docx":
            return write_docx(document, masthead)
        case "pdf":
            return write_pdf(document, masthead)
        case "xml" | "akn.xml":
            return write_akn(document, masthead, identity)
        case "html":
            return write_html(document, masthead, identity.keys if identity else ())
        case "md":
            return write_markdown(document, masthead, identity.keys if identity else ())
        case "json":
            return write_json(document)
        case "txt":
            return write_plain(document)
    raise Unusable("format-unknown", ending=ending)
