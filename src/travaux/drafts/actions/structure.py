"""What a drafter mends in a text: cut, join, headings, levels, numbers, order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import F

from travaux.core.problems import Unusable
from travaux.core.texts import structure
from travaux.core.texts.added_numbers import added_number
from travaux.core.texts.document import Block
from travaux.core.texts.structure import Numbering
from travaux.drafts.actions._rows import (
    BATCH,
    _fresh,
    _hold,
    _insert,
    _may_touch,
    _remember,
    _small,
    _take_out,
    _write,
)
from travaux.drafts.models import Anchor, EditKind, Paragraph, Version
from travaux.drafts.queries.standing import block_of, document_of
from travaux.drafts.states import VersionState
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse


def _line(by: Person, version: Version, at: datetime, **facts: Any) -> None:
    record(by=by, subject=version.key, process=version.text.process.code, at=at, facts=facts)


@action
def split_paragraph(
    *,
    by: Person,
    version: Version,
    anchor: str,
    offsets: Sequence[int],
    seen_revision: int,
    at: datetime,
) -> list[Paragraph]:
    """Cut a paragraph before the given places of its words; the first piece keeps its identity."""
    _hold(version, by, at, seen_revision)
    paragraph = _fresh(version, anchor)
    _may_touch(by, version, paragraph)
    document = _small(paragraph)
    for offset in sorted(set(offsets), reverse=True):
        document = structure.split(document, 0, offset)
    if len(document.blocks) < 2:
        raise refuse("cut-missing")
    before = paragraph.body
    _write(paragraph, document.blocks[0])
    _remember(version, paragraph, EditKind.WORDS, by, at, before, paragraph.body)
    pieces = document.blocks[1:]
    if version.state == VersionState.WORKING:
        pieces = _added(version, paragraph, pieces)
    new = _insert(version, paragraph.position + 1, pieces)
    for piece in new:
        _remember(version, piece, EditKind.INSERTED, by, at, "", piece.body)
    _line(by, version, at, paragraph=anchor, pieces=len(document.blocks))
    return [paragraph, *new]


def _added(version: Version, first: Paragraph, pieces: Sequence[Block]) -> tuple[Block, ...]:
    """What comes in between bears the number before it with *bis*, *ter*: numbers agreed on stay."""
    if first.kind != "paragraph" or not first.number:
        return tuple(pieces)
    numbers = version.paragraphs.filter(kind="paragraph").values_list("number", flat=True)
    taken, found = list(numbers), list[Block]()
    for piece in pieces:
        number = added_number(first.number, taken, version.language)
        taken.append(number)
        found.append(replace(piece, number=number))
    return tuple(found)


@action
def join_paragraphs(
    *, by: Person, version: Version, anchors: Sequence[str], seen_revision: int, at: datetime
) -> int:
    """Each of these is added to the one before it, which keeps its identity and number."""
    _hold(version, by, at, seen_revision)
    if not anchors:
        raise refuse("nothing-chosen")
    # from the end, so that three in a row become one
    chosen = sorted((_fresh(version, anchor) for anchor in anchors), key=lambda p: -p.position)
    for paragraph in chosen:
        before = (
            Paragraph.objects.select_related("anchor")
            .filter(version=version, position__lt=paragraph.position)
            .last()
        )
        if before is None:
            raise Unusable("nothing-before")
        _may_touch(by, version, before, paragraph)
        current = _fresh(version, paragraph.anchor.key)
        joined = structure.join_with_previous(_small(before, current), 1).blocks[0]
        words = before.body
        _write(before, joined)
        _remember(version, before, EditKind.WORDS, by, at, words, before.body)
        _remember(version, current, EditKind.REMOVED, by, at, current.body)
        _take_out(current)
    _line(by, version, at, joined=len(chosen))
    return len(chosen)


@action
def set_paragraphs(
    *,
    by: Person,
    version: Version,
    anchors: Sequence[str],
    seen_revision: int,
    at: datetime,
    kind: str | None = None,
    level: int | None = None,
    number: str | None = None,
    label: str | None = None,
) -> int:
    """Say what these are (heading, paragraph, sub-paragraph, code), how deep, under which number."""
    _hold(version, by, at, seen_revision)
    if not anchors:
        raise refuse("nothing-chosen")
    rows = list(Paragraph.objects.filter(version=version, anchor__key__in=list(anchors)))
    if len(rows) != len(set(anchors)):
        raise refuse("paragraph-gone")
    _may_touch(by, version, *rows)
    for row in rows:
        document = structure.set_block(
            _small(row),
            0,
            kind=kind,  # type: ignore[arg-type]
            level=level,
            number=number,
            label=label,
        )
        _write(row, document.blocks[0])
    facts = {"paragraphs": len(rows), "kind": kind or "", "level": level if level else 0}
    _line(by, version, at, **facts)
    return len(rows)


@action
def remove_paragraphs(
    *, by: Person, version: Version, anchors: Sequence[str], seen_revision: int, at: datetime
) -> int:
    """Take these out of the version; in a working version their words stay in its history."""
    _hold(version, by, at, seen_revision)
    if not anchors:
        raise refuse("nothing-chosen")
    if Paragraph.objects.filter(version=version).count() <= len(set(anchors)):
        raise Unusable("text-empty")
    for anchor in dict.fromkeys(anchors):
        paragraph = _fresh(version, anchor)
        _may_touch(by, version, paragraph)
        _remember(version, paragraph, EditKind.REMOVED, by, at, paragraph.body)
        _take_out(paragraph)
    _line(by, version, at, removed=list(dict.fromkeys(anchors))[:200])
    return len(set(anchors))


@action
def renumber_version(
    *,
    by: Person,
    version: Version,
    numbering: Numbering,
    seen_revision: int,
    at: datetime,
    start: int = 1,
) -> int:
    """Number all paragraphs anew, through the text or in each section; identities stay."""
    _hold(version, by, at, seen_revision)
    if numbering not in ("continuous", "by-section"):
        raise refuse("numbering-unknown")
    rows = list(version.paragraphs.all())
    document = structure.renumber(document_of(version, rows), numbering, start)
    changed = []
    for row, block in zip(rows, document.blocks, strict=True):
        if row.number != block.number:
            row.number = block.number
            row.revision += 1
            changed.append(row)
    Paragraph.objects.bulk_update(changed, ["number", "revision"], batch_size=BATCH)
    _line(by, version, at, numbering=numbering, changed=len(changed))
    return len(changed)


@action
def insert_paragraph(
    *,
    by: Person,
    version: Version,
    after: str,
    block: Block,
    seen_revision: int,
    at: datetime,
) -> Paragraph:
    """A new paragraph after the one with the anchor `after` ("": at the very beginning)."""
    _hold(version, by, at, seen_revision)
    before = _fresh(version, after) if after else None
    _may_touch(by, version, before)
    position = before.position + 1 if before else 0
    if not block.text.strip():
        raise refuse("words-missing")
    [paragraph] = _insert(version, position, [block])
    _remember(version, paragraph, EditKind.INSERTED, by, at, "", paragraph.body)
    _line(by, version, at, paragraph=paragraph.anchor.key)
    return paragraph


@action
def move_paragraph(
    *, by: Person, version: Version, anchor: str, after: str, seen_revision: int, at: datetime
) -> Paragraph:
    """A paragraph goes to the place after another ("": to the very beginning), as it is."""
    _hold(version, by, at, seen_revision)
    paragraph = _fresh(version, anchor)
    if after == anchor:
        nothing_to_record()
        return paragraph
    before = _fresh(version, after) if after else None
    _may_touch(by, version, paragraph, before)
    target = before.position + 1 if before else 0
    here = paragraph.position
    if target > here:
        target -= 1
    others = Paragraph.objects.filter(version=version).exclude(pk=paragraph.pk)
    others.filter(position__gt=here).update(position=F("position") - 1)
    others.filter(position__gte=target).update(position=F("position") + 1)
    Paragraph.objects.filter(pk=paragraph.pk).update(position=target)
    paragraph.position = target
    _remember(version, paragraph, EditKind.MOVED, by, at)
    _line(by, version, at, paragraph=anchor, position=target)
    return paragraph


@action
def put_back_paragraph(
    *, by: Person, version: Version, anchor: str, seen_revision: int, at: datetime
) -> Paragraph:
    """A paragraph that was taken out stands again as in the version before, under its identity."""
    _hold(version, by, at, seen_revision)
    if Paragraph.objects.filter(version=version, anchor__key=anchor).exists():
        raise refuse("paragraph-stands-already")
    source = (
        Paragraph.objects.select_related("anchor")
        .filter(version=version.based_on, anchor__key=anchor)
        .first()
    )
    if source is None:
        raise refuse("paragraph-not-here")
    _may_touch(by, version, source)
    # after the nearest paragraph before it that still stands
    order = list(
        Paragraph.objects.filter(version=version.based_on, position__lt=source.position)
        .order_by("-position")
        .values_list("anchor_id", flat=True)
    )
    standing = dict(Paragraph.objects.filter(version=version).values_list("anchor_id", "position"))
    position = next((standing[pk] + 1 for pk in order if pk in standing), 0)
    [paragraph] = _insert(version, position, [block_of(source)])
    new, paragraph.anchor = paragraph.anchor, source.anchor
    Paragraph.objects.filter(pk=paragraph.pk).update(anchor=source.anchor)
    Anchor.objects.filter(pk=new.pk).delete()
    _remember(version, paragraph, EditKind.INSERTED, by, at, "", paragraph.body)
    _line(by, version, at, paragraph=anchor)
    return paragraph
