"""Starting the choosing of a group; its quotas, method and demands, until all is frozen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F

from travaux.core.panels.relaxing import Option
from travaux.journal.actions import action, record
from travaux.panels.models import Nominee, Panel, Quota
from travaux.panels.queries.explaining import moved
from travaux.panels.queries.instance import Settings, instance_of, settings_of
from travaux.panels.rules import (
    MOST_SEATS,
    call_allows_method,
    call_allows_names,
    may_prepare,
    may_set_targets,
    may_start_panel,
)
from travaux.panels.states import LOTS, Demand, Method
from travaux.people.models import Person
from travaux.plumbing.verdicts import Verdict, refuse, require
from travaux.roadmap.models import Milestone, Process


@action
def start_panel(
    *,
    by: Person,
    process: Process,
    titles: Mapping[str, str],
    seats: tuple[int, int],
    at: datetime,
    method: str = Method.MERIT,
    lots_announced: str = "",
    floor: Decimal | None = None,
    milestone: Milestone | None = None,
    demonstration: bool = False,
) -> Panel:
    """The choosing of a group begins: how many seats, and by which method."""
    require(may_start_panel(by, process))
    _check_seats(seats)
    _check_method(method, lots_announced)
    panel = Panel.objects.create(
        process=process,
        titles={k: v.strip() for k, v in titles.items() if v.strip()},
        seats_low=seats[0],
        seats_high=seats[1],
        method=method,
        lots_announced=lots_announced.strip(),
        floor=floor,
        milestone=milestone,
        created_at=at,
        demonstration=demonstration or process.demonstration,
    )
    facts = {"seats": list(seats), "method": method, "floor": _said(floor)}
    record(by=by, subject=panel.key, process=process.code, at=at, facts=facts)
    return panel


def _said(number: Decimal | None) -> str:
    return "" if number is None else str(number.normalize())


def _check_seats(seats: tuple[int, int]) -> None:
    if not 1 <= seats[0] <= seats[1] <= MOST_SEATS:
        raise refuse("seats-unusable", low=seats[0], high=seats[1])


def _check_method(method: str, lots_announced: str) -> None:
    if method not in Method.values:
        raise refuse("method-unknown", method=method[:40], known=", ".join(Method.values))
    if method in LOTS and not lots_announced.strip():
        raise refuse("lots-not-announced")


def _open(
    panel: Panel,
    by: Person,
    seen: int | None,
    rule: Callable[[Person, Panel], Verdict] = may_prepare,
) -> Panel:
    """The row of a group that is still prepared, held for this action; refused if it moved on."""
    panel = Panel.objects.select_for_update().get(pk=panel.pk)
    require(rule(by, panel))
    if seen is not None and seen != panel.revision:
        raise refuse("moved-meanwhile")
    return panel


def _changed(panel: Panel, **also: Any) -> None:
    Panel.objects.filter(pk=panel.pk).update(revision=F("revision") + 1, **also)


@action
def set_quotas(
    *,
    by: Person,
    panel: Panel,
    settings: Settings,
    at: datetime,
    seen: int | None = None,
) -> Panel:
    """Seats, limits and quotas are set, all together; what was there is replaced."""
    panel = _open(panel, by, seen, may_set_targets)
    _set(panel, settings)
    facts = {"seats": list(settings.seats), "quotas": len(settings.quotas)}
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    panel.refresh_from_db()
    return panel


@action
def relax_quotas(
    *, by: Person, panel: Panel, option: Option, at: datetime, seen: int | None = None
) -> Panel:
    """One way out of a contradiction is taken: rules move, demands that stand in its way go."""
    panel = _open(panel, by, seen)
    settings, given_up = moved(settings_of(panel), option.changes)
    panel.nominees.filter(code__in=given_up).update(demand=Demand.NONE, demand_reason="")
    _set(panel, settings)
    facts = {"changes": len(option.changes), "cost": option.cost, "given_up": len(given_up)}
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    panel.refresh_from_db()
    return panel


def _set(panel: Panel, settings: Settings) -> None:
    """Write seats, limits and quotas; refused where one row contradicts itself."""
    _check_seats(settings.seats)
    instance_of(panel, settings, floored=False)
    panel.quotas.all().delete()
    Quota.objects.bulk_create(
        Quota(
            panel=panel,
            feature=q.feature[:120],
            value=q.value[:200],
            low=q.low,
            high=q.high,
            low_flex=q.low_flex,
            high_flex=q.high_flex,
            position=n,
        )
        for n, q in enumerate(settings.quotas)
    )
    _changed(
        panel,
        seats_low=settings.seats[0],
        seats_high=settings.seats[1],
        at_most=[{"feature": a.feature, "number": a.number} for a in settings.at_most],
    )


@action
def set_method(
    *,
    by: Person,
    panel: Panel,
    method: str,
    at: datetime,
    lots_announced: str = "",
    floor: Decimal | None = None,
    names_announced: str | None = None,
    seen: int | None = None,
) -> Panel:
    """By merit, or by lots where the call announced them; with a floor of merit or without.

    `names_announced`: where it was announced that members are named; None leaves it as it is.
    """
    panel = _open(panel, by, seen)
    _check_method(method, lots_announced)
    require(call_allows_method(panel.call, method, floor))
    require(call_allows_names(panel.call, names_announced or ""))
    also = {} if names_announced is None else {"names_announced": names_announced.strip()}
    _changed(panel, method=method, lots_announced=lots_announced.strip(), floor=floor, **also)
    facts = {"method": method, "floor": _said(floor)}
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    panel.refresh_from_db()
    return panel


@action
def demand_person(
    *, by: Person, panel: Panel, nominee: Nominee, demand: str, reason: str, at: datetime
) -> Nominee:
    """Somebody must be chosen, or must not, with the reason on record; or no longer."""
    panel = _open(panel, by, None)
    if demand not in Demand.values:
        raise refuse("demand-kind-unknown")
    if demand and not reason.strip():
        raise refuse("reason-needed")
    nominee = panel.nominees.get(pk=nominee.pk)
    nominee.demand, nominee.demand_reason = demand, reason.strip() if demand else ""
    nominee.save(update_fields=["demand", "demand_reason"])
    _changed(panel)
    facts = {"nominee": nominee.code, "demand": demand}
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    return nominee
