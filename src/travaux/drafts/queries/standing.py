"""Paragraphs as rows and as blocks of the document tree: the same thing in two shapes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from travaux.core.formats.masthead import Masthead
from travaux.core.ledger.canonical import digest
from travaux.core.texts.added_numbers import added_number
from travaux.core.texts.document import Block, Document, Mark, Note
from travaux.core.texts.versions import Standing, normalised
from travaux.drafts.models import Paragraph, Version
from travaux.drafts.states import Distribution
from travaux.plumbing.languages import NAMES, said, to_django
from travaux.roadmap.models import Process

DISTRIBUTION = "distribution"  # policy of a process: to whom its documents go
_PARTING = re.compile(r"(?<!\\)\|")


def block_of(paragraph: Paragraph) -> Block:
    """A paragraph as the core sees it."""
    return Block(
        kind=paragraph.kind,  # type: ignore[arg-type]
        text=paragraph.body,
        number=paragraph.number,
        level=paragraph.level,
        label=paragraph.label,
        marks=tuple(Mark(m[0], m[1], m[2], m[3]) for m in paragraph.marks),
        notes=tuple(Note(n[0], n[1], n[2]) for n in paragraph.notes),
        rows=tuple(tuple(row) for row in paragraph.rows),
    )


def fields_of(block: Block) -> dict[str, Any]:
    """The columns of a paragraph for a block."""
    return {
        "kind": block.kind,
        "level": block.level,
        "number": block.number[:40],
        "label": block.label[:200],
        "body": block.text,
        "marks": [[m.start, m.end, m.kind, m.href] for m in block.marks],
        "notes": [[n.at, n.label, n.text] for n in block.notes],
        "rows": [list(row) for row in block.rows],
        "hash": words_hash(block),
    }


def words_hash(block: Block) -> str:
    """A digest of kind and words: equal hashes say "word for word the same", whatever the number."""
    return digest({"kind": block.kind, "words": normalised(block.text)})


def table_words(paragraph: Paragraph) -> str:
    """The cells of a table as words to edit: a line for each row, cells parted by "|"."""
    return "\n".join(
        " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row)
        for row in paragraph.rows
    )


def cells_of(words: str) -> list[list[str]]:
    """The rows of a table out of words that `table_words` wrote; short rows are filled up."""
    rows = [
        [cell.strip().replace("\\|", "|") for cell in _PARTING.split(line)]
        for line in words.split("\n")
        if line.strip()
    ]
    width = max((len(row) for row in rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def editable_words(paragraph: Paragraph) -> str:
    """The words of a paragraph as they stand in the box where they are edited."""
    return table_words(paragraph) if paragraph.kind == "table" else paragraph.body


def title_of(version: Version) -> str:
    """The title of a version in its own language (its text's where it has none)."""
    return said(version.titles, version.language) or said(version.text.titles, version.language)


def document_of(version: Version, paragraphs: Iterable[Paragraph] | None = None) -> Document:
    """A version as a document, or the part of it that `paragraphs` make."""
    rows = version.paragraphs.all() if paragraphs is None else paragraphs
    return Document(title_of(version), tuple(block_of(row) for row in rows), version.language)


def standings_of(version: Version) -> list[Standing]:
    """The paragraphs of a version for a comparison, by anchor."""
    rows = version.paragraphs.values_list("anchor__key", "number", "body", "kind")
    return [Standing(key, number, body, kind) for key, number, body, kind in rows]


def content_hash_of(version: Version) -> str:
    """The digest that publication fixes: everything a reader sees, with the identities.

    Whoever holds the published rows can compute it again and see that nothing was put in, taken
    out or changed.
    """
    paragraphs = [
        [
            row.anchor.key,
            row.kind,
            row.level,
            row.number,
            row.label,
            row.body,
            row.marks,
            row.notes,
            row.rows,
        ]
        for row in version.paragraphs.select_related("anchor")
    ]
    return digest(
        {
            "titles": version.titles,
            "symbol": version.symbol,
            "dated_on": version.dated_on.isoformat() if version.dated_on else "",
            "language": version.language,
            "paragraphs": paragraphs,
            **({"distribution": version.distribution} if version.distribution else {}),
            **({"agenda": version.agenda} if version.agenda else {}),
        }
    )


def distribution_of(version: Version) -> str:
    """To whom a version goes: as it says itself, else as its process has it, else nothing."""
    held = version.distribution or distribution_of_process(version.text.process)
    return held if held in Distribution.values else ""


def distribution_of_process(process: Process) -> str:
    """To whom documents of a process go where they do not say it themselves; "" where it is silent."""
    held = str(process.policies.get(DISTRIBUTION, ""))
    return held if held in Distribution.values else ""


def number_after(version: Version, anchor: str) -> str:
    """The number that a paragraph put in after this one would bear: 2 bis; "" where that has none."""
    numbers = list(version.paragraphs.values_list("anchor__key", "kind", "number"))
    before = next((n for key, kind, n in numbers if key == anchor and kind == "paragraph"), "")
    taken = [n for _key, kind, n in numbers if kind == "paragraph"]
    return added_number(before, taken, version.language)


def masthead_of(version: Version) -> Masthead:
    """Symbol, distribution, date and standing for the head of every page, in the reader's language."""
    from travaux.design.templatetags.parts import day
    from travaux.drafts.wording import DISTRIBUTIONS, STANDINGS

    held = distribution_of(version)
    return Masthead(
        symbol=version.symbol,
        date=day(version.dated_on),
        standing=str(STANDINGS[version.state]),
        distribution=_("Distr.: %(distribution)s") % {"distribution": DISTRIBUTIONS[held]}
        if held
        else "",
    )


def organ_of(version: Version) -> str:
    """The body that the text is for, in the language in use; its process where none is named."""
    process = version.text.process
    return said(process.body) or said(process.titles)


def full_masthead_of(version: Version) -> Masthead:
    """The same with the process and the original language, and words for a table of contents.

    In the version's own language, whoever reads: one file for all.
    """
    with override(to_django(version.language)):
        return replace(
            masthead_of(version),
            organ=organ_of(version),
            agenda=tuple(
                line for line in (version.agenda, said(version.text.process.titles)) if line
            ),
            original=_("Original: %(language)s") % {"language": NAMES[version.language]}
            if version.language in NAMES
            else "",
            contents=(_("Contents"), _("Paragraphs")),
        )
