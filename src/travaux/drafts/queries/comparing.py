"""What became of each paragraph from one version of a text to another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from travaux.core.texts.identities import Tie, ties
from travaux.core.texts.versions import Change, Standing, compare
from travaux.drafts.models import Likeness, Version
from travaux.drafts.queries.standing import standings_of
from travaux.drafts.weaving import redlined
from travaux.plumbing.keeping import Keep

PAGE = 50
KINDS = ("edited", "moved", "moved-and-edited", "split", "merged", "inserted", "deleted", "same")
UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph across two versions; its redline is made only when a page shows it.

    `olds` and `news` are its parts, several where it was split or merged. `sure` is False where
    old and new were put together by likeness alone and nobody has confirmed it.
    """

    change: Change
    section: str
    kind: str
    olds: tuple[Standing, ...]
    news: tuple[Standing, ...]
    sure: bool = True
    confidence: float = 1.0

    @property
    def old_number(self) -> str:
        return ", ".join(s.number for s in self.olds if s.number)

    @property
    def new_number(self) -> str:
        return ", ".join(s.number for s in self.news if s.number)

    @property
    def old_words(self) -> str:
        return "\n".join(s.text for s in self.olds)

    @property
    def new_words(self) -> str:
        return "\n".join(s.text for s in self.news)

    @property
    def anchor(self) -> str:
        standing = self.change.new or self.change.old
        return standing.key if standing else ""

    @property
    def block_kind(self) -> str:
        standing = self.change.new or self.change.old
        return standing.kind if standing else ""

    @property
    def percent(self) -> int:
        """The reckoned chance that old and new belong together, in whole percent below 100."""
        return min(99, int(self.confidence * 100))

    @property
    def redline(self) -> SafeString:
        return redlined(self.old_words, self.new_words)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a text held against each other, in the reading order of the newer."""

    old: Version
    new: Version
    rows: tuple[Row, ...]
    counts: Mapping[str, int]

    @property
    def changed(self) -> int:
        return sum(n for kind, n in self.counts.items() if kind not in ("same", UNSURE))

    def only(self, kind: str) -> tuple[Row, ...]:
        """The rows of one kind; "" gives all that changed, "all" those that are the same too."""
        if kind == "all":
            return self.rows
        if kind == UNSURE:
            return tuple(row for row in self.rows if not row.sure)
        if kind:
            return tuple(row for row in self.rows if row.kind == kind)
        return tuple(row for row in self.rows if row.kind != "same")


_kept: Keep[tuple[Row, ...]] = Keep(40)


def compared(old: Version, new: Version) -> Comparison:
    """Compare two versions: by identity, and where that is silent by an alignment of their words.

    What the alignment is not sure of is shown as a guess. Published versions are compared once.
    """
    if old.is_published and new.is_published and old.content_hash and new.content_hash:
        key = (old.pk, old.content_hash, new.pk, new.content_hash)
        rows = _kept.get(key, lambda: _rows(old, new))
    else:
        rows = _rows(old, new)
    found = Counter(row.kind for row in rows)
    counts = {kind: found.get(kind, 0) for kind in KINDS}
    return Comparison(old, new, rows, {**counts, UNSURE: sum(not row.sure for row in rows)})


def decisions_on(version: Version) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Pairs of identities (old, new) that a person held to be one, and those held to be two."""
    one: set[tuple[str, str]] = set()
    two: set[tuple[str, str]] = set()
    for before, after, same in Likeness.objects.filter(version=version).values_list(
        "old__key", "new__key", "same"
    ):
        (one if same else two).add((before, after))
    return one, two


def _rows(old: Version, new: Version) -> tuple[Row, ...]:
    before, after = standings_of(old), standings_of(new)
    confirmed, refused = decisions_on(new)
    found = ties(before, after, refused=refused, confirmed=confirmed)
    return tuple(rows_of(before, after, found, refused))


def rows_of(
    old: list[Standing],
    new: list[Standing],
    found: tuple[Tie, ...],
    refused: set[tuple[str, str]] | None = None,
) -> list[Row]:
    """The rows of a comparison; parts of a split or a merger stand in the row of their whole."""
    links: dict[str, str] = {}
    likely: dict[tuple[str, str], Tie] = {}
    olds: dict[str, set[int]] = defaultdict(set)  # key in new -> places of its olds
    news: dict[str, set[int]] = defaultdict(set)  # key in old -> places of its news
    standing_in = {s.key for s in new}
    for tie in sorted(found, key=lambda tie: -len(new[tie.new].text)):
        one, other = old[tie.old].key, new[tie.new].key
        likely[one, other] = tie
        if one not in standing_in and one not in links.values() and other not in links:
            links.setdefault(other, one)
        if tie.part:
            olds[other].add(tie.old)
            news[one].add(tie.new)
    place_of_old = {s.key: place for place, s in enumerate(old)}
    place_of_new = {s.key: place for place, s in enumerate(new)}
    changes = compare(old, new, links)
    # a further part goes into the row of the paragraph that holds the identity of the whole
    swallowed: set[str] = set()
    rows: list[Row] = []
    section = ""
    for change in changes:
        if change.new is None or change.old is None:
            continue
        one, other = change.old.key, change.new.key
        swallowed.update(new[place].key for place in news.get(one, ()) if new[place].key != other)
        swallowed.update(old[place].key for place in olds.get(other, ()) if old[place].key != one)
    for change in changes:
        if change.new is not None and change.new.kind == "heading":
            section = " ".join(p for p in (change.new.number, change.new.text) if p)
        if change.old is None or change.new is None:
            alone = change.new or change.old
            assert alone is not None
            if alone.key not in swallowed:
                parts = (change.old,) if change.old else ()
                other_parts = (change.new,) if change.new else ()
                rows.append(Row(change, section, change.kind, parts, other_parts))
            continue
        one, other = change.old.key, change.new.key
        if change.ground == "words" and refused and (one, other) in refused:
            rows += [
                Row(Change("deleted", change.old, None), section, "deleted", (change.old,), ()),
                Row(Change("inserted", None, change.new), section, "inserted", (), (change.new,)),
            ]
            continue
        many_new = sorted(news.get(one, set()) | {place_of_new[other]})
        many_old = sorted(olds.get(other, set()) | {place_of_old[one]})
        kind: str = change.kind
        if len(many_new) > 1:
            kind, many_old = "split", [place_of_old[one]]
        elif len(many_old) > 1:
            kind = "merged"
        used = [
            likely[old[i].key, new[j].key]
            for i in many_old
            for j in many_new
            if (old[i].key, new[j].key) in likely
        ]
        sure = all(tie.sure for tie in used)
        if not used and change.ground == "words":
            sure = False  # the same words under another identity, and nothing else speaks for it
        rows.append(
            Row(
                change,
                section,
                kind,
                tuple(old[i] for i in many_old),
                tuple(new[j] for j in many_new),
                sure,
                min((tie.confidence for tie in used), default=0.5 if not sure else 1.0),
            )
        )
    return rows
