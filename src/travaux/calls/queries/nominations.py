"""Nominations of a state, and the pool out of which a group is chosen."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from travaux.calls.models import Application, Call, Kind
from travaux.calls.queries.scores import scores_for_pool
from travaux.calls.states import ApplicationState
from travaux.core.surveys.model import tagged
from travaux.core.surveys.plain import form_from_plain
from travaux.people.models import Appointment, Person, Role
from travaux.people.queries import appointments_of, regional_group


def standing_of_country(application: Application) -> QuerySet[Application]:
    """The confirmed nominations of the same state in the same call."""
    return Application.objects.filter(
        call=application.call,
        country=application.country_id,
        state=ApplicationState.SUBMITTED,
        confirmed_at__isnull=False,
    ).order_by("confirmed_at", "pk")


def focal_points(application: Application, at: datetime) -> QuerySet[Appointment]:
    """Who speaks for the state of a nomination in its process now."""
    return Appointment.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=at),
        begins_at__lte=at,
        role=Role.FOCAL_POINT,
        country_id=application.country_id,  # type: ignore[misc]
        process_code__in=["", application.call.process.code],
    )


def nominations_for(person: Person, process_code: str, at: datetime) -> QuerySet[Application]:
    """What was handed in to be confirmed by the states that somebody speaks for."""
    countries = (
        appointments_of(person, at)
        .filter(role=Role.FOCAL_POINT, process_code__in=["", process_code])
        .values("country")
    )
    return (
        Application.objects.filter(
            call__process__code=process_code, call__kind=Kind.NOMINATION, country__in=countries
        )
        .exclude(state=ApplicationState.DRAFT)
        .select_related("call__process", "country", "person")
        .order_by("-submitted_at", "pk")
    )


@dataclass(frozen=True, slots=True)
class PoolRow:
    """One nominee: the key of the application, and values in the order of the pool's columns."""

    id: str
    values: tuple[str, ...]
    ticked: tuple[int, int] = (0, 0)  # what the secretariat ticked off, of how much


@dataclass(frozen=True, slots=True)
class Pool:
    """Those out of whom a group may be chosen, in the order of their numbers in the call."""

    call: str
    columns: tuple[str, ...]
    rows: tuple[PoolRow, ...]
    scores: tuple[str, ...] = ()  # as the rows; empty unless a closed reviewing scored everybody

    def to_csv(self) -> str:
        """The pool as `travaux panel draw --id id` reads it; several values stand with `;`."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        score = "score" if "score" not in self.columns else "weighted_score"
        writer.writerow(["id", *self.columns, *([score] if self.scores else [])])
        for n, row in enumerate(self.rows):
            writer.writerow([row.id, *row.values, *self.scores[n : n + 1]])
        return out.getvalue()


def _ticked(one: Application) -> tuple[int, int]:
    checks = set(one.call.checks)
    return len({t.item for t in one.ticks.all()} & checks), len(checks)


def ticked_off(keys: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Key of an application -> how much of what makes it complete was ticked off, of how much."""
    found = Application.objects.filter(key__in=list(keys)).select_related("call")
    return {one.key: _ticked(one) for one in found.prefetch_related("ticks").order_by("pk")}


def not_ticked_off(call: Call) -> int:
    """How many confirmed nominations of a call lack a tick."""
    lacking = Application.objects.filter(
        call=call, state=ApplicationState.SUBMITTED, confirmed_at__isnull=False
    ).annotate(seen=Count("ticks", filter=Q(ticks__item__in=call.checks)))
    return lacking.filter(seen__lt=len(set(call.checks))).count()


def pool_of(call: Call) -> Pool:
    """The confirmed nominations of a call: state, regional group, and every answer that the form
    says the group is balanced by; scores once the reviewing is closed. No name, no address."""
    asked = tagged(form_from_plain(call.form), "attribute")
    found = (
        Application.objects.filter(
            call=call, state=ApplicationState.SUBMITTED, confirmed_at__isnull=False
        )
        .select_related("country", "call")
        .prefetch_related("ticks")
        .order_by("number")
    )
    groups: dict[int, str] = {}
    rows = []
    for one in found:
        country = one.country
        code = country.code if country is not None else ""
        if country is not None and country.pk not in groups:
            group = regional_group(country)
            groups[country.pk] = group.code if group is not None else ""
        region = groups.get(country.pk, "") if country is not None else ""
        values = [code, region]
        for question in asked:
            answer = one.answers.get(question.name, "")
            values.append(";".join(answer) if isinstance(answer, list) else str(answer))
        rows.append(PoolRow(one.key, tuple(values), _ticked(one)))
    told = scores_for_pool(call)
    scores = [str(told.scores[row.id]) for row in rows] if told and told.complete else []
    return Pool(
        call.key, ("country", "region", *(q.name for q in asked)), tuple(rows), tuple(scores)
    )
