"""Who prepares a survey, when its form is frozen, who may answer, and who sees results."""

from __future__ import annotations

from datetime import datetime

from travaux.core.surveys.check import check_form
from travaux.core.surveys.plain import form_from_plain
from travaux.evidence.models import (
    Access,
    Edition,
    EditionState,
    Invitation,
    Response,
    ResponseState,
    Survey,
    SurveyState,
)
from travaux.evidence.rules.standing import is_secretariat
from travaux.people.models import Person
from travaux.plumbing.verdicts import YES, Verdict, no

MOST_DRAFTS_AN_HOUR = 500  # begun without an account in one survey
MOST_RESPONSES = 500_000
MOST_FILES = 20  # of one respondent
MOST_DEVICES = 500
MOST_INVITED = 5_000  # by mail, in one survey
MOST_LINES = 500  # invited at once
MOST_REMINDERS = 3
REST_DAYS = 3  # between two mails to one address


def may_see_survey(person: Person | None, survey: Survey, at: datetime) -> Verdict:
    """A survey that was opened once is public; one in preparation is the secretariat's."""
    if survey.state != SurveyState.DRAFT:
        return YES
    return is_secretariat(person, survey.process.code, at)


def may_change_survey(person: Person | None, survey: Survey, at: datetime) -> Verdict:
    """Facts, frame and rules of a survey change until its results are published."""
    verdict = is_secretariat(person, survey.process.code, at)
    if not verdict:
        return verdict
    return no("survey-published") if survey.published_at else YES


def may_change_form(person: Person | None, edition: Edition, at: datetime) -> Verdict:
    """The form of an edition changes until it is issued; in translation only words come in."""
    verdict = is_secretariat(person, edition.survey.process.code, at)
    if not verdict:
        return verdict
    return no("edition-frozen") if edition.state == EditionState.ISSUED else YES


def may_issue(person: Person | None, edition: Edition, at: datetime) -> Verdict:
    """An edition is issued once its form can be asked."""
    verdict = may_change_form(person, edition, at)
    if not verdict:
        return verdict
    problems = check_form(form_from_plain(edition.form))
    return no("survey-form-unfit", count=len(problems)) if problems else YES


def is_taking_answers(survey: Survey, at: datetime) -> Verdict:
    """Answers come in while the survey is open and its deadline has not passed."""
    if survey.state == SurveyState.DRAFT:
        return no("survey-not-open")
    if survey.state == SurveyState.CLOSED or (survey.closes_at and at >= survey.closes_at):
        return no("survey-closed")
    return YES


def may_send_late(survey: Survey, at: datetime) -> Verdict:
    """A device may send after the end what was answered without a network; it is set aside."""
    return no("survey-not-open") if survey.state == SurveyState.DRAFT else YES


def may_begin_response(
    person: Person | None, survey: Survey, invitation: Invitation | None, at: datetime
) -> Verdict:
    """Who may answer: whoever has the address, whoever was invited, or whoever has an account."""
    verdict = is_taking_answers(survey, at)
    if not verdict:
        return verdict
    if survey.access == Access.ACCOUNT and person is None:
        return no("sign-in-first")
    if invitation is not None and invitation.withdrawn_at is not None:
        return no("invitation-withdrawn")
    if survey.access == Access.INVITED and (
        invitation is None or invitation.survey_id != survey.pk
    ):
        return no("survey-by-invitation")
    return YES


def may_invite_by_mail(person: Person | None, survey: Survey, at: datetime) -> Verdict:
    """The secretariat writes to those whom it asks, while the survey takes answers."""
    verdict = is_secretariat(person, survey.process.code, at)
    return is_taking_answers(survey, at) if verdict else verdict


def may_keep(response: Response, at: datetime) -> Verdict:
    """A draft is changed until it is handed in, its invitation is withdrawn, or the survey closes."""
    if response.state != ResponseState.DRAFT:
        return no("response-handed-in")
    if response.invitation is not None and response.invitation.withdrawn_at is not None:
        return no("invitation-withdrawn")
    return is_taking_answers(response.survey, at)


def may_decide_answers(person: Person | None, survey: Survey, at: datetime) -> Verdict:
    """Which answers are reckoned, and of which country they are, is decided until the results are
    published: published figures do not move."""
    return may_change_survey(person, survey, at)


def may_withdraw_invitation(person: Person | None, survey: Survey, at: datetime) -> Verdict:
    """A link is taken back at any time, by the secretariat."""
    return is_secretariat(person, survey.process.code, at)


def may_read_results(person: Person | None, survey: Survey, at: datetime) -> Verdict:
    """Results are everybody's once they are published, and the secretariat's before."""
    if survey.published_at is not None:
        return YES
    return is_secretariat(person, survey.process.code, at)
