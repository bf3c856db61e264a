"""Literature from RIS and BibTeX files, and which of it is twice in the pile."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz

from travaux.core.formats.bounds import check_size, ending_of
from travaux.core.formats.decoding import decode
from travaux.core.problems import Problem, Unusable

MOST_REFERENCES = 50_000
LONGEST_TEXT = 20_000
NEAR = 92  # of 100: titles more alike than this are put to a person as the same
VERSION = "references-1"
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_DOI = re.compile(r"10\.\d{4,9}/\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """One work as its file gives it; `where` is the place in the file, `year` 0 where unknown."""

    title: str
    authors: tuple[str, ...] = ()
    year: int = 0
    kind: str = ""
    source: str = ""
    doi: str = ""
    address: str = ""
    abstract: str = ""
    language: str = ""
    keywords: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """What a file held, in its order, and what of it could not be used."""

    references: tuple[Reference, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Twins:
    """Two places in the pile that look like one work; `sure` where identifier or all else agrees."""

    first: int
    second: int
    why: str
    alike: int
    sure: bool


def _plain(text: object, most: int = LONGEST_TEXT) -> str:
    return " ".join(str(text or "").split())[:most]


def _year(*texts: object) -> int:
    for text in texts:
        found = _YEAR.search(str(text or ""))
        if found:
            return int(found[0])
    return 0


def clean_doi(text: str) -> str:
    """The bare identifier out of whatever stands around it, in small letters.

    >>> clean_doi("https://doi.org/10.1000/ABC.")
    '10.1000/abc'
    """
    found = _DOI.search(text)
    return found[0].rstrip(".,;)]}").lower() if found else ""


def _of_ris(entry: Mapping[str, Any], where: str) -> Reference:
    def first(*names: str) -> str:
        return next((_plain(entry[n]) for n in names if entry.get(n)), "")

    authors = entry.get("authors") or entry.get("first_authors") or []
    urls = entry.get("urls") or []
    return Reference(
        title=first("title", "primary_title"),
        authors=tuple(_plain(a, 300) for a in authors if _plain(a))[:200],
        year=_year(entry.get("year"), entry.get("publication_year"), entry.get("date")),
        kind=first("type_of_reference").upper()[:12],
        source=first("journal_name", "secondary_title", "alternate_title1", "publisher"),
        doi=clean_doi(first("doi") or " ".join(map(str, urls))),
        address=_plain(urls[0] if urls else first("url"), 2_000),
        abstract=first("abstract", "notes_abstract"),
        language=first("language")[:40],
        keywords=tuple(_plain(k, 200) for k in (entry.get("keywords") or []) if _plain(k))[:100],
        where=where,
    )


def _read_ris(text: str) -> Read:
    import rispy

    try:
        entries = rispy.loads(text, skip_unknown_tags=True)
    except (OSError, ValueError, TypeError, KeyError, IndexError) as error:
        raise Unusable("references-broken", said=str(error)[:200]) from error
    problems: list[Problem] = []
    found: list[Reference] = []
    for number, entry in enumerate(entries, 1):
        reference = _of_ris(entry, f"entry {number}")
        if not reference.title:
            problems.append(Problem("reference-without-title", reference.where))
            continue
        found.append(reference)
    return Read(tuple(found), tuple(problems))


def _people(text: str) -> tuple[str, ...]:
    parts = re.split(r"\s+and\s+", text)
    return tuple(p for p in (_plain(part.strip("{}"), 300) for part in parts) if p)[:200]


def _of_bibtex(fields: Mapping[str, str], kind: str, where: str) -> Reference:
    def first(*names: str) -> str:
        return next((_plain(fields[n].strip("{}")) for n in names if fields.get(n)), "")

    words = re.split(r"[;,]", first("keywords"))
    return Reference(
        title=first("title").replace("{", "").replace("}", ""),
        authors=_people(fields.get("author", "") or fields.get("editor", "")),
        year=_year(fields.get("year"), fields.get("date")),
        kind=kind.upper()[:12],
        source=first("journal", "journaltitle", "booktitle", "publisher", "institution"),
        doi=clean_doi(first("doi", "url")),
        address=first("url")[:2_000],
        abstract=first("abstract"),
        language=first("language", "langid")[:40],
        keywords=tuple(w for w in (_plain(word, 200) for word in words) if w)[:100],
        where=where,
    )


def _read_bibtex(text: str) -> Read:
    from bibtexparser import middlewares
    from bibtexparser.entrypoint import parse_string

    steps = [
        middlewares.ResolveStringReferencesMiddleware(),
        middlewares.RemoveEnclosingMiddleware(),
    ]
    library = parse_string(text, parse_stack=[*steps, middlewares.LatexDecodingMiddleware()])
    problems = [
        Problem("reference-broken", f"line {block.start_line + 1}")
        for block in library.failed_blocks
        if block.start_line is not None
    ]
    found: list[Reference] = []
    for entry in library.entries:
        where = f"line {(entry.start_line or 0) + 1}"
        fields = {f.key.lower(): str(f.value) for f in entry.fields}
        reference = _of_bibtex(fields, entry.entry_type, where)
        if reference.title:
            found.append(reference)
        else:
            problems.append(Problem("reference-without-title", where))
    return Read(tuple(found), tuple(problems))


def read_references(data: bytes, name: str) -> Read:
    """Read a RIS (.ris, .txt) or BibTeX (.bib) file; what cannot be used is told by its place.

    Errors (Unusable): `file-empty`, `file-too-large`, `file-kind-unknown`, `references-broken`,
    `references-none`, `references-too-many`.

    >>> read = read_references(b"TY  - JOUR\\nTI  - Cities\\nPY  - 2021\\nER  - \\n", "a.ris")
    >>> read.references[0].title, read.references[0].year
    ('Cities', 2021)
    """
    check_size(data)
    ending = ending_of(name)
    if ending not in ("ris", "txt", "bib", "bibtex"):
        raise Unusable("file-kind-unknown", ending=ending)
    text, assumed = decode(data)
    bibtex = ending in ("bib", "bibtex") or (
        ending == "txt" and re.search(r"^\s*@\w+\s*\{", text, re.MULTILINE) is not None
    )
    starts = len(re.findall(r"^\s*@\w+\s*\{" if bibtex else r"^TY  ?-", text, re.MULTILINE))
    if starts > MOST_REFERENCES:
        raise Unusable("references-too-many", most=MOST_REFERENCES)
    read = _read_bibtex(text) if bibtex else _read_ris(text)
    if not read.references and not read.problems:
        raise Unusable("references-none")
    return Read(read.references, (*assumed, *read.problems))


def write_ris(references: Sequence[Reference]) -> str:
    """The references as a RIS file that reference managers read."""
    import rispy

    lines: list[str] = []
    for r in references:
        kind = (
            r.kind
            if re.fullmatch(r"[A-Z]{3,6}", r.kind) and r.kind in rispy.TYPE_OF_REFERENCE_MAPPING
            else "GEN"
        )
        lines.append(f"TY  - {kind}")
        lines += [f"TI  - {r.title}", *(f"AU  - {author}" for author in r.authors)]
        lines += [f"PY  - {r.year}"] if r.year else []
        for tag, value in (
            ("T2", r.source),
            ("DO", r.doi),
            ("UR", r.address),
            ("AB", r.abstract),
            ("LA", r.language),
        ):
            lines += [f"{tag}  - {value}"] if value else []
        lines += [*(f"KW  - {word}" for word in r.keywords), "ER  - ", ""]
    return "\r\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Key:
    title: str
    surname: str
    year: int
    doi: str
    words: frozenset[str] = field(default_factory=frozenset)


def _folded(text: str) -> str:
    flat = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.findall(r"\w+", "".join(c for c in flat if not unicodedata.combining(c))))


def _key(reference: Reference) -> _Key:
    author = reference.authors[0] if reference.authors else ""
    surname = author.split(",")[0] if "," in author else (author.split() or [""])[-1]
    title = _folded(reference.title)
    return _Key(title, _folded(surname), reference.year, reference.doi, frozenset(title.split()))


def _close(a: _Key, b: _Key) -> Twins | None:
    years = not a.year or not b.year or abs(a.year - b.year) <= 1
    if a.title == b.title and years:
        same = a.surname == b.surname and bool(a.surname) and a.year == b.year and len(a.words) > 2
        conflict = bool(a.doi and b.doi and a.doi != b.doi)
        return Twins(0, 0, "title", 100, same and not conflict)
    if not years or (a.surname and b.surname and a.surname != b.surname):
        return None
    alike = int(fuzz.ratio(a.title, b.title))
    return Twins(0, 0, "near-title", alike, False) if alike >= NEAR else None


def _blocks(key: _Key) -> list[tuple[str, ...]]:
    """What two titles share when they may be one: two long words, or how they begin or end."""
    longest = sorted(key.words, key=lambda w: (-len(w), w))[:4]
    pairs: list[tuple[str, ...]] = [tuple(sorted(p)) for p in itertools.combinations(longest, 2)]
    return [*pairs, ("^", key.title[:8]), ("$", key.title[-8:])]


def twins(references: Sequence[Reference]) -> tuple[Twins, ...]:
    """Pairs that look like one work, each later place with the first that it repeats.

    The same identifier (DOI), or the same title, first author and year, is *sure*; titles alike to
    92 of 100 with years at most one apart and no other first author is put to a person. Compared
    are works that share an identifier, two of their four longest words, or how their titles begin
    or end, not each work with each. Nothing is thrown away here: a person confirms.

    >>> a = Reference("Smart cities for people", ("Doe, J.",), 2021)
    >>> [t.sure for t in twins([a, a])]
    [True]
    """
    keys = [_key(r) for r in references]
    by_doi: dict[str, int] = {}
    by_title: dict[str, list[int]] = defaultdict(list)
    by_block: dict[tuple[str, ...], list[int]] = defaultdict(list)
    found: list[Twins] = []
    for at, key in enumerate(keys):
        if key.doi and key.doi in by_doi:
            found.append(Twins(by_doi[key.doi], at, "identifier", 100, True))
            continue
        if key.doi:
            by_doi[key.doi] = at
        blocks = _blocks(key)
        near = dict.fromkeys(by_title[key.title][:50])
        for block in blocks:
            near.update(dict.fromkeys(by_block[block][:200]))
        best: Twins | None = None
        for other in near:
            twin = _close(keys[other], key)
            if twin and (best is None or (twin.sure, twin.alike) > (best.sure, best.alike)):
                best = Twins(other, at, twin.why, twin.alike, twin.sure)
        if best:
            found.append(best)
        if not (best and best.sure):
            by_title[key.title].append(at)
            for block in blocks:
                by_block[block].append(at)
    return tuple(found)
