"""The words of one paragraph change; whoever comes second is told and decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from travaux.core.formats.decoding import clean
from travaux.core.texts.blocks import table
from travaux.core.texts.document import Block
from travaux.drafts.actions._rows import _hold, _may_touch, _remember, _reworded, _write
from travaux.drafts.models import EditKind, Paragraph
from travaux.drafts.queries.standing import block_of, cells_of
from travaux.drafts.rules import may_edit
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse, require


@action
def edit_paragraph(
    *, by: Person, paragraph: Paragraph, body: str, revision: int, at: datetime
) -> Paragraph:
    """Change the words of a paragraph of an open version; what it said before is kept.

    `revision` is the paragraph's as the person saw it: if somebody was faster, nothing is
    overwritten ("words-changed-meanwhile"). Emphasis and notes stay on the words that stayed.
    The words of a table are its rows, one a line, cells parted by "|".
    """
    version = paragraph.version
    require(may_edit(by, version, at))
    _hold(version, by, at)
    held = Paragraph.objects.select_related("anchor").filter(pk=paragraph.pk).first()
    if held is None:
        raise refuse("paragraph-gone")
    _may_touch(by, version, held)
    block = _with_words(block_of(held), body)
    if block == block_of(held):
        nothing_to_record()
        return held
    if held.revision != revision:
        raise refuse("words-changed-meanwhile")
    before = held.body
    _write(held, block)
    _remember(version, held, EditKind.WORDS, by, at, before, held.body)
    record(
        by=by,
        subject=held.anchor.key,
        process=version.text.process.code,
        at=at,
        facts={"version": version.key, "hash": held.hash, "revision": held.revision},
    )
    return held


def _with_words(block: Block, body: str) -> Block:
    words, _ = clean(body.replace("\r\n", "\n").replace("\r", "\n"))
    if not words.strip():
        raise refuse("words-missing")
    if block.kind == "table":
        rows = cells_of(words)
        return block if [list(row) for row in block.rows] == rows else table(rows, block.notes)
    if block.kind != "code":
        words = words.replace("\t", " ").strip()
    if block.kind == "heading":
        words = " ".join(words.split())
    return replace(_reworded(block, words)) if words != block.text else block
