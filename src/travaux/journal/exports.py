"""The journal as a file that proves itself: a line each, then the head, signed, and the keys."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from travaux.core.ledger import chain, keys
from travaux.core.ledger.canonical import canonical
from travaux.core.problems import Unusable
from travaux.journal import queries
from travaux.plumbing import signing

FORMAT = "travaux-journal-1"


def written(at: datetime) -> Iterator[str]:
    """The file, line by line. The last line seals it: without it a file was cut short."""
    last = queries.head()
    yield json.dumps({"format": FORMAT, "exported_at": at.astimezone(UTC).isoformat()}) + "\n"
    for line in queries.chain_lines():
        if line.seq > last[0]:
            break
        yield json.dumps(asdict(line), ensure_ascii=False, sort_keys=True) + "\n"
    key = signing.private_key()
    seal = {
        "head": {"seq": last[0], "hash": last[1]},
        "key_id": keys.key_id(keys.public_text(key)),
    }
    yield (
        json.dumps({**seal, "signature": keys.sign(key, canonical(seal)), **signing.ring()}) + "\n"
    )


def _parsed(rows: Iterable[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, row in enumerate(rows, 1):
        if not row.strip():
            continue
        try:
            value = json.loads(row)
        except ValueError:
            raise Unusable("journal-line-unreadable", where=f"line {number}") from None
        if not isinstance(value, dict):
            raise Unusable("journal-line-unreadable", where=f"line {number}")
        yield number, value


def _line(value: dict[str, Any], number: int) -> chain.Line:
    kinds: dict[str, type] = {f.name: str for f in fields(chain.Line)}
    kinds |= {"seq": int, "facts": dict}
    if set(value) != set(kinds) or any(not isinstance(value[n], k) for n, k in kinds.items()):
        raise Unusable("journal-line-unreadable", where=f"line {number}")
    return chain.Line(**value)


class _Reader:
    """The lines of an exported file, and what stands at its end."""

    def __init__(self, rows: Iterable[str]) -> None:
        self.rows = _parsed(rows)
        self.end: dict[str, Any] | None = None

    def lines(self) -> Iterator[chain.Line]:
        for number, value in self.rows:
            if "format" in value:
                if value["format"] != FORMAT:
                    raise Unusable("journal-format-unknown", format=str(value["format"])[:40])
            elif "head" in value:
                self.end = value
                return
            else:
                yield _line(value, number)


def verified(rows: Iterable[str], public: dict[str, Any] | None = None) -> chain.Verification:
    """Check an exported journal without the installation, in constant memory.

    `public`: the ring of keys from elsewhere; without it the keys in the file itself are taken,
    which proves that the file is whole, not who wrote it.
    """
    reader = _Reader(rows)
    found = chain.verify(reader.lines())
    if not found.verified:
        return found
    end = reader.end
    count = found.checked
    if end is None:
        return chain.Verification(False, count, chain.BadLine(count + 1, "cut-short"), found.head)
    seal: dict[str, Any] = {"head": end.get("head"), "key_id": end.get("key_id")}
    ring = {k["key_id"]: k["public"] for k in (public or end).get("keys", [])}
    signed = keys.is_signed(
        ring.get(str(seal["key_id"]), ""), str(end.get("signature", "")), canonical(seal)
    )
    if not signed:
        return chain.Verification(False, count, chain.BadLine(count, "altered"), found.head)
    last = (int(seal["head"]["seq"]), str(seal["head"]["hash"]))
    if next(reader.rows, None) is not None:  # something was put behind the seal
        return chain.Verification(False, count, chain.BadLine(count + 1, "altered"), found.head)
    if last[0] > count:
        return chain.Verification(False, count, chain.BadLine(count + 1, "cut-short"), found.head)
    if last != (count, found.head):
        return chain.Verification(False, count, chain.BadLine(count, "altered"), found.head)
    return found


def answer(found: chain.Verification) -> dict[str, Any]:
    """The answer of `travaux journal verify`."""
    bad = found.first_bad
    return {
        "verified": found.verified,
        "checked": found.checked,
        "first_bad": {"seq": bad.seq, "kind": bad.kind} if bad else None,
        "head": found.head,
    }
