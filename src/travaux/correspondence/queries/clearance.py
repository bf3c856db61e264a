"""What waits for whose clearance, and how a thing was cleared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from travaux.correspondence.models import Clearance, ClearanceStep, PreparedDeed
from travaux.correspondence.rules import may_act, may_ask_clearance, needs_clearance, whose_turn
from travaux.correspondence.states import ClearanceState
from travaux.people.models import Person
from travaux.people.queries import roll
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing that is cleared: its name, the digest of what it is now, the address of its page."""

    label: str
    digest: str
    address: str


Find = Callable[[str, str], Subject | None]  # by the code of a process and a key
# kind of a thing -> what finds it; rooms add theirs in site/wiring.py
SUBJECTS: dict[str, Find] = {}


def first_of(*rooms: Find) -> Find:
    """One kind of thing that several rooms have: found in the first that knows the key."""

    def find(process_code: str, key: str) -> Subject | None:
        return next((found for one in rooms if (found := one(process_code, key))), None)

    return find


def subject_of(process_code: str, kind: str, key: str) -> Subject | None:
    """The thing of a kind with a key, as its own room tells it; None where there is none."""
    find = SUBJECTS.get(kind)
    return find(process_code, key) if find else None


def clearances_of(process_code: str) -> QuerySet[Clearance]:
    """The clearances of a process that stand now, the latest first."""
    return (
        Clearance.objects.filter(process_code=process_code, replaced_at__isnull=True)
        .select_related("preparer", "clearer", "approver")
        .order_by("-asked_at", "-pk")
    )


def waiting_for(person: Person, process_code: str) -> QuerySet[Clearance]:
    """What a person has to clear or approve now."""
    first = Q(state=ClearanceState.PREPARED) & (
        Q(clearer=person) | Q(clearer__isnull=True, approver=person)
    )
    second = Q(state=ClearanceState.CLEARED, approver=person)
    return clearances_of(process_code).filter(first | second)


def clearance_of(process_code: str, kind: str, key: str) -> Clearance | None:
    """The clearance of a thing that stands now."""
    return clearances_of(process_code).filter(kind=kind, subject_key=key).first()


def place_of(clearance: Clearance) -> str:
    """The address of the page of what is cleared; empty where no room says it."""
    found = subject_of(clearance.process_code, clearance.kind, clearance.subject_key)
    return found.address if found else ""


def steps_of(process_code: str, kind: str, key: str) -> QuerySet[ClearanceStep]:
    """All steps of all clearances that a thing had, in order."""
    return (
        ClearanceStep.objects.filter(
            clearance__process_code=process_code,
            clearance__kind=kind,
            clearance__subject_key=key,
        )
        .select_related("by", "clearance")
        .order_by("pk")
    )


def may_be_named(process_code: str, preparer: Person) -> list[Person]:
    """Who can be named to clear or approve: those with a role in the process, by name."""
    held = [*roll(process_code, clock.now()), *roll("", clock.now())]
    people = {a.person_id: a.person for a in held}
    people.pop(preparer.pk, None)
    return sorted(people.values(), key=lambda p: (p.name.casefold(), p.pk))


@dataclass(frozen=True, slots=True)
class Panel:
    """The clearance of one thing, for the page of that thing (correspondence/_clearance.html)."""

    kind: str
    key: str
    digest: str
    needed: bool
    clearance: Clearance | None
    holds: bool  # approved, and the thing is still what was approved
    lapsed: bool
    turn: Person | None
    may_act: Verdict | None
    steps: tuple[ClearanceStep, ...]


def panel(person: Person | None, process_code: str, kind: str, key: str, digest: str) -> Panel:
    """What the page of a thing shows of its clearance."""
    found = clearance_of(process_code, kind, key)
    lapsed = found is not None and found.digest != digest
    return Panel(
        kind=kind,
        key=key,
        digest=digest,
        needed=needs_clearance(process_code, kind),
        clearance=found,
        holds=found is not None and found.state == ClearanceState.APPROVED and not lapsed,
        lapsed=lapsed,
        turn=whose_turn(found) if found else None,
        may_act=may_act(person, found) if found else None,
        steps=tuple(steps_of(process_code, kind, key)),
    )


def clearing(
    person: Person | None, process_code: str, kind: str, key: str, digest: str | None
) -> dict[str, Any]:
    """What the page of a thing gives to correspondence/_clearance.html, as `clearing` and `may_ask`.

    Without a digest there is nothing yet that could be cleared; strangers are shown nothing.
    """
    if person is None or not getattr(person, "pk", None):
        return {}
    shown = panel(person, process_code, kind, key, digest or "")
    may_ask = may_ask_clearance(person, process_code) if digest is not None else None
    named = shown.clearance is not None and person.pk in (
        shown.clearance.preparer_id,
        shown.clearance.clearer_id,
        shown.clearance.approver_id,
    )
    if not (named or may_ask_clearance(person, process_code)):
        return {}
    return {"clearing": shown, "may_ask": may_ask}


def deed_of(kind: str, key: str) -> PreparedDeed | None:
    """What is written down to be done with a thing, where it is."""
    return PreparedDeed.objects.filter(kind=kind, subject_key=key).first()


def own_steps(person: Person) -> list[Any]:
    """What a person did in clearances, for the person."""
    return list(
        ClearanceStep.objects.filter(by=person)
        .annotate(kind=F("clearance__kind"), process=F("clearance__process_code"))
        .values("process", "kind", "act", "reason", "at")
    )
