"""One file that holds an installation: its database, its files, its keys; and the way back.

A tar, gzipped: `manifest.json` last, with a digest of every other member. SQLite is copied by its
own backup interface while the site runs; PostgreSQL leaves as one COPY per table, read in one
snapshot, so that no tool of the server is needed.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from travaux.core.problems import Unusable
from travaux.plumbing import clock

FORMAT = "travaux-backup-1"
Say = Callable[[str], None]


def _version() -> str:
    try:
        return version("travaux")
    except PackageNotFoundError:  # run from its source
        project = settings.PACKAGE.parent.parent / "pyproject.toml"
        if not project.is_file():
            return "0"
        return str(tomllib.loads(project.read_text())["project"]["version"])


class _Writer:
    """Puts members into the archive and remembers their digests."""

    def __init__(self, archive: tarfile.TarFile, at: datetime) -> None:
        self.archive, self.at = archive, at
        self.members: dict[str, str] = {}

    def add(self, name: str, path: Path) -> None:
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
        self.members[name] = digest.hexdigest()
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = path.stat().st_size, 0o600, int(self.at.timestamp())
        with path.open("rb") as file:
            self.archive.addfile(info, file)

    def finish(self, facts: dict[str, Any]) -> None:
        data = json.dumps({**facts, "members": self.members}, indent=1).encode()
        info = tarfile.TarInfo("manifest.json")
        info.size, info.mode, info.mtime = len(data), 0o600, int(self.at.timestamp())
        self.archive.addfile(info, io.BytesIO(data))


def _tables() -> list[str]:
    """Every table of the installation that is in use, and the cache left out."""
    return sorted(
        name
        for name in connection.introspection.table_names()
        if name != settings.CACHES["default"]["LOCATION"]
    )


def _quote(name: str) -> str:
    return connection.ops.quote_name(name)


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [c.name for c in connection.introspection.get_table_description(cursor, table)]


def _dump_sqlite(folder: Path) -> Path:
    target = folder / "db.sqlite3"
    connection.ensure_connection()
    with contextlib.closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    return target


def _dump_postgres(folder: Path) -> Iterator[tuple[str, Path]]:
    """One COPY per table, all from the same snapshot."""
    from django.db import transaction

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for table in _tables():
            columns = _columns(table)
            path = folder / f"{table}.copy"
            listed = ", ".join(map(_quote, columns))
            with (
                connection.cursor() as cursor,
                path.open("wb") as out,
                cursor.copy(f"COPY {_quote(table)} ({listed}) TO STDOUT") as rows,
            ):
                for piece in rows:
                    out.write(piece)
            named = folder / f"{table}.columns"
            named.write_text(json.dumps(columns))
            yield f"tables/{table}.columns", named
            yield f"tables/{table}.copy", path


def back_up(target: Path, say: Say = lambda _text: None) -> dict[str, Any]:
    """Write the backup; the file appears under its name only when it is whole."""
    at = clock.now()
    coming = target.with_name(f".{target.name}.coming")
    # it holds private keys and everybody's data: readable by its owner alone, from the first byte
    handle = os.open(coming, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with (
            tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as working,
            os.fdopen(handle, "wb") as out,
        ):
            with tarfile.open(fileobj=out, mode="w:gz", compresslevel=6) as archive:
                writer = _Writer(archive, at)
                # the database first: every file that its rows name is on disk by then
                if connection.vendor == "sqlite":
                    writer.add("db.sqlite3", _dump_sqlite(Path(working)))
                else:
                    for name, path in _dump_postgres(Path(working)):
                        writer.add(name, path)
                        path.unlink()
                say("database")
                for label, root in (("keys", settings.KEYS), ("files", settings.FILES)):
                    for path in sorted(Path(root).rglob("*")):
                        if path.is_file() and not path.name.startswith("."):
                            writer.add(f"{label}/{path.relative_to(root).as_posix()}", path)
                    say(label)
                applied = MigrationRecorder(connection).applied_migrations()
                writer.finish(
                    {
                        "format": FORMAT,
                        "made_at": at.astimezone(UTC).isoformat(),
                        "version": _version(),
                        "database": connection.vendor,
                        "migrations": sorted(f"{a}.{n}" for a, n in applied),
                    }
                )
            out.flush()
            os.fsync(out.fileno())
        os.replace(coming, target)
    except BaseException:
        coming.unlink(missing_ok=True)
        raise
    return {"file": str(target), "members": len(writer.members), "bytes": target.stat().st_size}


def unpack(source: Path, folder: Path) -> dict[str, Any]:
    """Unpack a backup into an empty folder and check every digest; its manifest."""
    try:
        with tarfile.open(source, "r:gz") as archive:
            for member in archive:
                inside = (folder / member.name).resolve()
                if not member.isfile() or not inside.is_relative_to(folder.resolve()):
                    raise Unusable("backup-unreadable", name=source.name)
                inside.parent.mkdir(parents=True, exist_ok=True)
                piece = archive.extractfile(member)
                assert piece is not None
                with piece, inside.open("wb") as out:
                    shutil.copyfileobj(piece, out, 1 << 20)
        manifest = json.loads((folder / "manifest.json").read_text())
        members = dict(manifest["members"])
        if manifest.get("format") != FORMAT:
            raise Unusable("backup-unreadable", name=source.name)
    except (tarfile.TarError, EOFError, OSError, ValueError, KeyError, TypeError):
        raise Unusable("backup-unreadable", name=source.name) from None
    for name, expected in members.items():
        path, digest = folder / name, hashlib.sha256()
        if not path.is_file():
            raise Unusable("backup-damaged", member=name)
        with path.open("rb") as file:
            while data := file.read(1 << 20):
                digest.update(data)
        if digest.hexdigest() != expected:
            raise Unusable("backup-damaged", member=name)
    return manifest  # type: ignore[no-any-return]


def holds_data() -> bool:
    """Whether this installation has people or lines of the record that a restore would replace."""
    tables = set(connection.introspection.table_names())
    for label, name in (("people", "Person"), ("journal", "Line")):
        model = apps.get_model(label, name)
        if model._meta.db_table in tables and model._default_manager.exists():
            return True
    return False


def restore(source: Path, *, replace: bool, say: Say = lambda _text: None) -> dict[str, Any]:
    """Bring an installation back. Over existing data only with `replace`. Stop the site first.

    Everything is unpacked and checked before anything is touched.
    """
    if holds_data() and not replace:
        raise Unusable("restore-over-data")
    home = Path(settings.HOME)
    with tempfile.TemporaryDirectory(dir=home, prefix=".restore-") as working:
        folder = Path(working)
        manifest = unpack(source, folder)
        say("checked")
        if manifest["database"] != connection.vendor:
            raise Unusable(
                "backup-other-database", found=manifest["database"], here=connection.vendor
            )
        if connection.vendor == "sqlite":
            _restore_sqlite(folder / "db.sqlite3")
        else:
            _restore_postgres(folder / "tables", manifest)
        say("database")
        for label, root in (("keys", Path(settings.KEYS)), ("files", Path(settings.FILES))):
            for path in root.rglob("*"):
                if path.is_file():
                    path.unlink()
            for path in sorted((folder / label).rglob("*")):
                if path.is_file():
                    target = root / path.relative_to(folder / label)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.move(path, target)
                    target.chmod(0o600)
            say(label)
    call_command("migrate", verbosity=0, interactive=False)  # a backup of an older version
    call_command("createcachetable", verbosity=0)
    return {"version": manifest["version"], "made_at": manifest["made_at"]}


def _restore_sqlite(copy: Path) -> None:
    """Page by page into the database in place, as its own backup interface does."""
    connection.ensure_connection()
    with contextlib.closing(sqlite3.connect(copy)) as source:
        source.backup(connection.connection)
    connection.close()


def _restore_postgres(folder: Path, manifest: dict[str, Any]) -> None:
    """An empty schema of the same migrations, then the tables as they were."""
    from django.db import transaction

    known = MigrationRecorder.Migration.objects
    call_command("migrate", verbosity=0, interactive=False)
    here = {f"{m.app}.{m.name}" for m in known.all()}
    if here != set(manifest["migrations"]):
        raise Unusable("backup-other-version", version=manifest["version"], here=_version())
    tables = [path.stem for path in sorted(folder.glob("*.copy"))]
    if unknown := set(tables) - set(_tables()):
        raise Unusable("backup-damaged", member=min(unknown))
    with transaction.atomic(), connection.cursor() as cursor:
        listed = ", ".join(map(_quote, _tables()))
        cursor.execute(f"TRUNCATE {listed} CASCADE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        # rows that are kept for ever are kept from actions, not from the one who restores them
        for table in tables:
            cursor.execute(f"ALTER TABLE {_quote(table)} DISABLE TRIGGER USER")
        for table in tables:
            columns = json.loads((folder / f"{table}.columns").read_text())
            named = ", ".join(map(_quote, columns))
            with (
                (folder / f"{table}.copy").open("rb") as file,
                cursor.copy(f"COPY {_quote(table)} ({named}) FROM STDIN") as rows,
            ):
                while piece := file.read(1 << 20):
                    rows.write(piece)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {_quote(table)} ENABLE TRIGGER USER")
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(
            no_style(), apps.get_models(include_auto_created=True)
        ):
            cursor.execute(statement)
