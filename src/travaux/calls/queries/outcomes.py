"""Offers side by side, the choice that stands, and how far commitments are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import QuerySet

from travaux.calls.models import Application, Call, Choice, Commitment, NamesRule
from travaux.calls.queries.applications import applications_of
from travaux.calls.rules.meanings import Meanings, meanings, namer
from travaux.calls.rules.outcomes import is_overdue
from travaux.calls.states import ApplicationState
from travaux.core.surveys.model import FILES, Form, walk
from travaux.core.surveys.plain import form_from_plain
from travaux.core.surveys.tables import cell, columns, row
from travaux.people.models import Person
from travaux.roadmap.models import Process


@dataclass(frozen=True, slots=True)
class Compared:
    """Offers side by side: one row for each question, one cell for each offer."""

    offers: tuple[Application, ...]
    rows: tuple[tuple[str, str, tuple[str, ...]], ...]  # name, label, what each offer says
    days: str = ""  # the name of the row that holds days, from and until


def compare(call: Call, language: str) -> Compared:
    """What was offered, question by question; who bears which cost stands cost by cost.

    What a question means is said by its tags; without them an answer stands as it was given.
    """
    form, meant = form_from_plain(call.form), meanings(call)
    offers = tuple(applications_of(call).filter(state=ApplicationState.SUBMITTED))
    answered = [row(form, one.answers, language) for one in offers]
    rows: list[tuple[str, str, tuple[str, ...]]] = []
    files = {p.item.name for p in walk(form.items) if getattr(p.item, "kind", "") in FILES}
    costs, days = _group(meant, "cost"), _group(meant, "date-from")
    for n, (name, label) in enumerate(columns(form, language)):
        if name == costs:
            rows += _costs(form, meant, offers, language, label)
            continue
        cells = tuple(str(found[n]) for found in answered)
        if name in files:
            cells = tuple(_files(one, name) for one in offers)
        if name == days:
            cells = tuple(_days(meant, one) for one in offers)
        if any(cells):
            rows.append((name, label, cells))
    return Compared(offers, tuple(rows), days)


def _group(meant: Meanings, meaning: str) -> str:
    """The name of the repeated group in which something is asked; empty where it is asked once."""
    one = meant.get(meaning)
    return one.group.name if one is not None and one.group is not None else ""


def _files(offer: Application, question: str) -> str:
    keys = offer.answers.get(question)
    found = offer.attachments.filter(key__in=keys if isinstance(keys, list) else [])
    return "\n".join(found.values_list("file__name", flat=True))


def _told(meant: Meanings, meaning: str, line: Mapping[str, Any]) -> str:
    """What one line of answers says of something; empty where it is not asked or not answered."""
    one = meant.get(meaning)
    value = line.get(one.question.name) if one is not None else None
    return "" if value is None else str(value)


def _days(meant: Meanings, offer: Application) -> str:
    spans = [
        [_told(meant, "date-from", line), _told(meant, "date-until", line)]
        for line in meant["date-from"].rows(offer.answers)
    ]
    return "\n".join(" – ".join(d for d in span if d) for span in spans)


def _costs(
    form: Form, meant: Meanings, offers: Sequence[Application], language: str, label: str
) -> list[tuple[str, str, tuple[str, ...]]]:
    """One row for each cost that any offer names: borne by whom, how much in which currency."""
    what, bearer = meant["cost"], meant.get("cost-bearer")
    lines = [what.rows(offer.answers) for offer in offers]
    seen = dict.fromkeys(_told(meant, "cost", line) for told in lines for line in told)
    found = []
    for cost in seen:
        cells = []
        for told in lines:
            parts = []
            for line in told:
                if _told(meant, "cost", line) != cost:
                    continue
                who = ""
                if bearer is not None:
                    given = line.get(bearer.question.name, "")
                    who = str(cell(form, bearer.question, given, language) or "")
                parts.append(" ".join(p for p in (who, *_sum(meant, line)) if p))
            cells.append("\n".join(parts))
        name = str(cell(form, what.question, cost, language) or "") or cost
        group = _group(meant, "cost")
        found.append((f"{group}.{cost}", f"{label}: {name}", tuple(cells)))
    return found


def _sum(meant: Meanings, line: Mapping[str, Any]) -> tuple[str, str]:
    text = _told(meant, "cost-amount", line)
    if not text:
        return "", ""
    try:
        text = f"{Decimal(text):f}"
    except InvalidOperation:
        pass
    return text, _told(meant, "cost-currency", line)


def choice_of(call: Call) -> Choice | None:
    """The choice that stands: the latest."""
    return call.choices.prefetch_related("applications").first()


def names_published(call: Call, applications: Iterable[Application]) -> list[list[Any]]:
    """[number, name as announced] of each; the name is empty where none was announced."""
    named = namer(call)
    quiet = call.names_rule == NamesRule.NONE
    return [[one.number, "" if quiet else named(one)] for one in applications]


def commitments_told(application: Application) -> list[tuple[int, str, str, str]]:
    """What a partner commits to, as it was handed in: place in the form, kind, what, and by when."""
    meant = meanings(application.call)
    if "commitment" not in meant:
        return []
    told = []
    for position, line in enumerate(meant["commitment"].rows(application.answers), 1):
        offer = _told(meant, "commitment-offer", line)
        what = _told(meant, "commitment", line) or offer
        if what:
            told.append((position, offer[:80], what, _told(meant, "commitment-due", line)))
    return told


def commitments_of(call: Call, person: Person | None = None) -> QuerySet[Commitment]:
    """The commitments of a call, those of one partner where a person is given; by day promised."""
    found = Commitment.objects.filter(application__call=call).select_related(
        "application__call__process", "application__person"
    )
    if person is not None:
        found = found.filter(application__person=person)
    return found.order_by("due_on", "pk")


def promises_told(
    process: Process, at: datetime
) -> list[tuple[str, str, str, date | None, str, bool, date | None]]:
    """All commitments of a process, as plain values for rooms that tie them to their own things:
    key, partner, what, due on, state, whether its day has passed, delivered on."""
    found = Commitment.objects.filter(
        application__call__process=process, application__erased_at__isnull=True
    ).select_related("application")
    return [
        (
            c.key,
            c.application.name,
            c.what,
            c.due_on,
            c.state,
            is_overdue(c, at.date()),
            c.delivered_on,
        )
        for c in found.order_by("due_on", "pk")
    ]


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
