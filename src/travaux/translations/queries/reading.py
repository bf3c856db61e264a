"""A version as it is read in another language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from travaux.core.formats.exchange.units import units_of
from travaux.core.texts.document import Document, Note
from travaux.core.texts.labels import label_in
from travaux.drafts import weaving
from travaux.drafts.models import Paragraph, Version
from travaux.drafts.queries import block_of, title_of
from travaux.drafts.queries.reading import ReadingItem, ReadingPart
from travaux.translations.queries.standing import Shown, standing_of


def document_in(
    version: Version, language: str, note: str = "", counts: Counter[str] | None = None
) -> tuple[Document, int]:
    """The version in a language, and how many of its paragraphs still stand in the source's.

    `note` becomes a footnote of each paragraph that a machine made and nobody has seen; `counts`
    is told how many stand how.
    """
    paragraphs = list(version.paragraphs.select_related("anchor").all())
    shown = standing_of(paragraphs, language)
    blocks, left = [], 0
    for row in paragraphs:
        one = shown[row.anchor_id]
        if units_of("x", block_of(row)):
            left += one.block is None
            if counts is not None:
                counts[str(one.standing)] += 1
        block = one.block or block_of(row)
        if note and one.machine:
            label = Note(len(block.text), "*", note)
            block = replace(block, notes=(*block.notes, label))
        blocks.append(replace(block, number=number_in(row, version, language)))
    title = version.titles.get(language) or version.text.titles.get(language) or title_of(version)
    return Document(title, tuple(blocks), language), left


def number_in(row: Paragraph, version: Version, language: str) -> str:
    """The number of a paragraph as texts in a language write it; the source's own stays as it is."""
    if row.kind not in ("sub", "paragraph") or language == version.language:
        return row.number
    return label_in(row.number, language, row.level)


@dataclass(frozen=True, slots=True)
class InLanguage:
    """What the reading page shows beside a translated paragraph."""

    standing: str
    source: SafeString
    redline: SafeString | None
    machine: bool


def put_in_language(version: Version, part: ReadingPart, language: str) -> dict[str, int]:
    """Put a part of a version into a language, in place: items get words, language and source.

    Returns how many of its paragraphs stand how.
    """
    items = [item for block in part.blocks for item in (block.item, *block.subs)]
    rows = {
        row.pk: row
        for row in Paragraph.objects.filter(pk__in=[item.pk for item in items]).select_related(
            "anchor"
        )
    }
    shown = standing_of(list(rows.values()), language)
    counts: Counter[str] = Counter()
    for block in part.blocks:
        block.item = _translated(block.item, rows, shown, version, language, counts)
        block.subs = [
            _translated(sub, rows, shown, version, language, counts) for sub in block.subs
        ]
    return dict(counts)


def _translated(
    item: ReadingItem,
    rows: Mapping[int, Paragraph],
    shown: Mapping[int, Shown],
    version: Version,
    language: str,
    counts: Counter[str],
) -> ReadingItem:
    row = rows[item.pk]
    one = shown[row.anchor_id]
    item = replace(item, number=number_in(row, version, language))
    if not units_of("x", block_of(row)):
        return replace(item, language=version.language)
    counts[str(one.standing)] += 1
    if one.block is None:
        beside = InLanguage(one.standing, SafeString(), None, False)
        return replace(item, language=version.language, beside=beside)
    block, key = one.block, item.anchor
    table = block.kind == "table"
    changed = one.change_of_source(block_of(row))
    redline = weaving.redlined(*changed) if changed else None
    source = SafeString() if table else weaving.woven(replace(block_of(row), notes=()), key)
    return replace(
        item,
        html=SafeString() if table else weaving.woven(block, key),
        rows=weaving.cells(block, key) if table else [],
        notes=weaving.notes_of(block, key),
        body=block.text,
        language=language,
        beside=InLanguage(one.standing, source, redline, one.machine),
    )


def words_as_read(paragraph: Paragraph, language: str) -> str:
    """The words of a paragraph as a reader of a language sees them: translated, or the source's."""
    if not language or language == paragraph.version.language:
        return paragraph.body
    shown = standing_of([paragraph], language)[paragraph.anchor_id]
    return shown.block.text if shown.block is not None else paragraph.body
