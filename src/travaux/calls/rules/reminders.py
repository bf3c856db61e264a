"""When somebody may be reminded."""

from __future__ import annotations

from datetime import datetime

from travaux.calls.models import Call
from travaux.calls.rules.calls import Phase, is_secretariat, phase
from travaux.people.models import Person
from travaux.plumbing.verdicts import YES, Verdict, no


def may_remind(person: Person | None, call: Call, at: datetime, *, drafts: bool = False) -> Verdict:
    """The secretariat reminds once a call is open; of drafts only while they can be handed in."""
    verdict = is_secretariat(person, call.process.code, at)
    if not verdict:
        return verdict
    now = phase(call, at)
    if now is Phase.DRAFT:
        return no("call-not-announced")
    if now is Phase.PLANNED:
        return no("call-not-open-yet")
    if now is Phase.CANCELLED:
        return no("call-cancelled")
    return no("call-closed") if drafts and now is Phase.CLOSED else YES
