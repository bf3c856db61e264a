"""How a version stands in the other languages, and what goes out to translators."""

from travaux.translations.queries.jobs import (
    LanguageRow,
    jobs_of,
    languages_of,
    overview_of,
    own_data,
)
from travaux.translations.queries.pieces import OPEN_WORK, package_of, pieces_of, words_open
from travaux.translations.queries.reading import (
    InLanguage,
    document_in,
    number_in,
    put_in_language,
    words_as_read,
)
from travaux.translations.queries.standing import (
    Shown,
    changed_since,
    source_digest,
    standing_of,
    translatable,
    whole_words,
)

__all__ = [
    "OPEN_WORK",
    "InLanguage",
    "LanguageRow",
    "Shown",
    "changed_since",
    "document_in",
    "jobs_of",
    "languages_of",
    "number_in",
    "overview_of",
    "own_data",
    "package_of",
    "pieces_of",
    "put_in_language",
    "source_digest",
    "standing_of",
    "translatable",
    "whole_words",
    "words_as_read",
    "words_open",
]
