"""How a person's declaration of interests stands in a process, and whether a role has begun.

What `holds` needs of declarations; lists and pages are in `queries.interests`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from django.db.models import OuterRef, QuerySet, Subquery

from travaux.people.models import (
    Appointment,
    Assessment,
    Declaration,
    InterestRule,
    Occasion,
    Outcome,
    Person,
    Topic,
)
from travaux.people.models.interests import DECLARE, MAY_DECLARE
from travaux.plumbing import clock

SOON = timedelta(days=30)  # so long before it is out of date, a person is asked to renew


class Stand(StrEnum):
    """How a declaration stands."""

    MISSING = "missing"
    WAITING = "waiting"  # handed in, and to be assessed
    OUT_OF_DATE = "out-of-date"
    NONE = "none"
    PARTIAL = "partial"
    EXCLUDED = "excluded"

    @property
    def begins(self) -> bool:
        """Whether a role that asks for a declaration begins with it."""
        return self in (Stand.NONE, Stand.PARTIAL)


@dataclass(frozen=True, slots=True)
class Standing:
    """The latest declaration of a person in a process, its outcome, and until when it counts."""

    stand: Stand
    declaration: Declaration | None = None
    declared: Declaration | None = None  # the version whose words hold
    assessment: Assessment | None = None  # of these words
    topics: tuple[Topic, ...] = ()
    until: datetime | None = None
    occasion: Occasion | None = None  # the meeting that asks for it again
    renew: bool = False  # asked to confirm or renew, now


def rule_of(process_code: str) -> InterestRule:
    """How a process asks for declarations; the defaults where it said nothing."""
    found = InterestRule.objects.filter(process_code=process_code).first()
    return found or InterestRule(process_code=process_code)


def occasions_of(process_code: str) -> list[Occasion]:
    """The meetings before which declarations are asked for again."""
    return list(Occasion.objects.filter(process_code=process_code, cancelled_at__isnull=True))


def standings(
    persons: Iterable[Person], process_code: str, at: datetime | None = None
) -> dict[int, Standing]:
    """How the declarations of these persons stand at an instant."""
    when = at or clock.now()
    ids = {person.pk for person in persons}
    versions: dict[int, list[Declaration]] = {}
    found = Declaration.objects.filter(process_code=process_code, at__lte=when)
    for one in found.filter(person_id__in=ids).select_related("confirms").order_by("number"):
        versions.setdefault(one.person_id, []).append(one)
    if not versions:
        return {pk: Standing(Stand.MISSING) for pk in ids}
    outcomes: dict[int, Assessment] = {}
    assessed = Assessment.objects.filter(
        declaration__process_code=process_code, declaration__person_id__in=ids, at__lte=when
    )
    for outcome in assessed.prefetch_related("topics").order_by("pk"):
        outcomes[outcome.declaration_id] = outcome
    rule, occasions = rule_of(process_code), occasions_of(process_code)
    return {pk: _standing(versions.get(pk, ()), outcomes, rule, occasions, when) for pk in ids}


def standing_of(person: Person, process_code: str, at: datetime | None = None) -> Standing:
    """How a person's declaration stands in a process at an instant."""
    return standings([person], process_code, at)[person.pk]


def _standing(
    versions: Sequence[Declaration],
    outcomes: dict[int, Assessment],
    rule: InterestRule,
    occasions: Sequence[Occasion],
    when: datetime,
) -> Standing:
    if not versions:
        return Standing(Stand.MISSING)
    latest = versions[-1]
    words = latest.confirms or latest
    outcome = outcomes.get(words.pk)
    until, occasion = _until(latest, rule, occasions)
    asked = latest.at + timedelta(days=rule.valid_days) - SOON
    if occasion is not None:
        asked = min(asked, _morning(occasion.asked_from))
    told = {
        "declaration": latest,
        "declared": words,
        "assessment": outcome,
        "topics": tuple(outcome.topics.all()) if outcome else (),
        "until": until,
        "occasion": occasion,
        "renew": when >= asked,
    }
    if outcome is not None and outcome.outcome == Outcome.EXCLUDED:
        return Standing(Stand.EXCLUDED, **told)  # type: ignore[arg-type]
    if until <= when:
        return Standing(Stand.OUT_OF_DATE, **told)  # type: ignore[arg-type]
    if outcome is not None:
        return Standing(Stand(outcome.outcome), **told)  # type: ignore[arg-type]
    # "nothing to declare" counts as it is, unless something stood there before
    before = any(not v.nothing or v.pk in outcomes for v in versions if v.pk != words.pk)
    plain = words.nothing and not before
    return Standing(Stand.NONE if plain else Stand.WAITING, **told)  # type: ignore[arg-type]


def _morning(day: object) -> datetime:
    return datetime.combine(day, time(), UTC)  # type: ignore[arg-type]


def _until(
    latest: Declaration, rule: InterestRule, occasions: Sequence[Occasion]
) -> tuple[datetime, Occasion | None]:
    """When it is out of date: after its days, or on the first meeting that it is too old for."""
    until, why = latest.at + timedelta(days=rule.valid_days), None
    for occasion in occasions:
        if latest.at < _morning(occasion.asked_from) and _morning(occasion.held_on) < until:
            until, why = _morning(occasion.held_on), occasion
    return until, why


def must_declare(role: str, process_code: str) -> bool:
    """Whether a role begins with a declaration in this process."""
    if role not in MAY_DECLARE:
        return False  # who speaks for a state or keeps the process does not declare
    return role in rule_of(process_code).roles


def with_rule(found: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """Appointments with the roles that declare in their process, read along with them."""
    rule = InterestRule.objects.filter(process_code=OuterRef("process_code")).values("roles")
    return found.annotate(rule_roles=Subquery(rule[:1]))


def declares(appointment: Appointment, process_code: str) -> bool:
    """Whether this role begins with a declaration where it is asked for."""
    if appointment.role not in MAY_DECLARE or not process_code:
        return False
    if appointment.process_code != process_code or not hasattr(appointment, "rule_roles"):
        return must_declare(appointment.role, process_code)
    roles = appointment.rule_roles
    return appointment.role in (DECLARE if roles is None else roles)


def last_outcome(person: Person, process_code: str) -> Assessment | None:
    """What was decided last about a person's interests: it binds until something else is decided."""
    return (
        Assessment.objects.filter(
            declaration__person_id=person.pk, declaration__process_code=process_code
        )
        .order_by("pk")
        .last()
    )
