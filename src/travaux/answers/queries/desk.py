"""The answering desk: which paragraph is next, its comments grouped, and how far the work is."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
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
from travaux.comments.queries import Outline, answerable, outline
from travaux.comments.states import Scope
from travaux.consultations.models import Round
from travaux.drafts.models import Paragraph
from travaux.journal.queries import state_of_record
from travaux.people.models import Appointment, Person
from travaux.plumbing.keeping import Keep

PAGE = 50
WHOLE, UNPLACED = "text", "unplaced"
_NAMES = {WHOLE: WHOLE_TEXT, UNPLACED: NO_PLACE_YET}
STATES = ("open", "proposed", "settled", "contested")
NAMED = 12  # numbers of identical comments that are shown


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


@dataclass(slots=True)
class Variant:
    """A comment, and all that say the very same in the same place."""

    comment: Comment
    same: list[Comment] = field(default_factory=list)
    notes: list[PrivateNote] = field(default_factory=list)

    @property
    def shown_same(self) -> list[Comment]:
        return self.same[:NAMED]

    @property
    def more_same(self) -> int:
        return max(0, len(self.same) - NAMED)

    @property
    def answer(self) -> Answer | None:
        served = getattr(self.comment, "served", None)
        return served.answer if served else None

    @property
    def state(self) -> str:
        answer = self.answer
        if answer is None:
            return "open"
        return "released" if answer.release_id else str(answer.state)

    @property
    def reaction(self) -> Reaction | None:
        return getattr(self.comment, "reaction", None)


@dataclass(slots=True)
class Group:
    """Comments that propose the same wording, or say the same."""

    by: str  # "proposed", "words" or "" for one that stands alone
    variants: list[Variant] = field(default_factory=list)
    size: int = 0

    @property
    def proposed_answers(self) -> list[Answer]:
        found: dict[int, Answer] = {}
        for variant in self.variants:
            answer = variant.answer
            if answer is not None and answer.state == AnswerState.PROPOSED:
                found[answer.pk] = answer
        return list(found.values())


@dataclass(frozen=True, slots=True)
class Bench:
    """One page of the comments at a place."""

    groups: tuple[Group, ...]
    page: int
    pages: int
    total: int

    @property
    def variants(self) -> list[Variant]:
        return [variant for group in self.groups for variant in group.variants]


def _narrowed(
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

    Two queries, whatever the number of comments.
    """
    rows = (
        _narrowed(round, filters, sections, person)
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
    for pk, anchor, number, label, words in (
        Paragraph.objects.filter(version_id=round.version_id)
        .order_by("position")
        .annotate(words=Left("body", 80))
        .values_list("pk", "anchor__key", "number", "label", "words")
    ):
        if pk in counted:
            places.append(Place(anchor, pk, number or label, words, *counted[pk]))
    return places


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


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


_WORDS = ("pk", "key", "number", "point", "text", "proposed")
_BESIDE = (
    "submission__author",
    "submission__country",
    "submission__organisation",
    "served__answer__duplicate_of",
    "reaction",
)
# what the desk shows and its rules ask; the rest, mostly as received, would double the work
_ASKED = (
    *(name for name in _WORDS if name != "pk"),
    "round", "paragraph", "scope", "type", "language", "split_from", "is_split", "withdrawn_at",
    "clause_received", "observation_received",
    "submission__author", "submission__state", "submission__capacity", "submission__member",
    "submission__country", "submission__organisation", "submission__name_shown",
    "submission__late",
    "submission__author__key", "submission__author__name",
    "submission__country__names",
    "submission__organisation__name", "submission__organisation__names",
    "served__comment", "served__released", "served__answer",
    "served__answer__key", "served__answer__outcome", "served__answer__reasons",
    "served__answer__language", "served__answer__next_wording", "served__answer__state",
    "served__answer__proposed_by", "served__answer__proposed_at", "served__answer__settled_by",
    "served__answer__settled_at", "served__answer__brought_along",
    "served__answer__outcome_received", "served__answer__release", "served__answer__revision",
    "served__answer__round", "served__answer__duplicate_of",
    "served__answer__duplicate_of__number", "served__answer__duplicate_of__point",
    "reaction__comment", "reaction__kind", "reaction__ground", "reaction__text",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheaf:
    """All comments at a place in the order of the desk: those alike together."""

    flat: tuple[tuple[tuple[str, str], list[Comment]], ...]  # what is alike; the very same ones
    sizes: dict[tuple[str, str], int]
    whole: bool  # read with all that is shown, not with their words alone


_sheaves: Keep[Sheaf] = Keep(100)


def _sheaf(round: Round, place: Place, filters: Filters, now: Standing, person: Person) -> Sheaf:
    """Few comments are read whole at once; of many the words, by which they are put together."""
    found = _narrowed(round, filters, now.sections, person)
    if place.paragraph_id is not None:
        found = found.filter(
            paragraph_id=place.paragraph_id, scope__in=[Scope.PARAGRAPH, Scope.SECTION]
        )
    else:
        found = found.filter(scope=Scope.TEXT if place.key == WHOLE else Scope.UNPLACED)
    few = place.total <= 2 * PAGE
    rows = found.order_by("number", "point")
    groups: dict[tuple[str, str], dict[tuple[str, str], list[Comment]]] = {}
    for comment in _shown_whole(rows) if few else rows.only(*_WORDS):
        text, proposed = _folded(comment.text), _folded(comment.proposed)
        alike = ("proposed", proposed) if proposed else ("words", text)
        groups.setdefault(alike, {}).setdefault((text, proposed), []).append(comment)
    sizes = {alike: sum(map(len, same.values())) for alike, same in groups.items()}
    flat = tuple((alike, same) for alike, found in groups.items() for same in found.values())
    return Sheaf(flat, sizes, few)


def _shown_whole(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    return comments.select_related(*_BESIDE).only(*_ASKED)


def bench(
    round: Round,
    place: Place,
    filters: Filters,
    now: Standing,
    person: Person,
    page: int = 1,
    showing: str = "",
) -> Bench:
    """The comments at a place: those alike together, the very same ones as one; 50 a page.

    `showing` is the key of a comment: the page that holds it is given.
    """

    def read() -> Sheaf:
        return _sheaf(round, place, filters, now, person)

    few = place.total <= 2 * PAGE  # the words of thousands are not kept in memory
    sheaf = _sheaves.get((now.key, place.key), read) if now.key and few else read()
    pages = max(1, -(-len(sheaf.flat) // PAGE))
    if showing:
        place_in = next(
            (i for i, (_, same) in enumerate(sheaf.flat) if showing in {c.key for c in same}), 0
        )
        page = place_in // PAGE + 1
    page = min(max(1, page), pages)
    here = sheaf.flat[(page - 1) * PAGE : page * PAGE]
    whole = {same[0].pk: same[0] for _, same in here}
    if not sheaf.whole:
        whole = _shown_whole(Comment.objects.order_by()).in_bulk(list(whole))
    notes: dict[int, list[PrivateNote]] = {}
    if not now.noted.isdisjoint(whole):
        for note in PrivateNote.objects.filter(comment__in=whole).select_related("by"):
            notes.setdefault(note.comment_id, []).append(note)
    made: dict[tuple[str, str], Group] = {}
    for alike, same in here:
        size = sheaf.sizes[alike]
        group = made.setdefault(alike, Group(alike[0] if size > 1 else "", [], size))
        first = whole.get(same[0].pk)
        if first is not None:
            group.variants.append(Variant(first, same[1:], notes.get(first.pk, [])))
    return Bench(tuple(made.values()), page, pages, sum(sheaf.sizes.values()))


def same_words(round: Round, comment: Comment) -> list[Comment]:
    """The comments at the same place that say the very same and have no answer yet."""
    found = answerable(round).filter(
        scope=comment.scope, paragraph=comment.paragraph_id, served__isnull=True
    )
    mine = (_folded(comment.text), _folded(comment.proposed))
    pks = [
        pk
        for pk, text, proposed in found.exclude(pk=comment.pk).values_list("pk", "text", "proposed")
        if (_folded(text), _folded(proposed)) == mine
    ]
    return list(Comment.objects.filter(pk__in=pks))


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
    """A comment of the round by its number ("12", "12.1") or its key."""
    word = typed.strip().lstrip("#")
    number, _, point = word.partition(".")
    found = Comment.objects.filter(round=round, number__isnull=False).select_related(
        "submission", "paragraph", "round"
    )
    if number.isdecimal() and (not point or point.isdecimal()) and len(word) < 12:
        return found.filter(number=int(number), point=int(point or 0)).first()
    return found.filter(key=word[:20]).first()


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
