"""Bytes of a text file -> clean text: the encoding, NFC, and the characters that may not stay."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Iterable

from travaux.core.problems import Problem

# What offices of the six languages really send; charset_normalizer chooses among these.
LIKELY_ENCODINGS = [
    "cp1256",
    "cp1251",
    "cp1252",
    "cp1250",
    "cp1253",
    "cp1254",
    "koi8_r",
    "gb18030",
    "big5",
    "shift_jis",
    "euc_jp",
    "euc_kr",
    "tis_620",
]
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BIDI_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e")
BIDI_ISOLATES = frozenset("\u2066\u2067\u2068")
BIDI_POP = "\u2069"
_DROPPED = {
    code: None
    for code in (
        *range(0x00, 0x09),
        0x0E,
        *range(0x0F, 0x20),
        *range(0x7F, 0xA0),
        0xFEFF,
    )
}
_TRANSLATION: dict[int, str | None] = {
    **_DROPPED,
    0x0B: "\n",  # Word's soft line break in plain text
    0x0C: "\n",
    0x85: "\n",
    0x2028: "\n",
    0x2029: "\n",
    **{code: "\ufffd" for code in range(0xD800, 0xE000)},
}


def decode(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file and, where the encoding was a guess, a Problem that names the guess.

    Problems: `encoding-assumed` (facts: encoding), `characters-unreadable` (facts: count).

    >>> decode("Проект".encode("utf-16"))
    ('Проект', ())
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decoded(data, encoding)
    try:
        return _newlines(data.decode("utf-8")), ()
    except UnicodeDecodeError:
        pass
    guess = _guess(data)
    text, problems = _decoded(data, guess)
    assumed = Problem("encoding-assumed", facts={"encoding": _public_name(guess)})
    return text, (assumed, *problems)


def _decoded(data: bytes, encoding: str) -> tuple[str, tuple[Problem, ...]]:
    text = data.decode(encoding, errors="replace")
    unreadable = text.count("\ufffd")
    found = Problem("characters-unreadable", facts={"count": unreadable})
    return _newlines(text), (found,) if unreadable else ()


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _guess(data: bytes) -> str:
    sample = data[:200_000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if even + odd > len(sample) // 10:
        return "utf-16-be" if even > odd else "utf-16-le"
    if _is_chinese(sample):
        return "gb18030"
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=LIKELY_ENCODINGS, enable_fallback=False).best()
    return best.encoding if best is not None else "cp1252"


def _is_chinese(sample: bytes) -> bool:
    """Whether nearly all pairs of high bytes are common Chinese signs or their punctuation.

    Statistics alone takes short Chinese texts for Thai or Russian.
    """
    try:
        sample.decode("gb18030")
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 4:
            return False
    common = pairs = place = 0
    while place < len(sample) - 1:
        if sample[place] < 0x80:
            place += 1
            continue
        pairs += 1
        lead, trail = sample[place], sample[place + 1]
        common += trail >= 0xA1 and (0xB0 <= lead <= 0xD7 or 0xA1 <= lead <= 0xA3)
        place += 2
    return pairs > 0 and common >= 0.9 * pairs


def _public_name(encoding: str) -> str:
    name = encoding.replace("_", "-")
    return f"windows-{name[2:]}" if name.startswith("cp125") else name


def clean(text: str) -> tuple[str, int]:
    """Text in NFC without control characters; and how many bidi controls were taken out.

    Embeddings and overrides go always, isolates only when they are not balanced.

    >>> clean("e\\u0301\\x07 \\u202eabc \\u2066x\\u2069")
    ('é abc \\u2066x\\u2069', 1)
    """
    if text.isascii() and text.isprintable():
        return text, 0
    text = unicodedata.normalize("NFC", text.translate(_TRANSLATION))
    if not any(mark in text for mark in (*BIDI_OVERRIDES, *BIDI_ISOLATES, BIDI_POP)):
        return text, 0
    before = len(text)
    text = "".join(sign for sign in text if sign not in BIDI_OVERRIDES)
    if not isolates_balanced(text):
        text = "".join(sign for sign in text if sign not in BIDI_ISOLATES and sign != BIDI_POP)
    return unicodedata.normalize("NFC", text), before - len(text)


def clean_run(text: str) -> tuple[str, int]:
    """Like `clean` for a part of a block: isolates stay, as their other half may come later.

    >>> clean_run("\\u2067a\\u202e")
    ('\\u2067a', 1)
    """
    if text.isascii() and text.isprintable():
        return text, 0
    text = unicodedata.normalize("NFC", text.translate(_TRANSLATION))
    kept = "".join(sign for sign in text if sign not in BIDI_OVERRIDES)
    return kept, len(text) - len(kept)


def isolates_balanced(text: Iterable[str]) -> bool:
    """Whether each isolate is closed within the text, and nothing closed that was not open.

    >>> isolates_balanced("\\u2066a\\u2069"), isolates_balanced("\\u2069a\\u2066")
    (True, False)
    """
    depth = 0
    for sign in text:
        if sign in BIDI_ISOLATES:
            depth += 1
        elif sign == BIDI_POP:
            depth -= 1
            if depth < 0:
                return False
    return depth == 0
