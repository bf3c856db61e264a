"""What holders allow is written down, changed, and taken back: at once, at any time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from travaux.core.evidence.labels import LABELS
from travaux.evidence.actions.practices import _locked, _take_words_away
from travaux.evidence.models import Held, Practice
from travaux.evidence.rules.held import is_own, may_change_conditions, narrows
from travaux.evidence.rules.practices import LARGEST_PRACTICE_FILE, LONGEST_PART
from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.files import forget_files, keep_file
from travaux.plumbing.verdicts import refuse, require


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the holders say, as it is written down."""

    holders: str = ""
    protocol: str = ""
    conditions: str = ""
    labels: Sequence[str] = field(default=())
    uses: Sequence[str] = field(default=())
    consent_on: date | None = None
    consent_until: date | None = None


def _checked(told: Conditions, at: datetime) -> dict[str, Any]:
    from travaux.evidence.rules.held import KNOWN_USES

    for label in told.labels:
        if label not in LABELS:
            raise refuse("label-unknown", label=str(label)[:20])
    for use in told.uses:
        if use not in KNOWN_USES:
            raise refuse("use-unknown", use=str(use)[:20])
    if told.consent_on is not None and told.consent_on > at.date():
        raise refuse("consent-in-the-future")
    if any(len(t) > LONGEST_PART for t in (told.holders, told.protocol, told.conditions)):
        raise refuse("practice-part-too-long", most=LONGEST_PART)
    return {
        "holders": told.holders.strip(),
        "protocol": told.protocol.strip(),
        "conditions": told.conditions.strip(),
        "labels": [code for code in LABELS if code in told.labels],
        "uses": [use for use in KNOWN_USES if use in told.uses],
        "consent_on": told.consent_on,
        "consent_until": told.consent_until,
    }


def _held(practice: Practice, at: datetime) -> Held:
    if not practice.traditional:
        raise refuse("not-traditional-knowledge")
    held, _new = Held.objects.get_or_create(practice=practice, defaults={"changed_at": at})
    return held


@action
def set_conditions(
    *,
    by: Person | None,
    practice: Practice,
    told: Conditions,
    seen: int,
    at: datetime,
    document: UploadedFile[Any] | None = None,
) -> Held:
    """Holders, protocol, labels, uses and consent as they are from now on.

    Whoever handed it in writes what the holders say; the secretariat can only allow less. With a
    new document consent that was taken back is given anew.
    """
    practice = _locked(practice)
    require(may_change_conditions(by, practice, at))
    held = _held(practice, at)
    if held.revision != seen:
        raise refuse("moved-meanwhile")
    values = _checked(told, at)
    if not is_own(by, practice):
        if document is not None or not narrows(
            held, values["uses"], values["labels"], values["consent_until"]
        ):
            raise refuse("conditions-only-narrowed")
        values = {k: values[k] for k in ("labels", "uses", "consent_until")}
    old = None
    if document is not None:
        if (document.size or 0) > LARGEST_PRACTICE_FILE:
            raise refuse("practice-file-too-large", most=LARGEST_PRACTICE_FILE // 2**20)
        old = held.consent_file
        values["consent_file"] = keep_file(
            document, name=document.name or "file", at=at, by=by, process_code=practice.process.code
        )
        values["withdrawn_at"] = None
    for name, value in values.items():
        setattr(held, name, value)
    held.revision += 1
    held.changed_at = at
    held.save(update_fields=[*values, "revision", "changed_at"])
    if old is not None:
        forget_files([old])
    facts = {
        "uses": list(held.uses),
        "labels": list(held.labels),
        "consent": held.consent_on is not None and held.withdrawn_at is None,
    }
    record(by=by, subject=practice.key, process=practice.process.code, at=at, facts=facts)
    return held


@action
def withdraw_consent(
    *, by: Person | None, practice: Practice, at: datetime, erase: bool = False
) -> None:
    """The holders take consent back: from this instant nothing of it is shown anywhere.

    With `erase` its words and files go for good.
    """
    practice = _locked(practice)
    require(may_change_conditions(by, practice, at))
    held = _held(practice, at)
    if held.withdrawn_at is None:
        Held.objects.filter(pk=held.pk).update(
            withdrawn_at=at, uses=[], revision=held.revision + 1, changed_at=at
        )
    elif not erase:
        raise refuse("moved-meanwhile")
    if erase:
        _take_words_away(practice, at)
    facts = {"erased": erase}
    record(by=by, subject=practice.key, process=practice.process.code, at=at, facts=facts)
