"""The adoption of a group by its authority, with departures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from travaux.core.panels.instance import Instance
from travaux.correspondence.actions import prepare_deed
from travaux.correspondence.models import PreparedDeed
from travaux.journal.actions import action, nothing_to_record, record
from travaux.panels.models import Departure, Nominee, Panel, Seat
from travaux.panels.queries.instance import instance_of, plain_breaks
from travaux.panels.rules import (
    CLEARED_AS,
    adoption_is_whole,
    adoption_may_go_out,
    adoption_values,
    may_adopt,
)
from travaux.panels.states import MOVES, Via
from travaux.people.models import Person
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require


@dataclass(frozen=True, slots=True)
class Change:
    """A departure from the recommendation: the code of who goes out, of who comes in, and why."""

    out: str
    into: str
    reason: str


@action
def adopt_panel(
    *,
    by: Person,
    panel: Panel,
    authority: str,
    adopted_on: date,
    source: str,
    at: datetime,
    changes: Sequence[Change] = (),
    language: str = "en",
) -> Panel:
    """A named authority adopts the recommendation; each departure has its reason and its effect."""
    panel = Panel.objects.select_for_update().get(pk=panel.pk)
    require(may_adopt(by, panel))
    require(adoption_is_whole(authority, adopted_on, source, at))
    told = [(c.out, c.into, c.reason) for c in changes]
    require(adoption_may_go_out(panel, adoption_values(authority, adopted_on, source, told)))
    recommendation = panel.recommendations.get(current=True)
    nominees = {n.code: n for n in panel.nominees.all()}
    instance = instance_of(panel, floored=False)
    group = list(recommendation.selected)
    came: dict[str, str] = {}
    for change in changes:
        _depart(panel, instance, nominees, group, change, language, at)
        if change.into:
            came[change.into] = change.reason
    for code in group:
        Seat.objects.create(
            panel=panel,
            nominee=nominees[code],
            via=Via.DEPARTURE if code in came else Via.RECOMMENDED,
            since=adopted_on,
            at=at,
        )
    move(
        panel, MOVES, "adopt",
        authority=authority.strip(), adopted_on=adopted_on, adoption_source=source.strip(),
        adopted_at=at,
    )  # fmt: skip
    PreparedDeed.objects.filter(kind=CLEARED_AS, subject_key=panel.key).delete()
    facts = {
        "members": len(group),
        "departures": len(changes),
        "adopted_on": adopted_on.isoformat(),
        "breaks": len(instance.breaks([instance.pool.place[c] for c in group])),
    }
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    return panel


@action
def prepare_adoption(
    *,
    by: Person,
    panel: Panel,
    authority: str,
    adopted_on: date,
    source: str,
    at: datetime,
    changes: Sequence[Change] = (),
) -> PreparedDeed:
    """An adoption is written down, departures and all, to be cleared before it is recorded."""
    require(may_adopt(by, panel))
    require(adoption_is_whole(authority, adopted_on, source, at))
    told = [(c.out, c.into, c.reason) for c in changes]
    nothing_to_record()  # the deed leaves the line
    return prepare_deed(
        by=by,
        process_code=panel.process.code,
        kind=CLEARED_AS,
        key=panel.key,
        values=adoption_values(authority, adopted_on, source, told),
        at=at,
    )


def _depart(
    panel: Panel,
    instance: Instance,
    nominees: dict[str, Nominee],
    group: list[str],
    change: Change,
    language: str,
    at: datetime,
) -> None:
    """One departure, applied to the group in hand and written down."""
    if not change.reason.strip():
        raise refuse("reason-needed")
    if not change.out and not change.into:
        raise refuse("departure-names-nobody")
    if change.out and change.out not in group:
        raise refuse("not-recommended", who=change.out)
    if change.into and (change.into not in nominees or change.into in group):
        raise refuse("not-to-come", who=change.into)
    if change.out:
        group.remove(change.out)
    if change.into:
        group.append(change.into)
    breaks = instance.breaks([instance.pool.place[code] for code in group])
    Departure.objects.create(
        panel=panel,
        out=nominees.get(change.out),
        into=nominees.get(change.into),
        reason=change.reason.strip(),
        language=language,
        breaks=plain_breaks(breaks),
        at=at,
    )
