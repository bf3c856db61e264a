"""Saying what stands behind a paragraph."""

from __future__ import annotations

from datetime import datetime

from travaux.drafts.models import Anchor, Paragraph, Version
from travaux.evidence.rules.kept_words import may_say
from travaux.grounds.models import Ground, Waiver
from travaux.grounds.queries import hash_of, subjects_of
from travaux.grounds.rules import MOST_GROUNDS, may_ground
from travaux.grounds.states import Bearing
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse, require


def _paragraph(version: Version, anchor: Anchor) -> Paragraph:
    # the identity is locked, so that a ground and a waiver of one paragraph come one by one
    Anchor.objects.select_for_update().get(pk=anchor.pk)
    found = version.paragraphs.filter(anchor=anchor).first()
    if found is None:
        raise refuse("moved-meanwhile")
    return found


@action
def ground_paragraph(
    *,
    by: Person,
    version: Version,
    anchor: Anchor,
    kind: str,
    subject_key: str,
    bearing: str,
    at: datetime,
    part: str = "",
    reason: str = "",
    language: str = "",
    demonstration: bool = False,
) -> Ground:
    """Evidence supports, limits or contradicts a paragraph as it reads in a version.

    Named again, it is confirmed on the words of this version, with the bearing given now.
    """
    process = version.text.process
    require(may_ground(by, process, at))
    paragraph = _paragraph(version, anchor)
    if bearing not in Bearing.values:
        raise refuse("bearing-unknown", bearing=str(bearing)[:40])
    subject = subjects_of(process, by, at).get((kind, subject_key, part))
    if subject is None or subject.fallen:
        raise refuse("ground-not-there")
    require(may_say([reason], process, at))
    standing = Ground.objects.filter(anchor=anchor, ended_at__isnull=True)
    told = {
        "version": version,
        "words_hash": hash_of(paragraph),
        "bearing": bearing,
        "reason": reason.strip()[:4000],
        "language": language,
    }
    facts = {"paragraph": anchor.key, "of": subject_key, "kind": kind, "bearing": bearing}
    same = standing.filter(kind=kind, subject_key=subject_key, part=part).first()
    if same is not None:
        if all(getattr(same, name) == value for name, value in told.items()):
            nothing_to_record()
            return same
        for name, value in told.items():
            setattr(same, name, value)
        same.confirmed_at = at
        same.save(update_fields=[*told, "confirmed_at"])
        record(by=by, subject=same.key, process=process.code, at=at, facts=facts)
        return same
    if standing.count() >= MOST_GROUNDS:
        raise refuse("too-many-grounds", most=MOST_GROUNDS)
    made = Ground.objects.create(
        process=process,
        anchor=anchor,
        kind=kind,
        subject_key=subject_key,
        part=part,
        by_key=by.key,
        at=at,
        confirmed_at=at,
        demonstration=demonstration or process.demonstration,
        **told,
    )
    Waiver.objects.filter(anchor=anchor, ended_at__isnull=True).update(ended_at=at)
    record(by=by, subject=made.key, process=process.code, at=at, facts=facts)
    return made


@action
def confirm_ground(*, by: Person, ground: Ground, version: Version, at: datetime) -> None:
    """A ground holds for the words that a later version has, too."""
    require(may_ground(by, ground.process, at))
    paragraph = _paragraph(version, ground.anchor)
    words = hash_of(paragraph)
    if ground.words_hash == words:
        nothing_to_record()
        return
    moved = Ground.objects.filter(pk=ground.pk, ended_at__isnull=True).update(
        version=version, words_hash=words, confirmed_at=at
    )
    if not moved:
        raise refuse("moved-meanwhile")
    record(
        by=by,
        subject=ground.key,
        process=ground.process.code,
        at=at,
        facts={"version": version.key},
    )


@action
def end_ground(*, by: Person, ground: Ground, at: datetime) -> None:
    """This stands behind the paragraph no more. That it did stays on record."""
    require(may_ground(by, ground.process, at))
    if not Ground.objects.filter(pk=ground.pk, ended_at__isnull=True).update(ended_at=at):
        raise refuse("moved-meanwhile")
    record(by=by, subject=ground.key, process=ground.process.code, at=at)


@action
def waive_ground(
    *, by: Person, version: Version, anchor: Anchor, reason: str, language: str, at: datetime
) -> Waiver:
    """A paragraph needs no ground, and why."""
    process = version.text.process
    require(may_ground(by, process, at))
    _paragraph(version, anchor)
    if not reason.strip():
        raise refuse("waiver-needs-reason")
    if Ground.objects.filter(anchor=anchor, ended_at__isnull=True).exists():
        raise refuse("ground-stands-already")
    Waiver.objects.filter(anchor=anchor, ended_at__isnull=True).update(ended_at=at)
    made = Waiver.objects.create(
        process=process,
        anchor=anchor,
        reason=reason.strip()[:2000],
        language=language,
        by_key=by.key,
        at=at,
    )
    record(by=by, subject=made.key, process=process.code, at=at, facts={"paragraph": anchor.key})
    return made
