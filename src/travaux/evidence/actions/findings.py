"""Stating findings, naming what they rest on, and settling how sure they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from django.db.models import Max

from travaux.evidence.actions._finding_mails import _ask_to_rate
from travaux.evidence.actions.questions import Named
from travaux.evidence.models import (
    AssessmentQuestion,
    Finding,
    FindingAuthor,
    FindingRating,
    FindingSource,
    FindingState,
    Level,
    SourceKind,
)
from travaux.evidence.queries.findings import authors_of, rated, sources_of_finding
from travaux.evidence.queries.questions import known_topics, regions_known
from travaux.evidence.rules.findings import (
    MOST_AUTHORS,
    MOST_FINDING_SOURCES,
    MOST_FINDINGS,
    MOST_RATINGS,
    may_change_finding,
    may_decide_finding,
    may_rate,
    may_see_ratings,
    may_write_findings,
)
from travaux.evidence.rules.held import may_name
from travaux.evidence.rules.interests import may_work_on_finding
from travaux.evidence.rules.kept_words import may_say
from travaux.evidence.states import MOVES
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Process


@dataclass(frozen=True, slots=True)
class Stated:
    """A finding as it is written."""

    statements: Mapping[str, str]
    question: AssessmentQuestion | None = None
    regions: Sequence[str] = field(default=())
    levels: Sequence[str] = field(default=())
    topics: Sequence[str] = field(default=())  # keys of topics of interests


def _values(stated: Stated, process: Process, at: datetime) -> dict[str, object]:
    statements = {k: v.strip()[:4000] for k, v in stated.statements.items() if v.strip()}
    if not statements:
        raise refuse("finding-needs-words")
    require(may_say(statements.values(), process, at))
    known = {g.code for g in regions_known()}
    for region in stated.regions:
        if region not in known:
            raise refuse("region-unknown", region=str(region)[:60])
    for level in stated.levels:
        if level not in Level.values:
            raise refuse("level-unknown", level=str(level)[:40])
    if stated.question is not None and stated.question.process_id != process.pk:
        raise refuse("moved-meanwhile")
    return {
        "statements": statements,
        "question": stated.question,
        "regions": list(dict.fromkeys(stated.regions)),
        "levels": list(dict.fromkeys(stated.levels)),
        "topics": known_topics(process.code, stated.topics),
    }


def _locked(finding: Finding) -> Finding:
    found = Finding.objects.select_for_update(of=("self",)).select_related("process")
    return found.get(pk=finding.pk)


def _tell(by: Person, finding: Finding, at: datetime, **facts: object) -> None:
    record(by=by, subject=finding.key, process=finding.process.code, at=at, facts=facts)


@action
def state_finding(
    *, by: Person, process: Process, stated: Stated, at: datetime, demonstration: bool = False
) -> Finding:
    """The assessment makes a statement; it is a draft until its authors rated it."""
    process = Process.objects.select_for_update().get(pk=process.pk)  # numbers one by one
    require(may_write_findings(by, process, at))
    last = Finding.objects.filter(process=process).aggregate(most=Max("number"))["most"] or 0
    if last >= MOST_FINDINGS:
        raise refuse("too-many-findings", most=MOST_FINDINGS)
    made = Finding(
        process=process,
        number=last + 1,
        created_at=at,
        demonstration=demonstration or process.demonstration,
        **_values(stated, process, at),
    )
    require(may_work_on_finding(by, made))
    made.save()
    _tell(by, made, at, number=made.number)
    return made


@action
def change_finding(
    *, by: Person, finding: Finding, stated: Stated, seen: int, at: datetime
) -> Finding:
    """The statement changes: ratings that were given stay with the words they were given on."""
    finding = _locked(finding)
    require(may_change_finding(by, finding, at))
    if finding.revision != seen:
        raise refuse("moved-meanwhile")
    values = _values(stated, finding.process, at)
    changed = [name for name, value in values.items() if getattr(finding, name) != value]
    if not changed:
        nothing_to_record()
        return finding
    for name in changed:
        setattr(finding, name, values[name])
    require(may_work_on_finding(by, finding))  # nor is it put on such a topic
    finding.revision += 1
    finding.save(update_fields=[*changed, "revision"])
    _tell(by, finding, at, changed=changed)
    return finding


@action
def rest_finding_on(
    *, by: Person, finding: Finding, named: Named, place: str, at: datetime
) -> FindingSource:
    """What a finding rests on is named, with the exact place in it."""
    finding = _locked(finding)
    require(may_change_finding(by, finding, at))
    if named.kind not in SourceKind.values:
        raise refuse("source-kind-unknown", kind=str(named.kind)[:40])
    if not (named.title.strip() or named.subject_key):
        raise refuse("source-needs-name")
    if named.address and urlsplit(named.address).scheme not in ("http", "https"):
        raise refuse("address-not-web")
    require(may_name(named.kind, named.subject_key, finding.process, at))
    require(may_say([named.title, place], finding.process, at))
    standing = sources_of_finding(finding)
    if len(standing) >= MOST_FINDING_SOURCES:
        raise refuse("too-many-sources", most=MOST_FINDING_SOURCES)
    values = {
        "kind": named.kind,
        "subject_key": named.subject_key,
        "part": named.part[:80],
        "title": named.title.strip()[:300],
        "language": named.language,
        "address": named.address[:500],
        "place": place.strip()[:200],
    }
    for one in standing:
        if all(getattr(one, name) == value for name, value in values.items()):
            nothing_to_record()
            return one
    made = FindingSource.objects.create(finding=finding, added_at=at, **values)
    Finding.objects.filter(pk=finding.pk).update(revision=finding.revision + 1)
    _tell(by, finding, at, source=made.key, kind=made.kind, of=made.subject_key)
    return made


@action
def take_source_out_of_finding(*, by: Person, source: FindingSource, at: datetime) -> None:
    """A finding rests on this no more. That it did stays on record."""
    finding = _locked(source.finding)
    require(may_change_finding(by, finding, at))
    gone = FindingSource.objects.filter(pk=source.pk, taken_out_at__isnull=True)
    if not gone.update(taken_out_at=at):
        raise refuse("moved-meanwhile")
    Finding.objects.filter(pk=finding.pk).update(revision=finding.revision + 1)
    _tell(by, finding, at, source=source.key)


@action
def name_finding_author(*, by: Person, finding: Finding, person: Person, at: datetime) -> None:
    """A person answers for a finding, and rates it."""
    finding = _locked(finding)
    require(may_change_finding(by, finding, at))
    here = authors_of(finding)
    if any(a.person_id == person.pk for a in here):
        nothing_to_record()
        return
    if len(here) >= MOST_AUTHORS:
        raise refuse("too-many-authors", most=MOST_AUTHORS)
    FindingAuthor.objects.create(finding=finding, person=person, named_at=at)
    if finding.state == FindingState.RATING:
        _ask_to_rate(finding, [person], at)
    _tell(by, finding, at, author=person.key)


@action
def release_finding_author(*, by: Person, finding: Finding, person: Person, at: datetime) -> None:
    """A person answers for a finding no more; a rating that was given stays on record."""
    finding = _locked(finding)
    require(may_change_finding(by, finding, at))
    here = FindingAuthor.objects.filter(finding=finding, person_id=person.pk, ended_at__isnull=True)
    if not here.update(ended_at=at):
        raise refuse("moved-meanwhile")
    _tell(by, finding, at, author=person.key)


@action
def put_finding_to_authors(*, by: Person, finding: Finding, at: datetime) -> None:
    """The authors are asked to rate: each gives theirs before seeing the others'."""
    finding = _locked(finding)
    require(may_change_finding(by, finding, at))
    if not authors_of(finding):
        raise refuse("finding-without-authors")
    if not sources_of_finding(finding):
        raise refuse("finding-without-sources")
    move(finding, MOVES, "put-finding")
    _ask_to_rate(finding, [a.person for a in authors_of(finding)], at)
    _tell(by, finding, at)


@action
def rate_finding(
    *,
    by: Person,
    finding: Finding,
    evidence_high: bool,
    agreement_high: bool,
    reason: str,
    language: str,
    seen: int,
    at: datetime,
) -> FindingRating:
    """An author says how much and how good the evidence is, and whether it agrees."""
    finding = _locked(finding)
    require(may_rate(by, finding, at))
    if finding.revision != seen:
        raise refuse("finding-reads-otherwise")
    if finding.ratings.count() >= MOST_RATINGS:
        raise refuse("too-many-ratings", most=MOST_RATINGS)
    made = FindingRating.objects.create(
        finding=finding,
        person=by,
        of_revision=finding.revision,
        evidence_high=evidence_high,
        agreement_high=agreement_high,
        reason=reason.strip()[:4000],
        language=language,
        blind=not may_see_ratings(by, finding, at),
        given_at=at,
    )
    # what was said is for those who may see it: the line tells that a rating came, not which
    _tell(by, finding, at, revision=finding.revision, blind=made.blind)
    return made


@action
def settle_finding(*, by: Person, finding: Finding, at: datetime) -> Finding:
    """All authors rated: the finding stands, with what their ratings came to."""
    finding = _locked(finding)
    require(may_change_finding(by, finding, at))
    if not sources_of_finding(finding):
        raise refuse("finding-without-sources")
    found = rated(finding)
    if not found.complete:
        raise refuse("ratings-awaited", awaited=found.awaited)
    told = {"box": found.standing.box, "counts": dict(found.standing.counts)}
    move(finding, MOVES, "settle-finding", settled_at=at, **told)
    _tell(by, finding, at, **told)
    return finding


@action
def reopen_finding(*, by: Person, finding: Finding, at: datetime) -> None:
    """A finding that stands is put to its authors again; until it stands anew it says so."""
    finding = _locked(finding)
    require(may_decide_finding(by, finding, at))
    move(finding, MOVES, "reopen-finding", revision=finding.revision + 1)
    _ask_to_rate(finding, [a.person for a in authors_of(finding)], at)
    _tell(by, finding, at)


@action
def withdraw_finding(*, by: Person, finding: Finding, why: str, at: datetime) -> None:
    """A finding is withdrawn with its reason; what stood on it is told by its pages."""
    finding = _locked(finding)
    require(may_decide_finding(by, finding, at))
    if not why.strip():
        raise refuse("withdrawal-needs-reason")
    move(finding, MOVES, "withdraw-finding", withdrawn_why=why.strip()[:2000])
    _tell(by, finding, at)
