"""The six languages: codes of content, names, directions, and choice among texts in several."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language

SIX = ("ar", "zh", "en", "fr", "ru", "es")  # the order of the look: as the names are written
NAMES = {
    "ar": "العربية",
    "zh": "中文",
    "en": "English",
    "fr": "Français",
    "ru": "Русский",
    "es": "Español",
}
_RIGHT_TO_LEFT = {"ar", "he", "fa", "ur", "ps", "sd", "ug", "yi", "dv", "ckb"}
_TO_DJANGO = {"zh": "zh-hans"}


def current() -> str:
    """The reader's language as a code of content ("zh", never "zh-hans")."""
    return (get_language() or "en").split("-")[0]


def to_django(code: str) -> str:
    """The code that Django's settings use for a language."""
    return _TO_DJANGO.get(code, code)


def direction(code: str) -> str:
    """ "rtl" or "ltr", or "auto" where the language is not known."""
    if not code:
        return "auto"
    return "rtl" if code.split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def choose(texts: Mapping[str, str] | None, wanted: str = "") -> tuple[str, str]:
    """The text in the wanted (or the reader's) language, else English, else any; with its code."""
    if not texts:
        return "", ""
    for code in (wanted or current(), "en", *SIX):
        if texts.get(code):
            return texts[code], code
    code, text = next(iter(texts.items()))
    return text, code


def said(texts: Mapping[str, str] | None, wanted: str = "") -> str:
    """Just the text of `choose`."""
    return choose(texts, wanted)[0]
