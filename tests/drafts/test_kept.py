"""Published versions: the database itself refuses what the code refuses."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from tests.drafts.texts import AT, brought_in, published
from travaux.core.texts.document import Block
from travaux.drafts import actions, queries
from travaux.drafts.models import Version
from travaux.plumbing.verdicts import Refusal

STATEMENTS = [
    "UPDATE drafts_paragraph SET body = 'changed' WHERE version_id = %s",
    "UPDATE drafts_paragraph SET frozen = NOT frozen WHERE version_id = %s",
    "DELETE FROM drafts_paragraph WHERE version_id = %s",
    "UPDATE drafts_version SET symbol = 'changed' WHERE id = %s",
    "UPDATE drafts_version SET number = 99 WHERE id = %s",
    "UPDATE drafts_version SET state = 'working' WHERE id = %s",
    "UPDATE drafts_version SET content_hash = '' WHERE id = %s",
    "UPDATE drafts_version SET dated_on = NULL WHERE id = %s",
    "DELETE FROM drafts_version WHERE id = %s",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_raw_sql_cannot_touch_a_published_version(cast, statement: str) -> None:
    version = published(cast)
    refused = pytest.raises(DatabaseError, match="are kept as they are")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [version.pk])
    fresh = Version.objects.get(pk=version.pk)
    assert fresh.content_hash == queries.content_hash_of(fresh) == version.content_hash


def test_what_is_open_can_change(cast) -> None:
    version = brought_in(cast)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE drafts_paragraph SET body = 'x' WHERE version_id = %s", [version.pk])
        cursor.execute("UPDATE drafts_version SET symbol = 'x' WHERE id = %s", [version.pk])
    assert Version.objects.get(pk=version.pk).symbol == "x"


def test_nothing_goes_into_a_published_version(cast) -> None:
    version = published(cast)
    with pytest.raises(Refusal, match="version-published"):
        actions.insert_paragraph(
            by=cast.amina,
            version=version,
            after="",
            block=Block("paragraph", "New."),
            seen_revision=0,
            at=AT,
        )
    with pytest.raises(Refusal, match="version-published"):
        actions.unfreeze_version(by=cast.amina, version=version, at=AT)


def test_a_row_smuggled_in_shows_in_the_digest(cast) -> None:
    version = published(cast)
    row = version.paragraphs.first()
    row.pk, row.anchor, row.frozen = None, version.text.anchors.create(), False
    row._state.adding = True
    row.save()
    assert queries.content_hash_of(version) != version.content_hash
