"""A copy of the test database for tests of many at once: real commits, then thrown away.

Rows of the record refuse to be deleted, so that a database cannot be emptied between tests.
"""

from __future__ import annotations

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
def own_database(folder: Path) -> Iterator[None]:
    """Within, every connection of every thread is to the copy."""
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
