"""Many tables in one step: the same state and the same statements as one by one."""

from __future__ import annotations

import pytest
from django.db import connection, models
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ProjectState

from travaux.plumbing.migrating import CreateModels


def tables() -> list[CreateModel]:
    key = ("id", models.BigAutoField(primary_key=True))
    shelf = models.ForeignKey("house.Shelf", on_delete=models.CASCADE)
    once = models.UniqueConstraint(fields=["shelf", "sign"], name="sign_once_on_shelf")
    return [
        CreateModel("Shelf", [key]),
        CreateModel(
            "Book",
            [key, ("sign", models.CharField(max_length=9)), ("shelf", shelf)],
            {"constraints": [once]},
        ),
    ]


def statements(operations, forwards: bool = True) -> tuple[list[str], ProjectState]:
    before, after = ProjectState(), ProjectState()
    for operation in operations:
        operation.state_forwards("house", after)
    editor = connection.schema_editor(collect_sql=True, atomic=False)
    editor.deferred_sql = []  # not entered: nothing is done, and SQLite would ask for more
    for operation in operations if forwards else reversed(operations):
        if forwards:
            operation.database_forwards("house", editor, before, after)
        else:
            operation.database_backwards("house", editor, after, before)
    return [str(s) for s in (*editor.collected_sql, *editor.deferred_sql)], after


@pytest.mark.django_db
@pytest.mark.parametrize("forwards", [True, False])
def test_together_is_the_same_as_one_by_one(forwards):
    together, drawn = statements([CreateModels(models=tables())], forwards)
    single, alone = statements(tables(), forwards)
    assert together == single and len(together) >= 2
    assert drawn.models == alone.models


def test_what_was_drawn_before_knows_the_new_tables():
    state = ProjectState()
    CreateModel("Shelf", [("id", models.BigAutoField(primary_key=True))]).state_forwards(
        "house", state
    )
    assert state.apps.get_model("house", "shelf")  # drawn: the next one must not keep this picture
    CreateModels(models=tables()[1:]).state_forwards("house", state)
    book = state.apps.get_model("house", "book")
    assert book._meta.get_field("shelf").related_model is state.apps.get_model("house", "shelf")


def test_a_migration_can_be_written_with_it():
    name, positional, named = CreateModels(models=tables()).deconstruct()
    again = CreateModels(*positional, **named)
    assert (name, again.describe()) == ("CreateModels", "Create models Shelf, Book")
