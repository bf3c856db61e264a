"""Bringing literature in, saying what is twice, and screening."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max

from travaux.core.evidence.references import Read, twins
from travaux.core.formats.bounds import ending_of
from travaux.evidence.models.literature import (
    FullText,
    Likeness,
    Reading,
    Settlement,
    Stage,
    Verdict,
    Work,
)
from travaux.evidence.queries.literature import outcomes_of, reference_of, works_of
from travaux.evidence.queries.questions import known_topics
from travaux.evidence.rules.interests import may_work_on_topics, may_work_on_work
from travaux.evidence.rules.literature import (
    FULL_TEXT_ENDINGS,
    LARGEST_FULL_TEXT,
    MOST_FULL_TEXTS,
    MOST_WORKS,
    may_bring_literature,
    may_keep_full_text,
    may_read_work,
    may_screen_work,
)
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.files import forget_files, keep_file
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Process


@action
def bring_literature(
    *,
    by: Person,
    process: Process,
    read: Read,
    found_in: str,
    at: datetime,
    topics: Sequence[str] = (),
    demonstration: bool = False,
) -> dict[str, int]:
    """Works come in from a file; sure twins are set aside, doubtful ones are put to a person.

    A file that is brought in again adds nothing but twins. `topics`: keys of the topics of interests
    that the search is about.
    """
    process = Process.objects.select_for_update().get(pk=process.pk)
    require(may_bring_literature(by, process, at))
    if not found_in.strip():
        raise refuse("search-needs-name")
    here = list(works_of(process))
    if len(here) + len(read.references) > MOST_WORKS:
        raise refuse("too-many-works", most=MOST_WORKS)
    if not read.references:
        raise refuse("references-none")
    tied = known_topics(process.code, topics)
    require(may_work_on_topics(by, process.code, tied))
    number = works_of(process).aggregate(last=Max("number"))["last"] or 0
    made = Work.objects.bulk_create(
        Work(
            process=process,
            number=number + at_place,
            title=r.title,
            authors=list(r.authors),
            year=r.year,
            kind=r.kind,
            source=r.source,
            doi=r.doi[:300],
            address=r.address,
            abstract=r.abstract,
            language=r.language,
            keywords=list(r.keywords),
            found_in=found_in.strip()[:120],
            place=r.where[:60],
            topics=tied,
            added_at=at,
            demonstration=demonstration or process.demonstration,
        )
        for at_place, r in enumerate(read.references, 1)
    )
    pile = [*here, *made]
    sure = _set_twins_aside(pile, len(here))
    record(
        by=by,
        subject=process.code,
        process=process.code,
        at=at,
        facts={"works": len(made), "twins": sure, "left_out": len(read.problems)},
    )
    return {"works": len(made), "twins": sure}


def _set_twins_aside(pile: Sequence[Work], old: int) -> int:
    """Later places of sure pairs name the first; doubtful pairs wait. Returns how many are sure."""
    sure: list[Work] = []
    doubtful: list[Likeness] = []
    for twin in twins([reference_of(w) for w in pile]):
        if twin.second < old:
            continue
        first, second = pile[twin.first], pile[twin.second]
        if twin.sure:
            second.same_as = first.same_as or first
            sure.append(second)
        else:
            doubtful.append(Likeness(work=second, other=first, alike=twin.alike))
    Work.objects.bulk_update(sure, ["same_as"])
    Likeness.objects.bulk_create(doubtful)
    return len(sure)


@action
def decide_likeness(*, by: Person, likeness: Likeness, same: bool, at: datetime) -> None:
    """Two works that look alike are one, or are not."""
    process = likeness.work.process
    require(may_bring_literature(by, process, at))
    moved = Likeness.objects.filter(pk=likeness.pk, same__isnull=True).update(
        same=same, decided_at=at
    )
    if not moved:
        raise refuse("moved-meanwhile")
    if same:
        Work.objects.filter(pk=likeness.work_id).update(
            same_as=likeness.other.same_as_id or likeness.other_id
        )
    record(
        by=by,
        subject=likeness.work.key,
        process=process.code,
        at=at,
        facts={"other": likeness.other.key, "same": same},
    )


@action
def read_work(
    *, by: Person, work: Work, stage: str, verdict: str, reason: str, at: datetime
) -> Reading:
    """A reader keeps a work or leaves it out; in full with the reason for leaving it out."""
    work = Work.objects.select_for_update(of=("self",)).select_related("process").get(pk=work.pk)
    if stage not in Stage.values or verdict not in Verdict.values:
        raise refuse("verdict-unknown")
    require(may_read_work(by, work, stage, at))
    if stage == Stage.FULL and verdict == Verdict.OUT and not reason.strip():
        raise refuse("exclusion-needs-reason")
    made = Reading.objects.create(
        work=work, person=by, stage=stage, verdict=verdict, reason=reason.strip()[:200], at=at
    )
    # what was said is not told: the other reader has not read yet
    record(by=by, subject=work.key, process=work.process.code, at=at, facts={"stage": stage})
    return made


@action
def settle_reading(
    *, by: Person, work: Work, stage: str, verdict: str, reason: str, at: datetime
) -> Settlement:
    """Where two readers differ, a third who read neither decides."""
    work = Work.objects.select_for_update(of=("self",)).select_related("process").get(pk=work.pk)
    require(may_screen_work(by, work, at))
    if verdict not in Verdict.values:
        raise refuse("verdict-unknown")
    if not reason.strip():
        raise refuse("exclusion-needs-reason")
    found = outcomes_of(work.process)
    if (work.pk, stage) not in found.differing:
        raise refuse("readers-do-not-differ")
    if by.pk in found.read_by.get((work.pk, stage), set()):
        raise refuse("third-is-one-of-the-two")
    made = Settlement.objects.create(
        work=work, stage=stage, verdict=verdict, reason=reason.strip()[:200], by_key=by.key, at=at
    )
    facts = {"stage": stage, "verdict": verdict}
    record(by=by, subject=work.key, process=work.process.code, at=at, facts=facts)
    return made


@action
def note_retrieval(*, by: Person, work: Work, retrieved: bool, at: datetime) -> None:
    """The full text of a work is there, or is not to be had."""
    require(may_screen_work(by, work, at))
    if work.retrieved == retrieved:
        nothing_to_record()
        return
    Work.objects.filter(pk=work.pk).update(retrieved=retrieved)
    facts = {"retrieved": retrieved}
    record(by=by, subject=work.key, process=work.process.code, at=at, facts=facts)


def _locked_work(work: Work) -> Work:
    return Work.objects.select_for_update(of=("self",)).select_related("process").get(pk=work.pk)


@action
def attach_full_text(*, by: Person, work: Work, file: Any, at: datetime) -> FullText:
    """The full text of a work comes in as a file, for those who screen; then it is had.

    `file`: an upload. The same bytes again are the same full text.
    """
    work = _locked_work(work)
    require(may_keep_full_text(by, work, at))
    ending = ending_of(file.name)
    if ending not in FULL_TEXT_ENDINGS:
        raise refuse("full-text-kind", kinds=", ".join(FULL_TEXT_ENDINGS))
    if not file.size or file.size > LARGEST_FULL_TEXT:
        raise refuse("full-text-size", most=LARGEST_FULL_TEXT // 2**20)
    file.seek(0)
    begins = file.read(8)
    if (ending == "pdf") != begins.startswith(b"%PDF-") or (
        ending in ("docx", "epub") and not begins.startswith(b"PK")
    ):
        raise refuse("full-text-other-kind", ending=ending)
    kept = keep_file(file, name=file.name, at=at, by=by, process_code=work.process.code)
    same = work.full_texts.filter(file__digest=kept.digest).first()
    if same is not None:
        forget_files([kept])
        nothing_to_record()
        return same
    if work.full_texts.count() >= MOST_FULL_TEXTS:
        raise refuse("too-many-full-texts", most=MOST_FULL_TEXTS)
    made = FullText.objects.create(work=work, file=kept, added_at=at)
    Work.objects.filter(pk=work.pk).update(retrieved=True)
    facts = {"full_text": made.key, "size": kept.size}
    record(by=by, subject=work.key, process=work.process.code, at=at, facts=facts)
    return made


@action
def take_full_text_out(*, by: Person, full_text: FullText, at: datetime) -> None:
    """A full text goes, as where its licence does not allow keeping it."""
    work = _locked_work(full_text.work)
    require(may_keep_full_text(by, work, at))
    file = full_text.file
    if not FullText.objects.filter(pk=full_text.pk).delete()[0]:
        raise refuse("moved-meanwhile")
    forget_files([file])
    facts = {"taken_out": full_text.key}
    record(by=by, subject=work.key, process=work.process.code, at=at, facts=facts)


@action
def tie_search(*, by: Person, work: Work, topics: Sequence[str], at: datetime) -> int:
    """The search that found a work, and all that it found, is tied to topics of interests; how many."""
    process = work.process
    require(may_bring_literature(by, process, at))
    tied = known_topics(process.code, topics)
    require(may_work_on_work(by, work))
    require(may_work_on_topics(by, process.code, tied))
    found = Work.objects.filter(process=process, found_in=work.found_in)
    if all(one == tied for one in found.values_list("topics", flat=True)):
        nothing_to_record()
        return 0
    many = found.update(topics=tied)
    facts = {"works": many, "topics": tied}
    record(by=by, subject=work.key, process=process.code, at=at, facts=facts)
    return many
