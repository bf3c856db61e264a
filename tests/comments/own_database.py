"""A copy of the test database for tests of many at once: real commits, then thrown away.

Rows of the record refuse to be deleted, so that a database cannot be emptied between tests.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, connections


def _close() -> None:
    if connection.vendor == "postgresql":
        connection.close_pool()
    connections.close_all()


@contextmanager
def _beside_a_browser() -> Iterator[None]:
    """Once a test drove a browser, its loop stands still in this thread; Django would refuse."""
    name = "DJANGO_ALLOW_ASYNC_UNSAFE"
    before = os.environ.get(name)
    os.environ[name] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


@contextmanager
def own_database(folder: Path) -> Iterator[None]:
    """Within, every connection of every thread is to the copy."""
    with _beside_a_browser():
        yield from _own_database(folder)


def _own_database(folder: Path) -> Iterator[None]:
    settings = connections.databases["default"]
    before = settings["NAME"]
    _close()
    if connection.vendor == "sqlite":
        own = str(folder / "own.sqlite3")
        shutil.copy(before, own)
    else:
        own = f"{before}_own"
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{own}"')
            cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE "{before}"')
        _close()
    settings["NAME"] = connection.settings_dict["NAME"] = own
    try:
        yield
    finally:
        _close()
        settings["NAME"] = connection.settings_dict["NAME"] = before
        if connection.vendor == "postgresql":
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
