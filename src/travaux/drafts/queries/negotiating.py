"""The brackets of a version: what is open, who holds what, and how the text reads for each side."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from travaux.core.texts.brackets import Group, Position, groups, open_count, parse
from travaux.core.texts.brackets.editing import source_of
from travaux.core.texts.brackets.views import all_out, as_party, clean
from travaux.drafts.models import ParagraphStatus, Stand, Version
from travaux.drafts.states import Agreement
from travaux.drafts.weaving import isolated
from travaux.people.models import Appointment
from travaux.plumbing.languages import said

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
class Negotiated:
    """A paragraph as it is negotiated: its brackets and its status."""

    anchor: str
    number: str
    kind: str
    body: str
    status: str
    brackets: tuple[Bracket, ...]
    unbalanced: int

    @property
    def open(self) -> int:
        return sum(1 for bracket in self.brackets if bracket.is_open)

    @property
    def shown(self) -> SafeString:
        return isolated(self.body)

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
                    if one.stand is not None and not one.ended
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
    standing = set(
        Appointment.objects.filter(
            key__in={s.mandate for held in stands.values() for s in held}, begins_at__lte=at
        )
        .exclude(ends_at__lte=at)
        .values_list("key", flat=True)
    )
    statuses = dict(
        ParagraphStatus.objects.filter(version=version).values_list("anchor_id", "status")
    )
    rows = version.paragraphs.select_related("anchor").exclude(kind__in=["table", "code"])
    if anchor:
        rows = rows.filter(anchor__key=anchor)
    found = []
    for row in rows:
        if "[" not in row.body and row.anchor_id not in statuses and not anchor:
            continue
        tree = parse(row.body)
        brackets = tuple(
            _bracket(number, group, stands.get((row.anchor_id, number), ()), standing)
            for number, group in enumerate(groups(tree.nodes))
        )
        if not brackets and row.anchor_id not in statuses and not anchor:
            continue
        status = statuses.get(row.anchor_id, Agreement.PENDING if brackets else "")
        found.append(
            Negotiated(
                row.anchor.key,
                row.number,
                row.kind,
                row.body,
                status,
                brackets,
                len(tree.unbalanced),
            )
        )
    return found


def _bracket(number: int, group: Group, stands: Sequence[Stand], standing: set[str]) -> Bracket:
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
    return Bracket(number, source, group.is_open, group.depth, tuple(held))


def open_brackets(version: Version) -> int:
    """How many brackets of a version hold something that is still to be agreed."""
    bodies = version.paragraphs.filter(body__contains="[").values_list("body", flat=True)
    return sum(open_count(parse(body)) for body in bodies)


def parties_of(rows: Sequence[Negotiated]) -> list[str]:
    """Who holds a position on any bracket, in the order of names."""
    return sorted({held.party for row in rows for b in row.brackets for held in b.held})
