"""The reading page: one part of a version at a time, in a handful of queries however long it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString

from travaux.core.texts.document import Block, Document
from travaux.core.texts.structure import parts, sections
from travaux.drafts import weaving
from travaux.drafts.models import Paragraph, Version
from travaux.drafts.queries.standing import block_of
from travaux.drafts.states import VersionState

PART_WORDS = 1500  # a page of reading: some five printed pages, about 25 kB
NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class PartLink:
    """One part in the list of parts: positions from `start` to before `end`, and its numbers.

    `first` and `last` are empty where numbers begin again within the part.
    """

    number: int
    start: int
    end: int
    title: str
    section: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class SectionLink:
    """A heading in the list of sections; `part` is where it stands."""

    anchor: str
    level: int
    number: str
    label: str
    title: str
    first: str
    last: str
    paragraphs: int
    part: int


@dataclass(frozen=True, slots=True)
class Outline:
    """Parts and sections of a version, and where each paragraph stands."""

    parts: tuple[PartLink, ...]
    sections: tuple[SectionLink, ...]
    places: dict[str, int]  # anchor -> position
    paragraphs: int
    unnumbered: int
    repeated: tuple[str, ...]  # numbers that stand twice under one heading

    def part_at(self, position: int) -> int:
        """The number of the part that holds a position."""
        return next((p.number for p in self.parts if p.start <= position < p.end), 1)


@dataclass(frozen=True, slots=True)
class ReadingItem:
    """One block of words: a paragraph, a sub-paragraph, a heading, a table or code."""

    pk: int
    anchor: str
    kind: str
    level: int
    number: str
    label: str
    html: SafeString
    rows: list[list[SafeString]]
    notes: list[tuple[str, str, str]]
    body: str
    revision: int
    depth: int = 1  # of a heading on its page: a part that begins deep in the text skips no level
    language: str = ""  # where it is not the version's own: what is shown is a translation
    beside: Any = None  # what the room of translations shows with it

    @property
    def heading_tag(self) -> str:
        """The page's own title is the first level, so that a text begins with the second."""
        return f"h{min(self.depth + 1, 6)}"

    @property
    def shown_number(self) -> str:
        """The number as it stands on screen and in print."""
        return self.number


@dataclass(slots=True)
class ReadingBlock:
    """What one reads and comments on as one: a heading, or a paragraph with what belongs to it.

    `drawn` is what the page shows of it; `tools` is empty: the room that puts something beside a
    paragraph fills it.
    """

    item: ReadingItem
    subs: list[ReadingItem] = field(default_factory=list)
    drawn: SafeString = field(default_factory=SafeString)
    tools: SafeString = field(default_factory=SafeString)

    @property
    def pk(self) -> int:
        return self.item.pk

    @property
    def pks(self) -> list[int]:
        """The paragraph and its sub-paragraphs, each with an identity of its own."""
        return [self.item.pk, *(sub.pk for sub in self.subs)]

    @property
    def anchor(self) -> str:
        return self.item.anchor

    @property
    def kind(self) -> str:
        return self.item.kind

    @property
    def number(self) -> str:
        return self.item.number

    @property
    def words(self) -> str:
        """All words of the block, a line for each piece."""
        return "\n".join(item.body for item in (self.item, *self.subs))

    @property
    def notes(self) -> list[tuple[str, str, str]]:
        return [note for item in (self.item, *self.subs) for note in item.notes]

    @property
    def name(self) -> str:
        """How one names it aloud: its number, else its first words."""
        if self.item.number:
            return self.item.number
        words = " ".join(self.item.body.split())
        return words if len(words) <= NAME_LENGTH else words[:NAME_LENGTH].rsplit(" ", 1)[0] + " …"


@dataclass(frozen=True, slots=True)
class ReadingPart:
    """One part of a version as a page shows it."""

    version: Version
    outline: Outline
    number: int
    title: str
    blocks: list[ReadingBlock]

    @property
    def previous(self) -> PartLink | None:
        return self.outline.parts[self.number - 2] if self.number > 1 else None

    @property
    def next(self) -> PartLink | None:
        following = 0 < self.number < len(self.outline.parts)
        return self.outline.parts[self.number] if following else None

    @property
    def sections(self) -> list[SectionLink]:
        """The headings in this part (all of them, where the whole text is shown)."""
        whole = not self.number
        return [s for s in self.outline.sections if whole or s.part == self.number]

    @property
    def pks(self) -> list[int]:
        return [pk for block in self.blocks for pk in block.pks]


def outline_of(version: Version) -> Outline:
    """The parts and sections of a version; of a published one they are reckoned once."""
    if version.state == VersionState.PUBLISHED:
        return _kept_outline(version.pk, version.key, version.content_hash)
    return _outline(version.pk)


@lru_cache(maxsize=64)
def _kept_outline(pk: int, key: str, content_hash: str) -> Outline:
    return _outline(pk)


def _outline(pk: int) -> Outline:
    rows = list(
        Paragraph.objects.filter(version_id=pk)
        .order_by("position")
        .values_list("anchor__key", "kind", "level", "number", "label", "body")
    )
    blocks = tuple(
        Block(kind, body, number, level, label)  # type: ignore[arg-type]
        for _, kind, level, number, label, body in rows
    )
    document = Document("", blocks)
    links = []
    for n, part in enumerate(parts(document, PART_WORDS), 1):
        inside = [b for b in blocks[part.start : part.end] if b.kind == "paragraph" and b.number]
        head = next((b for b in blocks[part.start : part.end] if b.kind == "heading"), None)
        links.append(
            PartLink(
                n,
                part.start,
                part.end,
                part.title,
                head.number if head and head.text == part.title else "",
                *_range([block.number for block in inside]),
            )
        )
    places = {row[0]: position for position, row in enumerate(rows)}
    heads = []
    for section in sections(document):
        place = next(link.number for link in links if link.start <= section.start < link.end)
        heads.append(
            SectionLink(
                rows[section.start][0],
                section.level,
                section.number,
                section.label,
                section.title,
                section.first,
                section.last,
                section.paragraphs,
                place,
            )
        )
    numbered = [b for b in blocks if b.kind == "paragraph" and b.number]
    unnumbered = sum(1 for b in blocks if b.kind == "paragraph" and not b.number)
    return Outline(tuple(links), tuple(heads), places, len(numbered), unnumbered, _repeated(blocks))


def _range(numbers: Sequence[str]) -> tuple[str, str]:
    """The first and the last number of a part; nothing where numbers begin again within it."""
    counts = [int(number) for number in numbers if number.isascii() and number.isdigit()]
    if not numbers or counts != sorted(set(counts)):
        return "", ""
    return numbers[0], numbers[-1]


def _repeated(blocks: Sequence[Block]) -> tuple[str, ...]:
    """Numbers that stand more than once under one heading: a slip of the numbering, mostly."""
    found: list[str] = []
    seen: set[str] = set()
    for block in blocks:
        if block.kind == "heading":
            seen = set()
        elif block.kind == "paragraph" and block.number:
            if block.number in seen:
                found.append(block.number)
            seen.add(block.number)
    return tuple(found)


def part_holding(version: Version, anchor: str) -> int:
    """The number of the part in which a paragraph stands; the first where it stands nowhere."""
    outline = outline_of(version)
    return outline.part_at(outline.places.get(anchor, 0))


def item_of(row: Paragraph, depth: int = 1) -> ReadingItem:
    """A paragraph as a page shows it."""
    block, key = block_of(row), row.anchor.key
    table = row.kind == "table"
    return ReadingItem(
        pk=row.pk,
        anchor=key,
        kind=row.kind,
        level=row.level,
        number=row.number,
        label=row.label,
        html=SafeString() if table else weaving.woven(block, key),
        rows=weaving.cells(block, key) if table else [],
        notes=weaving.notes_of(block, key),
        body=row.body,
        revision=row.revision,
        depth=depth,
    )


def grouped(rows: Iterable[Paragraph]) -> list[ReadingBlock]:
    """Paragraphs with their sub-paragraphs; a table or code stands by itself."""
    blocks: list[ReadingBlock] = []
    above: list[int] = []
    for row in rows:
        if row.kind == "heading":
            above = [*(level for level in above if level < row.level), row.level]
        item = item_of(row, len(above))
        if row.kind == "sub" and blocks and blocks[-1].kind in ("paragraph", "sub"):
            blocks[-1].subs.append(item)
        else:
            blocks.append(ReadingBlock(item))
    return blocks


def reading_part(version: Version, part: int = 1) -> ReadingPart:
    """One part of a version, its paragraphs ready to be shown: two queries, whatever its length.

    A part that does not exist becomes the nearest one that does.
    """
    outline = outline_of(version)
    if not outline.parts:
        return ReadingPart(version, outline, 1, "", [])
    number = min(max(part, 1), len(outline.parts))
    link = outline.parts[number - 1]
    rows = version.paragraphs.select_related("anchor").filter(
        position__gte=link.start, position__lt=link.end
    )
    return ReadingPart(version, outline, number, link.title, grouped(rows))


def reading_whole(version: Version) -> ReadingPart:
    """All parts of a version as one, for printing."""
    rows = version.paragraphs.select_related("anchor").all()
    return ReadingPart(version, outline_of(version), 0, "", grouped(rows))
