"""What a release of the assessment holds, and what is other than in the one before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from travaux.core.ledger.canonical import digest
from travaux.correspondence.queries.clearance import Subject
from travaux.design.templatetags.parts import day
from travaux.evidence.models import EvidenceRelease, FindingState, SourceKind, Use
from travaux.evidence.queries.questions import coverage_of, questions_of, regions_known
from travaux.evidence.rules.held import guarded_marks, repeats
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.languages import said
from travaux.roadmap.models import Milestone, Process


@dataclass(frozen=True, slots=True)
class Item:
    """One thing as it is frozen: `words` are plain values that are read without the database."""

    key: str
    title: Mapping[str, str]
    words: Mapping[str, Any]

    def frozen(self) -> dict[str, Any]:
        kept = {"key": self.key, "title": dict(self.title), "words": dict(self.words)}
        return {**kept, "hash": digest(kept)}


# part of the assessment -> its things that may be published; every part of this room adds its own
CONTENTS: dict[str, Callable[[Process], Sequence[Item]]] = {}


def releases_of(process: Process) -> list[EvidenceRelease]:
    """All releases, the newest first."""
    return list(EvidenceRelease.objects.filter(process=process).order_by("-number"))


def release_named(process_code: str, key: str) -> EvidenceRelease | None:
    """One release by its key or its number."""
    found = EvidenceRelease.objects.filter(process__code=process_code).select_related(
        "process", "milestone"
    )
    if key.isdecimal() and len(key) < 6:
        return found.filter(number=int(key)).first()
    return found.filter(key=key).first()


# papers of meetings that rest on a release, told by the room that keeps them, as this reader may
# see them: (symbol, titles, titles of the meeting, address)
Pointing = tuple[str, Mapping[str, str], Mapping[str, str], str]
POINTING: list[Callable[[EvidenceRelease, Person | None, datetime], list[Pointing]]] = []


def papers_pointing_to(
    release: EvidenceRelease, person: Person | None, at: datetime
) -> list[Pointing]:
    """The papers of meetings that rest on a release."""
    return [one for tell in POINTING for one in tell(release, person, at)]


def release_name(release: EvidenceRelease) -> str:
    """Number and title of a release, in the reader's language."""
    return f"{release.number}. {said(release.titles) or _('Release of the assessment')}"


def releases_fulfilling(milestone: Milestone) -> list[tuple[str, str, bool]]:
    """What was released for a milestone: (name, address, invented), the first one first."""
    found = milestone.evidence_releases.select_related("process").order_by("number")
    return [
        (
            release_name(r),
            reverse("evidence:release", args=[r.process.code, r.key]),
            r.demonstration,
        )
        for r in found
    ]


Content = dict[str, list[dict[str, Any]]]


def content_now(process: Process) -> Content:
    """What a release would hold now, part by part."""
    return {part: [item.frozen() for item in read(process)] for part, read in CONTENTS.items()}


Changes = dict[str, dict[str, list[str]]]


def changes_between(old: Mapping[str, Any], new: Mapping[str, Any]) -> Changes:
    """Which things are new, other, or gone, by their keys."""
    found: Changes = {}
    for part in dict.fromkeys([*new, *old]):
        before = {i["key"]: i["hash"] for i in old.get(part, [])}
        after = {i["key"]: i["hash"] for i in new.get(part, [])}
        told = {
            "new": [k for k in after if k not in before],
            "changed": [k for k in after if k in before and before[k] != after[k]],
            "gone": [k for k in before if k not in after],
        }
        if any(told.values()):
            found[part] = told
    return found


def evidence_to_clear(process_code: str, key: str) -> Subject | None:
    """The assessment as a release would freeze it now, for those who clear it."""
    process = Process.objects.filter(code=process_code).first()
    if process is None or key != process_code:
        return None
    content = content_now(process)
    now = digest(content)
    last = EvidenceRelease.objects.filter(process=process).order_by("-number").first()
    if not any(content.values()) or (last is not None and last.content_hash == now):
        return None  # nothing that was not released already
    address = reverse("evidence:new-release", args=[process_code])
    return Subject(said(process.titles) or process_code, now, address)


def question_items(process: Process) -> list[Item]:
    """Each question of the assessment and how well it is covered in each region."""
    codes = [g.code for g in regions_known()]
    made = []
    for covered in coverage_of(list(questions_of(process)), codes):
        regions = {r: cover.value for r in codes if (cover := covered.of_region(r)) is not None}
        words = {"number": covered.question.number, "theme": covered.question.theme}
        made.append(Item(covered.question.key, covered.question.titles, {**words, **regions}))
    return made


def finding_items(process: Process) -> list[Item]:
    """Each finding that stands, with its box and what it rests on."""
    found = process.findings.filter(state=FindingState.STANDING).prefetch_related("sources")
    # what is frozen can never be taken out again: no words that must be kept back for any use
    at = clock.now()
    guarded = guarded_marks(process.pk, Use.RELEASES, at) | guarded_marks(
        process.pk, Use.FINDINGS, at
    )
    made = []
    for finding in found.order_by("number"):
        if repeats(finding.statements.values(), guarded):
            continue
        sources = [s for s in finding.sources.all() if s.taken_out_at is None]
        words = {
            "number": finding.number,
            "box": finding.box,
            "ratings": finding.counts,
            "regions": finding.regions,
            "levels": finding.levels,
            "sources": [
                " · ".join(filter(None, (s.kind, s.subject_key, s.part)))
                if s.kind == SourceKind.PRACTICE and s.subject_key
                else " · ".join(filter(None, (s.kind, s.subject_key, s.part, s.title, s.place)))
                for s in sources
            ],
        }
        made.append(Item(finding.key, finding.statements, words))
    return made


CONTENTS["questions"] = question_items
CONTENTS["findings"] = finding_items


def citation_of(release: EvidenceRelease, address: str) -> str:
    """How a paper cites a release."""
    said_of = said(release.titles) or said(release.process.titles)
    parts = [said(release.process.titles), said_of, release.symbol]
    told = ", ".join(dict.fromkeys(p for p in parts if p))
    return f"{told} ({release.number}, {day(release.released_at)}), {address}"
