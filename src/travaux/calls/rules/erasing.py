"""When the answers of a call may be erased."""

from __future__ import annotations

from datetime import datetime, timedelta

from travaux.calls.models import Call
from travaux.calls.rules.calls import is_secretariat
from travaux.people.models import Person
from travaux.plumbing.verdicts import YES, Verdict, no


def kept_until(call: Call) -> datetime | None:
    """Until when the answers of a call are kept, as it announced."""
    if call.closes_at is None:
        return None
    return call.closes_at + timedelta(days=call.retention_days)


def may_erase_call(person: Person | None, call: Call, at: datetime) -> Verdict:
    """The secretariat erases once the period that was announced is over."""
    verdict = is_secretariat(person, call.process.code, at)
    return period_over(call, at) if verdict else verdict


def period_over(call: Call, at: datetime) -> Verdict:
    """Whether the period for which a call announced to keep answers is over, and they are still here."""
    if call.erased_at is not None:
        return no("call-erased")
    until = kept_until(call)
    return YES if until is not None and at >= until else no("call-kept-longer")
