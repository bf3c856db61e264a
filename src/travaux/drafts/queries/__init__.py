"""What is read of texts: lists, the reading page, the changes between two versions."""

from travaux.drafts.queries.comparing import Comparison, Row, compared
from travaux.drafts.queries.lists import (
    VersionRow,
    ancestor_of,
    history_of,
    paragraph_in,
    texts_of,
    version_for,
    versions_visible_to,
    working_version_of,
)
from travaux.drafts.queries.reading import (
    Outline,
    PartLink,
    ReadingBlock,
    ReadingItem,
    ReadingPart,
    outline_of,
    part_holding,
    reading_part,
)
from travaux.drafts.queries.standing import (
    block_of,
    content_hash_of,
    document_of,
    masthead_of,
    standings_of,
    title_of,
    words_hash,
)

__all__ = [
    "Comparison",
    "Outline",
    "PartLink",
    "ReadingBlock",
    "ReadingItem",
    "ReadingPart",
    "Row",
    "VersionRow",
    "ancestor_of",
    "block_of",
    "compared",
    "content_hash_of",
    "document_of",
    "history_of",
    "masthead_of",
    "outline_of",
    "paragraph_in",
    "part_holding",
    "reading_part",
    "standings_of",
    "texts_of",
    "title_of",
    "version_for",
    "versions_visible_to",
    "words_hash",
    "working_version_of",
]
