"""The questions of the assessment with what answers them, and how well they are covered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from travaux.core.assessment import coverage as core
from travaux.evidence.models import AssessmentQuestion, FindingSource, Level, Source
from travaux.people.models import Group, Topic
from travaux.people.queries.countries import REGIONAL
from travaux.plumbing.languages import said
from travaux.roadmap.models import Process

LEVELS: tuple[str, ...] = tuple(Level.values)

# kind of source -> for sources of that kind, how many units stand behind each in a region at a
# level: {source: {(region, level): units}}. Kinds that are not named here are not made of units.
Counts = Mapping[int, Mapping[tuple[str, str], int]]
COUNTED: dict[str, Callable[[Sequence[Source]], Counts]] = {}

# kind of source -> names and places of the things of a process that can be named as such a source:
# [(key, part, title, address)]
OFFERED: dict[str, Callable[[Process], list[tuple[str, str, str, str]]]] = {}

# kind of source -> what was named as such a source and may not be used any more, with the sentence
# that stands in its place: {(key, part): sentence}
GONE: dict[str, Callable[[Process], dict[tuple[str, str], str]]] = {}

# kinds of source whose things may have to be unnamed again: what is not offered now stands as a
# neutral note, without title, place or address
WITHHELD: set[str] = set()


def regions_known() -> list[Group]:
    """The regional groups, in their order."""
    found = Group.objects.filter(taxonomy__code=REGIONAL, taxonomy__replaced_at__isnull=True)
    return list(found.order_by("position", "pk"))


def questions_of(process: Process, *, retired: bool = False) -> QuerySet[AssessmentQuestion]:
    """The questions of a process that are asked, in their order."""
    found = AssessmentQuestion.objects.filter(process=process)
    return (found if retired else found.filter(retired_at__isnull=True)).order_by("number", "pk")


def question_named(process_code: str, key: str) -> AssessmentQuestion | None:
    """One question of a process by its key."""
    return (
        AssessmentQuestion.objects.filter(process__code=process_code, key=key)
        .select_related("process")
        .first()
    )


def sources_of(questions: Sequence[AssessmentQuestion]) -> list[Source]:
    """What answers these questions, in the order it was named."""
    found = Source.objects.filter(question__in=questions, taken_out_at__isnull=True)
    return list(found.order_by("pk"))


def source_named(question: AssessmentQuestion, key: str) -> Source | None:
    """One source of a question that was not taken out."""
    return question.sources.filter(key=key, taken_out_at__isnull=True).first()


@dataclass(frozen=True, slots=True)
class Covered:
    """A question, what answers it, and its grid of regions and levels."""

    question: AssessmentQuestion
    sources: tuple[Source, ...]
    regions: tuple[str, ...]
    levels: tuple[str, ...]
    grid: core.Grid
    units: Mapping[int, int]  # source -> units behind it, over all regions and levels

    @property
    def total(self) -> core.Sum:
        return core.total(self.grid.values())

    def of_region(self, region: str) -> core.Cover | None:
        """How the question stands in a region; None where it is not asked about it."""
        return core.of_region(self.grid, region) if region in self.regions else None


def coverage_of(questions: Sequence[AssessmentQuestion], regions: Sequence[str]) -> list[Covered]:
    """Each question with its coverage: a bounded number of queries, whatever their number."""
    sources = sources_of(questions)
    counts: dict[int, Mapping[tuple[str, str], int]] = {}
    for kind, count in COUNTED.items():
        of_kind = [s for s in sources if s.kind == kind and s.subject_key]
        if of_kind:
            counts |= count(of_kind)
    made = []
    for question in questions:
        mine = tuple(s for s in sources if s.question_id == question.pk)
        here = tuple(r for r in regions if not question.regions or r in question.regions)
        levels = tuple(level for level in LEVELS if not question.levels or level in question.levels)
        spoken = [one for s in mine for one in _spoken(s, counts.get(s.pk))]
        units = {s.pk: sum(counts[s.pk].values()) for s in mine if s.pk in counts}
        made.append(Covered(question, mine, here, levels, core.grid(here, levels, spoken), units))
    return made


def _spoken(source: Source, counts: Mapping[tuple[str, str], int] | None) -> list[core.Source]:
    """A source as the core counts it: once as it was named, or once for each cell with its units."""
    if counts is None:
        return [core.Source(source.kind, source.region, source.level)]
    return [
        core.Source(source.kind, region, level, units)
        for (region, level), units in counts.items()
        if source.region in ("", region) and source.level in ("", level)
    ]


Offered = Mapping[tuple[str, str, str], tuple[str, str]]


def is_withheld(source: Source | FindingSource, offered: Offered) -> bool:
    """Whether a source names a thing that may not be named just now."""
    named = (source.kind, source.subject_key, source.part)
    return source.kind in WITHHELD and bool(source.subject_key) and named not in offered


def title_of(source: Source | FindingSource, offered: Offered) -> str:
    """The name of a source as it is read: its own, or that of the thing it names."""
    if is_withheld(source, offered):
        return _("An entry that is not shown")
    found = offered.get((source.kind, source.subject_key, source.part))
    return source.title or (found[0] if found else "") or source.subject_key


def address_of_source(source: Source | FindingSource, offered: Offered) -> str:
    """Where a source is read: its own address, or that of the thing it names."""
    if is_withheld(source, offered):
        return ""
    return (
        source.address or offered.get((source.kind, source.subject_key, source.part), ("", ""))[1]
    )


def offered_of(process: Process) -> dict[tuple[str, str, str], tuple[str, str]]:
    """(kind, key, part) -> (title, address) of everything in this room that can answer a question."""
    return {
        (kind, key, part): (title, address)
        for kind, offer in OFFERED.items()
        for key, part, title, address in offer(process)
    }


def gone_of(process: Process) -> dict[tuple[str, str, str], str]:
    """(kind, key, part) -> why it is not there any more, for what was taken out of use."""
    return {
        (kind, key, part): why
        for kind, gone in GONE.items()
        for (key, part), why in gone(process).items()
    }


def words_of(question: AssessmentQuestion) -> str:
    """A question in the reader's language."""
    return said(question.titles)


def known_topics(process_code: str, keys: Iterable[str]) -> list[str]:
    """Keys of topics of interests that a process has; the order is that of the topics."""
    wanted = set(keys)
    found = Topic.objects.filter(process_code=process_code, key__in=wanted)
    return list(found.order_by("pk").values_list("key", flat=True))


def topic_choices(process_code: str, tied: Iterable[str] = ()) -> list[tuple[str, str]]:
    """The topics of interests that something can be tied to: those in use, and those it is tied to."""
    found = Topic.objects.filter(process_code=process_code)
    found = found.filter(Q(retired_at__isnull=True) | Q(key__in=list(tied)))
    return list(found.order_by("pk").values_list("key", "name"))
