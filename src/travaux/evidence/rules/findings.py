"""Who writes findings, who rates them, and who sees what the others said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from travaux.evidence.models import Finding, FindingRating, FindingState, Use
from travaux.evidence.rules.held import guarded_marks, repeats
from travaux.evidence.rules.interests import may_work_on_finding, may_work_on_topics
from travaux.people.models import Person, Role
from travaux.people.queries import holds
from travaux.plumbing.verdicts import YES, Verdict, no
from travaux.roadmap.models import Process

WRITING = (Role.SECRETARIAT, Role.DRAFTER)
READING = (*WRITING, Role.EXPERT, Role.AUDITOR)
MOST_FINDINGS = 2_000
MOST_FINDING_SOURCES = 100  # of one finding
MOST_AUTHORS = 40
MOST_RATINGS = 200  # of one finding: an author may think again, not without end


def may_write_findings(person: Person | None, process: Process, at: datetime) -> Verdict:
    """The secretariat and the drafters of a process write its findings."""
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    if not holds(person, process.code, WRITING, at):
        return no("not-your-role")
    return may_work_on_topics(person, process.code)


def may_decide_finding(person: Person | None, finding: Finding, at: datetime) -> Verdict:
    """Whoever writes findings reopens or withdraws one, unless its topic is left to others."""
    allowed = may_write_findings(person, finding.process, at)
    return may_work_on_finding(person, finding) if allowed else allowed


def may_change_finding(person: Person | None, finding: Finding, at: datetime) -> Verdict:
    """A finding changes until it stands; then it is reopened first."""
    allowed = may_decide_finding(person, finding, at)
    if not allowed:
        return allowed
    if finding.state in (FindingState.DRAFT, FindingState.RATING):
        return YES
    return no("finding-stands" if finding.state == FindingState.STANDING else "finding-withdrawn")


def may_read_finding(person: Person | None, finding: Finding, at: datetime) -> Verdict:
    """What stands, and what was withdrawn after it stood, is everyone's; before, those at work.

    A finding that repeats words whose holders took their consent back is not public any more.
    """
    if is_author(person, finding) or holds(person, finding.process.code, READING, at):
        return YES
    if finding.settled_at is None or keeps_back([finding], finding.process, at):
        return no("finding-not-public")
    return YES


def keeps_back(findings: Iterable[Finding], process: Process, at: datetime) -> list[int]:
    """Of some findings the ids of those that repeat words which are to be kept out."""
    guarded = guarded_marks(process.pk, Use.FINDINGS, at)
    if not guarded:
        return []
    return [f.pk for f in findings if repeats(f.statements.values(), guarded)]


def is_author(person: Person | None, finding: Finding) -> bool:
    """Whether this person answers for the finding now."""
    if person is None or not getattr(person, "pk", None):
        return False
    return finding.authors.filter(person_id=person.pk, ended_at__isnull=True).exists()


def has_rated(person: Person, finding: Finding) -> bool:
    """Whether this person rated the finding as it reads now."""
    return FindingRating.objects.filter(
        finding=finding, person_id=person.pk, of_revision=finding.revision
    ).exists()


def may_rate(person: Person | None, finding: Finding, at: datetime) -> Verdict:
    """Its authors rate a finding while it is put to them, unless its topic is left to others."""
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    if not is_author(person, finding):
        return no("not-an-author-of-it")
    if finding.state != FindingState.RATING:
        return no("finding-not-rated-now")
    return may_work_on_finding(person, finding)


def may_see_ratings(person: Person | None, finding: Finding, at: datetime) -> Verdict:
    """Once a finding was settled everyone who reads it; before that its authors who gave theirs."""
    if finding.settled_at is not None and finding.state != FindingState.RATING:
        return may_read_finding(person, finding, at)
    if person is not None and is_author(person, finding) and has_rated(person, finding):
        return YES
    return no("rate-it-first")
