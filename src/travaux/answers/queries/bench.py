"""The comments at one place of the desk: those alike together, the very same ones as one."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from django.db.models import QuerySet

from travaux.answers.models import Answer, PrivateNote, Reaction
from travaux.answers.queries.desk import WHOLE, Filters, Place, Standing, narrowed
from travaux.answers.states import AnswerState
from travaux.comments.models import Comment
from travaux.comments.queries import answerable
from travaux.comments.states import Scope
from travaux.consultations.models import Round
from travaux.people.models import Person
from travaux.plumbing.keeping import Keep

PAGE = 50
NAMED = 12  # numbers of identical comments that are shown


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
    "submission__country", "submission__organisation", "submission__name_shown", "submission__protected",
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
    found = narrowed(round, filters, now.sections, person)
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
