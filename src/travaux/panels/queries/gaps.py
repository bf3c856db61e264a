"""What groups lack against their own targets, and which calls are to fill it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from travaux.panels.models import GapCall, Nominee, Panel, Quota, Seat
from travaux.panels.queries.composition import composition, group_of
from travaux.people.queries import REGIONAL, countries_by_group

STATES = ("country", "state", "member state", "pays", "país", "страна", "البلد", "国家")


@dataclass(frozen=True, slots=True)
class Gap:
    """A target that is not reached: so many are there, so many are asked for."""

    feature: str
    value: str
    there: int
    low: int


@dataclass(frozen=True, slots=True)
class Gaps:
    """What a group lacks: targets, and states of its region of which nobody is in it."""

    short: tuple[Gap, ...] = ()
    state_feature: str = ""
    absent: tuple[str, ...] = ()
    states: int = 0  # how many states the region has

    def __bool__(self) -> bool:
        return bool(self.short or self.absent)

    def plain(self) -> dict[str, Any]:
        """As JSON values, kept beside a call that is to fill them."""
        return {
            "short": [[g.feature, g.value, g.there, g.low] for g in self.short],
            "state_feature": self.state_feature,
            "absent": list(self.absent),
            "states": self.states,
        }


def gaps_of(panel: Panel) -> Gaps:
    """What a group that stands lacks against its own targets, and in the spread over states."""
    return gaps_by_group([panel])[panel.pk]


def gaps_by_group(groups: Sequence[Panel]) -> dict[int, Gaps]:
    """What each of these groups lacks, by their row keys; as many queries however many they are."""
    keys = [g.pk for g in groups]
    parents = {g.parent_id for g in groups if g.parent_id is not None}
    pools: dict[int, list[Nominee]] = {}
    for one in Nominee.objects.filter(panel__in={*keys, *parents}):
        pools.setdefault(one.panel_id, []).append(one)
    quotas: dict[int, list[Quota]] = {}
    for quota in Quota.objects.filter(panel__in=keys):
        quotas.setdefault(quota.panel_id, []).append(quota)
    held: dict[int, set[str]] = {}
    seats = Seat.objects.filter(panel__in=keys, until=None).values_list("panel", "nominee__code")
    for key, code in seats:
        held.setdefault(key, set()).add(code)
    states = _states_by_region(groups)
    return {
        g.pk: _gaps(
            g,
            pools.get(g.pk, []),
            quotas.get(g.pk, []),
            held.get(g.pk, set()) if g.adopted_at or g.pk in held else set(group_of(g).codes),
            pools.get(g.parent_id or 0, []),
            states.get(g.region, set()),
        )
        for g in groups
    }


def _states_by_region(groups: Sequence[Panel]) -> dict[str, set[str]]:
    """The states of the regions of groups out of a call, by the codes of the regions."""
    kinds: dict[bool, set[str]] = {}
    for g in groups:
        if g.parent is not None and g.parent.call_id and g.region_feature == "region":
            kinds.setdefault(g.demonstration, set()).add(g.region)
    found: dict[str, set[str]] = {}
    for demonstration, regions in kinds.items():
        for region, codes in countries_by_group(REGIONAL, demonstration=demonstration).items():
            if region in regions:
                found[region] = codes
    return found


def _gaps(
    panel: Panel,
    nominees: Sequence[Nominee],
    quotas: Sequence[Quota],
    codes: set[str],
    parents: Sequence[Nominee],
    states: set[str],
) -> Gaps:
    short = tuple(
        Gap(t.feature, t.value, t.chosen, t.low)
        for attribute in composition(nominees, quotas, codes)
        for t in attribute.targets
        if t.chosen < t.low
    )
    feature = _state_feature(nominees)
    if panel.parent_id is None or not feature:
        return Gaps(short)
    known = states | {
        value
        for n in parents
        if panel.region in n.features.get(panel.region_feature, ())
        for value in n.features.get(feature, ())
    }
    there = {v for n in nominees if n.code in codes for v in n.features.get(feature, ())}
    return Gaps(short, feature, tuple(sorted(known - there)), len(known))


def _state_feature(nominees: Sequence[Nominee]) -> str:
    """The attribute that says of which state somebody is; "" where none does."""
    known = list(nominees[0].features) if nominees else []
    return next((f for f in known if f.strip().casefold() in STATES), "")


def gap_calls_by_group(groups: Sequence[Panel]) -> dict[int, list[GapCall]]:
    """The calls that are to fill what groups lack, by the row keys of the groups."""
    told: dict[int, list[GapCall]] = {}
    found = GapCall.objects.filter(panel__in=[g.pk for g in groups])
    for one in found.select_related("call", "panel__process", "panel__parent"):
        told.setdefault(one.panel_id, []).append(one)
    return told
