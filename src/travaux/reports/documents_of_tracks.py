"""You said, we did, as a document."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from travaux.core.formats.text_files import Masthead, write_text
from travaux.core.texts.document import Block, Document
from travaux.plumbing.languages import current
from travaux.reports.queries.tracks import Said
from travaux.reports.wording import CHANGES


def table(rows: Sequence[tuple[str, ...]]) -> Block:
    return Block("table", "\n".join("\t".join(r) for r in rows), rows=tuple(rows))


def changed_words(one: Said) -> str:
    """What became of the paragraph, in words."""
    words = str(CHANGES.get(one.changed, ""))
    if one.caused:
        words = _("%(changed)s because of this comment") % {"changed": words}
    return words


def said_table(rows: Sequence[Said]) -> list[tuple[str, ...]]:
    """The list as rows of words, its headings first."""
    found: list[tuple[str, ...]] = [
        (_("Number"), _("Member"), _("Place"), _("You said"), _("We answered"), _("In the text"))
    ]
    for one in rows:
        line = one.line
        words = "\n".join(p for p in (line.comment.text, line.comment.proposed) if p)
        answer = "\n".join(p for p in (line.outcome_words, line.reasons) if p)
        place = " ".join(p for p in (line.section, line.paragraph) if p)
        found.append((line.number, line.member, place, words, answer, changed_words(one)))
    return found


def write_said(title: str, rows: Sequence[Said], invented: bool) -> bytes:
    """You said, we did, as a Word file."""
    document = Document(title, (table(said_table(rows)),), current())
    return write_text(document, "docx", masthead=masthead(invented))


def masthead(invented: bool) -> Masthead:
    return Masthead(standing=_("Demonstration: invented.") if invented else "")
