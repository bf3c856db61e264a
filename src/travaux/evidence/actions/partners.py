"""Tying what partners promised to the parts of the assessment."""

from __future__ import annotations

from datetime import datetime

from travaux.evidence.models.partners import PromisedPart
from travaux.evidence.queries.partners import parts_known, promises_of
from travaux.evidence.rules.standing import is_secretariat
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Process

MOST_PARTS = 20  # of one promise


@action
def tie_promise(
    *, by: Person, process: Process, promise: str, kind: str, subject_key: str, at: datetime
) -> PromisedPart:
    """What a partner promised is for this part of the assessment."""
    process = Process.objects.select_for_update().get(pk=process.pk)
    require(is_secretariat(by, process.code, at))
    if promise not in {p.key for p in promises_of(process, at)}:
        raise refuse("partner-promise-unknown")
    if (kind, subject_key) not in parts_known(process):
        raise refuse("part-unknown")
    standing = PromisedPart.objects.filter(
        process=process, promise_key=promise, ended_at__isnull=True
    )
    same = standing.filter(kind=kind, subject_key=subject_key).first()
    if same is not None:
        nothing_to_record()
        return same
    if standing.count() >= MOST_PARTS:
        raise refuse("too-many-parts", most=MOST_PARTS)
    made = PromisedPart.objects.create(
        process=process,
        promise_key=promise,
        kind=kind,
        subject_key=subject_key,
        tied_at=at,
        by_key=by.key,
    )
    facts = {"promise": promise, "kind": kind, "of": subject_key}
    record(by=by, subject=made.key, process=process.code, at=at, facts=facts)
    return made


@action
def untie_promise(*, by: Person, tie: PromisedPart, at: datetime) -> None:
    """What a partner promised is not for this part any more; that it was stays on record."""
    require(is_secretariat(by, tie.process.code, at))
    standing = PromisedPart.objects.filter(pk=tie.pk, ended_at__isnull=True)
    if not standing.update(ended_at=at):
        raise refuse("moved-meanwhile")
    record(by=by, subject=tie.key, process=tie.process.code, at=at)
