"""Quoting an interview: words by their exact place, within what its interviewee allows."""

from __future__ import annotations

from datetime import datetime

from travaux.core.evidence.transcripts import names_in, place_of_words
from travaux.evidence.actions.interviews import _locked, _tell
from travaux.evidence.models.interviews import InterviewText, Quotation, Quoting
from travaux.evidence.queries.interviews import text_of
from travaux.evidence.rules.interviews import MOST_QUOTATIONS, allowed, may_quote
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse, require


@action
def quote_words(
    *, by: Person, text: InterviewText, number: int, words: str, at: datetime
) -> Quotation:
    """Words of an approved text become a quotation, by their exact place; none: the paragraph."""
    interview = _locked(text.interview)
    require(may_quote(by, interview, at))
    last = text_of(interview)
    if last is None or last.pk != text.pk or not 0 < number <= len(last.paragraphs):
        raise refuse("moved-meanwhile")
    held = last.paragraphs[number - 1]
    if held["withheld"]:
        raise refuse("passage-withheld")
    start, end = place_of_words(held["text"], words)
    said = held["text"][start:end]
    quoting = allowed(interview, at).quoting
    if quoting != Quoting.NAMED and interview.name and names_in(said, interview.name):
        raise refuse("quotation-names-interviewee")
    standing = interview.quotations.filter(gone_at__isnull=True)
    same = standing.filter(text=last, paragraph=number, start=start, end=end).first()
    if same is not None:
        nothing_to_record()
        return same
    if standing.count() >= MOST_QUOTATIONS:
        raise refuse("too-many-quotations", most=MOST_QUOTATIONS)
    made = Quotation.objects.create(
        interview=interview,
        text=last,
        paragraph=number,
        start=start,
        end=end,
        at=at,
        by_key=by.key,
    )
    facts = {"quotation": made.key, "paragraph": number, "start": start, "end": end}
    record(by=by, subject=interview.key, process=interview.process.code, at=at, facts=facts)
    return made


@action
def take_quotation_out(*, by: Person, quotation: Quotation, at: datetime) -> None:
    """A quotation is taken back by those who made it; pages that stood on it say so."""
    interview = _locked(quotation.interview)
    require(may_quote(by, interview, at))
    standing = Quotation.objects.filter(pk=quotation.pk, gone_at__isnull=True)
    if not standing.update(gone_at=at, gone_why="taken-back"):
        raise refuse("moved-meanwhile")
    _tell(by, interview, at, quotation=quotation.key)
