"""Files of translators by their endings: how each is written, read, and looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from travaux.core.formats.bounds import check_size, ending_of
from travaux.core.formats.decoding import clean
from travaux.core.formats.exchange.bilingual import read_bilingual, write_bilingual
from travaux.core.formats.exchange.po import read_po, write_po
from travaux.core.formats.exchange.units import Package, block_from, units_of
from travaux.core.formats.exchange.xliff import read_xliff, write_xliff
from travaux.core.problems import Unusable
from travaux.drafts.models import Paragraph, Version
from travaux.drafts.queries import block_of
from travaux.plumbing.verdicts import refuse
from travaux.translations.queries import Shown, pieces_of, standing_of, translatable
from travaux.translations.states import Standing


@dataclass(frozen=True, slots=True)
class Report:
    """What a file that came back holds, before and after it is taken in.

    `news` are paragraphs with new words; `unknown` keys that this version has not; `moved` those
    whose source has changed since the file went out; `amiss` (key, codes) whose codes do not agree.
    """

    news: int = 0
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
    moved: list[str] = []
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
        if any(
            " ".join(u.source.split()) != " ".join(sources[n].split()) for n, u in given.items()
        ):
            moved.append(key)
            continue
        before = {unit.key: unit.target for unit in pieces_of(row, shown[row.anchor_id])}
        block, codes = block_from(key, block_of(row), {**before, **words})
        if codes:
            amiss.append((key, " ".join(codes)))
        elif _unchanged(shown[row.anchor_id], block):
            same += 1
        else:
            machine = all(unit.state == "machine" for unit in given.values() if unit.target)
            rows.append((row, block, machine))
    unknown = tuple(sorted(key for key in targets if key and key not in known))
    return Report(len(rows), same, empty, unknown, tuple(moved), tuple(amiss)), rows


def _unchanged(shown: Shown, block: Any) -> bool:
    return shown.block == block and shown.standing != Standing.CHANGED


def cleaned(targets: Mapping[str, str]) -> dict[str, str]:
    """Words as they are stored: without controls, lines ended one way."""
    return {
        name: clean(text.replace("\r\n", "\n").replace("\r", "\n"))[0].strip()
        for name, text in targets.items()
    }
