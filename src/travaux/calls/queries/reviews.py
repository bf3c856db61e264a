"""Who reviews what: reviewers of a call, reviews of a person, and what reviewers may read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from travaux.calls.models import Application, Call, Criterion, Kind, Review, Reviewer
from travaux.calls.queries.applications import attached_names
from travaux.calls.queries.interests import form_for
from travaux.calls.states import ApplicationState, ReviewState
from travaux.core.reviews.redacting import redacted, words_of_names
from travaux.core.surveys.model import FILES, Form, Group, Item, questions
from travaux.design.asked import Part, Reader, told_of
from travaux.people.models import Person

HIDDEN = frozenset({"name", "email", "employer", "identifying"})


def criteria_of(call: Call) -> list[Criterion]:
    """What is scored, in its order."""
    return list(Criterion.objects.filter(call=call).order_by("position"))


def reviewers_of(call: Call) -> QuerySet[Reviewer]:
    """Who reviews applications of a call, by name."""
    return (
        Reviewer.objects.filter(call=call, ended_at__isnull=True)
        .select_related("person", "call__process", "country")
        .order_by("person__name", "email", "pk")
    )


def reviewer_named(call: Call, address_or_key: str) -> Reviewer | None:
    """A standing reviewer of a call by address or key."""
    told = address_or_key.strip().lower()
    if not told:
        return None
    return (
        reviewers_of(call)
        .filter(Q(person__email__iexact=told) | Q(email=told) | Q(key=told))
        .first()
    )


def assignable(call: Call) -> QuerySet[Application]:
    """What is shared out among reviewers: handed in and, of nominees, confirmed."""
    found = Application.objects.filter(
        call=call, state=ApplicationState.SUBMITTED, erased_at__isnull=True
    )
    if call.kind == Kind.NOMINATION:
        found = found.filter(confirmed_at__isnull=False)
    return found.select_related("call__process", "person", "country").order_by("number")


def reviews_for(person: Person, process_code: str = "") -> QuerySet[Review]:
    """What is in somebody's hands, by call and number; not what was withdrawn or erased."""
    mine = Q(reviewer__person=person)
    if person.email:
        mine |= Q(reviewer__person__isnull=True, reviewer__email=person.email.lower())
    found = Review.objects.filter(
        mine,
        reviewer__ended_at__isnull=True,
        application__state=ApplicationState.SUBMITTED,
        application__erased_at__isnull=True,
    ).exclude(application__person=person)
    if process_code:
        found = found.filter(application__call__process__code=process_code)
    return found.select_related(
        "application__call__process", "application__country", "reviewer__person"
    ).order_by("-application__call__opens_at", "application__call", "application__number", "pk")


def review_named(process_code: str, key: str) -> Review | None:
    """One review by its key."""
    return (
        Review.objects.filter(application__call__process__code=process_code, key=key)
        .select_related("application__call__process", "application__country", "reviewer__person")
        .first()
    )


def reviews_of(call: Call) -> QuerySet[Review]:
    """All reviews of what stands in a call."""
    return (
        Review.objects.filter(application__call=call, application__state=ApplicationState.SUBMITTED)
        .select_related("application", "reviewer__person")
        .prefetch_related("scores")
        .order_by("application__number", "pk")
    )


@dataclass(frozen=True, slots=True)
class Load:
    """How far a reviewer is."""

    reviewer: Reviewer
    given: int
    handed_in: int
    begun: int
    stepped_back: int

    @property
    def missing(self) -> int:
        return self.given - self.handed_in


def loads_of(call: Call) -> list[Load]:
    """Every standing reviewer with what they have and how far it is."""
    told: dict[int, list[str]] = {}
    for reviewer, state in reviews_of(call).values_list("reviewer", "state"):
        told.setdefault(reviewer, []).append(state)
    found = []
    for one in reviewers_of(call):
        states = told.get(one.pk, [])
        back = states.count(ReviewState.RECUSED)
        found.append(
            Load(
                one,
                len(states) - back,
                states.count(ReviewState.HANDED_IN),
                states.count(ReviewState.DRAFT),
                back,
            )
        )
    return found


def late_reviewers(call: Call) -> list[Load]:
    """Reviewers with reviews that are not handed in."""
    return [one for one in loads_of(call) if one.missing]


# ---- what reviewers may read ----------------------------------------------------------------------


def _values(answers: Any, names: frozenset[str]) -> Iterator[str]:
    """Words that were typed in answer to some questions, in repeated groups too."""
    if isinstance(answers, dict):
        for name, value in answers.items():
            if name in names and isinstance(value, str):
                yield value
            else:
                yield from _values(value, names)
    elif isinstance(answers, list):
        for one in answers:
            yield from _values(one, names)


def telling_words(application: Application, form: Form) -> tuple[str, ...]:
    """Words that would tell who applied: names whole and by word, the rest whole."""
    asked = [q for q in questions(form) if q.kind == "text"]
    names = frozenset(q.name for q in asked if "name" in q.tags)
    others = frozenset(q.name for q in asked if q.tags & HIDDEN) - names
    found = [*words_of_names([application.name, *_values(application.answers, names)])]
    found += [application.employer, *_values(application.answers, others)]
    if application.country is not None:
        found += [str(name) for name in application.country.names.values()]
    return tuple(dict.fromkeys(word for word in found if word.strip()))


def _without_files(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The same questions, files among them marked as telling who somebody is."""
    made: list[Item] = []
    for item in items:
        if isinstance(item, Group):
            made.append(replace(item, items=_without_files(item.items)))
        elif item.kind in FILES:
            made.append(replace(item, tags=item.tags | {"identifying"}))
        else:
            made.append(item)
    return tuple(made)


def told_to_reviewers(application: Application) -> list[Part]:
    """What was answered, as reviewers see it: passages struck out, and in a blind call who it is."""
    form = form_for(application.call)
    mark = _("[struck out]")
    passages = list(application.redactions.values_list("passage", flat=True))
    if not application.call.blind:
        return told_of(
            form,
            application.answers,
            Reader(
                file_named=attached_names(application),
                redact=lambda text: struck(text, mark, passages),
                empty=True,
            ),
        )
    words = telling_words(application, form)
    reader = Reader(
        hide=HIDDEN, redact=lambda text: redacted(text, words, mark, passages), empty=True
    )
    return told_of(replace(form, items=_without_files(form.items)), application.answers, reader)


def struck(text: str, mark: str, passages: list[str]) -> str:
    """The text without the passages that the secretariat struck out."""
    for passage in sorted(passages, key=len, reverse=True):
        text = text.replace(passage, mark)
    return text
