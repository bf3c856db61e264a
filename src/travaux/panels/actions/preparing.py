"""Starting the choosing of a group, its pool and its quotas, until both are frozen."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F

from travaux.calls.models import Call, Kind, NamesRule
from travaux.calls.queries import pool_of, standing
from travaux.core.panels.fair import in_order
from travaux.core.panels.reading import read_pool
from travaux.core.panels.relaxing import Option
from travaux.core.panels.seeds import seal_of
from travaux.core.panels.tables import read_table
from travaux.core.problems import Unusable
from travaux.journal.actions import action, record
from travaux.panels.models import Nominee, Panel, Quota, Reopening
from travaux.panels.queries.explaining import moved
from travaux.panels.queries.instance import Settings, instance_of, settings_of
from travaux.panels.rules import (
    MOST_SEATS,
    may_freeze,
    may_prepare,
    may_reopen,
    may_start_panel,
)
from travaux.panels.states import LOTS, MOVES, Demand, Method
from travaux.people.models import Person
from travaux.plumbing.files import keep_file
from travaux.plumbing.languages import said
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Milestone, Process

MOST_COLUMNS = 60


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


def _open(panel: Panel, by: Person, seen: int | None) -> Panel:
    """The row of a group that is still prepared, held for this action; refused if it moved on."""
    panel = Panel.objects.select_for_update().get(pk=panel.pk)
    require(may_prepare(by, panel))
    if seen is not None and seen != panel.revision:
        raise refuse("moved-meanwhile")
    return panel


def _changed(panel: Panel, **also: Any) -> None:
    Panel.objects.filter(pk=panel.pk).update(revision=F("revision") + 1, **also)


@action
def keep_pool_file(*, by: Person, panel: Panel, data: Any, name: str, at: datetime) -> Panel:
    """A pool file is kept as it came; its columns are chosen next."""
    panel = _open(panel, by, None)
    file = keep_file(data, name=name, at=at, by=by, process_code=panel.process.code)
    _changed(panel, pool_file=file)
    facts = {"file": file.key, "digest": file.digest}
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    panel.refresh_from_db()
    return panel


@action
def take_pool(
    *,
    by: Person,
    panel: Panel,
    data: bytes,
    code_column: str,
    features: Sequence[str],
    at: datetime,
    name_column: str = "",
    score_column: str = "",
    seen: int | None = None,
) -> int:
    """The pool is taken from a table: codes, attributes, scores and names; what was there goes.

    Demands on persons whose code is in the new pool stay. Errors: as `read_pool` and `read_table`.
    """
    panel = _open(panel, by, seen)
    if not features:
        raise refuse("features-first")
    count, scored = _take(panel, data, code_column, features, name_column, score_column)
    facts = {"people": count, "features": len(features), "scored": scored}
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    return count


@action
def take_pool_of_call(
    *, by: Person, panel: Panel, call: Call, at: datetime, seen: int | None = None
) -> int:
    """The confirmed nominations of a closed call are the pool; names are published as it announced.

    Scores come after, from a table by code: `give_scores`.
    """
    panel = _open(panel, by, seen)
    if call.process_id != panel.process_id or call.kind != Kind.NOMINATION:
        raise refuse("call-not-of-nominees")
    if not standing(call, at).is_closed:
        raise refuse("call-still-open")
    pool = pool_of(call)
    if not pool.rows:
        raise refuse("call-without-nominees")
    features = list(pool.columns)
    count, _ = _take(panel, pool.to_csv().encode(), "id", features, "", "")
    applications = {a.key: a for a in call.applications.all()}
    nominees = list(panel.nominees.all())
    for nominee in nominees:
        application = applications[nominee.code]
        nominee.application, nominee.name = application.key, application.name[:300]
        nominee.person_id = application.person_id
    Nominee.objects.bulk_update(nominees, ["application", "name", "person"])
    named = call.names_rule in (NamesRule.CHOSEN, NamesRule.ALL)
    Panel.objects.filter(pk=panel.pk).update(
        call=call, names_announced=said(call.titles)[:300] if named else ""
    )
    facts = {"call": call.key, "people": count}
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    return count


@action
def give_scores(
    *,
    by: Person,
    panel: Panel,
    data: bytes,
    code_column: str,
    score_column: str,
    at: datetime,
    seen: int | None = None,
) -> int:
    """Everybody in the pool gets the score of a table with codes and scores."""
    panel = _open(panel, by, seen)
    pool, problems, _, _ = read_pool(data, [], id_column=code_column, score_column=score_column)
    if pool is None:
        raise Unusable(problems[0].code, problems[0].where, **dict(problems[0].facts))
    told = dict(zip(pool.ids, pool.scores or (), strict=True))
    nominees = list(panel.nominees.all())
    lacking = [n.code for n in nominees if n.code not in told]
    if lacking:
        raise refuse("scores-lacking", count=len(lacking), first=lacking[0])
    for nominee in nominees:
        nominee.score = told[nominee.code]
    Nominee.objects.bulk_update(nominees, ["score"])
    _changed(panel)
    facts = {"people": len(nominees)}
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    return len(nominees)


def _take(
    panel: Panel,
    data: bytes,
    code_column: str,
    features: Sequence[str],
    name_column: str,
    score_column: str,
) -> tuple[int, bool]:
    """The pool's rows out of a table: how many, and whether they have scores."""
    pool, problems, _, _ = read_pool(
        data, list(features), id_column=code_column, score_column=score_column
    )
    if pool is None:
        raise Unusable(problems[0].code, problems[0].where, **dict(problems[0].facts))
    names = _names(data, name_column, [code_column, *features])
    demanded = {n.code: n for n in panel.nominees.exclude(demand="")}
    panel.nominees.all().delete()
    Nominee.objects.bulk_create(
        Nominee(
            panel=panel,
            code=code[:80],
            name=(names[n] if names else "")[:300],
            features={f: list(pool.features[f][n]) for f in features},
            score=None if pool.scores is None else pool.scores[n],
            demand=demanded[code].demand if code in demanded else Demand.NONE,
            demand_reason=demanded[code].demand_reason if code in demanded else "",
            position=n,
        )
        for n, code in enumerate(pool.ids)
    )
    panel.quotas.exclude(feature__in=features).delete()
    limits = [a for a in panel.at_most if a["feature"] in features]
    _changed(panel, at_most=limits, call=None, names_announced="")
    return len(pool), pool.scores is not None


def _names(data: bytes, column: str, wanted: Sequence[str]) -> list[str]:
    if not column:
        return []
    table = read_table(data, [column, *wanted], "pool")
    place = table.column(column)
    if place is None:
        there = ", ".join(table.headings)
        raise Unusable("column-missing", "row 1", column=column, there=there)
    return [cells[place] for _, cells in table.lines]


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
    panel = _open(panel, by, seen)
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


@action
def freeze_panel(*, by: Person, panel: Panel, at: datetime, seen: int | None = None) -> Panel:
    """Pool and quotas are fixed under one hash; the seal of a new secret seed is published."""
    panel = Panel.objects.select_for_update().get(pk=panel.pk)
    require(may_freeze(by, panel))
    if seen is not None and seen != panel.revision:
        raise refuse("moved-meanwhile")
    instance = instance_of(panel)
    if panel.method in LOTS:
        instance = in_order(instance)  # a lottery is computed in an order that the pool decides
    if panel.method == Method.MERIT and instance.pool.scores is None:
        raise refuse("scores-first")
    secret = secrets.token_hex(32)
    seal = seal_of(secret)
    move(
        panel, MOVES, "freeze",
        input_hash=instance.hash, secret=secret, seal=seal, frozen_at=at, computed_at=None,
    )  # fmt: skip
    facts = {"input_hash": instance.hash, "seal": seal, "people": instance.people}
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    return panel


@action
def reopen_panel(
    *, by: Person, panel: Panel, reason: str, at: datetime, language: str = "en"
) -> Panel:
    """Pool and quotas are opened again; reason, thrown-away seed and hash stay public."""
    panel = Panel.objects.select_for_update().get(pk=panel.pk)
    require(may_reopen(by, panel))
    if not reason.strip():
        raise refuse("reason-needed")
    Reopening.objects.create(
        panel=panel,
        reason=reason.strip(),
        language=language,
        seal=panel.seal,
        secret=panel.secret,
        input_hash=panel.input_hash,
        computed=panel.computed_at is not None,
        at=at,
        by_key=by.key,
    )
    facts = {"seal": panel.seal, "input_hash": panel.input_hash}
    panel.recommendations.filter(current=True).update(current=False)
    move(
        panel, MOVES, "reopen",
        input_hash="", secret="", seal="", public_value="", public_source="",
        frozen_at=None, computed_at=None, revision=panel.revision + 1,
    )  # fmt: skip
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    return panel
