"""Which heading of a comment table means what, in the templates that bodies use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from travaux.core.formats.comment_tables.model import ANSWER_COLUMNS, Field

# ISO/IEC form (also its Word and CEN variants), FAO/IPPC and Codex tables, IPCC review
# tables, and the table of answers of this product. Written as `heading_words` leaves them.
_NAMES: dict[Field, str] = {
    "number": "number|no|nr|num|n|id|seq|sequence|sequential number|item|comment number|comment no|"
    "comment nr|comment id|comm no|comm number|comments no|fao sequential number|fao number|"
    "row number|serial number|sr no|s no|ref|reference number|comment ref|submission number",
    "member": "mb nc|mb|nc|nb|nc mb|mb nc nb|member body|national body|national committee|member|"
    "member body national committee|member organisation|member organization|members|"
    "member observer|member or observer|organisation|organization|country|country organisation|"
    "country organization|country code|contracting party|contracting party organisation|party|"
    "state|member state|delegation|submitted by|submitter|author|source|commenter|name of member|"
    "commentator|reviewer|reviewer name|organisation country|organization country|government|"
    "mb nc country code|member country|member country or organization|liaison|originator|"
    "name of country|country or organization|country or organisation|ms|nsb|from|contributor",
    "capacity": "capacity|in the capacity of|speaking as|on behalf of|capacity of the author",
    "clause": "clause subclause|clause|subclause|clause no|clause number|clause no subclause no|"
    "clause no subclause no annex|clause sub clause|clause subclause annex|section|section no|"
    "section number|section name|sections|chapter|ch|chapter section|section title|article|"
    "clause subclause no|clause subclause number|clause section|section clause|"
    "clause no subclause no annex figure table|section of the draft|clause ref|part of the text",
    "paragraph": "paragraph figure table|paragraph|para|para no|paragraph no|paragraph number|"
    "para number|par|paragraph figure table note|paragraph figure table no|paragraphs|"
    "paragraph table figure|figure table paragraph|paragraph or table|paragraph reference|"
    "paragraph line|para figure table|paragraph no figure no table no|table figure|paragraph annex|location|"
    "para nr|paragraph nr|paragraph s|location in text",
    "line": "line number|line|line no|lines|line numbers|line s|starting line|row line",
    "type": "type of comment|type|comment type|type of comments|category|category of comment|"
    "class|t|type of com ment|nature of comment|comment category|kind of comment",
    "comment": "comments|comment|comment justification for change|comment rationale|"
    "comment text|comments justification for change|justification for change|explanation|"
    "comment justification for change by the mb|comment justification for change by mb|"
    "comment explanation|comments explanation|comments rationale|rationale comment|"
    "comment and rationale|comments and rationale|comments on the draft|"
    "general comments|specific comments|comment received|comments received|full comment|"
    "issue|observation text|comment by the mb|comments by the mb|reviewer comment",
    "proposed": "proposed change|proposed changes|proposed change by the mb|proposed change by mb|"
    "proposed rewording|proposed wording|proposed text|suggested change|suggested text|"
    "suggested wording|suggested amendment|proposed amendment|proposal|recommended change|"
    "change proposed|proposed new text|proposed modification|recommendation|suggestion",
    "from_page": "from page|page from|start page|page start|page|page no|page number|pages",
    "from_line": "from line|line from|start line|line start|from line no|from line number",
    "to_page": "to page|page to|end page|page end",
    "to_line": "to line|line to|end line|line end|to line no|to line number",
    "date": "date|date of comment|comment date|date received|submitted on|date of submission",
    "reference": "identity|paragraph identity|identity of the paragraph",
    "outcome": "outcome|disposition|disposition of comment|resolution status|decision",
    "reasons": "reasons|reason|reasons for the outcome|reasoned answer|answer",
    "answered_in": "answered in version|answered in|version of the answer|answered in draft",
    "observation": "observations of the secretariat|secretariat observations|"
    "observation of the secretariat|secretariat observation|observations|"
    "secretariat observations on each comment submitted|observations of the secretary|"
    "secretariat s observations|observation as received|observations as received|response|"
    "responses|response of the secretariat|steward s response|stewards response|sc response|"
    "tp response|response to comment|author s response|authors response|author response|"
    "resolution|resolution of comment|observations of the secretariat on each comment submitted|"
    "secretariat response|observations by the secretariat|disposition of the secretariat|"
    "project team observations|wg observations|convenor observations|response by the authors",
}

# A heading that means the comment only where no plainer heading is there.
_SECOND_BEST: dict[str, Field] = {
    "rationale": "comment",
    "justification": "comment",
    "text": "comment",
    "remarks": "comment",
    "reason for change": "comment",
    "secretariat": "observation",
    "page line": "line",
}

_KNOWN: Mapping[str, Field] = MappingProxyType(
    {name: field for field, names in _NAMES.items() for name in names.split("|")}
)


@lru_cache(maxsize=4096)
def heading_words(heading: str) -> str:
    """A heading reduced to its words: no case, accents of layout, footnote marks or examples.

    >>> heading_words("Clause/ Subclause (e.g. 3.1)"), heading_words("Type of comment²")
    ('clause subclause', 'type of comment')
    """
    text = unicodedata.normalize("NFKC", heading).casefold()
    text = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", text)
    text = "".join(c if c.isalpha() or unicodedata.category(c)[0] == "M" else " " for c in text)
    return " ".join(text.split())


def take_headings(cells: Sequence[str], aliases: Mapping[str, str]) -> tuple[Field | None, ...]:
    """What each cell of a heading row is taken as; a field is given to one column only.

    `aliases` maps headings in the caller's language to stable keys ("proposed_change")
    or fields ("proposed"); they win over the known names.

    >>> take_headings(("MB/NC", "Comments", "Colour", "Rationale"), {})
    ('member', 'comment', None, None)
    """
    wanted: list[tuple[int, int, Field]] = []
    for at, cell in enumerate(cells):
        if not cell or len(cell) > 200:
            continue
        words, named = heading_words(cell), _named(aliases.get(cell.strip(), ""))
        if named:
            wanted.append((0, at, named))
        elif words in _KNOWN:
            wanted.append((1, at, _KNOWN[words]))
        elif words in _SECOND_BEST:
            wanted.append((2, at, _SECOND_BEST[words]))
    taken: dict[Field, int] = {}
    for _, at, field in sorted(wanted):
        taken.setdefault(field, at)
    by_place = {at: field for field, at in taken.items()}
    return tuple(by_place.get(at) for at in range(len(cells)))


def _named(key: str) -> Field | None:
    return ANSWER_COLUMNS.get(key) or next((field for field in _NAMES if field == key), None)


def is_heading_row(fields: Sequence[Field | None]) -> bool:
    """A heading row names the comments and at least one more column.

    >>> is_heading_row(("member", "comment")), is_heading_row(("comment", None))
    (True, False)
    """
    found = {f for f in fields if f}
    return len(found) >= 2 and ("comment" in found or ("proposed" in found and len(found) >= 3))
