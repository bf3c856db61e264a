"""The adoption of a group by its authority, with departures; and who leaves and comes after it."""

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
    may_change_group,
)
from travaux.panels.states import MOVES, End, Via
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


@action
def end_seat(
    *,
    by: Person,
    seat: Seat,
    end: str,
    until: date,
    reason: str,
    at: datetime,
    replacement: Nominee | None = None,
) -> Seat | None:
    """Somebody is no longer in the group; who comes instead, if anybody, comes with it.

    What the group then does not keep stays on record with the new seat.
    """
    panel = Panel.objects.select_for_update().get(pk=seat.panel_id)
    require(may_change_group(by, panel))
    if end not in End.values:
        raise refuse("end-unknown")
    if not reason.strip():
        raise refuse("reason-needed")
    if until < seat.since:
        raise refuse("seat-ends-before-it-begins")
    changed = Seat.objects.filter(pk=seat.pk, until__isnull=True).update(
        until=until, end=end, end_reason=reason.strip()
    )
    if not changed:
        raise refuse("moved-meanwhile")
    made = None
    if replacement is not None:
        made = _seat(panel, replacement, Via.REPLACEMENT, until, at, replaces=seat)
    record(
        by=by,
        subject=panel.key,
        process=panel.process.code,
        at=at,
        facts={
            "seat": seat.key,
            "end": end,
            "replacement": "" if made is None else made.key,
            "breaks": 0 if made is None else len(made.breaks),
        },
    )
    return made


@action
def add_member(
    *, by: Person, panel: Panel, nominee: Nominee, since: date, reason: str, at: datetime
) -> Seat:
    """Somebody of the pool joins beside the others, as a departure of the authority."""
    panel = Panel.objects.select_for_update().get(pk=panel.pk)
    require(may_change_group(by, panel))
    if not reason.strip():
        raise refuse("reason-needed")
    made = _seat(panel, nominee, Via.DEPARTURE, since, at)
    Departure.objects.create(
        panel=panel, into=nominee, reason=reason.strip(), breaks=made.breaks, at=at
    )
    record(
        by=by,
        subject=panel.key,
        process=panel.process.code,
        at=at,
        facts={"seat": made.key, "breaks": len(made.breaks)},
    )
    return made


def _seat(
    panel: Panel,
    nominee: Nominee,
    via: Via,
    since: date,
    at: datetime,
    replaces: Seat | None = None,
) -> Seat:
    if nominee.panel_id != panel.pk:
        raise refuse("not-to-come", who=nominee.code)
    held = Seat.objects.filter(panel=panel, until__isnull=True).select_related("nominee")
    codes = [s.nominee.code for s in held]
    if nominee.code in codes:
        raise refuse("not-to-come", who=nominee.code)
    instance = instance_of(panel, floored=False)
    breaks = instance.breaks([instance.pool.place[c] for c in [*codes, nominee.code]])
    return Seat.objects.create(
        panel=panel,
        nominee=nominee,
        via=via,
        since=since,
        replaces=replaces,
        breaks=plain_breaks(breaks),
        at=at,
    )
