"""Files of translators by their endings: how each is written, read, and looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from travaux.core.formats.bounds import check_size, ending_of
from travaux.core.formats.decoding import clean
from travaux.core.formats.exchange.bilingual import read_bilingual, write_bilingual
from travaux.core.formats.exchange.po import read_po, write_po
from travaux.core.formats.exchange.units import Package, Unit, block_from, units_of
from travaux.core.formats.exchange.xliff import read_xliff, write_xliff
from travaux.core.problems import Unusable
from travaux.drafts.models import Paragraph, Version
from travaux.drafts.queries import block_of
from travaux.plumbing.verdicts import refuse
from travaux.translations.models import Translation
from travaux.translations.queries import (
    Shown,
    pieces_of,
    source_digest,
    standing_of,
    translatable,
)
from travaux.translations.states import Standing


@dataclass(frozen=True, slots=True)
class Report:
    """What a file that came back holds, before and after it is taken in.

    `news` are paragraphs with new words; `older` those made from words of an earlier version: they
    are kept as that and shown with what changed since. `unknown` are keys that this version has
    not; `moved` those whose source no version has; `amiss` (key, codes) whose codes do not agree.
    """

    news: int = 0
    older: tuple[str, ...] = ()
    same: int = 0
    empty: int = 0
    unknown: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    amiss: tuple[tuple[str, str], ...] = ()


# ending in the address -> how a person names it
KINDS = {
    "docx": "Word",
    "xliff12.xlf": "XLIFF 1.2",
    "xliff20.xlf": "XLIFF 2.0",
    "po": "PO",
}


def written(package: Package, kind: str) -> bytes:
    """A package as a file of one of KINDS."""
    if kind == "docx":
        return write_bilingual(package)
    if kind == "po":
        return write_po(package)
    return write_xliff(package, "1.2" if kind == "xliff12.xlf" else "2.0")


def read(data: bytes, name: str) -> Package:
    """A file that came back, by its ending.

    Errors: `exchange-format-unknown`, and those of each reader.
    """
    check_size(data)
    ending = ending_of(name)
    if ending in ("xlf", "xliff", "xml"):
        return read_xliff(data)
    if ending in ("po", "pot"):
        return read_po(data)
    if ending == "docx":
        return read_bilingual(data)
    raise Unusable("exchange-format-unknown")


def looked_at(
    version: Version, language: str, package: Package
) -> tuple[Report, list[tuple[Paragraph, Any, bool]]]:
    """What taking in a package would do: the report, and the paragraphs with their new words."""
    if package.target_language and package.target_language.split("-")[0].lower() != language:
        raise refuse("file-of-another-language", found=package.target_language[:20])
    paragraphs = translatable(version)
    shown = standing_of(paragraphs, language)
    targets = {unit.key: unit for unit in package.units}
    rows: list[tuple[Paragraph, Any, bool]] = []
    same = empty = 0
    moved: list[tuple[Paragraph, dict[str, Unit]]] = []
    amiss: list[tuple[str, str]] = []
    known: set[str] = set()
    for row in paragraphs:
        key = row.anchor.key
        sources = dict(units_of(key, block_of(row)))
        known |= sources.keys()
        given = {name: targets[name] for name in sources if name in targets}
        words = cleaned({name: unit.target for name, unit in given.items()})
        if not any(text.strip() for text in words.values()):
            empty += bool(given)
            continue
        if not _agree(given, sources):
            moved.append((row, given))
            continue
        before = {unit.key: unit.target for unit in pieces_of(row, shown[row.anchor_id])}
        block, codes = block_from(key, block_of(row), {**before, **words})
        if codes:
            amiss.append((key, " ".join(codes)))
        elif _unchanged(shown[row.anchor_id], block):
            same += 1
        else:
            rows.append((row, block, _by_machine(given)))
    news = len(rows)
    older, lost = _of_older_words(moved, language, amiss)
    unknown = tuple(sorted(key for key in targets if key and key not in known))
    report = Report(
        news,
        tuple(row.anchor.key for row, _block, _machine in older),
        same,
        empty,
        unknown,
        tuple(lost),
        tuple(amiss),
    )
    return report, [*rows, *older]


def _agree(given: Mapping[str, Unit], sources: Mapping[str, str]) -> bool:
    """Whether the source of a file is the source that stands here, blanks aside."""
    return all(
        name in sources and " ".join(unit.source.split()) == " ".join(sources[name].split())
        for name, unit in given.items()
    )


def _by_machine(given: Mapping[str, Unit]) -> bool:
    return all(unit.state == "machine" for unit in given.values() if unit.target)


def _of_older_words(
    moved: Sequence[tuple[Paragraph, dict[str, Unit]]], language: str, amiss: list[tuple[str, str]]
) -> tuple[list[tuple[Paragraph, Any, bool]], list[str]]:
    """Translations of what a paragraph said in another version: with that paragraph, as words.

    Nothing of a translator's work is lost: it stays the translation of those words. Also the keys
    whose words stand in no version, and (in `amiss`) codes that do not agree.
    """
    if not moved:
        return [], []
    anchors = [row.anchor_id for row, _given in moved]
    elsewhere: dict[int, list[Paragraph]] = defaultdict(list)
    others = Paragraph.objects.filter(anchor__in=anchors).exclude(
        pk__in=[row.pk for row, _given in moved]
    )
    for other in others.select_related("anchor").order_by("-pk"):
        elsewhere[other.anchor_id].append(other)
    known = {
        (anchor, source, body)
        for anchor, source, body in Translation.objects.filter(
            anchor__in=anchors, language=language
        ).values_list("anchor", "source_digest", "body")
    }
    found: list[tuple[Paragraph, Any, bool]] = []
    lost: list[str] = []
    for row, given in moved:
        key = row.anchor.key
        made_from = next(
            (
                other
                for other in elsewhere[row.anchor_id]
                if _agree(given, dict(units_of(key, block_of(other))))
            ),
            None,
        )
        if made_from is None:
            lost.append(key)
            continue
        words = cleaned({name: unit.target for name, unit in given.items()})
        block, codes = block_from(key, block_of(made_from), words)
        if codes:
            amiss.append((key, " ".join(codes)))
        elif (row.anchor_id, source_digest(block_of(made_from)), block.text) not in known:
            found.append((made_from, block, _by_machine(given)))
    return found, lost


def _unchanged(shown: Shown, block: Any) -> bool:
    return shown.block == block and shown.standing != Standing.CHANGED


def cleaned(targets: Mapping[str, str]) -> dict[str, str]:
    """Words as they are stored: without controls, lines ended one way."""
    return {
        name: clean(text.replace("\r\n", "\n").replace("\r", "\n"))[0].strip()
        for name, text in targets.items()
    }
