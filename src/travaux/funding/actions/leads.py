"""The officers' own list of who might give; the record tells that it changed, never what."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from travaux.core.funding.amounts import MOST
from travaux.funding.models import Lead
from travaux.funding.rules import may_see_leads
from travaux.funding.states import LEAD_MOVES, LeadState
from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Process


@action
def keep_lead(
    *,
    by: Person,
    process: Process,
    party: str,
    amount: Decimal,
    probability: int,
    expected_on: date,
    at: datetime,
    note: str = "",
) -> Lead:
    """Somebody might give: how much, how likely, by when, in the officer's own judgement."""
    require(may_see_leads(by, process))
    if not party.strip():
        raise refuse("lead-without-name")
    if not amount.is_finite() or amount <= 0 or amount > MOST:
        raise refuse("amount-not-positive")
    if not 0 <= probability <= 100:
        raise refuse("probability-out-of-range")
    lead = Lead.objects.create(
        process=process,
        party=party.strip()[:200],
        amount=amount.quantize(Decimal("0.01")),
        probability=probability,
        expected_on=expected_on,
        note=note.strip(),
        by_key=by.key,
        at=at,
        demonstration=process.demonstration or by.demonstration,
    )
    record(by=by, subject=lead.key, at=at)  # in no process's public record
    return lead


@action
def settle_lead(*, by: Person, lead: Lead, verb: str, at: datetime, event: str = "") -> None:
    """A lead goes on: to talks, to a pledge on record, to money received, or it is given up.

    From the pledge on the record of money counts it, and the officers' view no longer does.
    """
    require(may_see_leads(by, lead.process))
    if verb not in LEAD_MOVES:
        raise refuse("lead-cannot-do-that")
    pledged = verb == "pledge"
    if pledged and event not in {e.code or e.key for e in lead.process.money_events.all()}:
        raise refuse("promise-unknown")
    move(lead, LEAD_MOVES, verb, **({"event": event} if pledged else {}))
    if lead.state not in LeadState.values:
        raise refuse("lead-cannot-do-that")
    record(by=by, subject=lead.key, at=at)
