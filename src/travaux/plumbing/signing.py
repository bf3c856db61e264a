"""The installation's own key, with which receipts and published tables are signed."""

from __future__ import annotations

import json
import os
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from travaux.core.ledger import keys


def _path() -> Path:
    return Path(settings.KEYS) / "signing.pem"


def _write_new(path: Path, data: bytes) -> None:
    """Write a file that is there whole or not at all; refused (FileExistsError) if it exists."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    try:
        path.hardlink_to(temporary)
    finally:
        temporary.unlink()


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> Ed25519PrivateKey:
    return keys.from_pem(path.read_bytes())


def private_key() -> Ed25519PrivateKey:
    """The key in use, made at the first call; a rotated key is seen by every worker at once."""
    path = _path()
    if not path.exists():
        try:
            _write_new(path, keys.to_pem(keys.generate()))
        except FileExistsError:
            pass  # another worker was first
    return _read(path, path.stat().st_mtime_ns)


def retired() -> list[dict[str, Any]]:
    """The public keys that were in use before."""
    return [
        json.loads(path.read_text()) for path in sorted(_path().parent.glob("retired-*.pub.json"))
    ]


def ring() -> dict[str, Any]:
    """The public keys, retired ones too: what was signed stays checkable."""
    return keys.ring(private_key(), retired())


def rotate(on: date) -> dict[str, Any]:
    """Retire the key in use and make a new one; the ring after it.

    The public half of the old key is kept for ever, its private half is destroyed.
    """
    public = keys.public_text(private_key())
    name = keys.key_id(public)
    entry = {"key_id": name, "public": public, "retired_on": on.isoformat()}
    kept = _path().with_name(f"retired-{name}.pub.json")
    if not kept.exists():
        _write_new(kept, json.dumps(entry).encode())
    fresh = _path().with_name(".signing.next")
    fresh.unlink(missing_ok=True)
    _write_new(fresh, keys.to_pem(keys.generate()))
    os.replace(fresh, _path())
    return ring()
