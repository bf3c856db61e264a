"""Registering interviews, what their interviewees allow, and what goes when they allow less."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from travaux.core.evidence.transcripts import names_in
from travaux.evidence.models import FindingSource, Level, Source
from travaux.evidence.models.interviews import (
    Consent,
    Interview,
    InterviewLink,
    InterviewState,
    LinkPurpose,
    Quotation,
    Quoting,
)
from travaux.evidence.queries.interviews import interviews_of_address
from travaux.evidence.queries.questions import regions_known
from travaux.evidence.rules.interviews import (
    MOST_INTERVIEWS,
    allowed,
    consent_of,
    may_keep,
    may_keep_interviews,
    may_use_interview_link,
)
from travaux.evidence.states import MOVES
from travaux.journal.actions import Actor, action, nothing_to_record, record
from travaux.people.models import Country, Person
from travaux.plumbing.files import forget_files, keep_file
from travaux.plumbing.mail import forget_mails_about
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Process


@dataclass(frozen=True, slots=True)
class Facts:
    """What is registered of an interview. Empty region or level: all of them."""

    title: str
    language: str
    held_on: date
    name: str = ""
    function: str = ""
    email: str = ""
    region: str = ""
    level: str = ""
    country: Country | None = None
    embargo_until: datetime | None = None
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Given:
    """A consent as it was given. `file`: an upload of the signed form."""

    given_on: date
    analysis: bool
    quoting: str = Quoting.NONE
    publication: bool = False
    until: datetime | None = None
    how: str = ""
    file: Any = None


def _values(facts: Facts) -> dict[str, Any]:
    if not facts.title.strip():
        raise refuse("interview-needs-title")
    if facts.name.strip() and names_in(facts.title, facts.name):
        raise refuse("title-names-interviewee")
    if facts.region and facts.region not in {g.code for g in regions_known()}:
        raise refuse("regional-group-unknown", region=facts.region[:60])
    if facts.level and facts.level not in Level.values:
        raise refuse("level-unknown", level=facts.level[:40])
    return {
        "title": " ".join(facts.title.split())[:200],
        "language": facts.language[:8],
        "held_on": facts.held_on,
        "region": facts.region,
        "level": facts.level,
        "country": facts.country,
        "name": " ".join(facts.name.split())[:200],
        "function": " ".join(facts.function.split())[:200],
        "email": facts.email.strip().lower()[:254],
        "embargo_until": facts.embargo_until,
        "zone": facts.zone,
    }


def _locked(interview: Interview) -> Interview:
    found = Interview.objects.select_for_update(of=("self",)).select_related("process")
    return found.get(pk=interview.pk)


def _tell(by: Actor | None, interview: Interview, at: datetime, **facts: object) -> None:
    record(by=by, subject=interview.key, process=interview.process.code, at=at, facts=facts)


def _consent(interview: Interview, given: Given, at: datetime, by: Actor | None) -> Consent:
    if given.quoting not in Quoting.values:
        raise refuse("quoting-unknown", quoting=str(given.quoting)[:40])
    if given.publication and not given.analysis:
        raise refuse("publication-needs-analysis")
    if given.quoting != Quoting.NONE and not given.analysis:
        raise refuse("quoting-needs-analysis")
    if given.until is not None and given.until <= at:
        raise refuse("consent-is-over")
    file = None
    if given.file is not None:
        code = interview.process.code
        file = keep_file(given.file, name=given.file.name, at=at, by=by, process_code=code)
    return Consent.objects.create(
        interview=interview,
        analysis=given.analysis,
        quoting=given.quoting,
        publication=given.publication,
        until=given.until,
        given_on=given.given_on,
        how=given.how.strip()[:300],
        file=file,
        recorded_at=at,
        by_key=by.key if by is not None else "",
    )


@action
def register_interview(
    *,
    by: Person,
    process: Process,
    facts: Facts,
    given: Given,
    at: datetime,
    interviewer: Person | None = None,
    demonstration: bool = False,
) -> Interview:
    """An interview is registered together with what its interviewee allows: never without."""
    process = Process.objects.select_for_update().get(pk=process.pk)  # numbers one by one
    require(may_keep_interviews(by, process, at))
    last = Interview.objects.filter(process=process).aggregate(most=Max("number"))["most"] or 0
    if last >= MOST_INTERVIEWS:
        raise refuse("too-many-interviews", most=MOST_INTERVIEWS)
    made = Interview.objects.create(
        process=process,
        number=last + 1,
        interviewer=interviewer or by,
        created_at=at,
        demonstration=demonstration or process.demonstration,
        **_values(facts),
    )
    _consent(made, given, at, by)
    _tell(by, made, at, number=made.number)
    return made


@action
def change_interview(
    *, by: Person, interview: Interview, facts: Facts, seen: int, at: datetime
) -> Interview:
    """What is registered of an interview changes, its embargo too. A new address ends old links."""
    interview = _locked(interview)
    require(may_keep(by, interview, at))
    if interview.revision != seen:
        raise refuse("moved-meanwhile")
    values = _values(facts)
    changed = [name for name, value in values.items() if getattr(interview, name) != value]
    if not changed:
        nothing_to_record()
        return interview
    if "email" in changed:
        InterviewLink.objects.filter(interview=interview, used_at__isnull=True).update(
            expires_at=at
        )
    for name in changed:
        setattr(interview, name, values[name])
    interview.revision += 1
    interview.save(update_fields=[*changed, "revision"])
    _tell(by, interview, at, changed=changed)
    return interview


@action
def record_consent(*, by: Person, interview: Interview, given: Given, at: datetime) -> Consent:
    """The interviewee allows other than before; what is not allowed any more goes at once."""
    interview = _locked(interview)
    require(may_keep(by, interview, at))
    made = _consent(interview, given, at, by)
    gone = _take_quotations(interview, at, "consent") if given.quoting == Quoting.NONE else 0
    _tell(by, interview, at, analysis=given.analysis, quoting=given.quoting, quotations=gone)
    return made


def _take_quotations(interview: Interview, at: datetime, why: str) -> int:
    standing = Quotation.objects.filter(interview=interview, gone_at__isnull=True)
    return standing.update(gone_at=at, gone_why=why)


def _let_go(interview: Interview, at: datetime, why: str) -> dict[str, int]:
    """All that was said goes, with the name: words, files, quotations. Returns what went.

    What stays says that an interview was held, and what coders agreed on, without a word of it.
    """
    quotations = _take_quotations(interview, at, why)
    files = [c.file for c in interview.consents.select_related("file") if c.file is not None]
    interview.consents.update(file=None, how="")
    for text in interview.texts.select_related("file"):
        if text.file is not None:
            files.append(text.file)
        text.paragraphs = [{"text": "", "withheld": True} for _p in text.paragraphs]
        text.file = None
        text.save(update_fields=["paragraphs", "file"])
    forget_files(files)
    forget_mails_about(f"interview:{interview.key}")
    interview.links.filter(used_at__isnull=True).update(used_at=at)
    # what it answered it answers no more; a finding keeps the place, with a note where it stood
    answered = Source.objects.filter(
        kind="interview", subject_key=interview.key, taken_out_at__isnull=True
    ).update(taken_out_at=at)
    findings = FindingSource.objects.filter(
        kind="interview", subject_key=interview.key, taken_out_at__isnull=True
    )
    told = {"quotations": quotations, "questions": answered, "findings": findings.count()}
    nobody = {"name": "", "email": "", "function": "", "title": "", "approved_how": ""}
    move(interview, MOVES, "withdraw-interview", withdrawn_at=at, withdrawn_why=why, **nobody)
    return told


@action
def withdraw_interview(*, by: Person, interview: Interview, at: datetime) -> dict[str, int]:
    """The interviewee said, otherwise than by their link, that they take everything back."""
    interview = _locked(interview)
    require(may_keep(by, interview, at))
    told = _let_go(interview, at, "withdrawn")
    _tell(by, interview, at, **told)
    return told


@action
def take_consent_back(
    *, by: Actor | None, link: InterviewLink, everything: bool, at: datetime
) -> dict[str, int]:
    """Who holds the link of an interviewee allows no quotation any more, or nothing at all."""
    interview = _locked(link.interview)
    link = InterviewLink.objects.select_related("interview__process").get(pk=link.pk)
    if link.purpose != LinkPurpose.LEAVE:
        raise refuse("interview-link-unknown")
    require(may_use_interview_link(link, at))
    if everything:
        told = _let_go(interview, at, "withdrawn")
        _tell(by, interview, at, by_link=link.key, **told)
        return told
    last, now = consent_of(interview), allowed(interview, at)
    if now.quoting == Quoting.NONE:
        nothing_to_record()
        return {"quotations": 0}
    assert last is not None  # something was allowed
    given = Given(
        at.date(), now.analysis, Quoting.NONE, publication=now.publication, until=last.until
    )
    _consent(interview, given, at, None)
    told = {"quotations": _take_quotations(interview, at, "consent")}
    _tell(by, interview, at, by_link=link.key, **told)
    return told


@action
def end_past_consents(*, by: Actor | None, at: datetime) -> int:
    """Consents that were given until a day that is over: what was said goes, as at a withdrawal."""
    standing = Interview.objects.exclude(state=InterviewState.WITHDRAWN)
    past: Sequence[Interview] = [
        i
        for i in standing.filter(consents__until__lte=at).distinct().order_by("pk")
        if (last := consent_of(i)) is not None and last.until is not None and last.until <= at
    ]
    if not past:
        nothing_to_record()
        return 0
    for interview in past:
        _let_go(_locked(interview), at, "ended")
    record(by=by, subject="interviews", at=at, facts={"interviews": [i.key for i in past]})
    return len(past)


@action
def forget_interviewee(*, by: Actor | None, addresses: Sequence[str], at: datetime) -> int:
    """Somebody's account is erased: the interviews that they gave go, as at a withdrawal."""
    found = interviews_of_address(addresses)
    if not found:
        nothing_to_record()
        return 0
    for interview in found:
        _let_go(_locked(interview), at, "erased")
    record(by=by, subject="interviews", at=at, facts={"interviews": [i.key for i in found]})
    return len(found)
