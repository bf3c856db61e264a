"""Rules that the database itself keeps, on SQLite and on PostgreSQL: rows that never change."""

from __future__ import annotations

from typing import Any

from django.db import migrations


class _Trigger(migrations.RunPython):
    """A trigger in either database's own words."""

    def __init__(self, forward_sqlite: list[str], forward_pg: list[str], back: list[str]) -> None:
        def forward(apps: Any, editor: Any) -> None:
            for statement in (
                forward_pg if editor.connection.vendor == "postgresql" else forward_sqlite
            ):
                editor.execute(statement)

        def backward(apps: Any, editor: Any) -> None:
            on = back[0] if editor.connection.vendor == "postgresql" else ""
            for name in back[1:]:
                editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")

        super().__init__(forward, backward)


def refuse_change(
    table: str,
    *,
    when: str = "",
    of: str = "",
    on: tuple[str, ...] = ("UPDATE", "DELETE"),
    name: str = "",
) -> migrations.RunPython:
    """Refuse UPDATE and DELETE of rows of `table` (where `when`, SQL over OLD, holds).

    `of`: for UPDATE only these columns, comma separated. The error names the table.
    On PostgreSQL a condition may not hold a subquery: pass one that calls none, or use a
    denormalised column.
    """
    label = name or table
    lite: list[str] = []
    pg: list[str] = [
        f"""CREATE OR REPLACE FUNCTION keep_{label}() RETURNS trigger AS $$
        BEGIN RAISE EXCEPTION 'rows of {table} are kept as they are'; END; $$ LANGUAGE plpgsql"""
    ]
    names: list[str] = []
    for verb in on:
        trigger = f"keep_{label}_{verb.lower()}"
        names.append(trigger)
        columns = f" OF {of}" if of and verb == "UPDATE" else ""
        condition = f" WHEN ({when})" if when else ""
        lite.append(
            f"CREATE TRIGGER {trigger} BEFORE {verb}{columns} ON {table}{condition} "
            f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are kept as they are'); END"
        )
        pg.append(
            f"CREATE TRIGGER {trigger} BEFORE {verb}{columns} ON {table} FOR EACH ROW{condition} "
            f"EXECUTE FUNCTION keep_{label}()"
        )
    return _Trigger(lite, pg, [f" ON {table}", *names])
