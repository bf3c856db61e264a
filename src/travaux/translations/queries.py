"""How a version stands in the other languages, and what goes out to translators."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, Q
from django.utils.safestring import SafeString

from travaux.core.formats.exchange.units import Package, State, Unit, coded, units_of, words_in
from travaux.core.ledger.canonical import digest
from travaux.core.texts.document import Block, Document, Mark, Note
from travaux.core.texts.labels import label_in
from travaux.core.texts.numbers import printed
from travaux.core.texts.versions import normalised
from travaux.drafts import weaving
from travaux.drafts.models import Paragraph, Version
from travaux.drafts.queries import block_of, title_of
from travaux.drafts.queries.reading import ReadingItem, ReadingPart
from travaux.people.models import Person
from travaux.plumbing.languages import SIX
from travaux.translations.models import SameMeaning, Translation, TranslationJob
from travaux.translations.states import Standing

OPEN_WORK = (Standing.MISSING, Standing.CHANGED, Standing.MACHINE)


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


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """One language of a version: how many paragraphs stand how, and the job for it."""

    language: str
    counts: dict[str, int]
    total: int
    job: TranslationJob | None

    @property
    def done(self) -> int:
        return self.counts.get(Standing.CURRENT, 0) + self.counts.get(Standing.REVIEWED, 0)

    @property
    def open(self) -> int:
        return sum(self.counts.get(standing, 0) for standing in OPEN_WORK)


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


def languages_of(version: Version) -> tuple[str, ...]:
    """The languages a version can be translated into."""
    return tuple(code for code in SIX if code != version.language)


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


def overview_of(version: Version) -> list[LanguageRow]:
    """Every language of a version with its counts; the queries do not grow with the text."""
    paragraphs = translatable(version)
    jobs = {
        job.language: job
        for job in TranslationJob.objects.filter(version=version)
        .select_related("translator", "reviser")
        .order_by("pk")
    }
    found = []
    for language in languages_of(version):
        shown = standing_of(paragraphs, language)
        counts = Counter(str(one.standing) for one in shown.values())
        found.append(LanguageRow(language, dict(counts), len(paragraphs), jobs.get(language)))
    return found


def package_of(version: Version, language: str, standings: Iterable[str] | None = None) -> Package:
    """What goes out to a translator: all units, or those that stand in one of `standings`."""
    paragraphs = translatable(version)
    shown = standing_of(paragraphs, language)
    wanted = set(standings) if standings is not None else None
    units: list[Unit] = []
    for row in paragraphs:
        one = shown[row.anchor_id]
        if wanted is not None and one.standing not in wanted:
            continue
        units += _units(row, one)
    return Package(version.key, version.language, language, tuple(units))


def words_open(version: Version, language: str) -> int:
    """How many words of the source wait for a translator."""
    package = package_of(version, language, OPEN_WORK)
    return sum(words_in(unit.source) for unit in package.units)


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


def pieces_of(paragraph: Paragraph, shown: Shown) -> list[Unit]:
    """The pieces of one paragraph with their translations, as a form asks for them."""
    return _units(paragraph, shown)


def jobs_of(person: Person) -> list[TranslationJob]:
    """The jobs under way in which a person translates or revises, those due first."""
    mine = Q(translator=person) | Q(reviser=person)
    under_way = TranslationJob.objects.filter(mine, state__in=["open", "delivered"])
    return list(
        under_way.select_related("version__text__process").order_by(
            F("due_on").asc(nulls_last=True)
        )
    )


def own_data(person: Person) -> dict[str, Any]:
    """What this room keeps of a person: their jobs, and how much they translated and reviewed."""
    jobs = TranslationJob.objects.filter(translator=person) | TranslationJob.objects.filter(
        reviser=person
    )
    return {
        "jobs": [
            {"job": job.key, "language": job.language, "due_on": job.due_on, "state": job.state}
            for job in jobs.distinct()
        ],
        "translated": Translation.objects.filter(by_key=person.key).count(),
        "reviewed": Translation.objects.filter(reviewed_by=person.key).count(),
    }


def _units(row: Paragraph, shown: Shown) -> list[Unit]:
    block, key = block_of(row), row.anchor.key
    sources = units_of(key, block)
    targets: dict[str, str] = {}
    if shown.block is not None:
        targets = _targets(key, block, shown.block)
    place = " ".join(filter(None, (printed(row.number), row.label)))
    before = {key: shown.before} | {
        f"{key}.n{count}": note
        for count, note in enumerate(shown.notes_before, 1)
        if count <= len(block.notes) and note != block.notes[count - 1].text
    }
    state: State = shown.standing  # type: ignore[assignment]
    return [
        Unit(
            name,
            source,
            targets.get(name, ""),
            state if targets.get(name) else "missing",
            place,
            before.get(name, ""),
        )
        for name, source in sources
    ]


def _targets(key: str, source: Block, made: Block) -> dict[str, str]:
    """The translated pieces under the names that the source's pieces have."""
    found: dict[str, str] = {}
    if made.kind == "table":
        for r, cells in enumerate(made.rows, 1):
            for c, cell in enumerate(cells, 1):
                found[f"{key}.r{r}c{c}"] = cell
    else:
        found[key] = _as_in(source, made)
    by_label = {note.label: note.text for note in made.notes}
    for count, note in enumerate(source.notes, 1):
        found[f"{key}.n{count}"] = by_label.get(note.label, "")
    return found


def _as_in(source: Block, made: Block) -> str:
    """The words of a translation with the codes that its marks and notes have in the source."""
    waiting = list(enumerate(source.marks, 1))
    numbers: list[int] = []
    kept: list[Mark] = []
    for mark in made.marks:
        found = next(
            ((n, m) for n, m in waiting if (m.kind, m.href) == (mark.kind, mark.href)), None
        )
        if found is not None:
            waiting.remove(found)
            numbers.append(found[0])
            kept.append(mark)
    labels = [note.label for note in source.notes]
    notes = tuple(note for note in made.notes if note.label in labels)
    places = [labels.index(note.label) + 1 for note in notes]
    return coded(replace(made, marks=tuple(kept), notes=notes), numbers, places)


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
