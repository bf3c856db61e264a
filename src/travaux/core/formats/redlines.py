"""The front door for redlines: two documents -> Word with tracked changes, PDF, a page, Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from travaux.core.formats.masthead import Masthead
from travaux.core.formats.redline_html import write_html_redline, write_markdown_redline
from travaux.core.formats.redline_rows import RedlineWords
from travaux.core.formats.word_redline import AUTHOR, write_docx_redline
from travaux.core.problems import Unusable
from travaux.core.texts.comparison import Stretch, compared
from travaux.core.texts.document import Document

REDLINE_ENDINGS = ("docx", "pdf", "html", "md")
__all__ = ["REDLINE_ENDINGS", "RedlineWords", "write_redline"]


def write_redline(
    old: Document,
    new: Document,
    ending: str,
    *,
    stretches: Sequence[Stretch] | None = None,
    author: str = AUTHOR,
    at: datetime | None = None,
    words: RedlineWords | None = None,
    masthead: Masthead | None = None,
) -> bytes:
    """Write what changed from `old` to `new` as a file with the given ending (without the dot).

    Without `stretches` the two are aligned by their words. `author` and `at` (UTC) stand in the
    tracked changes of a Word file. Errors: `format-unknown` (facts: ending), `pdf-fonts-missing`.

    >>> from travaux.core.texts.document import Block
    >>> one, two = (Document("", (Block("paragraph", text),)) for text in ("States shall act.", "States may act."))
    >>> write_redline(one, two, "md").decode()
    'States {--shall--}{++may++} act.\\n'
    """
    if ending not in REDLINE_ENDINGS:
        raise Unusable("format-unknown", ending=ending)
    found = compared(old, new) if stretches is None else stretches
    match ending:
        case "docx":
            return write_docx_redline(old, new, found, author=author, at=at, masthead=masthead)
        case "html":
            return write_html_redline(old, new, found, words)
        case "pdf":
            # What sets the type takes long to import, and only this needs it.
            from travaux.core.formats.redline_pdf import write_pdf_redline

            return write_pdf_redline(old, new, found, words, masthead)
    return write_markdown_redline(old, new, found)
