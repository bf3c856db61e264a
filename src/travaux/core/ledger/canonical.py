"""One value, one sequence of bytes: what is hashed and signed can be rebuilt by anyone."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from travaux.core.problems import Unusable

LARGEST = 2**53 - 1  # every JSON reader keeps whole numbers up to here (RFC 7493)
DEEPEST = 64


def canonical(value: object) -> bytes:
    """The value as JSON in UTF-8 with sorted keys and no spaces (RFC 8785 for what is allowed).

    Allowed are text, whole numbers within ±(2**53 - 1), true, false, null, lists and objects;
    a tuple is written as a list;
    floats are refused because their printed form differs between systems. Text is kept code
    point by code point: it is never normalised.

    Raises `Unusable`: value-not-canonical, number-too-large, text-not-encodable, value-too-deep.

    >>> canonical({"b": [1, True, None], "a": "é"}).decode()
    '{"a":"é","b":[1,true,null]}'
    """
    plain = _plain(value, "", 0)
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise Unusable("text-not-encodable") from None


def digest(value: object) -> str:
    """SHA-256 of the canonical bytes, as 64 lower-case hexadecimal digits.

    >>> digest({}) == digest({}) and len(digest({}))
    64
    """
    return hashlib.sha256(canonical(value)).hexdigest()


def _plain(value: object, where: str, depth: int) -> Any:
    if depth > DEEPEST:
        raise Unusable("value-too-deep", where, deepest=DEEPEST)
    if value is None or value is True or value is False:
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        number = int(value)
        if abs(number) > LARGEST:
            raise Unusable("number-too-large", where)
        return number
    if isinstance(value, list | tuple):
        return [_plain(item, f"{where}[{i}]", depth + 1) for i, item in enumerate(value)]
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise Unusable("value-not-canonical", where, kind=type(key).__name__)
        # RFC 8785 orders keys by UTF-16 units, which differs from code points beyond U+FFFF
        keys = sorted(value, key=_sort_key)
        return {str.__str__(k): _plain(value[k], f"{where}.{k}", depth + 1) for k in keys}
    raise Unusable("value-not-canonical", where, kind=type(value).__name__)


def _sort_key(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")
