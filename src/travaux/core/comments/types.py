"""The types of comment that bodies use, as data, and which one a word in a table means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class TypeTable:
    """The vocabulary of one body: `codes` in its customary order, `words` as they are written.

    `source` names where the vocabulary comes from.
    """

    key: str
    codes: tuple[str, ...]
    words: Mapping[str, str]
    source: str

    def recognise(self, received: str) -> str | None:
        """The code that a type as received means, or None: never a guess between two.

        >>> [ISO_IEC.recognise(t) for t in ("TE", "Technical", "T", "ed.", "ge/te", "", "x")]
        ['te', 'te', 'te', 'ed', None, None, None]
        """
        whole = _words(received)
        if whole in self.words:
            return self.words[whole]
        # "te (major)" or "Technical - T" name one type; "ge/te" names two and stays open.
        found = {self.words[part] for part in whole.split() if part in self.words}
        rest = [p for p in whole.split() if p not in self.words and p not in _BESIDE]
        return found.pop() if len(found) == 1 and not rest else None


# Words that stand beside a type without changing it.
_BESIDE = frozenset(
    ["comment", "comments", "major", "minor", "high", "low", "medium", "type", "of", "the"]
)


def _words(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"[^\W\d_]+", folded))


def _table(key: str, source: str, words: Mapping[str, str]) -> TypeTable:
    by_word = {_words(w): code for code, listed in words.items() for w in listed.split("|")}
    return TypeTable(key, tuple(words), MappingProxyType(by_word), source)


ISO_IEC = _table(
    "iso-iec",
    "ISO/IEC template for comments and secretariat observations",
    {
        "ge": "ge|g|gen|general|générale|général|general|общее|общие|عام|一般",
        "te": "te|t|tech|technical|technique|técnica|técnico|техническое|технические|فني|技术",
        "ed": "ed|e|edit|editorial|rédactionnelle|rédactionnel|de redacción|редакционное|"
        "редакционные|تحريري|编辑",
    },
)
IPPC = _table(
    "ippc",
    "IPPC and Codex commenting system: categories of comments",
    {
        "substantive": "substantive|subst|sub|s|substance|de fond|sustantiva|sustantivo|"
        "по существу|موضوعي|实质性",
        "technical": "technical|tech|te|t|technique|técnica|técnico|техническое|технические|فني|"
        "技术|技术性",
        "editorial": "editorial|edit|ed|e|rédactionnelle|rédactionnel|de redacción|редакционное|"
        "редакционные|تحريري|编辑|编辑性",
        "translation": "translation|transl|trans|tr|traduction|traducción|перевод|ترجمة|翻译",
    },
)
TYPE_TABLES: Mapping[str, TypeTable] = MappingProxyType({t.key: t for t in (ISO_IEC, IPPC)})


def recognise(received: str, table: str = "iso-iec") -> str | None:
    """The code of a type as received in the vocabulary of a body.

    >>> recognise("Substantive", "ippc"), recognise("substantive")
    ('substantive', None)
    """
    return TYPE_TABLES[table].recognise(received)
