"""The names of those who applied, where the call announced that all names are published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from travaux.calls.models import Application, Call, NamesRule
from travaux.calls.rules.calls import Phase, phase
from travaux.calls.rules.meanings import namer
from travaux.calls.states import ApplicationState
from travaux.correspondence.models import OnBehalf
from travaux.correspondence.states import Confirmation
from travaux.people.models import Country


@dataclass(frozen=True, slots=True)
class Named:
    """One who applied, as published; the name is empty where an offer names no host."""

    number: int
    name: str
    country: Country | None


def all_names_published(call: Call, at: datetime) -> bool:
    """Whether everybody reads who applied: the call announced it and is closed."""
    return call.names_rule == NamesRule.ALL and phase(call, at) is Phase.CLOSED


def applicants(call: Call) -> QuerySet[Application]:
    """Whose names are published: of applications that stand. What was withdrawn, disowned or erased
    is not among them, nor what its sender said was entered otherwise than it was sent."""
    disputed = OnBehalf.objects.filter(kind="application", state=Confirmation.DISPUTED)
    return (
        Application.objects.filter(
            call=call, state=ApplicationState.SUBMITTED, erased_at__isnull=True
        )
        .exclude(key__in=disputed.values("subject_key"))
        .select_related("country")
        .order_by("number", "pk")
    )


def named(call: Call, applications: Iterable[Application]) -> list[Named]:
    """Numbers, names and states of applications, as the public page tells them."""
    name_of = namer(call)
    return [Named(one.number or 0, name_of(one), one.country) for one in applications]
