"""Files as they were received: bytes on disk named by their digest, a row for each reception."""

from __future__ import annotations

import hashlib
import mimetypes
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection, transaction
from django.http import FileResponse

from travaux.plumbing.models import StoredFile

_PIECE = 1024 * 1024
_LOCK_OF_FILES = 7_236_081_524  # any number that no other advisory lock of this database has


def plain_name(name: str) -> str:
    """A file's name without folders, control characters or signs that turn the reading order."""
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip(" .")
    if len(kept) > 200:
        stem, dot, ending = kept.rpartition(".")
        kept = f"{stem[:190]}.{ending}" if dot and len(ending) < 10 else kept[:200]
    return kept or "file"


def place_of(digest: str) -> Path:
    """Where the bytes of a digest lie."""
    return Path(settings.FILES) / digest[:2] / digest


def _pieces(data: Any) -> Iterator[bytes]:
    if isinstance(data, bytes | bytearray | memoryview):
        yield bytes(data)
    elif hasattr(data, "chunks"):  # an upload
        data.seek(0)
        yield from data.chunks(_PIECE)
    else:
        while piece := data.read(_PIECE):
            yield piece


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def keep_bytes(data: Any) -> tuple[str, int]:
    """Write bytes, an upload or an open file durably under its digest; (digest, size)."""
    root = Path(settings.FILES)
    root.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, temporary = tempfile.mkstemp(dir=root, prefix=".coming-")
    try:
        with os.fdopen(handle, "wb") as out:
            for piece in _pieces(data):
                digest.update(piece)
                size += len(piece)
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        target = place_of(digest.hexdigest())
        if not target.parent.exists():
            target.parent.mkdir(exist_ok=True)
            _sync(root)
        os.replace(temporary, target)
        _sync(target.parent)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return digest.hexdigest(), size


def _hold_files(*, shared: bool) -> None:
    """Until the transaction ends nobody forgets (shared) or nobody keeps (not shared) a file.

    Two receptions of the same bytes lie in one place: without this, whoever forgets one of them
    could not see that the other is being kept at this moment, and would take its bytes away.
    SQLite has one writer at a time, which is all that is needed.
    """
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        wait = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {wait}(%s)", [_LOCK_OF_FILES])


def keep_file(
    data: Any,
    *,
    name: str,
    at: datetime,
    media_type: str = "",
    by: Any = None,
    received_from: str = "",
    process_code: str = "",
) -> StoredFile:
    """Keep a file: the bytes are on disk before the row can be committed.

    `data`: bytes, an uploaded file, or an open binary file. `by`: a person (or their key as
    `received_from`), or None for the installation itself. Call it inside an action; a rollback
    leaves bytes that no row names.
    """
    _hold_files(shared=True)
    digest, size = keep_bytes(data)
    kind = media_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return StoredFile.objects.create(
        name=plain_name(name),
        media_type=kind[:120],
        size=size,
        digest=digest,
        received_at=at,
        received_from=by.key if by is not None else received_from,
        process_code=process_code,
    )


def open_file(stored: StoredFile) -> BinaryIO:
    """The bytes of a kept file, to read."""
    return place_of(stored.digest).open("rb")


def file_bytes(file: StoredFile) -> bytes:
    """The bytes of a kept file. Errors: FileNotFoundError when it is gone from the disk."""
    return place_of(file.digest).read_bytes()


def hand_out(stored: StoredFile) -> FileResponse:
    """A kept file as a download. The view that calls this has asked a rule first.

    Never shown inside a page: what somebody sent must not run under our address.
    """
    response = FileResponse(
        open_file(stored),
        as_attachment=True,
        filename=stored.name,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def forget_files(files: Iterable[StoredFile]) -> None:
    """Kept files go: their rows now, their bytes once this is durable and no other row names them.

    Call it inside an action, after whatever pointed to them.
    """
    gone = list(files)
    StoredFile.objects.filter(pk__in=[f.pk for f in gone]).delete()

    def unlink() -> None:
        with transaction.atomic():
            _hold_files(shared=False)
            take_away()

    def take_away() -> None:
        for digest in {f.digest for f in gone}:
            if not StoredFile.objects.filter(digest=digest).exists():
                place_of(digest).unlink(missing_ok=True)

    transaction.on_commit(unlink, robust=True)
