"""Answers in free text get themes: the codes of the book by which interviews are coded too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from travaux.evidence.models import CodeBook, Response, Survey
from travaux.evidence.models.words import WordsRead
from travaux.evidence.queries.coding import codes_of, issued_book
from travaux.evidence.queries.surveys import form_of, issued_edition
from travaux.evidence.queries.words import readings_of, text_questions, written
from travaux.evidence.rules.words import MOST_AT_ONCE, MOST_THEMES, may_read_words
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse, require


def _book(survey: Survey, question: str) -> CodeBook:
    edition, book = issued_edition(survey), issued_book(survey.process)
    if book is None:
        raise refuse("no-code-book")
    asked = text_questions(survey, form_of(edition)) if edition is not None else []
    if question not in {q.name for q in asked}:
        raise refuse("question-unknown", question=question[:80])
    return book


def _locked(survey: Survey) -> Survey:
    found = Survey.objects.select_for_update(of=("self",)).select_related("process")
    return found.get(pk=survey.pk)


@action
def read_words(
    *, by: Person, survey: Survey, question: str, given: Mapping[str, Sequence[str]], at: datetime
) -> int:
    """Answers (by their keys) were read and get these themes; none: none fits. How many changed."""
    survey = _locked(survey)
    require(may_read_words(by, survey, at))
    book = _book(survey, question)
    known = {c.name for c in codes_of(book)}
    for names in given.values():
        for name in names:
            if name not in known:
                raise refuse("theme-not-in-book", theme=name[:40])
        if len(set(names)) > MOST_THEMES:
            raise refuse("too-many-themes-of-answer", most=MOST_THEMES)
    found = list(written(survey, question).filter(key__in=list(given)))
    changed = _keep(by, found, question, book, {r.pk: list(given[r.key]) for r in found}, at)
    if not changed:
        nothing_to_record()
        return 0
    # which themes is not told: the figures tell it, where enough units stand behind them
    record(by=by, subject=survey.key, process=survey.process.code, at=at,
           facts={"question": question, "read": changed, "book": book.number})  # fmt: skip
    return changed


@action
def give_theme(
    *, by: Person, survey: Survey, question: str, find: str, name: str, at: datetime
) -> int:
    """Every answer whose words contain these gets one more theme; how many changed."""
    survey = _locked(survey)
    require(may_read_words(by, survey, at))
    book = _book(survey, question)
    if name not in {c.name for c in codes_of(book)}:
        raise refuse("theme-not-in-book", theme=name[:40])
    if len(find.strip()) < 3:
        raise refuse("words-too-short")
    found = list(written(survey, question, find=find.strip())[: MOST_AT_ONCE + 1])
    if len(found) > MOST_AT_ONCE:
        raise refuse("too-many-answers-at-once", most=MOST_AT_ONCE)
    held = readings_of(found, question)
    codes = {r.pk: list(held[r.pk].codes) if r.pk in held else [] for r in found}
    given = {pk: [*told, name] for pk, told in codes.items() if len(set(told)) < MOST_THEMES}
    changed = _keep(by, [r for r in found if r.pk in given], question, book, given, at)
    if not changed:
        nothing_to_record()
        return 0
    record(by=by, subject=survey.key, process=survey.process.code, at=at,
           facts={"question": question, "read": changed, "book": book.number})  # fmt: skip
    return changed


def _keep(
    by: Person, found: Sequence[Response], question: str, book: CodeBook,
    given: Mapping[int, Sequence[str]], at: datetime,
) -> int:  # fmt: skip
    order = {c.name: n for n, c in enumerate(codes_of(book))}
    held = readings_of(list(found), question)
    new, other = [], []
    for one in found:
        codes = sorted(set(given[one.pk]), key=lambda name: order.get(name, len(order)))
        before = held.get(one.pk)
        if before is None:
            new.append(
                WordsRead(
                    response=one, question=question, book=book, codes=codes, by_key=by.key, at=at
                )
            )
        elif list(before.codes) != codes:
            before.codes, before.book, before.by_key, before.at = codes, book, by.key, at
            other.append(before)
    WordsRead.objects.bulk_create(new, batch_size=500)
    WordsRead.objects.bulk_update(other, ["codes", "book", "by_key", "at"], batch_size=200)
    return len(new) + len(other)
