"""How each paragraph of a version stands in another language, and what its words were made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from travaux.core.formats.exchange.units import units_of
from travaux.core.ledger.canonical import digest
from travaux.core.texts.document import Block, Mark, Note
from travaux.core.texts.versions import normalised
from travaux.drafts.models import Paragraph, Version
from travaux.drafts.queries import block_of
from travaux.translations.models import SameMeaning, Translation
from travaux.translations.states import Standing


@dataclass(frozen=True, slots=True)
class Shown:
    """A paragraph in another language: how it stands, its words, and what they were made from."""

    standing: str
    block: Block | None = None
    row: Translation | None = None

    @property
    def before(self) -> str:
        """The source words that the translation was made from, where they have changed since."""
        return self.row.source_body if self.row and self.standing == Standing.CHANGED else ""

    @property
    def notes_before(self) -> Sequence[str]:
        """The source notes likewise; none where they are not known."""
        return (self.row.source_notes or ()) if self.before and self.row else ()

    @property
    def machine(self) -> bool:
        return bool(self.row and self.row.machine and not self.row.reviewed_at)

    def change_of_source(self, now: Block) -> tuple[str, str] | None:
        """The source then and now, notes below the words; None where it has not changed."""
        if not self.before or self.row is None:
            return None
        if self.row.source_notes is None:
            return self.row.source_body, now.text
        return "\n".join([self.row.source_body, *self.row.source_notes]), whole_words(now)


def whole_words(block: Block) -> str:
    """The words of a block, and below them those of its notes: what is compared."""
    return "\n".join([block.text, *(note.text for note in block.notes)])


def source_digest(block: Block) -> str:
    """A digest of all that is translated of a paragraph: its words, its notes, its cells."""
    return digest(
        {
            "kind": block.kind,
            "words": normalised(block.text),
            "notes": [normalised(note.text) for note in block.notes],
        }
    )


def translatable(version: Version) -> list[Paragraph]:
    """The paragraphs that have words to translate, in order."""
    rows = version.paragraphs.select_related("anchor").all()
    return [row for row in rows if units_of("x", block_of(row))]


def standing_of(paragraphs: Sequence[Paragraph], language: str) -> dict[int, Shown]:
    """How each paragraph stands in a language, by the anchor's pk; in two queries."""
    anchors = [row.anchor_id for row in paragraphs]
    held: dict[int, list[Translation]] = defaultdict(list)
    for made in Translation.objects.filter(anchor__in=anchors, language=language).order_by("pk"):
        held[made.anchor_id].append(made)
    same = _same_meanings(anchors) if held else {}
    return {
        row.anchor_id: _shown(block_of(row), held.get(row.anchor_id, []), same.get(row.anchor_id))
        for row in paragraphs
    }


def changed_since(version: Version) -> list[tuple[Paragraph, Paragraph, bool]]:
    """Paragraphs whose words differ from the version before: (before, now, meaning unchanged)."""
    if version.based_on_id is None:
        return []
    before = {
        row.anchor_id: row
        for row in Paragraph.objects.filter(version_id=version.based_on_id).select_related("anchor")
    }
    pairs = [
        (before[row.anchor_id], row)
        for row in version.paragraphs.select_related("anchor")
        if row.anchor_id in before
        and source_digest(block_of(before[row.anchor_id])) != source_digest(block_of(row))
    ]
    said = set(
        SameMeaning.objects.filter(anchor__in=[row.anchor_id for _, row in pairs]).values_list(
            "anchor_id", "before", "after"
        )
    )
    return [
        (
            old,
            row,
            (row.anchor_id, source_digest(block_of(old)), source_digest(block_of(row))) in said,
        )
        for old, row in pairs
    ]


def _same_meanings(anchors: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for anchor, before, after in SameMeaning.objects.filter(anchor__in=anchors).values_list(
        "anchor_id", "before", "after"
    ):
        found[anchor].append((before, after))
    return found


def _fitting(now: str, same: Sequence[tuple[str, str]] | None) -> set[str]:
    """All digests whose meaning is that of `now`, itself included."""
    fitting, grew = {now}, True
    while grew and same:
        grew = False
        for before, after in same:
            if after in fitting and before not in fitting:
                fitting.add(before)
                grew = True
    return fitting


def _shown(
    source: Block, held: Sequence[Translation], same: Sequence[tuple[str, str]] | None
) -> Shown:
    if not held:
        return Shown(Standing.MISSING)
    fitting = _fitting(source_digest(source), same)
    good = [made for made in held if made.source_digest in fitting]
    row = good[-1] if good else held[-1]
    block = _block_from(source, row)
    if not good:
        return Shown(Standing.CHANGED, block, row)
    if row.reviewed_at:
        return Shown(Standing.REVIEWED, block, row)
    return Shown(Standing.MACHINE if row.machine else Standing.CURRENT, block, row)


def _block_from(source: Block, row: Translation) -> Block:
    """A translation as a block: its words, under the number and in the kind of the source."""
    return replace(
        source,
        text=row.body,
        marks=tuple(Mark(*mark) for mark in row.marks),
        notes=tuple(Note(*note) for note in row.notes),
        rows=tuple(tuple(cells) for cells in row.rows),
    )
