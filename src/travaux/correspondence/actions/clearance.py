"""Clearance, one mechanism for all that goes out: asked, cleared, approved, or sent back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from travaux.core.ledger.canonical import digest
from travaux.correspondence.models import Clearance, ClearanceStep, PreparedDeed
from travaux.correspondence.queries.clearance import place_of
from travaux.correspondence.rules import (
    CLEARED_KINDS,
    may_act,
    may_ask_clearance,
    names_fit,
    whose_turn,
)
from travaux.correspondence.states import MOVES, ClearanceState
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.mail import in_language_of, write_mail
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require


@action
def ask_clearance(
    *,
    by: Person,
    process_code: str,
    kind: str,
    key: str,
    label: str,
    digest: str,
    approver: Person | None,
    at: datetime,
    clearer: Person | None = None,
) -> Clearance:
    """A thing is prepared: these persons are asked to clear and approve it as it is now.

    `kind` and `key` name the thing, `digest` what it is now. Asking again replaces the clearance
    before; asking for the very same changes nothing.
    """
    require(may_ask_clearance(by, process_code))
    if kind not in CLEARED_KINDS:
        raise refuse("clearance-kind-unknown", kind=kind)
    require(names_fit(by, clearer, approver))
    assert approver is not None
    here = Clearance.objects.filter(
        process_code=process_code, kind=kind, subject_key=key, replaced_at__isnull=True
    )
    before = here.select_for_update().first()
    if before is not None:
        same = (before.digest, before.clearer_id, before.approver_id, before.preparer_id)
        asked = (digest, clearer.pk if clearer else None, approver.pk, by.pk)
        if same == asked and before.state in (ClearanceState.PREPARED, ClearanceState.CLEARED):
            nothing_to_record()
            return before
        here.filter(pk=before.pk).update(replaced_at=at)
    made = Clearance.objects.create(
        process_code=process_code,
        kind=kind,
        subject_key=key,
        label=label[:300],
        digest=digest,
        preparer=by,
        clearer=clearer,
        approver=approver,
        asked_at=at,
    )
    ClearanceStep.objects.create(clearance=made, act=ClearanceState.PREPARED, by=by, at=at)
    _ask(made, at)
    record(
        by=by,
        subject=key,
        process=process_code,
        at=at,
        facts={
            "kind": kind,
            "clearance": made.key,
            "digest": digest,
            "clearer": clearer.key if clearer else "",
            "approver": approver.key,
        },
    )
    return made


def _ask(clearance: Clearance, at: datetime) -> None:
    """Tell whoever's turn it is; once for each turn."""
    turn = whose_turn(clearance)
    if turn is None:
        return
    _tell(clearance, turn, "asked", at)


def _tell(clearance: Clearance, person: Person, what: str, at: datetime, reason: str = "") -> None:
    with in_language_of(person):
        context = {
            "clearance": clearance,
            "what": what,
            "reason": reason,
            "place": f"{settings.ADDRESS}{place_of(clearance)}",
        }
        name = "correspondence/mail/clearance"
        write_mail(
            person,
            render_to_string(f"{name}.subject.txt", context),
            render_to_string(f"{name}.txt", context),
            about=clearance.key,
            once=f"clearance:{clearance.key}:{what}:{clearance.state}",
            process_code=clearance.process_code,
            at=at,
        )


@action
def act_on_clearance(
    *, by: Person, clearance: Clearance, seen: str, at: datetime, refuse_because: str = ""
) -> Clearance:
    """The person whose turn it is clears or approves; with `refuse_because` it is sent back.

    `seen` is the digest on the page: nobody approves what they did not see.
    """
    clearance = (
        Clearance.objects.select_for_update(of=("self",))
        .select_related("preparer", "clearer", "approver")
        .get(pk=clearance.pk)
    )
    require(may_act(by, clearance))
    if clearance.digest != seen:
        raise refuse("moved-meanwhile")
    reason = refuse_because.strip()
    if reason:
        name, act = "send back", ClearanceState.RETURNED
    elif clearance.state == ClearanceState.PREPARED and clearance.clearer is not None:
        name, act = "clear", ClearanceState.CLEARED
    else:
        name, act = "approve", ClearanceState.APPROVED
    move(clearance, MOVES, name)
    ClearanceStep.objects.create(clearance=clearance, act=act, by=by, reason=reason, at=at)
    if act == ClearanceState.CLEARED:
        _ask(clearance, at)
    else:
        _tell(clearance, clearance.preparer, str(act.value), at, reason)
    record(
        by=by,
        subject=clearance.subject_key,
        process=clearance.process_code,
        at=at,
        facts={"kind": clearance.kind, "clearance": clearance.key, "act": str(act.value)},
    )
    return clearance


@action
def withdraw_clearance(*, by: Person, clearance: Clearance, at: datetime) -> Clearance:
    """Whoever prepared something takes it back before it is approved."""
    if by.pk != clearance.preparer_id:
        raise refuse("clearance-not-yours")
    move(clearance, MOVES, "withdraw clearance")
    ClearanceStep.objects.create(clearance=clearance, act=ClearanceState.WITHDRAWN, by=by, at=at)
    record(
        by=by,
        subject=clearance.subject_key,
        process=clearance.process_code,
        at=at,
        facts={"kind": clearance.kind, "clearance": clearance.key},
    )
    return clearance


@action
def prepare_deed(
    *,
    by: Person,
    process_code: str,
    kind: str,
    key: str,
    values: Mapping[str, Any],
    at: datetime,
) -> PreparedDeed:
    """What is to be done with a thing is written down, to be cleared before it is carried out.

    The room of the thing says who may, and carries it out. Writing it down again replaces it.
    """
    require(may_ask_clearance(by, process_code))
    if kind not in CLEARED_KINDS:
        raise refuse("clearance-kind-unknown", kind=kind)
    before = PreparedDeed.objects.select_for_update().filter(kind=kind, subject_key=key).first()
    if before is not None and before.values == dict(values):
        nothing_to_record()
        return before
    made, _new = PreparedDeed.objects.update_or_create(
        kind=kind,
        subject_key=key,
        defaults={
            "process_code": process_code,
            "values": dict(values),
            "by_key": by.key,
            "at": at,
        },
    )
    facts = {"kind": kind, "digest": digest(made.values)}
    record(by=by, subject=key, process=process_code, at=at, facts=facts)
    return made


@action
def drop_deed(*, by: Person, deed: PreparedDeed, at: datetime) -> None:
    """What was written down is not done; it goes, and whoever was to clear it has nothing to do."""
    require(may_ask_clearance(by, deed.process_code))
    PreparedDeed.objects.filter(pk=deed.pk).delete()
    facts = {"kind": deed.kind}
    record(by=by, subject=deed.subject_key, process=deed.process_code, at=at, facts=facts)
