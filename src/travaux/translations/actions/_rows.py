"""What every action of this room writes: a translation, and the line of the journal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from travaux.drafts.models import Paragraph, Version
from travaux.drafts.queries import block_of
from travaux.journal.actions import record
from travaux.people.models import Person
from travaux.translations.models import (
    Translation,
)
from travaux.translations.queries import (
    source_digest,
)


def _written(
    by: Person | None,
    paragraph: Paragraph,
    language: str,
    made: Any,
    at: datetime,
    *,
    machine: bool = False,
    engine: str = "",
) -> Translation:
    return Translation.objects.create(
        anchor_id=paragraph.anchor_id,
        language=language,
        source_digest=source_digest(block_of(paragraph)),
        source_body=paragraph.body,
        source_notes=[note.text for note in block_of(paragraph).notes],
        body=made.text,
        marks=[[m.start, m.end, m.kind, m.href] for m in made.marks],
        notes=[[n.at, n.label, n.text] for n in made.notes],
        rows=[list(row) for row in made.rows],
        machine=machine,
        engine=engine,
        by_key=by.key if by is not None else "",
        at=at,
    )


def _texts(block: Any) -> list[str]:
    """Everything that is read of a translated paragraph."""
    notes = [note.text for note in block.notes]
    return [block.text, *notes, *(str(cell) for row in block.rows for cell in row)]


def _line(by: Person | None, version: Version, at: datetime, language: str, **facts: Any) -> None:
    record(
        by=by,
        subject=version.key,
        process=version.text.process.code,
        at=at,
        facts={"language": language, **facts},
    )
