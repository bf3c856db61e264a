"""Receipts that anyone can check without us, and the codes that stand on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from travaux.core.ledger.canonical import canonical, digest
from travaux.core.ledger.keys import is_signed, key_id, public_text, sign

FIELDS = (
    "receipt",
    "process",
    "round",
    "draft",
    "paragraphs",
    "received_at",
    "content_hash",
    "journal_entry",
    "journal_hash",
    "key_id",
)
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U


def content_hash(content: Mapping[str, Any], salt: str) -> str:
    """The fingerprint of what was handed in. The salt keeps short words from being guessed; once
    it is erased the fingerprint points to nobody."""
    return digest({"content": dict(content), "salt": salt})


def make_receipt(
    *,
    receipt: str,
    process: str,
    round: str,
    draft: str,
    paragraphs: Sequence[str],
    received_at: str,
    content_hash: str,
    journal_entry: int,
    journal_hash: str,
    key: Ed25519PrivateKey,
) -> dict[str, Any]:
    """The receipt with its signature over the canonical form of all its other fields."""
    said: dict[str, Any] = {
        "receipt": receipt,
        "process": process,
        "round": round,
        "draft": draft,
        "paragraphs": list(paragraphs),
        "received_at": received_at,
        "content_hash": content_hash,
        "journal_entry": journal_entry,
        "journal_hash": journal_hash,
        "key_id": key_id(public_text(key)),
    }
    return {**said, "signature": sign(key, canonical(said))}


def _bad(receipt: Any, keys: Mapping[str, Any]) -> str:
    """Why one receipt does not hold, as a code; "" if it holds."""
    if not isinstance(receipt, dict):
        return "not-a-receipt"
    if set(receipt) != {*FIELDS, "signature"}:
        return "fields-differ"
    public = {k["key_id"]: k["public"] for k in keys.get("keys", [])}.get(receipt["key_id"])
    if public is None:
        return "key-unknown"
    said = {name: receipt[name] for name in FIELDS}
    try:
        data = canonical(said)
    except TypeError:
        return "not-a-receipt"
    signature = receipt["signature"]
    if not isinstance(signature, str) or not is_signed(public, signature, data):
        return "signature-wrong"
    return ""


def verify_receipt(receipt: Any, keys: Mapping[str, Any]) -> dict[str, Any]:
    """{"verified", "checked", "first_bad"} for one receipt, or a list of them.

    `keys` is what `keys.ring` gives. `checked` counts receipts; `first_bad` names the first that
    does not hold: {"receipt", "at", "why"}.
    """
    receipts = receipt if isinstance(receipt, list) else [receipt]
    for at, one in enumerate(receipts):
        why = _bad(one, keys)
        if why:
            code = one.get("receipt", "") if isinstance(one, dict) else ""
            first = {"receipt": code, "at": at, "why": why}
            return {"verified": False, "checked": at + 1, "first_bad": first}
    return {"verified": bool(receipts), "checked": len(receipts), "first_bad": None}


def _check_letter(letters: str) -> str:
    """A last letter that every single slip changes: odd weights can be undone modulo 32."""
    total = sum(_ALPHABET.index(x) * (2 * i + 1) for i, x in enumerate(letters))
    return _ALPHABET[total % 32]


def new_code(chance: bytes) -> str:
    """A code to keep, read out and type in: "TX-7Q4M-2KD9-VR7". `chance`: at least 7 bytes.

    >>> new_code(bytes(7))
    'TX-0000-0000-000'
    """
    if len(chance) < 7:
        raise ValueError("a code needs 7 bytes of chance")
    number = int.from_bytes(chance[:7], "big") % (32**10)
    letters = ""
    for _ in range(10):
        number, rest = divmod(number, 32)
        letters = _ALPHABET[rest] + letters
    letters += _check_letter(letters)
    return f"TX-{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def check_code(text: str) -> str | None:
    """The code as it is kept, for what a person typed; None when it cannot be one.

    >>> check_code("tx oooo 0000 0O0")
    'TX-0000-0000-000'
    """
    plain = text.upper().translate(str.maketrans("OIL", "011", " -–—\t\n."))
    if plain.startswith("TX"):
        plain = plain[2:]
    if len(plain) != 11 or any(letter not in _ALPHABET for letter in plain):
        return None
    if _check_letter(plain[:10]) != plain[10]:
        return None
    return f"TX-{plain[:4]}-{plain[4:8]}-{plain[8:]}"
