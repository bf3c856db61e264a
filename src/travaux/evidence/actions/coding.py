"""Books of codes, coding by several who do not see one another, and settling where they differ."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Max

from travaux.core.evidence.transcripts import place_of_words
from travaux.evidence.actions.interviews import _locked
from travaux.evidence.models.coding import Code, CodeBook, CodeMark, Coder, CodeSettlement
from travaux.evidence.models.interviews import Interview, InterviewText
from travaux.evidence.queries.coding import (
    codes_of,
    compared,
    issued_book,
    settlements_of,
)
from travaux.evidence.queries.interviews import text_of
from travaux.evidence.rules.coding import (
    MOST_BOOKS,
    MOST_CODERS,
    MOST_CODES,
    MOST_MARKS,
    may_change_book,
    may_code,
    may_name_coder,
    may_settle_codes,
    may_write_codes,
)
from travaux.evidence.rules.interviews import ANALYSING
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.people.queries import holds
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Process

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@action
def begin_code_book(
    *, by: Person, process: Process, at: datetime, demonstration: bool = False
) -> CodeBook:
    """A next version of the book of codes is begun with the codes of the one before."""
    process = Process.objects.select_for_update().get(pk=process.pk)
    require(may_write_codes(by, process, at))
    open_one = CodeBook.objects.filter(process=process, issued_at__isnull=True).first()
    if open_one is not None:
        nothing_to_record()
        return open_one
    before = issued_book(process)
    if before is not None and before.number >= MOST_BOOKS:
        raise refuse("too-many-code-books", most=MOST_BOOKS)
    made = CodeBook.objects.create(
        process=process,
        number=(before.number if before else 0) + 1,
        begun_at=at,
        demonstration=demonstration or process.demonstration,
    )
    for code in codes_of(before) if before else ():
        Code.objects.create(
            book=made,
            name=code.name,
            titles=code.titles,
            definitions=code.definitions,
            position=code.position,
        )
    record(
        by=by,
        subject=f"code-book-{made.number}",
        process=process.code,
        at=at,
        facts={"number": made.number},
    )
    return made


def _book(book: CodeBook) -> CodeBook:
    found = CodeBook.objects.select_for_update(of=("self",)).select_related("process")
    return found.get(pk=book.pk)


@action
def define_code(
    *,
    by: Person,
    book: CodeBook,
    name: str,
    titles: Mapping[str, str],
    definitions: Mapping[str, str],
    at: datetime,
) -> Code:
    """A code gets its name and definition, or another one, while the book is in the making."""
    book = _book(book)
    require(may_change_book(by, book, at))
    name = name.strip().lower()
    if not NAME.fullmatch(name):
        raise refuse("code-name-unfit")
    told = {
        "titles": {k: v.strip()[:200] for k, v in titles.items() if v.strip()},
        "definitions": {k: v.strip()[:2000] for k, v in definitions.items() if v.strip()},
    }
    if not told["titles"] or not told["definitions"]:
        raise refuse("code-needs-definition")
    held = book.codes.filter(name=name).first()
    if held is None:
        if book.codes.count() >= MOST_CODES:
            raise refuse("too-many-codes", most=MOST_CODES)
        last = book.codes.aggregate(most=Max("position"))["most"] or 0
        held = Code.objects.create(book=book, name=name, position=last + 1, **told)
    elif held.titles == told["titles"] and held.definitions == told["definitions"]:
        nothing_to_record()
        return held
    else:
        held.titles, held.definitions = told["titles"], told["definitions"]
        held.save(update_fields=["titles", "definitions"])
    _tell(by, book, at, code=name)
    return held


@action
def drop_code(*, by: Person, code: Code, at: datetime) -> None:
    """A code is left out of the version in the making; earlier versions keep it."""
    book = _book(code.book)
    require(may_change_book(by, book, at))
    if not book.codes.filter(pk=code.pk).delete()[0]:
        raise refuse("moved-meanwhile")
    _tell(by, book, at, code=code.name)


@action
def issue_code_book(*, by: Person, book: CodeBook, at: datetime) -> CodeBook:
    """From now on interviews are coded by this version, which never changes again."""
    book = _book(book)
    require(may_change_book(by, book, at))
    if not book.codes.exists():
        raise refuse("code-book-empty")
    book.issued_at = at
    book.save(update_fields=["issued_at"])
    _tell(by, book, at, codes=book.codes.count())
    return book


def _tell(by: Person, book: CodeBook, at: datetime, **facts: object) -> None:
    code = book.process.code
    record(by=by, subject=f"code-book-{book.number}", process=code, at=at, facts=facts)


@action
def name_coder(*, by: Person, interview: Interview, person: Person, at: datetime) -> Coder:
    """A person of the process codes the interview by the book in force; all by the same version."""
    interview = _locked(interview)
    require(may_name_coder(by, interview, at))
    text, book = text_of(interview), issued_book(interview.process)
    if text is None or book is None:
        raise refuse("no-code-book")
    if not holds(person, interview.process.code, ANALYSING, at):
        raise refuse("coder-not-of-process")
    here = list(text.coders.select_related("book"))
    mine = next((c for c in here if c.person_id == person.pk), None)
    if mine is not None:
        nothing_to_record()
        return mine
    if len(here) >= MOST_CODERS:
        raise refuse("too-many-coders", most=MOST_CODERS)
    made = Coder.objects.create(
        text=text, book=here[0].book if here else book, person=person, named_at=at
    )
    facts = {"coder": person.key, "book": made.book.number}
    record(by=by, subject=interview.key, process=interview.process.code, at=at, facts=facts)
    return made


def _coder(coder: Coder) -> Coder:
    found = Coder.objects.select_for_update(of=("self",))
    return found.select_related("text__interview__process", "book").get(pk=coder.pk)


@action
def mark_passage(
    *, by: Person, coder: Coder, number: int, words: str, names: Sequence[str], at: datetime
) -> list[CodeMark]:
    """A coder gives codes to words of a paragraph; no words: to the whole paragraph."""
    coder = _coder(coder)
    require(may_code(by, coder, at))
    text = coder.text
    if not 0 < number <= len(text.paragraphs):
        raise refuse("moved-meanwhile")
    held = text.paragraphs[number - 1]
    if held["withheld"]:
        raise refuse("passage-withheld")
    codes = {c.name: c for c in codes_of(coder.book)}
    wanted = list(dict.fromkeys(names))
    if not wanted or any(n not in codes for n in wanted):
        raise refuse("choose-a-code")
    start, end = place_of_words(held["text"], words)
    if coder.marks.count() + len(wanted) > MOST_MARKS:
        raise refuse("too-many-marks", most=MOST_MARKS)
    place = {"paragraph": number, "start": start, "end": end}
    made = []
    for name in wanted:
        told = {"coder": coder, "code": codes[name], **place}
        mark, new = CodeMark.objects.get_or_create(defaults={"at": at}, **told)
        made += [mark] if new else []
    if not made:
        nothing_to_record()
        return []
    # which codes is not told: the other coders are not done
    record(
        by=by,
        subject=text.interview.key,
        process=text.interview.process.code,
        at=at,
        facts={"marks": len(made)},
    )
    return made


@action
def unmark_passage(*, by: Person, mark: CodeMark, at: datetime) -> None:
    """A coder takes a code back, until they are done."""
    coder = _coder(mark.coder)
    require(may_code(by, coder, at))
    if not CodeMark.objects.filter(pk=mark.pk).delete()[0]:
        raise refuse("moved-meanwhile")
    interview = coder.text.interview
    facts = {"marks": -1}
    record(by=by, subject=interview.key, process=interview.process.code, at=at, facts=facts)


@action
def finish_coding(*, by: Person, coder: Coder, at: datetime) -> Coder:
    """A coder is done: their marks stand as they are, and are compared once all are done."""
    coder = _coder(coder)
    require(may_code(by, coder, at))
    coder.done_at = at
    coder.save(update_fields=["done_at"])
    interview = coder.text.interview
    facts = {"done": coder.marks.count()}
    record(by=by, subject=interview.key, process=interview.process.code, at=at, facts=facts)
    return coder


@action
def settle_code(
    *,
    by: Person,
    text: InterviewText,
    name: str,
    number: int,
    stretch: tuple[int, int] | None,
    reason: str,
    at: datetime,
) -> CodeSettlement:
    """Where coders differ: the code stands on the stretch that one of them gave, or not at all."""
    _locked(text.interview)
    require(may_settle_codes(by, text, at))
    if not reason.strip():
        raise refuse("settling-needs-reason")
    found = [d for d in compared(text).differences if (d.code, d.paragraph) == (name, number)]
    if not found or (name, number) in settlements_of(text):
        raise refuse("coders-do-not-differ")
    if stretch is not None and stretch not in {(m.start, m.end) for m in found[0].given}:
        raise refuse("stretch-not-given")
    coder = text.coders.select_related("book")[0]
    made = CodeSettlement.objects.create(
        text=text,
        code=coder.book.codes.get(name=name),
        paragraph=number,
        holds=stretch is not None,
        start=stretch[0] if stretch else None,
        end=stretch[1] if stretch else None,
        reason=reason.strip()[:300],
        by_key=by.key,
        at=at,
    )
    interview = text.interview
    facts = {"code": name, "paragraph": number, "holds": made.holds}
    record(by=by, subject=interview.key, process=interview.process.code, at=at, facts=facts)
    return made
