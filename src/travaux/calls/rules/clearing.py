"""What of a call is cleared before it goes out, where its process asks for that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from travaux.calls.models import Application, Call
from travaux.core.ledger.canonical import digest
from travaux.correspondence.rules import is_named, may_go_out
from travaux.people.models import Person
from travaux.plumbing.verdicts import YES, Verdict, no

CLEARED_AS = "call"
CHOICE_CLEARED_AS = "selection"  # as the adoption of a group: whom the secretariat chose
_TOLD = (
    "kind", "titles", "texts", "form_digest", "zone", "wording", "wording_language",
    "grace_minutes", "per_country", "authority_rule", "late_confirmation", "confirmation_hours",
    "names_rule", "selection", "checks", "blind", "retention_days",
)  # fmt: skip


def what_is_announced(call: Call) -> str:
    """The digest of a call as it would be announced: its texts, form, dates and rules."""
    told = {name: getattr(call, name) for name in _TOLD}
    for name in ("opens_at", "closes_at"):
        instant = getattr(call, name)
        told[name] = instant.isoformat() if instant else ""
    return digest(told)


def extension_values(
    closes_at: datetime, reason: str, wording: str, language: str
) -> dict[str, Any]:
    """A new deadline as plain values."""
    return {
        "closes_at": closes_at.isoformat(),
        "reason": reason.strip(),
        "wording": wording,
        "language": language,
    }


def what_is_extended(call: Call, values: Mapping[str, Any]) -> str:
    """The digest of a new deadline, for a call whose deadline is still the one it moves."""
    return digest({"from": call.closes_at.isoformat() if call.closes_at else "", **values})


def announcement_may_go_out(call: Call) -> Verdict:
    """Where the process asks for it, a call is announced just as it was approved."""
    return may_go_out(call.process.code, CLEARED_AS, call.key, lambda: what_is_announced(call))


def extension_may_go_out(call: Call, values: Mapping[str, Any]) -> Verdict:
    """Where the process asks for it, a deadline is moved just as it was approved."""
    return may_go_out(
        call.process.code, CLEARED_AS, call.key, lambda: what_is_extended(call, values)
    )


def extension_fits(call: Call, closes_at: datetime, reason: str, at: datetime) -> Verdict:
    """A new deadline has its reason, lies after the deadline before it, and ahead."""
    if not reason.strip():
        return no("reason-needed")
    if call.closes_at is None or closes_at <= call.closes_at:
        return no("extension-not-later")
    return no("extension-already-past") if closes_at <= at else YES


def choice_values(
    applications: Iterable[Application], reason: str, language: str
) -> dict[str, Any]:
    """A choice among offers as plain values."""
    return {
        "offers": sorted(one.key for one in applications),
        "reason": reason.strip(),
        "language": language,
    }


def what_is_chosen(call: Call, values: Mapping[str, Any]) -> str:
    """The digest of a choice: the offers as they stand, how they are named, and why."""
    offers = Application.objects.filter(call=call, key__in=values["offers"]).order_by("key")
    told = [[one.key, one.state, one.content_hash] for one in offers]
    return digest({"names_rule": call.names_rule, **values, "offers": told})


def choice_may_go_out(call: Call, values: Mapping[str, Any]) -> Verdict:
    """Where the process asks for it, a choice is published just as it was approved."""
    return may_go_out(
        call.process.code, CHOICE_CLEARED_AS, call.key, lambda: what_is_chosen(call, values)
    )


def clears_call(person: Person | None, call: Call) -> bool:
    """Whoever is named to clear or approve a call sees it while it is prepared."""
    return is_named(person, call.process.code, CLEARED_AS, call.key)
