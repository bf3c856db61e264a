"""The answering desk: which paragraph is next, its comments grouped, and how far the work is."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left

from travaux.answers.models import (
    Answer,
    Duty,
    FormerAnswer,
    PrivateNote,
    Reaction,
    Release,
    Serves,
)
from travaux.answers.rules import ANSWERERS
from travaux.answers.states import AnswerState
from travaux.answers.wording import NO_PLACE_YET, WHOLE_TEXT
from travaux.comments.models import Comment
from travaux.comments.numbers import read_cited
from travaux.comments.queries import Outline, answerable, outline
from travaux.comments.states import Scope
from travaux.consultations.models import Round
from travaux.drafts.models import Paragraph
from travaux.journal.queries import state_of_record
from travaux.people.models import Appointment, Person
from travaux.plumbing.keeping import Keep

WHOLE, UNPLACED = "text", "unplaced"
_NAMES = {WHOLE: WHOLE_TEXT, UNPLACED: NO_PLACE_YET}
STATES = ("open", "proposed", "settled", "contested")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the desk is narrowed to; empty means everything."""

    section: str = ""
    type: str = ""
    capacity: str = ""
    state: str = ""
    mine: str = ""

    def query(self, **also: str) -> str:
        """As the part of an address that keeps them."""
        names = ("section", "type", "capacity", "state", "mine")
        kept = {name: getattr(self, name) for name in names if getattr(self, name)}
        return urlencode({**kept, **{k: v for k, v in also.items() if v}})

    def __bool__(self) -> bool:
        return any((self.section, self.type, self.capacity, self.state, self.mine))


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph with comments, the text as a whole, or what has no place yet."""

    key: str
    paragraph_id: int | None
    number: str
    title: str
    total: int
    settled: int
    proposed: int

    @property
    def name(self) -> str:
        """The first words of the paragraph, or what it is instead."""
        return str(_NAMES.get(self.key) or self.title)

    @property
    def open(self) -> int:
        return self.total - self.settled

    @property
    def unanswered(self) -> int:
        return self.total - self.settled - self.proposed


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the comments have a settled outcome."""

    total: int = 0
    settled: int = 0
    proposed: int = 0

    @property
    def open(self) -> int:
        return self.total - self.settled


def narrowed(
    round: Round, filters: Filters, sections: Outline, person: Person | None
) -> QuerySet[Comment]:
    found = answerable(round).filter(number__isnull=False)
    if filters.section:
        heading = sections.named(filters.section)
        if heading is None:
            return found.none()
        found = found.filter(
            paragraph__position__gte=heading.position, paragraph__position__lt=heading.end
        )
    if filters.type:
        found = found.filter(type="" if filters.type == "none" else filters.type)
    if filters.capacity:
        found = found.filter(submission__capacity=filters.capacity)
    if filters.state == "open":
        found = found.filter(served__isnull=True)
    elif filters.state in (AnswerState.PROPOSED, AnswerState.SETTLED):
        found = found.filter(served__answer__state=filters.state)
    elif filters.state == "contested":
        found = found.filter(reaction__kind=Reaction.Kind.CONTESTED)
    if filters.mine and person is not None:
        mine = Duty.objects.filter(round=round, person=person)
        found = found.filter(
            Q(Exists(mine.filter(paragraph=OuterRef("paragraph"))))
            | Q(Exists(mine.filter(paragraph__isnull=True)), paragraph__isnull=True)
        )
    return found


def place_of(scope: str, paragraph_key: str | None) -> str:
    """The key of a place in addresses of the desk."""
    if paragraph_key and scope in (Scope.PARAGRAPH, Scope.SECTION):
        return paragraph_key
    return WHOLE if scope == Scope.TEXT else UNPLACED


def queue(
    round: Round, filters: Filters, sections: Outline, person: Person | None = None
) -> list[Place]:
    """The places with comments in reading order: what has no place first, then the whole text.

    One query, whatever the number of comments; what the places are called is read once.
    """
    rows = (
        narrowed(round, filters, sections, person)
        .order_by()
        .values("paragraph_id", "scope")
        .annotate(
            n=Count("pk"),
            settled=Count("pk", filter=Q(served__answer__state=AnswerState.SETTLED)),
            proposed=Count("pk", filter=Q(served__answer__state=AnswerState.PROPOSED)),
        )
        .values_list("paragraph_id", "scope", "n", "settled", "proposed")
    )
    counted: dict[Any, list[int]] = {}
    for paragraph, scope, *counts in rows:
        placed = scope in (Scope.PARAGRAPH, Scope.SECTION) and paragraph
        sums = counted.setdefault(paragraph if placed else place_of(scope, None), [0, 0, 0])
        for at, n in enumerate(counts):
            sums[at] += n
    if not counted:
        return []
    places = [
        Place(key, None, "", "", *counted[key]) for key in (UNPLACED, WHOLE) if key in counted
    ]
    for pk, anchor, number, words in _named_places(round):
        if pk in counted:
            places.append(Place(anchor, pk, number, words, *counted[pk]))
    return places


_named: Keep[tuple[tuple[int, str, str, str], ...]] = Keep(20)


def _named_places(round: Round) -> tuple[tuple[int, str, str, str], ...]:
    """Id, key, number and first words of the paragraphs that are out: published, they never change."""

    def read() -> tuple[tuple[int, str, str, str], ...]:
        found = (
            Paragraph.objects.filter(version_id=round.version_id)
            .order_by("position")
            .annotate(words=Left("body", 80))
            .values_list("pk", "anchor__key", "number", "label", "words")
        )
        return tuple((pk, key, number or label, words) for pk, key, number, label, words in found)

    return _named.get((round.version_id, round.version.key), read)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the desk of a round shows beside the comments of one place: the same for all who
    answer, and for as long as the record does not grow.
    """

    key: Hashable  # differs whenever the rest does; empty where it is not known to stay
    places: tuple[Place, ...]
    progress: Progress
    sections: Outline
    duties: dict[int | None, int]  # paragraph (None: the rest) -> person
    answerers: tuple[tuple[int, str, str], ...]  # id, key, name
    noted: frozenset[int]  # comments with a private note
    waiting: bool
    contests: tuple[Reaction, ...]


_standings: Keep[Standing] = Keep(60)


def standing(round: Round, filters: Filters, person: Person, at: datetime) -> Standing:
    """How the desk stands, reckoned once for each state of the record."""
    state = state_of_record()
    key = (state, round.key, filters, person.pk if filters.mine else None) if state else ""

    def reckon() -> Standing:
        sections = sections_of(round)
        places = tuple(queue(round, filters, sections, person))
        return Standing(
            key=key,
            places=places,
            progress=progress(round) if filters else progress_of(places),
            sections=sections,
            duties=duties(round),
            answerers=answerers(round.process.code, at),
            noted=frozenset(
                PrivateNote.objects.filter(comment__round=round).values_list("comment", flat=True)
            ),
            waiting=Release.objects.filter(round=round, at__isnull=True).exists(),
            contests=tuple(contests(round)[:20]),
        )

    return _standings.get(key, reckon) if key else reckon()


_paragraphs: Keep[Paragraph] = Keep(1000)


def paragraph_of(round: Round, pk: int) -> Paragraph:
    """A paragraph of the version that is out: published, it never changes."""

    def read() -> Paragraph:
        return Paragraph.objects.select_related("anchor").get(pk=pk, version_id=round.version_id)

    return _paragraphs.get((round.version.key, pk), read)


def answerers(process_code: str, at: datetime) -> tuple[tuple[int, str, str], ...]:
    """Who may answer in a process: at most a hundred."""
    held = Appointment.objects.filter(
        role__in=ANSWERERS, process_code__in=["", process_code], begins_at__lte=at
    ).exclude(ends_at__lte=at)
    found = Person.objects.filter(appointments__in=held, is_active=True).distinct()[:100]
    return tuple((who.pk, who.key, str(who)) for who in found)


def progress(round: Round) -> Progress:
    """How far answering is, over the whole round."""
    return Progress(
        **answerable(round)
        .filter(number__isnull=False)
        .aggregate(
            total=Count("pk"),
            settled=Count("pk", filter=Q(served__answer__state=AnswerState.SETTLED)),
            proposed=Count("pk", filter=Q(served__answer__state=AnswerState.PROPOSED)),
        )
    )


def progress_of(places: Sequence[Place]) -> Progress:
    """The same, out of a queue that is not narrowed."""
    return Progress(
        sum(p.total for p in places),
        sum(p.settled for p in places),
        sum(p.proposed for p in places),
    )


def served_numbers(answer: Answer) -> list[Comment]:
    """The comments of an answer, by number."""
    return list(
        Comment.objects.filter(served__answer=answer)
        .only("pk", "key", "number", "point", "paragraph_id", "scope")
        .order_by("number", "point")
    )


def former_of(answer: Answer) -> list[FormerAnswer]:
    """What an answer said before, the latest first."""
    return list(answer.former.order_by("-pk")[:10])


def open_comments(round: Round) -> QuerySet[Comment]:
    """The comments that have no settled outcome yet."""
    return (
        answerable(round)
        .filter(number__isnull=False)
        .exclude(served__answer__state=AnswerState.SETTLED)
        .select_related(
            "submission__author",
            "submission__country",
            "submission__organisation",
            "paragraph__anchor",
            "served__answer",
        )
        .order_by("number", "point")
    )


def contests(round: Round) -> QuerySet[Reaction]:
    """Contested answers: they show at the desk and stop nothing."""
    return (
        Reaction.objects.filter(comment__round=round, kind=Reaction.Kind.CONTESTED)
        .select_related("comment__paragraph__anchor", "comment__submission__author")
        .order_by("at")
    )


def duties(round: Round) -> dict[int | None, int]:
    """Who answers which paragraph (None: the text as a whole and what has no place)."""
    return dict(Duty.objects.filter(round=round).values_list("paragraph", "person"))


def comment_numbered(round: Round, typed: str) -> Comment | None:
    """A comment of the round by its number ("12", "12.1", "S3") or its key."""
    cited = read_cited(typed)
    found = Comment.objects.filter(round=round, number__isnull=False).select_related(
        "submission", "paragraph", "round"
    )
    if cited is not None:
        return found.filter(number=cited[0], point=cited[1]).first()
    return found.filter(key=typed.strip().lstrip("#")[:20]).first()


def answers_by_keys(round: Round, keys: Sequence[str]) -> list[Answer]:
    """Answers of a round by their keys."""
    return list(
        Answer.objects.filter(round=round, key__in=list(keys)[:500])
        .select_related("round__process", "duplicate_of")
        .order_by("pk")
    )


def sections_of(round: Round) -> Outline:
    """The headings of the version that was commented on."""
    return outline(round.version)


def unreleased(round: Round) -> bool:
    """Whether there are settled answers that nobody was told of."""
    return Answer.objects.filter(
        round=round, state=AnswerState.SETTLED, release__isnull=True
    ).exists()


def released_serving(comment: Comment) -> Serves | None:
    """The released answer to a comment, where there is one."""
    return (
        Serves.objects.filter(comment=comment, released=True)
        .select_related("answer__release__version__text", "answer__duplicate_of")
        .defer("answer__release__document")
        .first()
    )
