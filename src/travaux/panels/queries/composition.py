"""Targets against what was nominated, recommended and is in the group, row by row."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from travaux.panels.models import Nominee, Panel, Quota, Seat


@dataclass(frozen=True, slots=True)
class Target:
    """One value of one attribute: how many nominated, asked for and chosen.

    `left`: how many of those nominated are in no group, as the public could reckon it (never in
    this one; nor in a regional one either). By leaving, nobody comes to count as not chosen.
    """

    feature: str
    value: str
    nominated: int
    low: int
    high: int | None
    chosen: int
    left: tuple[int, ...] = ()

    @property
    def met(self) -> bool:
        return self.low <= self.chosen and (self.high is None or self.chosen <= self.high)

    @property
    def lacking(self) -> int:
        """How many are missing (positive) or too many (negative)."""
        if self.chosen < self.low:
            return self.low - self.chosen
        return 0 if self.high is None or self.chosen <= self.high else self.high - self.chosen


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute with its targets; `several` where people hold several values."""

    feature: str
    several: bool
    targets: tuple[Target, ...]


def composition(
    nominees: Sequence[Nominee],
    quotas: Sequence[Quota],
    codes: Collection[str],
    placed: Sequence[Collection[str]] = (),
) -> tuple[Attribute, ...]:
    """The composition of the people with these codes against the quotas, in their order.

    `placed`: the codes of those who ever had a place, for each way of counting who was left.
    """
    found = []
    for feature in dict.fromkeys(q.feature for q in quotas):
        held = [(n.code, n.features.get(feature, ())) for n in nominees]
        targets = tuple(
            Target(
                feature,
                q.value,
                sum(q.value in values for _, values in held),
                q.low,
                q.high,
                sum(q.value in values and code in codes for code, values in held),
                tuple(
                    sum(q.value in values and code not in had for code, values in held)
                    for had in placed
                ),
            )
            for q in quotas
            if q.feature == feature
        )
        found.append(Attribute(feature, any(len(v) > 1 for _, v in held), targets))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Group:
    """Who is meant: those in the group now, else those recommended, else nobody."""

    kind: str  # "members", "recommended" or ""
    codes: tuple[str, ...]


def group_of(panel: Panel) -> Group:
    """The group as it stands."""
    seats = [s.nominee.code for s in panel.seats.filter(until=None).select_related("nominee")]
    if seats or panel.adopted_at is not None:
        return Group("members", tuple(seats))
    current = panel.recommendations.filter(current=True).first()
    return Group("recommended", tuple(current.selected)) if current else Group("", ())


def placed_of(panel: Panel) -> tuple[frozenset[str], frozenset[str]]:
    """Who ever had a seat in a group; and who had one in it or in a group of its region."""
    here = frozenset(panel.seats.values_list("nominee__code", flat=True))
    regional = Seat.objects.filter(panel__parent=panel).values_list("nominee__code", flat=True)
    return here, here | frozenset(regional)


def composition_of(panel: Panel, codes: Collection[str] | None = None) -> tuple[Attribute, ...]:
    """The composition of a group as it stands, or of these codes."""
    meant = group_of(panel).codes if codes is None else codes
    placed = placed_of(panel) if panel.adopted_at is not None else ()
    return composition(
        list(panel.nominees.all()), list(panel.quotas.all()), frozenset(meant), placed
    )
