"""Writing the rows of paragraphs: positions without gaps, words with their marks, history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import F, ProtectedError

from travaux.core.texts.blocks import sorted_marks
from travaux.core.texts.document import Block, Document
from travaux.core.texts.redline import redline
from travaux.drafts.models import Anchor, EditKind, Paragraph, ParagraphEdit, Version
from travaux.drafts.queries.standing import block_of, fields_of
from travaux.drafts.rules import may_edit, may_work_on
from travaux.drafts.states import OPEN, VersionState
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse, require

BATCH = 500


def _hold(version: Version, by: Person, at: datetime, seen: int | None = None) -> None:
    """Hold a version for a change: its row is locked, it must be open, and not have moved on.

    `seen`: the revision of its structure that the person looked at; given, it is counted up.
    """
    require(may_edit(by, version, at))
    held = Version.objects.select_for_update().filter(pk=version.pk, state__in=OPEN).first()
    if held is None or (seen is not None and held.revision != seen):
        raise refuse("moved-meanwhile")
    if seen is not None:
        Version.objects.filter(pk=version.pk).update(revision=F("revision") + 1)
        version.revision = seen + 1


def _may_touch(by: Person, version: Version, *paragraphs: Paragraph | None) -> None:
    """Nobody changes a paragraph on a topic that the assessment of their interests leaves to others."""
    require(may_work_on(by, version.text.process.code, paragraphs))


def _new_anchors(text_id: int, count: int) -> list[Anchor]:
    return Anchor.objects.bulk_create(
        [Anchor(text_id=text_id) for _ in range(count)], batch_size=BATCH
    )


def _write(paragraph: Paragraph, block: Block) -> None:
    """Put a block into the row of a paragraph and count its revision up."""
    fields = fields_of(block)
    Paragraph.objects.filter(pk=paragraph.pk).update(**fields, revision=F("revision") + 1)
    for name, value in fields.items():
        setattr(paragraph, name, value)
    paragraph.revision += 1


def _insert(version: Version, position: int, blocks: Sequence[Block]) -> list[Paragraph]:
    """New paragraphs with identities of their own, before what stood at `position`."""
    Paragraph.objects.filter(version=version, position__gte=position).update(
        position=F("position") + len(blocks)
    )
    anchors = _new_anchors(version.text_id, len(blocks))
    return Paragraph.objects.bulk_create(
        [
            Paragraph(version=version, anchor=anchor, position=position + n, **fields_of(block))
            for n, (anchor, block) in enumerate(zip(anchors, blocks, strict=True))
        ]
    )


def _take_out(paragraph: Paragraph) -> None:
    version_id, position = paragraph.version_id, paragraph.position
    try:
        Paragraph.objects.filter(pk=paragraph.pk).delete()
    except ProtectedError:
        raise refuse("paragraph-in-use") from None
    Paragraph.objects.filter(version_id=version_id, position__gt=position).update(
        position=F("position") - 1
    )


def _remember(
    version: Version,
    paragraph: Paragraph,
    what: EditKind,
    by: Person,
    at: datetime,
    before: str = "",
    after: str = "",
) -> None:
    """A line in the history of a paragraph; imports in preview have none."""
    if version.state != VersionState.WORKING:
        return
    ParagraphEdit.objects.create(
        version=version,
        anchor_id=paragraph.anchor_id,
        paragraph=None if what == EditKind.REMOVED else paragraph,
        what=what,
        before=before,
        after=after,
        by_key=by.key,
        at=at,
    )


def _reworded(block: Block, text: str) -> Block:
    """A block with other words; emphasis, links and notes stay on the words that stayed."""
    moved: list[tuple[int, int, int]] = []  # (start in old, end in old, shift)
    i = j = 0
    for piece in redline(block.text, text):
        if piece.kind == "same":
            moved.append((i, i + len(piece.text), j - i))
        if piece.kind != "ins":
            i += len(piece.text)
        if piece.kind != "del":
            j += len(piece.text)

    def place(at: int) -> int:
        found = 0
        for start, end, shift in moved:
            if at < start:
                break
            found = min(at, end) + shift
        return min(found, len(text))

    marks = [
        replace(mark, start=max(mark.start, start) + shift, end=min(mark.end, end) + shift)
        for mark in block.marks
        for start, end, shift in moved
        if mark.start < end and mark.end > start
    ]
    notes = tuple(replace(note, at=place(note.at)) for note in block.notes)
    return replace(block, text=text, marks=sorted_marks(marks), notes=notes)


def _fresh(version: Version, anchor: str) -> Paragraph:
    """The paragraph as it stands now."""
    found = (
        Paragraph.objects.select_related("anchor")
        .filter(version=version, anchor__key=anchor)
        .first()
    )
    if found is None:
        raise refuse("paragraph-gone")
    return found


def _small(*paragraphs: Paragraph) -> Document:
    """A document of a few paragraphs, for an operation of the core that needs no more."""
    return Document("", tuple(block_of(paragraph) for paragraph in paragraphs))
