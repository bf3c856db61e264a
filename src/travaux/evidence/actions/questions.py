"""Writing the questions of the assessment, and naming what answers them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from django.db.models import Max

from travaux.evidence.models import AssessmentQuestion, Level, Source, SourceKind, Theme
from travaux.evidence.queries.questions import known_topics, regions_known
from travaux.evidence.rules.held import may_name
from travaux.evidence.rules.kept_words import may_say
from travaux.evidence.rules.questions import MOST_QUESTIONS, MOST_SOURCES, may_change_question
from travaux.evidence.rules.standing import is_secretariat
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Process


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is written."""

    theme: str
    titles: Mapping[str, str]
    texts: Mapping[str, str] = field(default_factory=dict)
    regions: Sequence[str] = ()
    levels: Sequence[str] = ()
    topics: Sequence[str] = ()  # keys of topics of interests


def _values(asked: Asked, process: Process) -> dict[str, object]:
    titles = {k: v.strip()[:300] for k, v in asked.titles.items() if v.strip()}
    if not titles:
        raise refuse("question-needs-words")
    if asked.theme not in Theme.values:
        raise refuse("theme-unknown", theme=str(asked.theme)[:40])
    known = {g.code for g in regions_known()}
    for region in asked.regions:
        if region not in known:
            raise refuse("regional-group-unknown", region=str(region)[:60])
    for level in asked.levels:
        if level not in Level.values:
            raise refuse("level-unknown", level=str(level)[:40])
    return {
        "theme": asked.theme,
        "titles": titles,
        "texts": {k: v.strip()[:4000] for k, v in asked.texts.items() if v.strip()},
        "regions": list(dict.fromkeys(asked.regions)),
        "levels": list(dict.fromkeys(asked.levels)),
        "topics": known_topics(process.code, asked.topics),
    }


@action
def ask_question(
    *, by: Person, process: Process, asked: Asked, at: datetime, demonstration: bool = False
) -> AssessmentQuestion:
    """The assessment gets one more question."""
    Process.objects.select_for_update().get(pk=process.pk)  # numbers are given one by one
    require(is_secretariat(by, process.code, at))
    held = AssessmentQuestion.objects.filter(process=process)
    if held.filter(retired_at__isnull=True).count() >= MOST_QUESTIONS:
        raise refuse("too-many-questions", most=MOST_QUESTIONS)
    made = AssessmentQuestion.objects.create(
        process=process,
        number=(held.aggregate(most=Max("number"))["most"] or 0) + 1,
        created_at=at,
        demonstration=demonstration or process.demonstration,
        **_values(asked, process),
    )
    record(by=by, subject=made.key, process=process.code, at=at, facts={"theme": made.theme})
    return made


def _locked(question: AssessmentQuestion) -> AssessmentQuestion:
    return (
        AssessmentQuestion.objects.select_for_update(of=("self",))
        .select_related("process")
        .get(pk=question.pk)
    )


@action
def change_question(
    *, by: Person, question: AssessmentQuestion, asked: Asked, seen: int, at: datetime
) -> AssessmentQuestion:
    """The words, theme, regions or levels of a question change."""
    question = _locked(question)
    require(may_change_question(by, question, at))
    if question.revision != seen:
        raise refuse("moved-meanwhile")
    values = _values(asked, question.process)
    changed = [name for name, value in values.items() if getattr(question, name) != value]
    if not changed:
        nothing_to_record()
        return question
    for name in changed:
        setattr(question, name, values[name])
    question.revision += 1
    question.save(update_fields=[*changed, "revision"])
    record(
        by=by,
        subject=question.key,
        process=question.process.code,
        at=at,
        facts={"changed": changed},
    )
    return question


@action
def retire_question(*, by: Person, question: AssessmentQuestion, at: datetime) -> None:
    """A question is asked no more; its number is not given again."""
    question = _locked(question)
    require(may_change_question(by, question, at))
    AssessmentQuestion.objects.filter(pk=question.pk).update(retired_at=at)
    record(by=by, subject=question.key, process=question.process.code, at=at)


@dataclass(frozen=True, slots=True)
class Named:
    """A source as it is named."""

    kind: str
    title: str = ""
    subject_key: str = ""
    part: str = ""
    language: str = ""
    address: str = ""
    region: str = ""
    level: str = ""


@action
def name_source(*, by: Person, question: AssessmentQuestion, named: Named, at: datetime) -> Source:
    """What answers a question is named, with the region and level for which it speaks."""
    question = _locked(question)
    require(may_change_question(by, question, at))
    if named.kind not in SourceKind.values:
        raise refuse("source-kind-unknown", kind=str(named.kind)[:40])
    if not (named.title.strip() or named.subject_key):
        raise refuse("source-needs-name")
    if named.region and named.region not in {g.code for g in regions_known()}:
        raise refuse("regional-group-unknown", region=named.region[:60])
    if named.level and named.level not in Level.values:
        raise refuse("level-unknown", level=named.level[:40])
    if named.address and urlsplit(named.address).scheme not in ("http", "https"):
        raise refuse("address-not-web")
    require(may_name(named.kind, named.subject_key, question.process, at))
    require(may_say([named.title], question.process, at))
    standing = question.sources.filter(taken_out_at__isnull=True)
    if standing.count() >= MOST_SOURCES:
        raise refuse("too-many-sources", most=MOST_SOURCES)
    values = {
        "kind": named.kind,
        "title": named.title.strip()[:300],
        "subject_key": named.subject_key,
        "part": named.part[:80],
        "language": named.language,
        "address": named.address[:500],
        "region": named.region,
        "level": named.level,
    }
    same = standing.filter(**values).first()
    if same is not None:
        nothing_to_record()
        return same
    made = Source.objects.create(
        question=question, added_at=at, demonstration=question.demonstration, **values
    )
    record(
        by=by,
        subject=question.key,
        process=question.process.code,
        at=at,
        facts={"source": made.key, "kind": made.kind, "of": made.subject_key},
    )
    return made


@action
def take_out_source(*, by: Person, source: Source, at: datetime) -> None:
    """A source is taken out: it answers the question no more. That it was named stays on record."""
    question = _locked(source.question)
    require(may_change_question(by, question, at))
    gone = Source.objects.filter(pk=source.pk, taken_out_at__isnull=True).update(taken_out_at=at)
    if not gone:
        raise refuse("moved-meanwhile")
    record(
        by=by,
        subject=question.key,
        process=question.process.code,
        at=at,
        facts={"source": source.key},
    )
