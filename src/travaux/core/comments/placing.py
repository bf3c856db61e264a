"""Where in a draft a comment belongs, by the references it gives; nothing is ever guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from travaux.core.comments.references import (
    Reference,
    is_whole_text,
    plain,
    read_paragraph,
    without_section_word,
)
from travaux.core.texts.document import Document

PlaceKind = Literal["paragraph", "section", "text", "unplaced"]
MAX_CANDIDATES = 3
LIKENESS = 80.0
# A longer "clause" is prose in the wrong column: nobody's reference, and slow to take apart.
LONGEST_CLAUSE = 300


@dataclass(frozen=True, slots=True)
class Target:
    """One block of a draft, as a place that a comment can name; in reading order.

    `section_path` holds the numbers of the headings above it, outermost first, its own included
    where it is a heading itself; `kind`, `number`, `level`, `label` and `text` are the block's.
    """

    key: str
    kind: str
    number: str = ""
    level: int = 0
    label: str = ""
    text: str = ""
    section_path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a comment goes, and why: by what it was found, or the reason why it was not.

    Found by: `label`, `section-number`, `section-title`, `paragraph-number`,
    `paragraph-counted`, `whole-text`, `section-of-figure`, `page-and-line`, `reference`.
    Not found: `clause-unknown`, `clause-ambiguous`, `several-clauses`, `number-and-title-differ`,
    `paragraph-unknown`, `paragraph-not-in-section`, `sub-paragraph-not-in-paragraph`,
    `ambiguous-number`, `several-paragraphs`, `paragraph-not-understood`, `line-only`,
    `lines-not-known` (no map of the print), `line-not-in-print`, `reference-unknown`.
    `candidates` are keys of blocks that a person may want to look at; none was taken.
    """

    kind: PlaceKind
    key: str = ""
    why: str = ""
    candidates: tuple[str, ...] = ()


def targets_of(document: Document, keys: Sequence[str] = ()) -> tuple[Target, ...]:
    """The targets of a text; without `keys`, a block's key is its index from 0.

    >>> from travaux.core.texts.document import Block
    >>> text = Document("T", (Block("heading", "Scope", "1", 1), Block("paragraph", "It is.", "1")))
    >>> [t.section_path for t in targets_of(text)]
    [('1',), ('1',)]
    """
    found: list[Target] = []
    open_headings: list[tuple[int, str]] = []
    for at, block in enumerate(document.blocks):
        if block.kind == "heading":
            while open_headings and open_headings[-1][0] >= block.level:
                open_headings.pop()
            open_headings.append((block.level, block.number))
        found.append(
            Target(
                key=keys[at] if keys else str(at),
                kind=block.kind,
                number=block.number,
                level=block.level,
                label=block.label,
                text=block.text,
                section_path=tuple(number for _, number in open_headings),
            )
        )
    return tuple(found)


class Places:
    """The places of one draft, prepared once for many comments."""

    def __init__(self, targets: Sequence[Target]) -> None:
        self._targets = tuple(targets)
        self._labels: dict[str, list[int]] = {}
        self._numbers: dict[str, list[int]] = {}
        self._titles: dict[str, list[int]] = {}
        self._paragraphs: dict[str, list[int]] = {}
        self._ends: dict[int, int] = {}
        self._likely: dict[str, tuple[str, ...]] = {}
        for at, target in enumerate(self._targets):
            if target.label:
                self._labels.setdefault(plain(target.label), []).append(at)
            if target.kind == "heading":
                for number in {plain(target.number), _joined(target.section_path)} - {""}:
                    self._numbers.setdefault(number, []).append(at)
                if target.text:
                    self._titles.setdefault(plain(target.text), []).append(at)
            elif target.kind != "sub" and target.number:
                self._paragraphs.setdefault(plain(target.number), []).append(at)
        self._measure_sections()

    def _measure_sections(self) -> None:
        unclosed: list[int] = []
        for at, target in enumerate(self._targets):
            if target.kind == "heading":
                while unclosed and self._targets[unclosed[-1]].level >= target.level:
                    self._ends[unclosed.pop()] = at
                unclosed.append(at)
        for heading in unclosed:
            self._ends[heading] = len(self._targets)

    def place(self, clause: str, paragraph: str = "", line: str = "") -> Placement:
        """The place that a comment names by clause, paragraph and line, each as received."""
        clause, paragraph, line = clause.strip(), paragraph.strip(), line.strip()
        whole = is_whole_text(clause) and not self._heading_named(clause)
        if whole:
            return self._in_whole_text(paragraph, line)
        if len(clause) > LONGEST_CLAUSE:
            return Placement("unplaced", why="clause-unknown")
        found = self._section(clause)
        if isinstance(found, Placement):
            return found
        heading, why, rest = found
        reference = read_paragraph("; ".join(filter(None, (rest, paragraph))))
        return self._in_section(heading, why, reference)

    def _heading_named(self, clause: str) -> bool:
        # "0" is the introduction of an ISO text where it has one, else the text as a whole.
        return plain(clause) in self._numbers or (
            clause.startswith("[") and plain(clause.strip("[]")) in self._labels
        )

    def _in_whole_text(self, paragraph: str, line: str) -> Placement:
        reference = read_paragraph(paragraph)
        if reference.kind in ("none", "whole"):
            if line and not is_whole_text(line):
                return Placement("unplaced", why="line-only")
            return Placement("text", why="whole-text")
        if reference.kind != "numbers" or reference.count != 1:
            return self._not_understood(reference)
        return self._pick(
            self._paragraphs.get(reference.numbers[0], []), reference, "paragraph-unknown"
        )

    def _section(self, clause: str) -> Placement | tuple[int, str, str]:
        """The heading that a clause names, by what, and what the clause says beyond it."""
        bracketed = clause.strip()
        if bracketed.startswith("[") and "]" in bracketed:
            label, _, rest = bracketed[1:].partition("]")
            return self._one(
                self._labels.get(plain(label), []), "label", rest.strip(" /,;"), clause
            )
        for name in dict.fromkeys((clause, without_section_word(clause))):
            wanted = plain(name)
            for table, why in (
                (self._labels, "label"),
                (self._numbers, "section-number"),
                (self._titles, "section-title"),
            ):
                if wanted in table:
                    return self._one(table[wanted], why, "", clause)
        return self._section_and_more(clause)

    def _section_and_more(self, clause: str) -> Placement | tuple[int, str, str]:
        bare = without_section_word(clause)
        parts = [part.strip() for part in bare.replace("\n", ";").split(";") if part.strip()]
        several = parts if len(parts) > 1 else _listed(bare)
        if len(several) > 1:
            headings = [self._exact(part) for part in several]
            if sum(at is not None for at in headings) > 1:
                keys = [self._targets[at].key for at in headings if at is not None]
                return Placement("unplaced", why="several-clauses", candidates=tuple(keys))
        # "5.2 Scope", "5.2/3", "5.2, para 3", "iterator.ops p3": the longest head that is known.
        for cut in range(len(bare) - 1, 0, -1):
            if not (bare[cut] in " /,:(" or bare[cut] in "\t\n;–—"):
                continue
            at = self._exact(bare[:cut])
            if at is None:
                continue
            rest = bare[cut:].strip(" \t\n/,:;–—-")
            target = self._targets[at]
            why = "label" if plain(bare[:cut]) == plain(target.label) else "section-number"
            if not rest or plain(rest.strip("[]")) in (plain(target.text), plain(target.label)):
                return at, why, ""
            if read_paragraph(rest).kind in ("numbers", "counted", "figure", "whole"):
                return at, why, rest
            others = self._titles.get(plain(rest), [])
            doubtful = dict.fromkeys(self._targets[i].key for i in (at, *others))
            reason = "number-and-title-differ" if others else "clause-unknown"
            return Placement("unplaced", why=reason, candidates=tuple(doubtful)[:MAX_CANDIDATES])
        reference = read_paragraph(clause)
        told = clause[:1] == "¶" or clause[:1].isalpha()
        if reference.kind == "numbers" and (told or not self._numbers):
            # A text whose sections bear no numbers: a number can only be a paragraph's.
            found = self._paragraphs.get(reference.numbers[0], [])
            if found:
                return -1, "paragraph-number", clause
        return Placement("unplaced", why="clause-unknown", candidates=self._alike(bare))

    def _exact(self, name: str) -> int | None:
        wanted = plain(without_section_word(name))
        for table in (self._labels, self._numbers):
            if len(table.get(wanted, ())) == 1:
                return table[wanted][0]
        return None

    def _one(
        self, found: Sequence[int], why: str, rest: str, clause: str
    ) -> Placement | tuple[int, str, str]:
        if not found:
            return Placement("unplaced", why="clause-unknown", candidates=self._alike(clause))
        if len(found) > 1:
            keys = tuple(self._targets[at].key for at in found)
            return Placement("unplaced", why="clause-ambiguous", candidates=keys)
        return found[0], why, rest

    def _in_section(self, heading: int, why: str, reference: Reference) -> Placement:
        if heading < 0:
            number = reference.numbers[0]
            return self._pick(self._paragraphs.get(number, []), reference, "paragraph-unknown")
        target = self._targets[heading]
        if target.kind != "heading":
            # A label can stand at a block of its own, such as a table.
            return Placement("paragraph", target.key, why)
        if reference.kind in ("none", "whole"):
            return Placement("section", target.key, why)
        direct, all_of_it = self._paragraphs_under(heading)
        if reference.kind == "figure":
            figures = [
                at
                for at in all_of_it
                if self._targets[at].kind == "table"
                and plain(self._targets[at].number) in (reference.numbers[0], reference.words)
            ]
            if len(figures) == 1:
                return Placement("paragraph", self._targets[figures[0]].key, "paragraph-number")
            return Placement("section", target.key, "section-of-figure")
        if reference.count != 1 or reference.kind == "unknown":
            return self._not_understood(reference, target.key)
        if reference.kind == "counted":
            return self._counted(target, direct, reference)
        numbered = [at for at in direct if self._targets[at].number]
        if not numbered and len(all_of_it) == len(direct):
            return self._counted(target, direct, reference)
        wanted = reference.numbers[0]
        for among in (direct, all_of_it):
            found = [at for at in among if plain(self._targets[at].number) == wanted]
            if found:
                return self._pick(found, reference, "")
        # Texts that print "5.2.3" at the third paragraph of 5.2, or comments that say so.
        full = f"{plain(target.number)}.{wanted}"
        found = [at for at in all_of_it if plain(self._targets[at].number) == full]
        if found:
            return self._pick(found, reference, "")
        elsewhere = [self._targets[at].key for at in self._paragraphs.get(wanted, [])]
        near = (target.key, *elsewhere) if len(elsewhere) == 1 else (target.key,)
        return Placement("unplaced", why="paragraph-not-in-section", candidates=near)

    def _counted(self, section: Target, direct: Sequence[int], reference: Reference) -> Placement:
        """The n-th paragraph, where counting and printed numbers do not contradict each other."""
        nth = int(reference.numbers[0]) if reference.numbers[0].isdecimal() else 0
        counted = [at for at in direct if self._targets[at].kind == "paragraph"]
        if not 1 <= nth <= len(counted):
            why = "paragraph-not-in-section"
            return Placement("unplaced", why=why, candidates=(section.key,))
        at = counted[nth - 1]
        printed = plain(self._targets[at].number)
        if printed and printed != str(nth):
            same = [i for i in counted if plain(self._targets[i].number) == str(nth)]
            keys = tuple(self._targets[i].key for i in (at, *same))
            return Placement("unplaced", why="ambiguous-number", candidates=keys)
        return self._within(at, reference, "paragraph-counted")

    def _paragraphs_under(self, heading: int) -> tuple[list[int], list[int]]:
        direct: list[int] = []
        everything: list[int] = []
        below = False
        for at in range(heading + 1, self._ends[heading]):
            kind = self._targets[at].kind
            if kind == "heading":
                below = True
            elif kind != "sub":
                everything.append(at)
                if not below:
                    direct.append(at)
        return direct, everything

    def _pick(self, found: Sequence[int], reference: Reference, none: str) -> Placement:
        if not found:
            return Placement("unplaced", why=none)
        if len(found) > 1:
            keys = tuple(self._targets[at].key for at in found[:MAX_CANDIDATES])
            return Placement("unplaced", why="ambiguous-number", candidates=keys)
        return self._within(found[0], reference, "paragraph-number")

    def _within(self, paragraph: int, reference: Reference, why: str) -> Placement:
        """The sub-paragraph "(a)(ii)" under a paragraph, level by level."""
        at = paragraph
        for level, wanted in enumerate(reference.subs, 1):
            found = -1
            for below in range(at + 1, len(self._targets)):
                target = self._targets[below]
                if target.kind != "sub" or target.level < level:
                    break
                if target.level == level and plain(target.number) == wanted:
                    found = below
                    break
            if found < 0:
                key = self._targets[at].key
                return Placement(
                    "unplaced", why="sub-paragraph-not-in-paragraph", candidates=(key,)
                )
            at = found
        return Placement("paragraph", self._targets[at].key, why)

    def _not_understood(self, reference: Reference, section: str = "") -> Placement:
        why = "several-paragraphs" if reference.count > 1 else "paragraph-not-understood"
        return Placement("unplaced", why=why, candidates=(section,) if section else ())

    def _alike(self, clause: str) -> tuple[str, ...]:
        wanted = plain(clause)[:200]
        if wanted not in self._likely:
            names = {**self._titles, **self._labels}
            near = process.extract(
                wanted, list(names), scorer=fuzz.ratio, limit=MAX_CANDIDATES, score_cutoff=LIKENESS
            )
            keys = (self._targets[names[name][0]].key for name, _, _ in near)
            self._likely[wanted] = tuple(dict.fromkeys(keys))
        return self._likely[wanted]


def place(clause: str, paragraph: str, line: str, targets: Sequence[Target]) -> Placement:
    """Where one comment belongs; for many comments, prepare `Places(targets)` once.

    >>> text = [Target("h", "heading", "5.2", 2, "scope.gen", "Scope"), Target("p", "paragraph", "3")]
    >>> place("Clause 5.2", "para 3", "", text), place("scope.gen", "", "", text).kind
    (Placement(kind='paragraph', key='p', why='paragraph-number', candidates=()), 'section')
    >>> place("5.2", "9", "", text).why, place("general", "", "", text).kind
    ('paragraph-not-in-section', 'text')
    """
    return Places(targets).place(clause, paragraph, line)


def _joined(path: Sequence[str]) -> str:
    """The numbers of a chain of headings as one, where each prints only its own part."""
    parts = [plain(number) for number in path if number]
    return ".".join(parts) if len(parts) > 1 else ""


def _listed(text: str) -> list[str]:
    for sign in (",", " and ", " & ", " to ", "–", "—", " - "):
        if sign in text:
            return [part.strip() for part in text.split(sign) if part.strip()]
    return [text]
