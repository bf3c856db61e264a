"""Files as they were received: bytes on disk named by their digest, a row for each reception."""

from __future__ import annotations

import hashlib
import os
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings

from travaux.plumbing.models import StoredFile


def _place(digest: str) -> Path:
    return Path(settings.FILES) / digest[:2] / digest


def keep_file(
    *,
    data: bytes,
    name: str,
    at: datetime,
    media_type: str = "",
    received_from: str = "",
    process_code: str = "",
) -> StoredFile:
    """Keep a file durably before its row is written; call it inside an action."""
    digest = hashlib.sha256(data).hexdigest()
    path = _place(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f"{digest}.{secrets.token_hex(4)}.new")
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    return StoredFile.objects.create(
        name=name[-255:],
        media_type=media_type or "application/octet-stream",
        size=len(data),
        digest=digest,
        received_at=at,
        received_from=received_from,
        process_code=process_code,
    )


def file_bytes(file: StoredFile) -> bytes:
    """The bytes of a kept file. Errors: FileNotFoundError when it is gone from the disk."""
    return _place(file.digest).read_bytes()
