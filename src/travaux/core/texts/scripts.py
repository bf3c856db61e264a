"""Which of the languages with a script of their own a text is most likely written in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from travaux.core.texts.document import Document

_SAMPLE = 200_000  # characters that are looked at
_SCRIPTS = {
    "ar": re.compile(r"[\u0620-\u064a\u066e-\u06d3\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"),
    "zh": re.compile(r"[\u3400-\u9fff\uf900-\ufaff]"),
    "ru": re.compile(r"[\u0400-\u052f]"),
}
_KANA = re.compile(r"[\u3041-\u30ff]")
_TAGS = re.compile(r"\{[^{}\n]{1,300}\}")  # who stands where is named in Latin letters everywhere
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_FROM_RIGHT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_FROM_LEFT = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u052f\u3041-\u30ff\u3400-\u9fff]")
_A_SENTENCE = 16  # letters from which words are a sentence of their language, and no name or term
# A Chinese sign says about as much as this many letters of an alphabet.
_WEIGHTS = {"zh": 3}


def language_by_script(texts: Iterable[str]) -> str:
    """The language of texts by their letters: ar, zh or ru where most are of its script, else "".

    Other languages of the same script (Persian, Ukrainian, ...) are not told apart: whoever knows
    says so. Latin letters say nothing.

    >>> language_by_script(["المادة 1", "{USA+ FRA-}"]), language_by_script(["Статья 1"])
    ('ar', 'ru')
    >>> language_by_script(["第一条 各国应当采取行动"]), language_by_script(["Article 1", "ひらがな"])
    ('zh', '')
    """
    held: list[str] = []
    left = _SAMPLE
    for text in texts:
        held.append(text[:left])
        left -= len(text)
        if left <= 0:
            break
    words = _TAGS.sub("", "\n".join(held))
    counts = {
        code: len(letters.findall(words)) * _WEIGHTS.get(code, 1)
        for code, letters in _SCRIPTS.items()
    }
    if counts["zh"] and 10 * len(_KANA.findall(words)) > counts["zh"]:
        counts["zh"] = 0
    code = max(counts, key=lambda one: counts[one])
    others = sum(counts.values()) - counts[code] + len(_LATIN.findall(words))
    return code if counts[code] > others else ""


def runs_from_right(text: str, whole: bool) -> bool:
    """Whether a paragraph of a text, which as a whole runs from the right or not, does itself.

    A sentence that has no letter of the direction of the whole runs its own way: it is quoted from
    another language. Names, signs and numbers alone go with the whole.

    >>> runs_from_right("Cities plan with their residents.", True), runs_from_right("USA, 7 m", True)
    (False, True)
    >>> runs_from_right("تضع المدن خططها مع سكانها.", False), runs_from_right("المدن plan", True)
    (True, True)
    """
    words = _TAGS.sub("", text[:_SAMPLE])
    right, left = len(_FROM_RIGHT.findall(words)), len(_FROM_LEFT.findall(words))
    if whole:
        return not (right == 0 and left * (3 if _SCRIPTS["zh"].search(words) else 1) >= _A_SENTENCE)
    return left == 0 and right >= _A_SENTENCE


def in_language(document: Document, language: str = "") -> Document:
    """A document whose language is the one given, its own, or else the one its letters tell.

    >>> from travaux.core.texts.document import Block
    >>> in_language(Document("", (Block("paragraph", "يجب"),))).language
    'ar'
    """
    found = (
        language
        or document.language
        or language_by_script((document.title, *(block.text for block in document.blocks)))
    )
    return document if found == document.language else replace(document, language=found)
