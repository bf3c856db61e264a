"""Opening the library of a process, and by what practices are sorted and reviewed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import F, Max

from travaux.evidence.models import Library, PracticeCriterion, PracticeTheme
from travaux.evidence.rules.practices import (
    MOST_PRACTICE_CRITERIA,
    MOST_THEMES,
    may_keep_library,
)
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Process

SHIPPED = Path(__file__).parent.parent / "data" / "practices.toml"


def _shipped() -> dict[str, Any]:
    """The themes and criteria that a new library begins with."""
    return tomllib.loads(SHIPPED.read_text(encoding="utf-8"))


@action
def keep_library(
    *,
    by: Person,
    process: Process,
    open: bool,
    without_account: bool,
    fewest_reviews: int,
    at: datetime,
) -> Library:
    """The library opens with the themes and criteria that are shipped, or takes in no more."""
    process = Process.objects.select_for_update().get(pk=process.pk)
    require(may_keep_library(by, process, at))
    if not 1 <= fewest_reviews <= 9:
        raise refuse("fewest-reviews-off")
    values = {
        "open": open,
        "without_account": without_account,
        "fewest_reviews": fewest_reviews,
        "changed_at": at,
    }
    library, new = Library.objects.get_or_create(process=process, defaults=values)
    if new:
        told = _shipped()
        PracticeTheme.objects.bulk_create(
            PracticeTheme(process=process, names=names, position=n)
            for n, names in enumerate(told["themes"], 1)
        )
        PracticeCriterion.objects.bulk_create(
            PracticeCriterion(
                process=process, names=one["names"], weight=Decimal(one["weight"]), position=n
            )
            for n, one in enumerate(told["criteria"], 1)
        )
    else:
        Library.objects.filter(pk=library.pk).update(revision=F("revision") + 1, **values)
        library.refresh_from_db()
    facts = {"open": open, "without_account": without_account, "fewest_reviews": fewest_reviews}
    record(by=by, subject=process.code, process=process.code, at=at, facts=facts)
    return library


def _names(names: Mapping[str, str]) -> dict[str, str]:
    kept = {k: " ".join(v.split())[:200] for k, v in names.items() if v.strip()}
    if not kept:
        raise refuse("theme-needs-name")
    return kept


def _next(found: Any) -> int:
    return int(found.aggregate(most=Max("position"))["most"] or 0) + 1


@action
def add_theme(
    *, by: Person, process: Process, names: Mapping[str, str], at: datetime
) -> PracticeTheme:
    """Practices are sorted by one more theme."""
    require(may_keep_library(by, process, at))
    found = PracticeTheme.objects.filter(process=process)
    if found.filter(retired_at__isnull=True).count() >= MOST_THEMES:
        raise refuse("too-many-themes", most=MOST_THEMES)
    made = PracticeTheme.objects.create(process=process, names=_names(names), position=_next(found))
    record(by=by, subject=made.key, process=process.code, at=at)
    return made


@action
def add_practice_criterion(
    *, by: Person, process: Process, names: Mapping[str, str], weight: Decimal, at: datetime
) -> PracticeCriterion:
    """Practices are reviewed by one more criterion, from 1 to 5."""
    require(may_keep_library(by, process, at))
    found = PracticeCriterion.objects.filter(process=process)
    if found.filter(retired_at__isnull=True).count() >= MOST_PRACTICE_CRITERIA:
        raise refuse("too-many-practice-criteria", most=MOST_PRACTICE_CRITERIA)
    if not Decimal(0) < weight <= Decimal(1000):
        raise refuse("practice-weight-off")
    made = PracticeCriterion.objects.create(
        process=process, names=_names(names), weight=weight, position=_next(found)
    )
    record(by=by, subject=made.key, process=process.code, at=at, facts={"weight": str(weight)})
    return made


@action
def retire_from_library(
    *, by: Person, thing: PracticeTheme | PracticeCriterion, at: datetime
) -> None:
    """A theme or a criterion is used no more; what was sorted or scored by it keeps it."""
    require(may_keep_library(by, thing.process, at))
    gone = type(thing).objects.filter(pk=thing.pk, retired_at__isnull=True)
    if not gone.update(retired_at=at):
        nothing_to_record()
        return
    record(by=by, subject=thing.key, process=thing.process.code, at=at)
