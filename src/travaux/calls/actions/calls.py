"""Preparing, announcing, extending and cancelling a call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from travaux.calls.actions._telling import _tell_applicants, _tell_invited
from travaux.calls.actions.criteria import _copy_criteria, _criteria_announced
from travaux.calls.models import (
    AuthorityRule,
    Call,
    Extension,
    Kind,
    LateConfirmation,
    Link,
    NamesRule,
    Purpose,
    Selection,
)
from travaux.calls.rules.calls import (
    LONGEST_CONFIRMATION,
    LONGEST_GRACE,
    MOST_PER_COUNTRY,
    MOST_RETENTION,
    input_until,
    is_secretariat,
    may_announce_call,
    may_cancel_call,
    may_change_call,
    may_clone_call,
    may_extend_call,
)
from travaux.calls.rules.clearing import (
    CLEARED_AS,
    extension_fits,
    extension_may_go_out,
    extension_values,
)
from travaux.calls.shipped import shipped_form
from travaux.calls.states import MOVES
from travaux.core.surveys.model import Form
from travaux.core.surveys.plain import form_digest, form_to_plain
from travaux.correspondence.actions import prepare_deed
from travaux.correspondence.models import PreparedDeed
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.local_time import zone_named
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Milestone, Process

CHECKS = ("letter", "signature", "date")  # what is ticked off unless a call says otherwise
_FREE = (
    "titles", "texts", "milestone", "opens_at", "closes_at", "zone", "wording", "wording_language",
    "grace_minutes", "per_country", "authority_rule", "late_confirmation", "confirmation_hours",
    "names_rule", "selection", "checks", "blind", "retention_days",
)  # fmt: skip


@action
def prepare_call(
    *,
    by: Person,
    process: Process,
    kind: str,
    titles: Mapping[str, str],
    at: datetime,
    milestone: Milestone | None = None,
    demonstration: bool = False,
    **rules: Any,
) -> Call:
    """The secretariat begins a call; it starts with the form that comes for its kind."""
    require(is_secretariat(by, process.code, at))
    if kind not in Kind.values:
        raise refuse("call-kind-unknown", kind=kind[:40])
    form = shipped_form(kind)
    call = Call(
        process=process,
        kind=kind,
        titles={k: v for k, v in titles.items() if v},
        milestone=milestone,
        form=form_to_plain(form),
        form_digest=form_digest(form),
        checks=list(CHECKS) if kind == Kind.NOMINATION else [],
        created_at=at,
        demonstration=demonstration or process.demonstration,
    )
    _set(call, rules)
    call.save(force_insert=True)
    record(by=by, subject=call.key, process=process.code, at=at, facts={"kind": kind})
    return call


def _set(call: Call, rules: Mapping[str, Any]) -> None:
    """Take over facts and rules of a call, each within its bounds."""
    for name, value in rules.items():
        if name not in _FREE:
            raise TypeError(f"a call has no {name}")
        setattr(call, name, value)
    if call.zone:
        zone_named(call.zone)
    if call.opens_at and call.closes_at and call.closes_at <= call.opens_at:
        raise refuse("call-ends-before-it-begins")
    if call.closes_at and not call.opens_at:
        raise refuse("call-needs-dates")
    if not 0 <= call.grace_minutes <= LONGEST_GRACE:
        raise refuse("call-grace-too-long")
    if not 1 <= call.per_country <= MOST_PER_COUNTRY:
        raise refuse("call-per-country", most=MOST_PER_COUNTRY)
    if not 1 <= call.retention_days <= MOST_RETENTION:
        raise refuse("call-retention", most=MOST_RETENTION)
    within = call.late_confirmation == LateConfirmation.WITHIN
    if within and not 1 <= call.confirmation_hours <= LONGEST_CONFIRMATION:
        raise refuse("call-confirmation-hours", most=LONGEST_CONFIRMATION)
    for value, choices in (
        (call.authority_rule, AuthorityRule),
        (call.late_confirmation, LateConfirmation),
        (call.names_rule, NamesRule),
        (call.selection, Selection),
    ):
        if value not in choices.values:
            raise refuse("call-rule-unknown", rule=str(value)[:40])


@action
def change_call(*, by: Person, call: Call, seen: int, at: datetime, **rules: Any) -> Call:
    """Facts and rules of a call change while it is prepared; `seen` is the revision that was read."""
    call = Call.objects.select_for_update().select_related("process").get(pk=call.pk)
    require(may_change_call(by, call, at))
    if call.revision != seen:
        raise refuse("moved-meanwhile")
    before = {name: getattr(call, name) for name in rules}
    _set(call, rules)
    changed = [name for name in rules if getattr(call, name) != before[name]]
    if not changed:
        nothing_to_record()
        return call
    call.revision += 1
    call.save(update_fields=[*changed, "revision"])
    record(by=by, subject=call.key, process=call.process.code, at=at, facts={"changed": changed})
    return call


@action
def replace_form(*, by: Person, call: Call, form: Form, seen: int, at: datetime) -> Call:
    """A call gets another form, as long as it is prepared. It may still lack what asking it needs."""
    call = Call.objects.select_for_update().select_related("process").get(pk=call.pk)
    require(may_change_call(by, call, at))
    if call.revision != seen:
        raise refuse("moved-meanwhile")
    digest = form_digest(form)
    if digest == call.form_digest:
        nothing_to_record()
        return call
    call.form, call.form_digest = form_to_plain(form), digest
    call.revision += 1
    call.save(update_fields=["form", "form_digest", "revision"])
    record(by=by, subject=call.key, process=call.process.code, at=at, facts={"form": digest})
    return call


@action
def clone_call(*, by: Person, call: Call, at: datetime, process: Process | None = None) -> Call:
    """A new call in preparation, with the form and rules of an old one, and without its dates.

    `process`: where it is made, by the secretariat there; None is the process of the old one.
    """
    process = process or call.process
    require(may_clone_call(by, call, process, at))
    kept = (
        "kind", "titles", "texts", "form", "form_digest", "zone", "grace_minutes", "per_country",
        "authority_rule", "late_confirmation", "confirmation_hours", "names_rule", "selection",
        "checks", "blind", "retention_days",
    )  # fmt: skip
    here = process.pk == call.process_id
    made = Call.objects.create(
        process=process,
        cloned_from=call,
        created_at=at,
        demonstration=call.demonstration if here else process.demonstration,
        **{name: getattr(call, name) for name in kept},
    )
    _copy_criteria(call, made, at)
    facts = {"cloned_from": call.key, **({} if here else {"of": call.process.code})}
    record(by=by, subject=made.key, process=process.code, at=at, facts=facts)
    return made


@action
def announce_call(*, by: Person, call: Call, seen: int, at: datetime) -> Call:
    """A call is announced: from now on its form and its rules are frozen; it opens at its instant."""
    call = Call.objects.select_for_update().select_related("process").get(pk=call.pk)
    require(may_announce_call(by, call, at))
    if call.revision != seen:
        raise refuse("moved-meanwhile")
    move(call, MOVES, "announce", announced_at=at)
    record(
        by=by,
        subject=call.key,
        process=call.process.code,
        at=at,
        facts={
            "kind": call.kind,
            "form": call.form_digest,
            "opens_at": call.opens_at.isoformat() if call.opens_at else None,
            "closes_at": call.closes_at.isoformat() if call.closes_at else None,
            "zone": call.zone,
            "grace_minutes": call.grace_minutes,
            "per_country": call.per_country,
            "late_confirmation": call.late_confirmation,
            "confirmation_hours": call.confirmation_hours,
            "names_rule": call.names_rule,
            "selection": call.selection,
            "retention_days": call.retention_days,
            "criteria": _criteria_announced(call),
        },
    )
    return call


@action
def extend_call(
    *,
    by: Person,
    call: Call,
    closes_at: datetime,
    reason: str,
    at: datetime,
    wording: str = "",
    language: str = "en",
) -> Extension:
    """The deadline is moved for all; the reason and the deadline before stay on record."""
    call = Call.objects.select_for_update().select_related("process").get(pk=call.pk)
    require(may_extend_call(by, call, at))
    require(extension_fits(call, closes_at, reason, at))
    before = call.closes_at
    assert before is not None
    values = extension_values(closes_at, reason, wording, language)
    require(extension_may_go_out(call, values))
    extension = Extension.objects.create(
        call=call,
        closed_at_before=before,
        closes_at_after=closes_at,
        wording=wording,
        reason=reason.strip(),
        language=language,
        at=at,
        by_key=by.key,
    )
    Call.objects.filter(pk=call.pk).update(
        closes_at=closes_at,
        wording=wording,
        wording_language=language if wording else "",
        revision=F("revision") + 1,
    )
    call.refresh_from_db()
    PreparedDeed.objects.filter(kind=CLEARED_AS, subject_key=call.key).delete()
    Link.objects.filter(  # who was named by a focal point has as long as all others
        application__call=call, purpose=Purpose.COMPLETE, used_at__isnull=True
    ).update(expires_at=input_until(call))
    _tell_applicants(
        call, "extended", f"call-extended:{extension.pk}", at, {"extension": extension}
    )
    _tell_invited(call, extension, at)
    record(
        by=by,
        subject=call.key,
        process=call.process.code,
        at=at,
        facts={"before": before.isoformat(), "after": closes_at.isoformat()},
    )
    return extension


@action
def prepare_extension(
    *,
    by: Person,
    call: Call,
    closes_at: datetime,
    reason: str,
    at: datetime,
    wording: str = "",
    language: str = "en",
) -> PreparedDeed:
    """A new deadline is written down, so that it can be cleared before it is told to all."""
    require(may_extend_call(by, call, at))
    require(extension_fits(call, closes_at, reason, at))
    nothing_to_record()  # the deed leaves the line
    return prepare_deed(
        by=by,
        process_code=call.process.code,
        kind=CLEARED_AS,
        key=call.key,
        values=extension_values(closes_at, reason, wording, language),
        at=at,
    )


@action
def cancel_call(*, by: Person, call: Call, reason: str, at: datetime) -> Call:
    """An announced call is cancelled; the reason is told to all who applied."""
    call = Call.objects.select_for_update().select_related("process").get(pk=call.pk)
    require(may_cancel_call(by, call, at))
    if not reason.strip():
        raise refuse("reason-needed")
    move(call, MOVES, "cancel", cancelled_at=at, cancel_reason=reason.strip())
    _tell_applicants(call, "cancelled", f"call-cancelled:{call.key}", at, {})
    record(by=by, subject=call.key, process=call.process.code, at=at)
    return call
