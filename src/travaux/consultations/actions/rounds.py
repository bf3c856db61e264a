"""Opening, extending and closing a round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from travaux.consultations.facts import RoundClosedEarly, RoundExtended
from travaux.consultations.models import Audience, Extension, ReleaseRule, Round, Track, TrackKind
from travaux.consultations.rules import (
    LONGEST_GRACE,
    may_close_round,
    may_extend_round,
    may_open_round,
)
from travaux.core.comments.types import TYPE_TABLES
from travaux.drafts.models import Version
from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.languages import SIX
from travaux.plumbing.local_time import zone_named
from travaux.plumbing.reactions import announce
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Deliverable, Level, Milestone, Process

CAPACITIES = ("person", "organisation", "state", "expert")
OPEN_TITLES = {
    "ar": "المشاورة المفتوحة",
    "zh": "公开征求意见",
    "en": "Open consultation",
    "fr": "Consultation ouverte",
    "ru": "Открытые консультации",
    "es": "Consulta abierta",
}
LONGEST_MINIMUM = 366  # days
ANSWERING = ("one-by-one", "grouped", "in-summary")


@action
def open_round(
    *,
    by: Person,
    version: Version,
    opens_at: datetime,
    closes_at: datetime,
    zone: str,
    at: datetime,
    titles: Mapping[str, str] | None = None,
    wording: str = "",
    wording_language: str = "",
    audience: str = Audience.EVERYONE,
    capacities: Sequence[str] = (),
    types: str = "iso-iec",
    four_eyes: bool = True,
    answering: Mapping[str, str] | None = None,
    release_rule: str = ReleaseRule.WITH_NEXT_DRAFT,
    release_on: date | None = None,
    release_to: str = "everyone",
    accepts_late: bool = True,
    grace_minutes: int = 0,
    minimum_days: int = 0,
    required_languages: Sequence[str] = (),
    track: Track | None = None,
    level: Level | None = None,
    deliverable: Deliverable | None = None,
    milestone: Milestone | None = None,
    demonstration: bool = False,
) -> Round:
    """A published version goes out for comments, from one instant to another, for all."""
    require(may_open_round(by, version, at, track))
    zone_named(zone)
    if closes_at <= opens_at:
        raise refuse("round-ends-before-it-begins")
    _check_rules(types, capacities, audience, answering or {}, release_rule, release_on)
    if not 0 <= grace_minutes <= LONGEST_GRACE:
        raise refuse("grace-too-long")
    if not 0 <= minimum_days <= LONGEST_MINIMUM:
        raise refuse("minimum-unusable")
    if closes_at - opens_at < timedelta(days=minimum_days):
        raise refuse("minimum-not-over", days=minimum_days)
    process = version.text.process
    if track is None:
        track = _open_track(process, at)
    elif track.process_id != process.pk:
        raise refuse("track-of-another-process")
    made = Round.objects.create(
        process=process,
        version=version,
        track=track,
        titles={k: v for k, v in (titles or {}).items() if v},
        level=level,
        deliverable=deliverable,
        milestone=milestone,
        audience=audience,
        capacities=[c for c in CAPACITIES if c in capacities],
        opens_at=opens_at,
        closes_at=closes_at,
        zone=zone,
        wording=wording,
        wording_language=wording_language,
        types=types,
        four_eyes=four_eyes,
        answering=dict(answering or {}),
        release_rule=release_rule,
        release_on=release_on,
        release_to=release_to,
        accepts_late=accepts_late,
        grace_minutes=grace_minutes,
        minimum_days=minimum_days,
        required_languages=[c for c in SIX if c in required_languages],
        created_at=at,
        demonstration=demonstration or version.demonstration,
    )
    record(
        by=by,
        subject=made.key,
        process=process.code,
        at=at,
        facts={
            "version": version.key,
            "opens_at": opens_at.isoformat(),
            "closes_at": closes_at.isoformat(),
            "zone": zone,
            "grace_minutes": grace_minutes,
            "minimum_days": minimum_days,
            "languages": made.required_languages,
            "audience": audience,
            "types": types,
            "four_eyes": four_eyes,
            "release_rule": release_rule,
            "track": track.key,
            **({"deliverable": deliverable.code} if deliverable else {}),
        },
    )
    return made


def _open_track(process: Process, at: datetime) -> Track:
    """The track for everyone, which every process has as soon as it has a round."""
    track, _new = Track.objects.get_or_create(
        process=process,
        is_default=True,
        defaults={
            "kind": TrackKind.OPEN,
            "titles": OPEN_TITLES,
            "created_at": at,
            "demonstration": process.demonstration,
        },
    )
    return track


def _check_rules(
    types: str,
    capacities: Sequence[str],
    audience: str,
    answering: Mapping[str, str],
    release_rule: str,
    release_on: Any,
) -> None:
    if types not in TYPE_TABLES:
        raise refuse("types-unknown", types=types[:40])
    for capacity in capacities:
        if capacity not in CAPACITIES:
            raise refuse("capacity-unknown", capacity=capacity[:40])
    if audience not in Audience.values:
        raise refuse("audience-unknown", audience=audience[:40])
    for way in answering.values():
        if way not in ANSWERING:
            raise refuse("answering-unknown", way=way[:40])
    if release_rule not in ReleaseRule.values:
        raise refuse("release-rule-unknown", rule=release_rule[:40])
    if release_rule == ReleaseRule.ON_DATE and release_on is None:
        raise refuse("release-date-needed")


@action
def extend_round(
    *,
    by: Person,
    round: Round,
    closes_at: datetime,
    reason: str,
    at: datetime,
    wording: str = "",
    language: str = "en",
) -> Extension:
    """A round is extended for all; the reason and the deadline before stay on record."""
    round = Round.objects.select_for_update().get(pk=round.pk)
    require(may_extend_round(by, round, at))
    if not reason.strip():
        raise refuse("reason-needed")
    if closes_at <= round.closes_at:
        raise refuse("extension-not-later")
    if closes_at <= at:
        raise refuse("extension-already-past")
    extension = Extension.objects.create(
        round=round,
        closed_at_before=round.closes_at,
        closes_at_after=closes_at,
        wording=wording,
        reason=reason.strip(),
        language=language,
        at=at,
        by_key=by.key,
    )
    before, round.closes_at = round.closes_at, closes_at
    round.wording, round.wording_language = wording, language if wording else ""
    round.save(update_fields=["closes_at", "wording", "wording_language"])
    record(
        by=by,
        subject=round.key,
        process=round.process.code,
        at=at,
        facts={"before": before.isoformat(), "after": closes_at.isoformat()},
    )
    announce(RoundExtended(round, extension, by, at))
    return extension


@action
def close_round(*, by: Person, round: Round, reason: str, at: datetime) -> Round:
    """A round is closed before its deadline; the reason stays on record."""
    round = Round.objects.select_for_update().get(pk=round.pk)
    require(may_close_round(by, round, at))
    if not reason.strip():
        raise refuse("reason-needed")
    round.closed_early_at, round.close_reason = at, reason.strip()
    round.save(update_fields=["closed_early_at", "close_reason"])
    record(
        by=by,
        subject=round.key,
        process=round.process.code,
        at=at,
        facts={"announced": round.closes_at.isoformat()},
    )
    announce(RoundClosedEarly(round, by, at))
    return round
