"""Offers side by side, the choice that stands, and how far commitments are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import QuerySet

from travaux.calls.models import Application, Call, Choice, Commitment, NamesRule
from travaux.calls.queries.applications import applications_of
from travaux.calls.states import ApplicationState
from travaux.core.surveys.model import FILES, Form, walk
from travaux.core.surveys.plain import form_from_plain
from travaux.core.surveys.tables import cell, columns, row
from travaux.people.models import Person


@dataclass(frozen=True, slots=True)
class Compared:
    """Offers side by side: one row for each question, one cell for each offer."""

    offers: tuple[Application, ...]
    rows: tuple[tuple[str, str, tuple[str, ...]], ...]  # name, label, what each offer says


def compare(call: Call, language: str) -> Compared:
    """What was offered, question by question; who bears which cost stands cost by cost."""
    form = form_from_plain(call.form)
    offers = tuple(applications_of(call).filter(state=ApplicationState.SUBMITTED))
    answered = [row(form, one.answers, language) for one in offers]
    rows: list[tuple[str, str, tuple[str, ...]]] = []
    files = {p.item.name for p in walk(form.items) if getattr(p.item, "kind", "") in FILES}
    for n, (name, label) in enumerate(columns(form, language)):
        if name == "costs":
            rows += _costs(form, offers, language, label)
            continue
        cells = tuple(str(found[n]) for found in answered)
        if name in files:
            cells = tuple(_files(one, name) for one in offers)
        if name == "dates":
            cells = tuple(_dates(one) for one in offers)
        if any(cells):
            rows.append((name, label, cells))
    return Compared(offers, tuple(rows))


def _files(offer: Application, question: str) -> str:
    keys = offer.answers.get(question)
    found = offer.attachments.filter(key__in=keys if isinstance(keys, list) else [])
    return "\n".join(found.values_list("file__name", flat=True))


def _dates(offer: Application) -> str:
    spans = [d for d in offer.answers.get("dates") or () if isinstance(d, dict)]
    return "\n".join(f"{d.get('begins', '')} – {d.get('ends', '')}" for d in spans)


def _costs(
    form: Form, offers: Sequence[Application], language: str, label: str
) -> list[tuple[str, str, tuple[str, ...]]]:
    """One row for each cost that any offer names: borne by whom, how much in which currency."""
    asked = {p.item.name: p.item for p in walk(form.items)}
    seen: list[str] = []
    for offer in offers:
        for line in offer.answers.get("costs") or ():
            if str(line.get("cost", "")) not in seen:
                seen.append(str(line.get("cost", "")))
    found = []
    for cost in seen:
        cells = []
        for offer in offers:
            parts = []
            for line in offer.answers.get("costs") or ():
                if str(line.get("cost", "")) == cost:
                    who = cell(form, asked["bearer"], line.get("bearer", ""), language)
                    parts.append(" ".join(p for p in (str(who), *_sum(line)) if p))
            cells.append("\n".join(parts))
        name = str(cell(form, asked["cost"], cost, language)) or cost
        found.append((f"costs.{cost}", f"{label}: {name}", tuple(cells)))
    return found


def _sum(line: dict[str, Any]) -> tuple[str, str]:
    text, currency = str(line.get("amount", "") or ""), str(line.get("currency", "") or "")
    if not text:
        return "", ""
    try:
        text = f"{Decimal(text):f}"
    except InvalidOperation:
        pass
    return text, currency


def choice_of(call: Call) -> Choice | None:
    """The choice that stands: the latest."""
    return call.choices.prefetch_related("applications").first()


def published_name(application: Application, rule: str) -> str:
    """What is published of an offer: hosts and place where the call announced names, else the number."""
    if rule == NamesRule.NONE:
        return ""
    hosts = [str(h.get("host_name", "")) for h in application.answers.get("hosts") or ()]
    place = str(application.answers.get("city", "") or "")
    told = "; ".join(h for h in hosts if h)
    return ", ".join(p for p in (told, place) if p)


def commitments_of(call: Call, person: Person | None = None) -> QuerySet[Commitment]:
    """The commitments of a call, those of one partner where a person is given; by day promised."""
    found = Commitment.objects.filter(application__call=call).select_related(
        "application__call__process", "application__person"
    )
    if person is not None:
        found = found.filter(application__person=person)
    return found.order_by("due_on", "pk")


def without_commitments(call: Call) -> QuerySet[Application]:
    """Partners whose commitments are not followed yet."""
    return applications_of(call).filter(
        state=ApplicationState.SUBMITTED, erased_at__isnull=True, commitments__isnull=True
    )


def commitment_named(process_code: str, key: str) -> Commitment | None:
    """One commitment by its key."""
    return (
        Commitment.objects.filter(key=key, application__call__process__code=process_code)
        .select_related("application__call__process", "application__person")
        .first()
    )
