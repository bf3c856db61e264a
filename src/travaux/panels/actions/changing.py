"""Who leaves an adopted group and who comes, one or several at once; written down, then cleared."""

from __future__ import annotations

from datetime import date, datetime

from travaux.correspondence.actions import prepare_deed
from travaux.correspondence.models import PreparedDeed
from travaux.correspondence.queries.clearance import deed_of
from travaux.journal.actions import action, nothing_to_record, record
from travaux.panels.models import Departure, Nominee, Panel, Seat
from travaux.panels.queries.instance import instance_of, plain_breaks
from travaux.panels.rules import CLEARED_AS, change_may_go_out, may_change_group
from travaux.panels.states import End, Via
from travaux.panels.turnovers import Turnover, turnover_from_plain
from travaux.people.models import Person
from travaux.plumbing.languages import current
from travaux.plumbing.verdicts import refuse, require


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
    if replacement is not None and replacement.panel_id != panel.pk:
        raise refuse("not-to-come", who=replacement.code)
    comes = "" if replacement is None else replacement.code
    made = _carry_out(by, panel, Turnover(until, reason, end, ((seat.key, comes),)), at)
    new = made[0] if made else None
    record(
        by=by,
        subject=panel.key,
        process=panel.process.code,
        at=at,
        facts={
            "seat": seat.key,
            "end": end,
            "replacement": "" if new is None else new.key,
            "breaks": 0 if new is None else len(new.breaks),
        },
    )
    return new


@action
def add_member(
    *, by: Person, panel: Panel, nominee: Nominee, since: date, reason: str, at: datetime
) -> Seat:
    """Somebody of the pool joins beside the others, as a departure of the authority."""
    panel = Panel.objects.select_for_update().get(pk=panel.pk)
    if nominee.panel_id != panel.pk:
        raise refuse("not-to-come", who=nominee.code)
    (made,) = _carry_out(by, panel, Turnover(since, reason, joins=(nominee.code,)), at)
    facts = {"seat": made.key, "breaks": len(made.breaks)}
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    return made


@action
def change_members(*, by: Person, panel: Panel, turnover: Turnover, at: datetime) -> list[Seat]:
    """Several leave and come at once; all of it is done, or none."""
    panel = Panel.objects.select_for_update().get(pk=panel.pk)
    made = _carry_out(by, panel, turnover, at)
    facts = {
        "left": [key for key, _comes in turnover.leaves],
        "came": [s.key for s in made],
        "breaks": len(made[0].breaks) if made else 0,
    }
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    return made


@action
def prepare_change(*, by: Person, panel: Panel, turnover: Turnover, at: datetime) -> PreparedDeed:
    """Who is to leave and to come is written down, to be cleared before it is recorded."""
    require(may_change_group(by, panel))
    _check(panel, turnover)
    nothing_to_record()  # the deed leaves the line
    return prepare_deed(
        by=by,
        process_code=panel.process.code,
        kind=CLEARED_AS,
        key=panel.key,
        values=turnover.plain(),
        at=at,
    )


@action
def carry_out_change(*, by: Person, panel: Panel, at: datetime) -> list[Seat]:
    """What is written down of who leaves and comes is done, just as it was cleared."""
    require(may_change_group(by, panel))
    deed = deed_of(CLEARED_AS, panel.key)
    if deed is None:
        raise refuse("moved-meanwhile")
    nothing_to_record()  # the change leaves the line
    return change_members(by=by, panel=panel, turnover=turnover_from_plain(deed.values), at=at)


def _check(panel: Panel, turnover: Turnover) -> tuple[dict[str, Seat], dict[str, Nominee]]:
    """The seats that are held and the nominees who come; refused where either cannot be."""
    if not turnover.reason.strip():
        raise refuse("reason-needed")
    if not turnover.leaves and not turnover.joins:
        raise refuse("departure-names-nobody")
    if turnover.leaves and turnover.end not in End.values:
        raise refuse("end-unknown")
    held = {s.key: s for s in panel.seats.filter(until__isnull=True).select_related("nominee")}
    for key, _comes in turnover.leaves:
        if key not in held:
            raise refuse("moved-meanwhile")
        if turnover.on < held[key].since:
            raise refuse("seat-ends-before-it-begins")
    coming = turnover.coming
    found = {n.code: n for n in panel.nominees.filter(code__in=coming)}
    stay = {s.nominee.code for s in held.values()}
    for code in coming:
        if code not in found or code in stay or coming.count(code) > 1:
            raise refuse("not-to-come", who=code)
    return held, found


def _carry_out(by: Person, panel: Panel, turnover: Turnover, at: datetime) -> list[Seat]:
    """Seats end, new ones begin; what the group then does not keep stands with the new ones."""
    require(may_change_group(by, panel))
    held, found = _check(panel, turnover)
    require(change_may_go_out(panel, turnover.plain()))
    reason = turnover.reason.strip()
    for key, _comes in turnover.leaves:
        open_ = Seat.objects.filter(pk=held[key].pk, until__isnull=True)
        if not open_.update(until=turnover.on, end=turnover.end, end_reason=reason):
            raise refuse("moved-meanwhile")
    gone = {key for key, _comes in turnover.leaves}
    codes = [s.nominee.code for key, s in held.items() if key not in gone] + turnover.coming
    instance = instance_of(panel, floored=False)
    breaks = plain_breaks(instance.breaks([instance.pool.place[c] for c in codes]))
    made = [
        _seat(panel, found[comes], Via.REPLACEMENT, turnover.on, breaks, at, held[key])
        for key, comes in turnover.leaves
        if comes
    ]
    for code in turnover.joins:
        made.append(_seat(panel, found[code], Via.DEPARTURE, turnover.on, breaks, at))
        Departure.objects.create(
            panel=panel, into=found[code], reason=reason, language=current(), breaks=breaks, at=at
        )
    PreparedDeed.objects.filter(kind=CLEARED_AS, subject_key=panel.key).delete()
    return made


def _seat(
    panel: Panel,
    nominee: Nominee,
    via: Via,
    since: date,
    breaks: list[dict[str, object]],
    at: datetime,
    replaces: Seat | None = None,
) -> Seat:
    return Seat.objects.create(
        panel=panel,
        nominee=nominee,
        via=via,
        since=since,
        replaces=replaces,
        breaks=breaks,
        at=at,
    )
