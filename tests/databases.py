"""A database is migrated once; every process of tests works on a copy of it.

SQLite: a file in the system's temporary folder, under a key that changes with every migration.
PostgreSQL: a database of the server beside those of the tests, from which theirs are made.
`python -m tests.databases FOLDER` migrates a new file of SQLite there.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.metadata
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "travaux"
WAY = 1  # to be raised when a template is made in another way
KEPT = 12  # templates: several branches of the source may be tested in turn
PATIENCE = 240.0  # seconds until nobody waits any more for another process that migrates
FILE = "db.sqlite3"
_OF_A_RUN = {"TRAVAUX_DATABASE", "TRAVAUX_HOME", "PYTEST_VERSION", "PYTEST_CURRENT_TEST"}
_LOCK = 4_071_936_185  # any number that no other advisory lock of these servers has
_OF_THE_HOUSE = re.compile(r"^(?:from|import) (travaux\.[\w.]+)", re.M)
_LIBRARIES = ("django", "django-allauth", "django-q2")  # they have migrations of their own


def key() -> str:
    """What a migrated database depends on: migrations, what they import, libraries, settings."""
    from django.conf import settings

    found = hashlib.sha256()
    for name in _LIBRARIES:
        found.update(f"{name} {importlib.metadata.version(name)}\n".encode())
    chosen = [settings.INSTALLED_APPS, settings.AUTH_USER_MODEL, settings.DEFAULT_AUTO_FIELD]
    chosen += [settings.CACHES, sqlite3.sqlite_version, sys.version_info[:2], WAY]
    found.update(repr(chosen).encode())
    for path in _sources():
        found.update(f"{path.relative_to(SOURCE)}\n".encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:24]


def _sources() -> list[Path]:
    """The migrations, and the modules of the house that they import."""
    migrations = sorted(SOURCE.glob("*/migrations/*.py"))
    imported = set()
    for path in migrations:
        for module in _OF_THE_HOUSE.findall(path.read_text(encoding="utf-8")):
            there = SOURCE.parent.joinpath(*module.split("."))
            imported |= {p for p in (there.with_suffix(".py"), there / "__init__.py") if p.exists()}
    return migrations + sorted(imported)


# ---- what is kept -------------------------------------------------------------------------------
def shelf(name: str = "databases") -> Path:
    """A folder of this user alone, in which things made once are kept between runs."""
    top = Path(tempfile.gettempdir()) / f"travaux-tests-{os.getuid()}"
    top.mkdir(mode=0o700, exist_ok=True)
    about = top.lstat()
    if about.st_uid != os.getuid() or about.st_mode & 0o077 or top.is_symlink():
        raise RuntimeError(f"{top} belongs to somebody else; remove it, or set TMPDIR")
    (top / name).mkdir(exist_ok=True)
    return top / name


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """One process at a time. Whoever waited too long goes on: the other may stand still."""
    with path.open("w") as turn:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                time.sleep(0.2)
        yield


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """This folder with what `make` puts into it; made now where it does not stand yet."""
    with alone(folder.with_suffix(".lock")):
        if folder.exists():
            os.utime(folder)  # it is in use: others go first
            return folder
        new = folder.with_suffix(f".{os.getpid()}.new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        try:
            make(new)
            try:
                new.rename(folder)  # at once: nobody ever sees half of it
            except OSError:
                if not folder.exists():  # one that was not waited for any more
                    raise
        finally:
            shutil.rmtree(new, ignore_errors=True)
        _forget_old(folder.parent)
    return folder


def _forget_old(shelf: Path) -> None:
    """The newest stay; others go, with the locks under which they were made."""
    made = [p for p in shelf.iterdir() if p.is_dir() and not p.suffix]
    made.sort(key=lambda p: p.stat().st_mtime, reverse=True)
    for old in made[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
        old.with_suffix(".lock").unlink(missing_ok=True)


def in_a_process(*module_and_words: str, home: Path) -> None:
    """A module of the tests in a process and a home of its own, on SQLite."""
    done = subprocess.run(
        [sys.executable, "-m", *module_and_words],
        cwd=ROOT,
        env={
            **{k: v for k, v in os.environ.items() if k not in _OF_A_RUN},
            "TRAVAUX_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "travaux.site.settings",
            "PYTHONPATH": f"{SOURCE.parent}{os.pathsep}{ROOT}",
        },
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(module_and_words)} fails:\n{done.stderr[-4000:]}")


def template() -> Path:
    """The folder with the migrated file of SQLite, and its fingerprint as it was migrated."""

    def make(new: Path) -> None:
        with tempfile.TemporaryDirectory(prefix="travaux-test-") as home:
            in_a_process("tests.databases", str(new), home=Path(home))

    return made_once(shelf() / key(), make)


def copy_to(path: Path) -> None:
    """A migrated database at this place, in place of whatever stood there."""
    for beside in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + beside).unlink(missing_ok=True)
    shutil.copyfile(template() / FILE, path)


def main(folder: Path) -> None:
    """Migrate a new file of SQLite as Django does for its tests."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    file = folder / FILE
    settings.DATABASES["default"]["NAME"] = file
    django.setup()
    connection.settings_dict["OPTIONS"]["init_command"] = (
        # nothing of it must outlive a loss of power; the copies are opened as the site opens its own
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    call_command("createcachetable", verbosity=0)
    (folder / "fingerprint").write_text(fingerprint(connection))
    connection.close()  # the last to leave writes the log into the file
    assert not file.with_name(file.name + "-wal").exists()


# ---- in the place of Django's own way ---------------------------------------------------------------
@contextmanager
def copied() -> Iterator[None]:
    """Within this, databases for tests are copies, and not migrated each."""
    from django.db.backends.base.creation import BaseDatabaseCreation

    migrate = BaseDatabaseCreation.create_test_db

    def create(
        self: Any,
        verbosity: int = 1,
        autoclobber: bool = False,
        serialize: bool = True,
        keepdb: bool = False,
    ) -> str:
        way = {"sqlite": _sqlite, "postgresql": _postgresql}.get(self.connection.vendor)
        if keepdb or way is None:
            return migrate(self, verbosity, autoclobber, serialize, keepdb)
        name = way(self, verbosity, lambda: migrate(self, verbosity, autoclobber, False))
        if serialize:
            self.connection._test_serialized_contents = self.serialize_db_to_string()
        self.connection.ensure_connection()
        return name

    BaseDatabaseCreation.create_test_db = create  # type: ignore[method-assign]
    try:
        yield
    finally:
        BaseDatabaseCreation.create_test_db = migrate  # type: ignore[method-assign]


def _work_on(creation: Any, name: Any) -> None:
    from django.conf import settings

    creation.connection.close()
    settings.DATABASES[creation.connection.alias]["NAME"] = name
    creation.connection.settings_dict["NAME"] = name


def _sqlite(creation: Any, verbosity: int, migrate: Any) -> Any:
    name = creation._create_test_db(verbosity, True)  # takes an old file away
    copy_to(Path(name))
    _work_on(creation, name)
    return name


def _postgresql(creation: Any, verbosity: int, migrate: Any) -> str:
    """The first that comes migrates its own and leaves a copy of it, all others take that copy."""
    connection, name = creation.connection, creation._get_test_db_name()
    made = f"travaux_template_{key()}"
    with creation._nodb_cursor() as cursor:
        # held to the end: a database that is copied from must have no visitor
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            if not creation._database_exists(cursor, made):
                migrate()
                told = fingerprint(connection)
                connection.close()
                connection.close_pool()
                cursor.execute(f'CREATE DATABASE "{made}" TEMPLATE "{name}"')
                cursor.execute(f"COMMENT ON DATABASE \"{made}\" IS '{told}'")
                return name  # it is migrated itself
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{made}"')
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    _work_on(creation, name)
    return name


@contextmanager
def in_use(file: Path) -> Iterator[None]:
    """Within this, the site works on another file of SQLite; outside of any transaction."""
    from django.conf import settings
    from django.db import connection

    assert connection.vendor == "sqlite" and not connection.in_atomic_block
    before = connection.settings_dict["NAME"]
    try:
        for name in (settings.DATABASES["default"], connection.settings_dict):
            name["NAME"] = file
        connection.close()
        yield
    finally:
        for name in (settings.DATABASES["default"], connection.settings_dict):
            name["NAME"] = before
        connection.close()


# ---- what is in a database --------------------------------------------------------------------------
_OF_POSTGRESQL = (
    """SELECT table_name, column_name, data_type, character_maximum_length, is_nullable,
       column_default, is_identity FROM information_schema.columns
       WHERE table_schema = 'public' ORDER BY 1, 2""",
    "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2",
    """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2""",
    "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
    """SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
       ORDER BY 1, 2""",
    "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1",
)


def fingerprint(connection: Any) -> str:
    """One figure for tables, indices, constraints, triggers and rows of the database in use."""
    found = hashlib.sha256()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            asked: tuple[str, ...] = (
                "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2",
                "SELECT * FROM sqlite_sequence ORDER BY 1",
            )
        else:
            asked = _OF_POSTGRESQL
        for question in asked:
            cursor.execute(question)
            found.update(repr(cursor.fetchall()).encode())
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            found.update(repr((table, cursor.fetchall())).encode())
    return found.hexdigest()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
