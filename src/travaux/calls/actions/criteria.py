"""Setting what is scored, until it is announced with the call or a first score is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import F, Max

from travaux.calls.models import Call, Criterion, Figure, Scoring
from travaux.calls.rules.reviews import (
    HEAVIEST,
    MOST_CRITERIA,
    WIDEST_SCALE,
    may_set_criteria,
)
from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse, require


@dataclass(frozen=True, slots=True)
class Given:
    """One criterion as it is given."""

    names: Mapping[str, str]
    low: int
    high: int
    weight: Decimal
    meanings: Mapping[str, str] = field(default_factory=dict)


def _check(given: Given) -> dict[str, object]:
    names = {k: v.strip()[:200] for k, v in given.names.items() if v.strip()}
    if not names:
        raise refuse("criterion-needs-name")
    if given.high <= given.low or given.high - given.low > WIDEST_SCALE:
        raise refuse("scale-unusable", widest=WIDEST_SCALE)
    if abs(given.low) > 1000 or abs(given.high) > 1000:
        raise refuse("scale-unusable", widest=WIDEST_SCALE)
    if not 0 < given.weight <= HEAVIEST or given.weight != round(given.weight, 2):
        raise refuse("weight-unusable", most=HEAVIEST)
    return {
        "names": names,
        "meanings": {k: v.strip()[:2000] for k, v in given.meanings.items() if v.strip()},
        "low": given.low,
        "high": given.high,
        "weight": given.weight,
    }


def _open(by: Person, call: Call, seen: int | None, at: datetime) -> Scoring:
    """How the call is scored, held for this action; refused when frozen or changed meanwhile."""
    call = Call.objects.select_for_update().select_related("process").get(pk=call.pk)
    require(may_set_criteria(by, call, at))
    scoring, _ = Scoring.objects.get_or_create(call=call, defaults={"changed_at": at})
    if seen is not None and scoring.revision != seen:
        raise refuse("moved-meanwhile")
    return scoring


def _changed(scoring: Scoring, at: datetime) -> None:
    Scoring.objects.filter(pk=scoring.pk).update(revision=F("revision") + 1, changed_at=at)


@action
def set_scoring(
    *, by: Person, call: Call, figure: str, blind: bool, seen: int, at: datetime
) -> None:
    """Which figure counts, and whether reviewers see who applied."""
    scoring = _open(by, call, seen, at)
    if figure not in Figure.values:
        raise refuse("figure-unknown", figure=figure[:40])
    Scoring.objects.filter(pk=scoring.pk).update(figure=figure)
    Call.objects.filter(pk=call.pk).update(blind=blind)
    call.blind = blind
    _changed(scoring, at)
    facts = {"figure": figure, "blind": blind}
    record(by=by, subject=call.key, process=call.process.code, at=at, facts=facts)


@action
def write_criterion(
    *,
    by: Person,
    call: Call,
    given: Given,
    seen: int,
    at: datetime,
    criterion: Criterion | None = None,
) -> Criterion:
    """A criterion is added, or its words, scale or weight change."""
    scoring = _open(by, call, seen, at)
    told = _check(given)
    if criterion is None:
        held = Criterion.objects.filter(call=call)
        if held.count() >= MOST_CRITERIA:
            raise refuse("too-many-criteria", most=MOST_CRITERIA)
        last = held.aggregate(last=Max("position"))["last"] or 0
        criterion = Criterion.objects.create(call=call, position=last + 1, **told)
    else:
        Criterion.objects.filter(pk=criterion.pk, call=call).update(**told)
        criterion.refresh_from_db()
    _changed(scoring, at)
    facts = {"call": call.key, "scale": [given.low, given.high], "weight": str(given.weight)}
    record(by=by, subject=criterion.key, process=call.process.code, at=at, facts=facts)
    return criterion


@action
def drop_criterion(
    *, by: Person, call: Call, criterion: Criterion, seen: int, at: datetime
) -> None:
    """A criterion is taken out."""
    scoring = _open(by, call, seen, at)
    Criterion.objects.filter(pk=criterion.pk, call=call).delete()
    _changed(scoring, at)
    facts = {"call": call.key}
    record(by=by, subject=criterion.key, process=call.process.code, at=at, facts=facts)


@action
def replace_criteria(
    *, by: Person, call: Call, given: Sequence[Given], at: datetime, seen: int | None = None
) -> int:
    """All criteria come from a table; what was there goes."""
    scoring = _open(by, call, seen, at)
    if not 1 <= len(given) <= MOST_CRITERIA:
        raise refuse("too-many-criteria", most=MOST_CRITERIA)
    told = [_check(one) for one in given]
    Criterion.objects.filter(call=call).delete()
    Criterion.objects.bulk_create(
        Criterion(call=call, position=n, **one) for n, one in enumerate(told, 1)
    )
    _changed(scoring, at)
    facts = {"criteria": len(given)}
    record(by=by, subject=call.key, process=call.process.code, at=at, facts=facts)
    return len(given)


def _copy_criteria(call: Call, made: Call, at: datetime) -> None:
    """A cloned call starts with the criteria of the old one."""
    scoring = Scoring.objects.filter(call=call).first()
    if scoring is None:
        return
    Scoring.objects.create(call=made, figure=scoring.figure, changed_at=at)
    Criterion.objects.bulk_create(
        Criterion(
            call=made, position=c.position, names=c.names, meanings=c.meanings,
            low=c.low, high=c.high, weight=c.weight,
        )
        for c in Criterion.objects.filter(call=call)
    )  # fmt: skip


def _criteria_announced(call: Call) -> list[list[object]]:
    """What the record says of the criteria that are announced with a call: key, scale, weight."""
    found = Criterion.objects.filter(call=call).order_by("position")
    return [[c.key, c.low, c.high, str(c.weight)] for c in found]
