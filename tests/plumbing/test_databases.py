"""Tests work on copies: a copy is what `migrate` made, and a change makes another template."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests import databases


@pytest.mark.django_db
def test_nothing_is_left_to_migrate_in_the_copy() -> None:
    """The key would be wrong, were a migration missing in what was kept under it."""
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    executor.loader.check_consistent_history(connection)


@pytest.mark.django_db
def test_the_rules_that_the_database_keeps_came_along() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        )
        have = {name for (name,) in cursor.fetchall()}
    assert {"keep_journal_line_update", "keep_journal_line_delete"} <= have, sorted(have)


@pytest.mark.django_db
def test_a_copy_is_what_was_migrated(tmp_path: Path) -> None:
    """Schema, triggers, rows: compared with what the process saw that ran `migrate`."""
    of = _copy_of_sqlite if connection.vendor == "sqlite" else _copy_of_postgresql
    with of(tmp_path) as (other, told):
        assert databases.fingerprint(other) == told
        with other.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'voices'")
        assert databases.fingerprint(other) != told  # it does look


@contextmanager
def _copy_of_sqlite(folder: Path) -> Iterator[tuple[Any, str]]:
    file = folder / "copy.sqlite3"
    file.write_text("an old one")
    databases.copy_to(file)
    with closing(sqlite3.connect(file)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    other = connection.copy("other")
    other.settings_dict["NAME"] = file
    try:
        yield other, (databases.template() / "fingerprint").read_text()
    finally:
        other.close()


@contextmanager
def _copy_of_postgresql(folder: Path) -> Iterator[tuple[Any, str]]:
    made, name = f"travaux_template_{databases.key()}", f"test_copy_{os.getpid()}"
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [made],
        )
        [[told]] = cursor.fetchall()
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{made}"')
        other = connection.copy("other")
        other.settings_dict |= {"NAME": name, "OPTIONS": {}}
        try:
            yield other, told
        finally:
            other.close()
            cursor.execute(f'DROP DATABASE "{name}"')


def test_a_changed_migration_makes_another_key(tmp_path: Path, monkeypatch) -> None:
    source = tmp_path / "travaux"
    (source / "room" / "migrations").mkdir(parents=True)
    migration = source / "room" / "migrations" / "0001_first.py"
    migration.write_text("from travaux.room.triggers import keep\n")
    triggers = source / "room" / "triggers.py"
    triggers.write_text("keep = 1\n")
    monkeypatch.setattr(databases, "SOURCE", source)
    keys = [databases.key()]
    assert databases.key() == keys[0]
    migration.write_text(migration.read_text() + "# more\n")
    keys.append(databases.key())
    triggers.write_text("keep = 2\n")
    keys.append(databases.key())
    migration.with_name("0002_second.py").write_text("")
    keys.append(databases.key())
    assert len(set(keys)) == 4


def test_only_the_newest_are_kept_and_nobody_sees_half(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(databases, "KEPT", 2)
    shelf = tmp_path / "shelf"
    shelf.mkdir()

    def make(new: Path) -> None:
        assert new.parent == shelf and not (shelf / name).exists()
        (new / "thing").write_text(name)

    for name in ("one", "two", "three"):
        made = databases.made_once(shelf / name, make)
        assert (made / "thing").read_text() == name
    assert {p.name for p in shelf.iterdir() if p.is_dir()} == {"two", "three"}

    def breaks(new: Path) -> None:
        (new / "half").write_text("half")
        raise RuntimeError("the migrations fail")

    with pytest.raises(RuntimeError, match="migrations fail"):
        databases.made_once(shelf / "four", breaks)
    assert {p.name for p in shelf.iterdir() if p.is_dir()} == {"two", "three"}
