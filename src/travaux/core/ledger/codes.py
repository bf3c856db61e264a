"""Codes that a person can read aloud, type back from paper, and mistype without harm."""

from __future__ import annotations

import unicodedata

from travaux.core.problems import Unusable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's 32: no I, L, O, U
PREFIX = "TX"
_DATA = 9  # characters that carry the number: 45 bits
_ALIKE = {"O": "0", "I": "1", "L": "1"}


def new_code(random_bytes: bytes) -> str:
    """A code such as "TX-7Q4M-2KD9-V3" out of at least six random bytes; its last letter checks.

    The check letter is a weighted sum in the field of 32 elements, each place with a weight of
    its own: any one wrong letter and any two letters that changed places are noticed.

    >>> new_code(bytes(6))
    'TX-0000-0000-00'
    """
    if len(random_bytes) < 6:
        raise Unusable("too-few-random-bytes", needed=6, given=len(random_bytes))
    number = int.from_bytes(random_bytes[:6], "big") & (2**45 - 1)
    data = "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(_DATA))
    return _print(data + ALPHABET[_check(data)])


def check_code(text: str) -> str | None:
    """The code as we print it, or None when it is not one of ours.

    Small letters, spaces, dashes, other scripts' digits, O for 0 and I or L for 1 are understood;
    the prefix may be missing.

    >>> check_code("tx 0000 0000 oo")
    'TX-0000-0000-00'
    >>> check_code("TX-0000-0000-01") is None
    True
    """
    letters = ""
    for char in unicodedata.normalize("NFKC", text[:200]).upper():
        digit = unicodedata.digit(char, None)
        letters += str(digit) if digit is not None else char if char.isalnum() else ""
    if len(letters) == len(PREFIX) + _DATA + 1 and letters.startswith(PREFIX):
        letters = letters[len(PREFIX) :]
    letters = "".join(_ALIKE.get(char, char) for char in letters)
    if len(letters) != _DATA + 1 or any(char not in ALPHABET for char in letters):
        return None
    if ALPHABET[_check(letters[:-1])] != letters[-1]:
        return None
    return _print(letters)


def _print(letters: str) -> str:
    return f"{PREFIX}-{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def _check(data: str) -> int:
    total, weight = 0, 2  # the check letter itself has weight 1
    for char in data:
        total ^= _times(weight, ALPHABET.index(char))
        weight = _times(weight, 2)
    return total


def _times(a: int, b: int) -> int:
    """Product in the field of 32 elements, modulo x^5 + x^2 + 1."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & 32:
            a ^= 0b100101
        b >>= 1
    return product
