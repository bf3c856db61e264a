"""Whom the assessment of their interests keeps away from a topic of the evidence.

Questions, findings and searches of the literature are tied to topics. A finding has its own and
those of its question; a work those of its search, and of what rests on it.
"""

from __future__ import annotations

from collections.abc import Iterable

from travaux.evidence.models import AssessmentQuestion, Finding, FindingSource, Source, SourceKind
from travaux.evidence.models.literature import Work
from travaux.people.models import Person
from travaux.people.queries import last_outcome
from travaux.people.rules.interests import kept_away_from, may_deal_with
from travaux.plumbing.verdicts import YES, Verdict


def topics_of_finding(finding: Finding) -> set[str]:
    """Keys of the topics that a finding touches."""
    asked = finding.question.topics if finding.question is not None else []
    return {*finding.topics, *asked}


def _tied(process_id: int, works: Iterable[str] | None = None) -> dict[str, set[str]]:
    """Key of a work -> topics of the questions and findings that name it; of all works or of some."""
    told: dict[str, set[str]] = {}
    named = {"kind": SourceKind.LITERATURE, "taken_out_at__isnull": True}
    if works is not None:
        named["subject_key__in"] = list(works)
    for source in Source.objects.filter(question__process=process_id, **named).select_related(
        "question"
    ):
        told.setdefault(source.subject_key, set()).update(source.question.topics)
    found = FindingSource.objects.filter(finding__process=process_id, **named)
    for rests in found.select_related("finding__question"):
        told.setdefault(rests.subject_key, set()).update(topics_of_finding(rests.finding))
    return told


def may_work_on_finding(person: Person | None, finding: Finding) -> Verdict:
    """Nobody writes, rates or decides on a finding about a topic that is left to others."""
    return may_work_on_topics(person, finding.process.code, topics_of_finding(finding))


def may_work_on_question(person: Person | None, question: AssessmentQuestion) -> Verdict:
    """Nobody writes a question, or names its sources, on a topic that is left to others."""
    return may_work_on_topics(person, question.process.code, question.topics)


def may_work_on_work(person: Person | None, work: Work) -> Verdict:
    """Nobody screens a work on a topic that is left to others."""
    code = work.process.code
    if person is None or last_outcome(person, code) is None:
        return YES
    tied = _tied(work.process_id, [work.key]).get(work.key, set())
    return may_work_on_topics(person, code, {*work.topics, *tied})


def may_work_on_topics(
    person: Person | None, process_code: str, topics: Iterable[str] = ()
) -> Verdict:
    """Whether the last outcome of a person's interests leaves these topics, by their keys, to them."""
    return may_deal_with(person, process_code, topics)


def left_to_others(person: Person, process_code: str, process_id: int) -> tuple[set[str], set[str]]:
    """Topics that others deal with, and works that questions or findings on them name; by keys."""
    away = {topic.key for topic in kept_away_from(person, process_code)}
    if not away:
        return away, set()
    return away, {key for key, topics in _tied(process_id).items() if topics & away}
