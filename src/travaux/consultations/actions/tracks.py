"""Setting up the tracks of a consultation, and changing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from travaux.consultations.actions.rounds import CAPACITIES
from travaux.consultations.models import Publication, Track, TrackKind, Visibility
from travaux.consultations.rules import may_change_rules, may_set_up_track
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Group, Office, Person, Role
from travaux.plumbing.languages import SIX
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Process

STEPS = ("invitation", "contributions", "consolidation", "submission", "answers")


@dataclass(frozen=True, slots=True)
class TrackRules:
    """A track as it is written down: whom it is for, who reads what when, and by which days."""

    kind: str
    titles: Mapping[str, str]
    regions: Sequence[str] = ()
    roles: Sequence[str] = ()
    capacities: Sequence[str] = ()
    organisations: Sequence[str] = ()
    persons: Sequence[str] = ()
    languages: Sequence[str] = ()
    visibility: str = Visibility.OWN
    publication: str = Publication.ON_CLOSE
    publish_on: date | None = None
    steps: Mapping[str, date] = field(default_factory=dict)
    targets: Sequence[Mapping[str, Any]] = ()
    advice: str = ""
    advice_language: str = ""
    office: Office | None = None

    def columns(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "titles": {k: v for k, v in self.titles.items() if v},
            "office": self.office,
            "regions": sorted(self.regions),
            "roles": [r for r in Role.values if r in self.roles],
            "capacities": [c for c in CAPACITIES if c in self.capacities],
            "organisations": sorted(self.organisations),
            "persons": sorted(self.persons),
            "languages": [c for c in SIX if c in self.languages],
            "visibility": self.visibility,
            "publication": self.publication,
            "publish_on": self.publish_on,
            "steps": {s: self.steps[s].isoformat() for s in STEPS if s in self.steps},
            "targets": [dict(t) for t in self.targets],
            "advice": self.advice.strip(),
            "advice_language": self.advice_language if self.advice.strip() else "",
        }


def _check(rules: TrackRules, process: Process) -> None:
    if rules.office is not None and rules.office.process_code != process.code:
        raise refuse("office-of-another")
    if rules.kind not in TrackKind.values:
        raise refuse("track-kind-unknown", kind=rules.kind[:40])
    if not any(rules.titles.values()):
        raise refuse("track-needs-title")
    if rules.kind == TrackKind.THEMATIC and not rules.advice.strip():
        raise refuse("thematic-track-needs-advice")
    if rules.visibility not in Visibility.values or rules.publication not in Publication.values:
        raise refuse("track-rule-unknown")
    if rules.publication == Publication.ON_DATE and rules.publish_on is None:
        raise refuse("publication-date-needed")
    if rules.visibility == Visibility.AS_IT_COMES and rules.publication != Publication.ON_CLOSE:
        raise refuse("public-stays-public")
    known = set(
        Group.objects.filter(taxonomy__replaced_at__isnull=True).values_list("code", flat=True)
    )
    for code in rules.regions:
        if code not in known:
            raise refuse("region-unknown", region=code[:60])
    limited = rules.regions or rules.roles or rules.organisations or rules.persons or rules.office
    if Visibility.MEMBERS in (rules.visibility, rules.publication) and not limited:
        raise refuse("members-need-audience")
    days = [rules.steps[s] for s in STEPS if s in rules.steps]
    if days != sorted(days):
        raise refuse("steps-out-of-order")


@action
def set_up_track(
    *, by: Person, process: Process, rules: TrackRules, at: datetime, demonstration: bool = False
) -> Track:
    """A level of consultation gets its track: whom it is for, and its rules."""
    require(may_set_up_track(by, process, at))
    _check(rules, process)
    last = process.tracks.order_by("-position").first()
    made = Track.objects.create(
        process=process,
        position=last.position + 1 if last else 1,
        created_at=at,
        demonstration=demonstration or process.demonstration,
        **rules.columns(),
    )
    record(
        by=by,
        subject=made.key,
        process=process.code,
        at=at,
        facts={
            "kind": made.kind,
            "visibility": made.visibility,
            "publication": made.publication,
            "regions": made.regions,
            **({"office": made.office.key} if made.office else {}),
        },
    )
    return made


@action
def change_track(*, by: Person, track: Track, rules: TrackRules, at: datetime) -> Track:
    """A track is changed; who reads what, and when it is published, only before its first round.

    Where members read what all handed in, that holds for whom the track is for as well.
    """
    track = Track.objects.select_for_update().get(pk=track.pk)
    require(may_set_up_track(by, track.process, at))
    _check(rules, track.process)
    wanted = rules.columns()
    changed = {k: v for k, v in wanted.items() if getattr(track, k) != v}
    if not changed:
        nothing_to_record()
        return track
    fixed = {"visibility", "publication", "publish_on"}
    if Visibility.MEMBERS in (track.visibility, track.publication):
        fixed |= {
            "regions",
            "roles",
            "organisations",
            "persons",
            "office",
        }  # who reads is the audience
    if changed.keys() & fixed:
        require(may_change_rules(track, at))
    for name, value in changed.items():
        setattr(track, name, value)
    track.save(update_fields=list(changed))
    record(
        by=by,
        subject=track.key,
        process=track.process.code,
        at=at,
        facts={"changed": sorted(changed)},
    )
    return track
