"""Receipts: proof, checkable without us, that something was received and not changed since."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from travaux.core.ledger import keys as key_ring
from travaux.core.ledger.canonical import canonical, digest
from travaux.core.ledger.codes import check_code, new_code
from travaux.core.problems import Unusable

__all__ = [
    "check_code",
    "content_hash",
    "instant",
    "make_receipt",
    "new_code",
    "verify_receipt",
]

_FORM = b"travaux-receipt-1\n"
_TEXTS = ("receipt", "process", "round", "draft", "received_at", "key_id", "signature")
_HASHES = ("content_hash", "journal_hash")
FIELDS = frozenset((*_TEXTS, *_HASHES, "paragraphs", "journal_entry"))
_HASH = re.compile(r"[0-9a-f]{64}")
_LATEST = 10_000  # receipts in one file: more is refused rather than checked for hours


def content_hash(content: object, salt: str) -> str:
    """SHA-256 over what was submitted together with a salt.

    The salt goes to the author alone, so that nobody can guess a short comment from its hash.

    >>> content_hash("agreed", "s1") != content_hash("agreed", "s2")
    True
    """
    return digest({"content": content, "form": "travaux-content-1", "salt": salt})


def instant(at: datetime) -> str:
    """An instant as receipts print it: in UTC, to the microsecond.

    >>> instant(datetime(2024, 5, 1, 12, tzinfo=UTC))
    '2024-05-01T12:00:00.000000Z'
    """
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def make_receipt(
    *,
    receipt: str,
    process: str,
    round: str,
    draft: str,
    paragraphs: Sequence[str],
    received_at: str,
    content_hash: str,
    journal_entry: int | None,
    journal_hash: str,
    key: Ed25519PrivateKey,
) -> dict[str, Any]:
    """The receipt as a JSON object, signed over every field.

    `received_at` is ISO 8601 with its offset; hashes are 64 hexadecimal digits; `paragraphs` are
    the keys of the paragraphs commented upon, in order (empty: the whole text). `journal_entry` is
    None where the number of the line would count what others did and is told later: the hash alone
    already ties the receipt to its line.
    """
    made: dict[str, Any] = {
        "receipt": receipt,
        "process": process,
        "round": round,
        "draft": draft,
        "paragraphs": list(paragraphs),
        "received_at": received_at,
        "content_hash": content_hash,
        "journal_entry": journal_entry,
        "journal_hash": journal_hash,
        "key_id": key_ring.key_id(key_ring.public_text(key)),
    }
    made["signature"] = key_ring.sign(key, _FORM + canonical(made))
    return made


def verify_receipt(
    receipt: object, keys: Mapping[str, Any] | Sequence[Any] | bytes
) -> dict[str, Any]:
    """Check one receipt or a list of them: `{"verified", "checked", "first_bad"}`.

    `keys` is a published ring, one public key, or either as the bytes of a file. `checked` counts
    the receipts looked at, the first bad one included. `first_bad` names its place in the list
    (from 1), its code where it has one, and the reason: not-a-receipt, field-missing,
    field-unknown, field-malformed (with the field), key-unknown, key-retired, signature-wrong.

    Raises `Unusable` when the keys cannot be read, or the list is empty or too long.
    """
    ring = key_ring.read_ring(keys)
    receipts = receipt if isinstance(receipt, list) else [receipt]
    if not receipts:
        raise Unusable("no-receipts")
    if len(receipts) > _LATEST:
        raise Unusable("too-many-receipts", most=_LATEST)
    for place, one in enumerate(receipts, start=1):
        wrong = _wrong(one, ring)
        if wrong is not None:
            code = one.get("receipt", "") if isinstance(one, dict) else ""
            return {
                "verified": False,
                "checked": place,
                "first_bad": {"place": place, "receipt": str(code), **wrong},
            }
    return {"verified": True, "checked": len(receipts), "first_bad": None}


def _wrong(one: object, ring: Mapping[str, key_ring.PublicKey]) -> dict[str, str] | None:
    if not isinstance(one, dict):
        return {"reason": "not-a-receipt"}
    for name in sorted(FIELDS - set(one)):
        return {"reason": "field-missing", "field": name}
    for name in sorted(str(extra) for extra in set(one) - FIELDS):
        return {"reason": "field-unknown", "field": name}
    for name in sorted(FIELDS):
        if not _well_formed(name, one[name]):
            return {"reason": "field-malformed", "field": name}
    public = ring.get(one["key_id"])
    if public is None:
        return {"reason": "key-unknown", "field": "key_id"}
    signed = {name: value for name, value in one.items() if name != "signature"}
    try:
        message = _FORM + canonical(signed)
    except Unusable:
        return {"reason": "field-malformed", "field": "receipt"}
    if not key_ring.is_signed(public.public, one["signature"], message):
        return {"reason": "signature-wrong", "field": "signature"}
    received = datetime.fromisoformat(one["received_at"]).astimezone(UTC).date()
    if public.retired_on is not None and received > public.retired_on:
        return {"reason": "key-retired", "field": "key_id"}
    return None


def _well_formed(name: str, value: object) -> bool:
    if name == "paragraphs":
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if name == "journal_entry":
        number = isinstance(value, int) and not isinstance(value, bool) and value >= 1
        return value is None or number
    if not isinstance(value, str):
        return False
    if name in _HASHES:
        return _HASH.fullmatch(value) is not None
    if name == "received_at":
        try:
            at = datetime.fromisoformat(value)
            return at.tzinfo is not None and at.astimezone(UTC) is not None
        except (ValueError, OverflowError):
            return False
    return bool(value)
