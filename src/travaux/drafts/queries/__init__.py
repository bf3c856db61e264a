"""What is read of texts: lists, the reading page, the changes between two versions."""

from travaux.drafts.queries.comparing import Comparison, Row, compared
from travaux.drafts.queries.files import file_of, identity_of
from travaux.drafts.queries.lists import (
    Published,
    VersionRow,
    ancestor_of,
    edits_of,
    history_of,
    paragraph_in,
    published_version,
    taken_out,
    texts_of,
    version_for,
    versions_visible_to,
    working_version_of,
)
from travaux.drafts.queries.own import own_data
from travaux.drafts.queries.printing import lines_of
from travaux.drafts.queries.reading import (
    Outline,
    PartLink,
    ReadingBlock,
    ReadingItem,
    ReadingPart,
    outline_of,
    part_holding,
    reading_part,
    reading_whole,
)
from travaux.drafts.queries.redlining import redline_of
from travaux.drafts.queries.standing import (
    block_of,
    content_hash_of,
    distribution_of,
    document_of,
    full_masthead_of,
    masthead_of,
    standings_of,
    title_of,
    words_hash,
)

__all__ = [
    "Comparison",
    "Outline",
    "PartLink",
    "Published",
    "ReadingBlock",
    "ReadingItem",
    "ReadingPart",
    "Row",
    "VersionRow",
    "ancestor_of",
    "block_of",
    "compared",
    "content_hash_of",
    "distribution_of",
    "document_of",
    "edits_of",
    "file_of",
    "full_masthead_of",
    "history_of",
    "identity_of",
    "lines_of",
    "masthead_of",
    "outline_of",
    "own_data",
    "paragraph_in",
    "part_holding",
    "published_version",
    "reading_part",
    "reading_whole",
    "redline_of",
    "standings_of",
    "taken_out",
    "texts_of",
    "title_of",
    "version_for",
    "versions_visible_to",
    "words_hash",
    "working_version_of",
]
