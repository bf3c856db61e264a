"""Who could come instead of somebody who leaves, first choice first, and what would be broken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from travaux.core.panels.instance import Break
from travaux.core.panels.replacing import replacement
from travaux.core.problems import Unusable
from travaux.panels.models import Panel
from travaux.panels.queries.composition import group_of
from travaux.panels.queries.instance import instance_of
from travaux.panels.queries.lists import recommendation_of


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody who could come, and the rules that the group would not keep then."""

    code: str
    breaks: tuple[Break, ...]


@dataclass(frozen=True, slots=True)
class Replacements:
    """The best newcomer first; `comes` "" where nobody is left; `vacant`: the seat stays empty."""

    ranked: tuple[Coming, ...]
    vacant: tuple[Break, ...]

    @property
    def comes(self) -> str:
        return self.ranked[0].code if self.ranked else ""


def replacement_for(panel: Panel, leaves: str, group: Sequence[str] = ()) -> Replacements:
    """Whoever breaks the fewest rules, then stands first in the reserve of the recommendation.

    Those who were in the group once and are no longer do not come back by this. In a regional
    group everybody who accepted is in already: a seat stays empty.
    """
    if panel.parent_id is not None:
        return _only_leaves(panel, leaves)
    instance = instance_of(panel, floored=panel.floor is not None)
    place = instance.pool.place
    members = [place[c] for c in (group or group_of(panel).codes) if c in place]
    order, declined = _order(panel, place), _gone(panel, place)
    stay = [p for p in members if p != place[leaves]]
    try:
        found = replacement(instance, members, [place[leaves]], order=order, declined=declined)
    except Unusable as problem:
        if problem.code != "nobody-left":
            raise
        return Replacements((), instance.breaks(stay))
    ids = instance.pool.ids
    ranked = (
        Coming(ids[found.comes[0]], found.breaks),
        *(Coming(ids[one.person], one.breaks) for one in found.alternatives),
    )
    return Replacements(ranked, found.vacant)


def replacements_for(panel: Panel, leave: Sequence[str]) -> list[str]:
    """Who comes for several who leave at once, breaking the fewest rules; fewer where few are left.

    In a regional group nobody: everybody who accepted is in already.
    """
    if panel.parent_id is not None or not leave:
        return []
    instance = instance_of(panel, floored=panel.floor is not None)
    place = instance.pool.place
    members = [place[c] for c in group_of(panel).codes if c in place]
    leaves = [place[c] for c in leave if place.get(c) in members]
    try:
        found = replacement(
            instance, members, leaves, order=_order(panel, place), declined=_gone(panel, place)
        )
    except Unusable:
        return []
    return [instance.pool.ids[p] for p in found.comes]


def _order(panel: Panel, place: Mapping[str, int]) -> list[int]:
    """Everybody who may come, those in the reserve of the recommendation first."""
    made = recommendation_of(panel)
    return [place[c] for c in [*(made.reserve if made else ()), *place] if c in place]


def _gone(panel: Panel, place: Mapping[str, int]) -> list[int]:
    """Those who were in the group once and are no longer."""
    gone = panel.seats.exclude(until=None).values_list("nominee__code", flat=True)
    return [place[c] for c in gone if c in place]


def _only_leaves(panel: Panel, leaves: str) -> Replacements:
    """What a group does not keep without somebody for whom nobody comes."""
    instance = instance_of(panel, floored=False)
    stay = [instance.pool.place[c] for c in group_of(panel).codes if c != leaves]
    return Replacements((), instance.breaks(stay))
