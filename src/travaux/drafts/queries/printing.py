"""The printed draft with numbered lines, and which paragraph stands on which of them."""

from __future__ import annotations

from dataclasses import replace

from travaux.core.formats.masthead import Masthead
from travaux.core.problems import Unusable
from travaux.core.texts.line_numbers import LineMap, line_map, map_of
from travaux.drafts.models import PrintedLines, Version
from travaux.drafts.queries.standing import document_of, full_masthead_of
from travaux.plumbing.keeping import Keep

_reckoned: Keep[LineMap] = Keep(10)


def _masthead(version: Version) -> Masthead:
    """The head of the numbered print in the version's own language: one print for all readers."""
    return replace(full_masthead_of(version), contents=("", ""))


def numbered_print(version: Version) -> bytes:
    """The version as a PDF whose lines are numbered on each page. Errors: `pdf-fonts-missing`."""
    from travaux.core.formats.pdf_out import write_pdf

    return write_pdf(document_of(version), _masthead(version), line_numbers=True)


def reckoned_lines(version: Version) -> LineMap:
    """Page and line of each paragraph, as `numbered_print` sets them. Errors: as there."""
    from travaux.core.formats.pdf_out import printed_places

    keys = list(version.paragraphs.values_list("anchor__key", flat=True))
    return line_map(printed_places(document_of(version), _masthead(version)), keys)


def lines_of(version: Version) -> LineMap | None:
    """The map that was stored at publication; reckoned where there is none yet.

    None before publication, where pages still move, and where a font is missing here.
    """
    if not version.is_published:
        return None
    held = PrintedLines.objects.filter(version=version).first()
    if held is not None:
        return map_of(held.rows)
    try:
        return _reckoned.get((version.pk, version.content_hash), lambda: reckoned_lines(version))
    except Unusable:
        return None
