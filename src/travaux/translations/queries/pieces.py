"""What goes out to translators: pieces of paragraphs, with their translations and codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from travaux.core.formats.exchange.units import Package, State, Unit, coded, units_of, words_in
from travaux.core.texts.document import Block, Mark
from travaux.core.texts.numbers import printed
from travaux.drafts.models import Paragraph, Version
from travaux.drafts.queries import block_of
from travaux.translations.queries.standing import Shown, standing_of, translatable
from travaux.translations.states import Standing

OPEN_WORK = (Standing.MISSING, Standing.CHANGED, Standing.MACHINE)


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
        units += pieces_of(row, one)
    return Package(version.key, version.language, language, tuple(units))


def words_open(version: Version, language: str) -> int:
    """How many words of the source wait for a translator."""
    package = package_of(version, language, OPEN_WORK)
    return sum(words_in(unit.source) for unit in package.units)


def pieces_of(row: Paragraph, shown: Shown) -> list[Unit]:
    """The pieces of one paragraph with their translations, as a form asks for them."""
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
