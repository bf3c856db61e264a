"""The pile of literature: where each work stands, what to read next, agreement and flow."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q, QuerySet

from travaux.core.evidence.agreement import Agreement, agreement
from travaux.core.evidence.references import Reference
from travaux.core.evidence.screening import Flow, Saving, reading_order, saving
from travaux.evidence.models.literature import (
    Likeness,
    Reading,
    Settlement,
    Stage,
    Verdict,
    Work,
)
from travaux.evidence.queries.questions import OFFERED
from travaux.evidence.queries.releases import CONTENTS, Item
from travaux.evidence.rules.interests import left_to_others
from travaux.evidence.rules.literature import READERS
from travaux.people.models import Person
from travaux.roadmap.models import Process

SEED = 20_240_101
REPLAYED = 2_000  # works on which the saving is replayed; above, it is not reckoned on the page


def works_of(process: Process) -> QuerySet[Work]:
    """All works of a process, in the order in which they came."""
    return Work.objects.filter(process=process).order_by("number")


def work_named(process_code: str, key: str) -> Work | None:
    """One work of a process by its key."""
    found = Work.objects.filter(process__code=process_code, key=key)
    return found.select_related("process", "same_as").first()


def likenesses_to_decide(process: Process) -> QuerySet[Likeness]:
    """Pairs that look alike and wait for a person."""
    found = Likeness.objects.filter(work__process=process, same__isnull=True)
    return found.select_related("work", "other").order_by("pk")


def reference_of(work: Work) -> Reference:
    """A work as the core reads it."""
    return Reference(
        work.title,
        tuple(work.authors),
        work.year,
        work.kind,
        work.source,
        work.doi,
        work.address,
        work.abstract,
        work.language,
        tuple(work.keywords),
        work.place,
    )


@dataclass(frozen=True, slots=True)
class Outcomes:
    """For each work and stage what came of it: in, out, or nothing yet; and where readers differ."""

    verdicts: dict[tuple[int, str], str]
    reasons: dict[tuple[int, str], str]
    differing: tuple[tuple[int, str], ...]
    read_by: dict[tuple[int, str], set[int]]


def outcomes_of(process: Process) -> Outcomes:
    """What two readers, or a third, said of each work: two queries for the whole pile."""
    given: dict[tuple[int, str], list[Reading]] = defaultdict(list)
    for reading in Reading.objects.filter(work__process=process).order_by("pk"):
        given[reading.work_id, reading.stage].append(reading)
    settled = {(s.work_id, s.stage): s for s in Settlement.objects.filter(work__process=process)}
    verdicts: dict[tuple[int, str], str] = {}
    reasons: dict[tuple[int, str], str] = {}
    differing: list[tuple[int, str]] = []
    for place, readings in given.items():
        said = {r.verdict for r in readings}
        if place in settled:
            verdicts[place], reasons[place] = settled[place].verdict, settled[place].reason
        elif len(readings) >= READERS and len(said) == 1:
            verdicts[place] = readings[0].verdict
            reasons[place] = next((r.reason for r in readings if r.reason), "")
        elif len(said) > 1:
            differing.append(place)
    read_by = {place: {r.person_id for r in readings} for place, readings in given.items()}
    return Outcomes(verdicts, reasons, tuple(differing), read_by)


def flow_of(process: Process, outcomes: Outcomes | None = None) -> Flow:
    """The numbers of the PRISMA flow as they stand."""
    found = outcomes or outcomes_of(process)
    works = list(works_of(process).values_list("pk", "same_as_id", "found_in", "retrieved"))
    single = [pk for pk, twin, *_ in works if twin is None]
    first = {pk: found.verdicts.get((pk, Stage.ABSTRACT), "") for pk in single}
    sought = [pk for pk in single if first[pk] == Verdict.IN]
    had = {pk: retrieved for pk, _t, _f, retrieved in works}
    full = {pk: found.verdicts.get((pk, Stage.FULL), "") for pk in sought}
    excluded = Counter(
        found.reasons.get((pk, Stage.FULL), "") for pk in sought if full[pk] == Verdict.OUT
    )
    return Flow(
        identified=dict(Counter(name for _pk, _twin, name, _r in works)),
        duplicates=len(works) - len(single),
        screened_out=sum(1 for v in first.values() if v == Verdict.OUT),
        waiting=sum(1 for v in first.values() if not v),
        not_retrieved=sum(1 for pk in sought if had[pk] is False),
        excluded=dict(excluded),
        included=sum(1 for v in full.values() if v == Verdict.IN),
    )


def agreement_of(process: Process, stage: str) -> Agreement:
    """How far the two readers agree, before a third decided."""
    units: dict[Hashable, dict[Hashable, Hashable]] = defaultdict(dict)
    rows = Reading.objects.filter(work__process=process, stage=stage)
    for work, person, verdict in rows.values_list("work_id", "person_id", "verdict"):
        units[work][person] = verdict
    return agreement(units)


def _text(title: str, abstract: str) -> str:
    return f"{title} {abstract[:3000]}"


def next_works(process: Process, person: Person, most: int = 20) -> list[Work]:
    """What this reader reads next: by the order that the decisions so far propose."""
    found = outcomes_of(process)
    rows = list(works_of(process).filter(same_as__isnull=True))
    decided = {
        at: found.verdicts[w.pk, Stage.ABSTRACT] == Verdict.IN
        for at, w in enumerate(rows)
        if (w.pk, Stage.ABSTRACT) in found.verdicts
    }
    order = reading_order([_text(w.title, w.abstract) for w in rows], decided, SEED)
    mine: list[Work] = []
    topics, works = left_to_others(person, process.code, process.pk)
    for at in order:
        if topics & set(rows[at].topics) or rows[at].key in works:
            continue
        readers = found.read_by.get((rows[at].pk, Stage.ABSTRACT), set())
        if person.pk not in readers and len(readers) < READERS:
            mine.append(rows[at])
        if len(mine) >= most:
            break
    return mine


def next_in_full(process: Process, person: Person, most: int = 20) -> list[Work]:
    """Works that both readers kept, whose full text is there, and that this reader has not read."""
    found = outcomes_of(process)
    mine = []
    topics, works = left_to_others(person, process.code, process.pk)
    for work in works_of(process).filter(same_as__isnull=True):
        if topics & set(work.topics) or work.key in works:
            continue
        readers = found.read_by.get((work.pk, Stage.FULL), set())
        if (
            found.verdicts.get((work.pk, Stage.ABSTRACT)) == Verdict.IN
            and (work.pk, Stage.FULL) not in found.verdicts
            and person.pk not in readers
            and len(readers) < READERS
        ):
            mine.append(work)
        if len(mine) >= most:
            break
    return mine


def saving_of(process: Process, outcomes: Outcomes) -> Saving | None:
    """What the proposed order would have spared, replayed once every work is decided."""
    rows = list(
        works_of(process).filter(same_as__isnull=True).values_list("pk", "title", "abstract")
    )
    told = [outcomes.verdicts.get((pk, Stage.ABSTRACT), "") for pk, *_ in rows]
    if len(rows) < 30 or len(rows) > REPLAYED or not all(told):
        return None
    texts = tuple(_text(title, abstract) for _pk, title, abstract in rows)
    return _replayed(texts, tuple(v == Verdict.IN for v in told))


@lru_cache(maxsize=16)
def _replayed(texts: tuple[str, ...], relevant: tuple[bool, ...]) -> Saving:
    return saving(texts, relevant, SEED)


def included_works(process: Process) -> list[Work]:
    """The works that stand after both stages."""
    found = outcomes_of(process)
    return [
        w
        for w in works_of(process).filter(same_as__isnull=True)
        if found.verdicts.get((w.pk, Stage.FULL)) == Verdict.IN
    ]


def cited(work: Work) -> str:
    """A work as a list names it."""
    authors = "; ".join(work.authors[:3]) + (" et al." if len(work.authors) > 3 else "")
    year = f" ({work.year})" if work.year else ""
    return f"{authors}{year}. {work.title}" if authors else f"{work.title}{year}"


def offered_works(process: Process) -> list[tuple[str, str, str, str]]:
    """Included works, as things that can be named."""
    return [(w.key, "", cited(w), w.address) for w in included_works(process)]


def work_items(process: Process) -> Sequence[Item]:
    """Included works, as a release freezes them."""
    return [
        Item(w.key, {"en": cited(w)}, {"doi": w.doi, "source": w.source, "year": w.year})
        for w in included_works(process)
    ]


def found_works(process: Process, words: str) -> QuerySet[Work]:
    """Works whose title, authors or source hold these words."""
    rows = works_of(process)
    for word in words.split()[:8]:
        rows = rows.filter(
            Q(title__icontains=word) | Q(source__icontains=word) | Q(authors__icontains=word)
        )
    return rows


CONTENTS["literature"] = work_items
OFFERED["literature"] = offered_works
