"""The brackets of a version: what is open, who holds what, and how the text reads for each side."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from travaux.core.texts.brackets import Group, Position, Unbalanced, groups, open_count, parse
from travaux.core.texts.brackets.editing import source_of
from travaux.core.texts.brackets.views import all_out, as_party, clean
from travaux.core.texts.brackets.wide import Wide, wide_brackets
from travaux.core.texts.redline import Piece
from travaux.drafts.models import ParagraphStatus, Stand, Version
from travaux.drafts.queries.following import GONE, Carried, carried_positions
from travaux.drafts.states import Agreement
from travaux.drafts.weaving import isolated, marked_up
from travaux.people.models import Appointment
from travaux.plumbing.keeping import Keep
from travaux.plumbing.languages import said

_kept: Keep[dict[str, tuple[tuple[WideBracket, ...], tuple[Unbalanced, ...]]]] = Keep(100)
_APART = ("table", "code")
VIEWS = ("open", "all", "in", "out", "party")


@dataclass(frozen=True, slots=True)
class Held:
    """A position: in the text itself (`stand` is None), or taken beside it."""

    party: str
    stance: str
    note: str = ""
    stand: Stand | None = None
    ended: bool = False  # the mandate under which it was taken is over
    outdated: bool = False  # the bracket read otherwise when it was taken
    carried: str = ""  # from an earlier version, its bracket being the same, changed or a guess


@dataclass(frozen=True, slots=True)
class Bracket:
    """One bracket of a paragraph, with the positions on it."""

    number: int
    source: str
    is_open: bool
    depth: int
    held: tuple[Held, ...]

    @property
    def shown(self) -> SafeString:
        return isolated(self.source)


@dataclass(frozen=True, slots=True)
class WideBracket:
    """A bracket that opens in one paragraph and closes in a later one, its number given."""

    anchor: str
    number: str
    last_anchor: str
    last_number: str
    wide: Wide
    held: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Negotiated:
    """A paragraph as it is negotiated: its brackets and its status."""

    anchor: str
    number: str
    kind: str
    body: str
    status: str
    brackets: tuple[Bracket, ...]
    unbalanced: tuple[Unbalanced, ...]  # signs without a partner, counted in `body`
    wide: tuple[WideBracket, ...] = ()  # brackets over several paragraphs that open here

    @property
    def open(self) -> int:
        return sum(1 for bracket in self.brackets if bracket.is_open) + len(self.wide)

    @property
    def shown(self) -> SafeString:
        return isolated(self.body)

    @property
    def mends(self) -> list[SafeString]:
        """The paragraph with each missing sign at the place where it likely stands, marked."""
        return [
            marked_up(
                (
                    Piece("same", self.body[: one.mend_at]),
                    Piece("ins", one.mend),
                    Piece("same", self.body[one.mend_at :]),
                )
            )
            for one in self.unbalanced
            if one.mend
        ]

    def reads(self, view: str, who: str = "") -> SafeString:
        """The paragraph as a view of it reads, with what goes and what stays marked."""
        tree = parse(self.body)
        if view == "in":
            # of adjacent wordings one at most can stay: they stand open
            runs = Counter((g.depth, g.run) for g in groups(tree.nodes) if g.kind == "bracket")
            return isolated(
                clean(tree, lambda g, _a: "open" if runs[g.depth, g.run] > 1 else "keep")
            )
        if view == "out":
            return isolated(clean(tree, all_out))
        if view == "party":
            more = {
                bracket.number: [
                    Position(one.party, one.stance)  # type: ignore[arg-type]
                    for one in bracket.held
                    if one.stand is not None and not one.ended and one.carried != "guess"
                ]
                for bracket in self.brackets
            }
            return isolated(as_party(tree, who, more))
        return self.shown


def negotiated(version: Version, at: datetime, anchor: str = "") -> list[Negotiated]:
    """Every paragraph with a bracket or a status (or the one that is asked for)."""
    stands: dict[tuple[int, int], list[Stand]] = defaultdict(list)
    for stand in Stand.objects.filter(version=version, lifted_at__isnull=True).select_related(
        "country"
    ):
        stands[stand.anchor_id, stand.bracket].append(stand)
    carried = [one for one in carried_positions(version) if one.how != GONE]
    came: dict[tuple[str, int], list[Carried]] = defaultdict(list)
    for one in carried:
        came[one.anchor, one.bracket].append(one)
    standing = set(
        Appointment.objects.filter(
            key__in={s.mandate for held in stands.values() for s in held}
            | {one.stand.mandate for one in carried},
            begins_at__lte=at,
        )
        .exclude(ends_at__lte=at)
        .values_list("key", flat=True)
    )
    statuses = dict(
        ParagraphStatus.objects.filter(version=version).values_list("anchor_id", "status")
    )
    over = wide_of(version)
    rows = version.paragraphs.select_related("anchor").exclude(kind__in=_APART)
    if anchor:
        rows = rows.filter(anchor__key=anchor)
    found = []
    for row in rows:
        bare = "[" not in row.body and "]" not in row.body
        if bare and row.anchor_id not in statuses and not anchor:
            continue
        tree = parse(row.body)
        key = row.anchor.key
        brackets = tuple(
            _bracket(
                number,
                group,
                stands.get((row.anchor_id, number), ()),
                standing,
                came.get((key, number), ()),
            )
            for number, group in enumerate(groups(tree.nodes))
        )
        wide, lonely = over.get(key, ((), tree.unbalanced))
        if not (brackets or wide or lonely or row.anchor_id in statuses or anchor):
            continue
        pending = Agreement.PENDING if wide or any(b.is_open for b in brackets) else ""
        status = statuses.get(row.anchor_id, pending)
        found.append(
            Negotiated(
                row.anchor.key,
                row.number,
                row.kind,
                row.body,
                status,
                brackets,
                lonely,
                wide,
            )
        )
    return found


def around(version: Version, anchor: str) -> list[WideBracket]:
    """The brackets over several paragraphs in which one paragraph stands, the outermost first."""
    wides = [wide for opening, _lonely in wide_of(version).values() for wide in opening]
    if not wides:
        return []
    keys = version.paragraphs.order_by("position").values_list("anchor__key", flat=True)
    places = {key: place for place, key in enumerate(keys)}
    here = places.get(anchor, -1)
    return [w for w in wides if places[w.anchor] <= here <= places[w.last_anchor]]


def wide_of(version: Version) -> dict[str, tuple[tuple[WideBracket, ...], tuple[Unbalanced, ...]]]:
    """`_wide_of`, reckoned once for a version that is published."""
    if not version.is_published:
        return _wide_of(version)
    return _kept.get((version.pk, version.content_hash), lambda: _wide_of(version))


def _wide_of(version: Version) -> dict[str, tuple[tuple[WideBracket, ...], tuple[Unbalanced, ...]]]:
    """For each paragraph whose signs do not all meet within it: the brackets over several
    paragraphs that open there, and the signs that stay without a partner in the whole text."""
    rows = list(
        version.paragraphs.exclude(kind__in=_APART).values_list(
            "anchor__key", "number", "kind", "body"
        )
    )
    uneven = {
        key
        for key, _number, _kind, body in rows
        if ("[" in body or "]" in body) and parse(body).unbalanced
    }
    if not uneven:
        return {}
    headings = [place for place, row in enumerate(rows) if row[2] == "heading"]
    found = wide_brackets([row[3] for row in rows], headings)
    opening: dict[int, list[WideBracket]] = defaultdict(list)
    for wide in found.brackets:
        (key, number, _k, _b), (last, last_number, _k2, _b2) = rows[wide.first], rows[wide.last]
        held = tuple(Held(p.party, p.stance) for p in wide.positions)
        opening[wide.first].append(WideBracket(key, number, last, last_number, wide, held))
    return {
        row[0]: (tuple(opening.get(place, ())), found.unbalanced.get(place, ()))
        for place, row in enumerate(rows)
        if row[0] in uneven
    }


def gone_positions(version: Version) -> list[Carried]:
    """Positions of earlier versions whose bracket does not stand in this one any more."""
    return [one for one in carried_positions(version) if one.how == GONE]


def _bracket(
    number: int,
    group: Group,
    stands: Sequence[Stand],
    standing: set[str],
    carried: Sequence[Carried] = (),
) -> Bracket:
    source = source_of(group)
    inside = [p for a in group.alternatives for p in a.positions]
    held = [Held(p.party, p.stance) for p in (*inside, *group.positions)]
    held += [
        Held(
            said(stand.country.names),
            stand.stance,
            stand.note,
            stand,
            stand.mandate not in standing,
            stand.wording != source,
        )
        for stand in stands
    ]
    held += [
        Held(
            said(one.stand.country.names),
            one.stand.stance,
            one.stand.note,
            one.stand,
            one.stand.mandate not in standing,
            one.how != "same",
            one.how,
        )
        for one in carried
    ]
    return Bracket(number, source, group.is_open, group.depth, tuple(held))


def open_brackets(version: Version) -> int:
    """How many brackets of a version hold something that is still to be agreed."""
    bodies = version.paragraphs.filter(body__contains="[").exclude(kind__in=_APART)
    within = sum(open_count(parse(body)) for body in bodies.values_list("body", flat=True))
    return within + sum(len(wide) for wide, _lonely in wide_of(version).values())


def parties_of(rows: Sequence[Negotiated]) -> list[str]:
    """Who holds a position on any bracket, in the order of names."""
    return sorted({held.party for row in rows for b in row.brackets for held in b.held})
