"""The references to clauses and paragraphs that people write in comment tables."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

_WHOLE = frozenset(
    """general|whole|all|0|-|–|—|n/a|na|none|nil|general comment|general comments|whole document|
    whole text|entire document|entire text|whole draft|overall|the whole document|global|
    all clauses|all sections|document|général|générale|généralités|observation générale|
    observations générales|ensemble du texte|tout|todo|observación general|
    observaciones generales|todo el texto|общее|общие|общее замечание|общие замечания|
    весь текст|عام|عامة|تعليق عام|تعليقات عامة|النص كله|一般|一般意见|总体意见|全文|
    title|whole clause|whole section|entire section|entire clause""".replace("\n", "").split("|")
)
_WHOLE_NAMES = frozenset(" ".join(name.split()) for name in _WHOLE)
_SECTION_WORDS = re.compile(
    r"^(?:sub-?\s?clause|clause|cl\.|sub-?\s?section|section|sect?\.|§+|chapter|chap\.|ch\.|"
    r"article|art\.|annex|appendix|part|chapitre|sección|seccion|capítulo|capitulo|artículo|"
    r"раздел|глава|статья|الفرع|القسم|الفصل|المادة|البند)\s*(?:no\.?|nr\.?|№|n°)?\s*",
    re.IGNORECASE,
)
_PARAGRAPH_WORDS = re.compile(
    r"^(?:sub-?paragraphs?|paragraphs?|paras?|pars?|paragraphes?|párrafos?|parrafos?|пункты?|"
    r"пп|п|items?|points?|bullets?|numbers?|nos?|lists?|p|¶+|§+|الفقرات|الفقرة|فقرة|第)"
    r"(?![^\W\d_])\.?\s*",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"^(table|tab|figure|fig|note|example|equation|formula|box|footnote|tableau|cuadro|tabla|"
    r"figura|таблица|рисунок|الجدول|الشكل|表|图)\.?\s*([\w.\-]*)",
    re.IGNORECASE,
)
# Words that may stand between two numbers of a list or a range.
_BETWEEN = frozenset(
    ["and", "to", "et", "à", "y", "a", "и", "по", "و", "和", "至", "para", "paras", "p", "pp", "n"]
) | frozenset("bcdefgh")
_LONGEST = 300
_ORDINALS = {
    word: str(at)
    for at, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
        ],
        1,
    )
}
_NUMBER = r"\d+(?:\.\d+)*(?:\s?(?:bis|ter|quater))?"
_SUBS = r"(?:[\s.,]*\(\s*[0-9]{0,3}[^\W\d_]{0,5}\s*\)|[\s.]+[a-z]\b)*"
_ONE = re.compile(rf"({_NUMBER})\.?((?:[a-z]\b)?{_SUBS})[.,:)\s]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """What a reference to a paragraph says.

    `numbers` are paragraphs as printed or, with kind "counted", counted in the section;
    `subs` the letters of sub-paragraphs, outermost first; `count` how many are named.
    """

    kind: Literal["none", "whole", "numbers", "counted", "figure", "unknown"]
    numbers: tuple[str, ...] = ()
    subs: tuple[str, ...] = ()
    words: str = ""
    count: int = 1


def plain(name: str) -> str:
    """A number, label or title for comparison: one case, ASCII digits, no outer punctuation.

    >>> plain(" ٣. "), plain("(A)"), plain("5.2."), plain("Scope  and aims")
    ('3', 'a', '5.2', 'scope and aims')
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    text = "".join(
        str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text
    )
    return " ".join(text.split()).strip("()[].,:; ")


def is_whole_text(reference: str) -> bool:
    """Whether a reference means the text as a whole; an empty one does.

    >>> is_whole_text("General"), is_whole_text(""), is_whole_text("0"), is_whole_text("5")
    (True, True, True, False)
    """
    name = plain(reference)
    return not name or name in _WHOLE_NAMES or name.strip("-–—/") == ""


def without_section_word(clause: str) -> str:
    """A clause without the word that says it is one.

    >>> without_section_word("Clause 5.2"), without_section_word("§ 4"), without_section_word("Partial")
    ('5.2', '4', 'Partial')
    """
    match = _SECTION_WORDS.match(clause.strip())
    if not match:
        return clause.strip()
    rest = clause.strip()[match.end() :]
    glued = match[0][-1:].isalpha() and rest[:1].isalpha()
    return clause.strip() if glued or not rest else rest


@lru_cache(maxsize=8192)
def read_paragraph(reference: str) -> Reference:
    """What a reference to a paragraph says, in the ways people write it.

    >>> read_paragraph("Paragraph 3 (a)(ii)")
    Reference(kind='numbers', numbers=('3',), subs=('a', 'ii'), words='', count=1)
    >>> [read_paragraph(t).kind for t in ("", "2nd para", "Table 2", "all", "3-5", "see above")]
    ['none', 'counted', 'figure', 'whole', 'numbers', 'unknown']
    """
    text = unicodedata.normalize("NFKC", reference).strip().strip(";").strip()
    if not text:
        return Reference("none")
    if len(text) > _LONGEST:
        return Reference("unknown", words=text)
    if is_whole_text(text) or plain(text) == "heading":
        return Reference("whole")
    text = "".join(
        str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text
    )
    text = re.sub(r"\s*[段款]$", "", text)
    figure = _FIGURE.match(text)
    if figure and not _PARAGRAPH_WORDS.match(text):
        return Reference("figure", (plain(figure[2]),), words=plain(figure[0]))
    ordinal = re.fullmatch(
        r"(?:the\s+)?(?:(\d+)(?:st|nd|rd|th)|([a-z]+))\s+(?:para(?:graph)?|par)\.?",
        text,
        re.IGNORECASE,
    )
    if ordinal:
        number = ordinal[1] or _ORDINALS.get(ordinal[2].casefold(), "")
        if number:
            return Reference("counted", (number,))
    previous = None
    while previous != text:
        previous, text = text, _PARAGRAPH_WORDS.sub("", text).lstrip("/,;: ")
    one = _ONE.fullmatch(text)
    if one:
        subs = re.findall(r"[^\W_]+", one[2])
        return Reference("numbers", (plain(one[1]),), tuple(plain(sub) for sub in subs))
    several = re.findall(_NUMBER, text)
    between = re.sub(_NUMBER, " ", text).casefold()
    if len(several) > 1 and set(re.findall(r"[^\W\d_]+", between)) <= _BETWEEN:
        return Reference("numbers", tuple(several), count=len(several))
    return Reference("unknown", words=text)
