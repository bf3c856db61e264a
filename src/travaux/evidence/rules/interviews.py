"""Who keeps interviews, who reads what of them, and what their consent allows now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from travaux.evidence.models.coding import Coder
from travaux.evidence.models.interviews import (
    Consent,
    Interview,
    InterviewLink,
    InterviewState,
    LinkPurpose,
    Quoting,
)
from travaux.evidence.rules.standing import is_secretariat
from travaux.people.models import Person, Role
from travaux.people.queries import holds
from travaux.plumbing.verdicts import YES, Verdict, no
from travaux.roadmap.models import Process

ANALYSING = (Role.SECRETARIAT, Role.DRAFTER, Role.EXPERT)
MOST_INTERVIEWS = 2_000
MOST_TEXTS = 20  # wordings of one interview
MOST_QUOTATIONS = 300  # of one interview
MOST_LINKS = 20  # mails to one interviewee
APPROVAL = timedelta(days=60)  # how long a link for reading and approving opens


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the last consent of an interview allows at an instant."""

    analysis: bool = False
    quoting: str = Quoting.NONE
    publication: bool = False


def consent_of(interview: Interview) -> Consent | None:
    """The consent that holds: the last one that was given."""
    return max(interview.consents.all(), key=lambda c: c.pk, default=None)


def allowed(interview: Interview, at: datetime) -> Allowed:
    """What may be done with an interview now; nothing once it was withdrawn or consent ran out."""
    consent = consent_of(interview)
    if (
        consent is None
        or interview.state == InterviewState.WITHDRAWN
        or (consent.until is not None and at >= consent.until)
    ):
        return Allowed()
    return Allowed(consent.analysis, consent.quoting, consent.publication)


def under_embargo(interview: Interview, at: datetime) -> bool:
    """Whether only those entitled see anything of it."""
    return interview.embargo_until is not None and at < interview.embargo_until


def is_public(interview: Interview, at: datetime) -> bool:
    """Whether the interview is named, and its quotations read, by everybody."""
    return (
        interview.state == InterviewState.APPROVED
        and not under_embargo(interview, at)
        and allowed(interview, at).publication
    )


def quotable(interview: Interview, at: datetime) -> bool:
    """Whether the consent as it stands allows quotations."""
    return (
        interview.state == InterviewState.APPROVED
        and allowed(interview, at).quoting != Quoting.NONE
    )


def may_keep_interviews(person: Person | None, process: Process, at: datetime) -> Verdict:
    """The secretariat registers interviews, with what their interviewees allow."""
    return is_secretariat(person, process.code, at)


def may_keep(person: Person | None, interview: Interview, at: datetime) -> Verdict:
    """What is registered changes until the interviewee leaves."""
    verdict = may_keep_interviews(person, interview.process, at)
    if not verdict:
        return verdict
    return no("interview-withdrawn") if interview.state == InterviewState.WITHDRAWN else YES


def _is_interviewer(person: Person | None, interview: Interview) -> bool:
    return bool(person and getattr(person, "pk", None)) and (
        person is not None and interview.interviewer_id == person.pk
    )


def may_see_name(person: Person | None, interview: Interview, at: datetime) -> Verdict:
    """Who the interviewee is: the secretariat and the interviewer; others only by consent."""
    if _is_interviewer(person, interview) or may_keep_interviews(person, interview.process, at):
        return YES
    if is_public(interview, at) and allowed(interview, at).quoting == Quoting.NAMED:
        return YES
    return no("interviewee-not-named")


def may_see_interview(person: Person | None, interview: Interview, at: datetime) -> Verdict:
    """That it was held, when and where: everybody once it is public, before that those at work."""
    return YES if is_public(interview, at) else may_read_text(person, interview, at)


def may_read_text(person: Person | None, interview: Interview, at: datetime) -> Verdict:
    """What was said: the secretariat, the interviewer and the coders who were named; once the
    embargo is over and the text approved, all who analyse in this process."""
    if _is_interviewer(person, interview) or may_keep_interviews(person, interview.process, at):
        return YES
    if person is None or not getattr(person, "pk", None):
        return no("interview-not-open")
    if interview.state != InterviewState.APPROVED or not allowed(interview, at).analysis:
        return no("interview-not-open")
    if not holds(person, interview.process.code, ANALYSING, at):
        return no("interview-not-open")
    if not under_embargo(interview, at):
        return YES
    named = Coder.objects.filter(text__interview=interview, person_id=person.pk).exists()
    return YES if named else no("interview-not-open")


def may_bring_text(person: Person | None, interview: Interview, at: datetime) -> Verdict:
    """The secretariat or the interviewer brings the text in, until it is approved."""
    if not (
        _is_interviewer(person, interview) or may_keep_interviews(person, interview.process, at)
    ):
        return no("not-your-role")
    if interview.state == InterviewState.WITHDRAWN:
        return no("interview-withdrawn")
    return no("text-approved") if interview.state == InterviewState.APPROVED else YES


def may_ask_interviewee(person: Person | None, interview: Interview, at: datetime) -> Verdict:
    """The interviewee is asked by mail once there is a text and an address."""
    verdict = may_keep(person, interview, at)
    if not verdict:
        return verdict
    if interview.state == InterviewState.APPROVED:
        return no("text-approved")
    if not interview.texts.exists():
        return no("interview-without-text")
    return YES if interview.email else no("interviewee-without-address")


def may_approve_for(person: Person | None, interview: Interview, at: datetime) -> Verdict:
    """Where the interviewee agreed otherwise, the secretariat says how."""
    verdict = may_keep(person, interview, at)
    if not verdict:
        return verdict
    if interview.state == InterviewState.APPROVED:
        return no("text-approved")
    return YES if interview.texts.exists() else no("interview-without-text")


def may_quote(person: Person | None, interview: Interview, at: datetime) -> Verdict:
    """Who analyses quotes what was approved, as far as the interviewee allowed it."""
    verdict = may_read_text(person, interview, at)
    if not verdict:
        return verdict
    if not holds(person, interview.process.code, ANALYSING, at):
        return no("not-your-role")
    if interview.state != InterviewState.APPROVED:
        return no("text-not-approved")
    return no("quoting-not-allowed") if allowed(interview, at).quoting == Quoting.NONE else YES


def may_use_interview_link(link: InterviewLink, at: datetime) -> Verdict:
    """A link opens until it was used, replaced or its days are over."""
    if link.interview.state == InterviewState.WITHDRAWN:
        return no("interview-withdrawn")
    if link.used_at is not None or (
        link.purpose == LinkPurpose.APPROVE and link.interview.state == InterviewState.APPROVED
    ):
        return no("interview-link-used")
    if link.expires_at is not None and at >= link.expires_at:
        return no("interview-link-over")
    return YES
