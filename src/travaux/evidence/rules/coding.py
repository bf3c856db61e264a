"""Who codes an interview, who sees which marks, and who settles."""

from __future__ import annotations

from datetime import datetime

from travaux.evidence.models.coding import CodeBook, Coder
from travaux.evidence.models.interviews import Interview, InterviewState, InterviewText
from travaux.evidence.rules.interviews import ANALYSING, allowed, may_keep, may_read_text
from travaux.people.models import Person
from travaux.people.queries import holds
from travaux.plumbing.verdicts import YES, Verdict, no
from travaux.roadmap.models import Process

MOST_CODES = 200  # of one book
MOST_BOOKS = 100
MOST_CODERS = 12  # of one text
MOST_MARKS = 5_000  # of one coder in one text


def may_write_codes(person: Person | None, process: Process, at: datetime) -> Verdict:
    """Those who analyse write the book of codes."""
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    return YES if holds(person, process.code, ANALYSING, at) else no("not-your-role")


def may_change_book(person: Person | None, book: CodeBook, at: datetime) -> Verdict:
    """A book of codes changes until it is issued."""
    verdict = may_write_codes(person, book.process, at)
    if not verdict:
        return verdict
    return no("code-book-issued") if book.issued_at else YES


def may_name_coder(person: Person | None, interview: Interview, at: datetime) -> Verdict:
    """The secretariat names coders once the text is approved and may be analysed."""
    verdict = may_keep(person, interview, at)
    if not verdict:
        return verdict
    if interview.state != InterviewState.APPROVED:
        return no("text-not-approved")
    if not allowed(interview, at).analysis:
        return no("analysis-not-allowed")
    coders = list(Coder.objects.filter(text__interview=interview))
    if len(coders) > 1 and all(c.done_at for c in coders):
        return no("coding-compared-already")  # who codes now would see the others: not blind
    return YES


def may_code(person: Person | None, coder: Coder | None, at: datetime) -> Verdict:
    """Who was named codes until they say that they are done."""
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    if coder is None or coder.person_id != person.pk:
        return no("not-a-coder-of-it")
    interview = coder.text.interview
    verdict = may_read_text(person, interview, at)
    if not verdict:
        return verdict
    if not allowed(interview, at).analysis:
        return no("analysis-not-allowed")
    return no("coding-done") if coder.done_at else YES


def may_see_marks(person: Person | None, text: InterviewText, at: datetime) -> Verdict:
    """Nobody sees what others marked until all coders of the text are done."""
    verdict = may_read_text(person, text.interview, at)
    if not verdict:
        return verdict
    coders = list(text.coders.all())
    if not coders:
        return no("text-without-coders")
    awaited = sum(1 for c in coders if c.done_at is None)
    return no("coders-awaited", awaited=awaited) if awaited else YES


def may_settle_codes(person: Person | None, text: InterviewText, at: datetime) -> Verdict:
    """Those who analyse, the coders among them, settle where coders differ, with the reason."""
    verdict = may_see_marks(person, text, at)
    if not verdict:
        return verdict
    if not allowed(text.interview, at).analysis:
        return no("analysis-not-allowed")
    return may_write_codes(person, text.interview.process, at)
