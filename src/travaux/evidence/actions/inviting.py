"""Inviting units to a survey by mail, once each, and reminding those that have not answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from travaux.evidence.models import Invitation, Survey
from travaux.evidence.queries.surveys import digest_of, invitation_token, waiting_invitations
from travaux.evidence.rules.surveys import (
    MOST_INVITED,
    MOST_LINES,
    MOST_REMINDERS,
    REST_DAYS,
    may_invite_by_mail,
    may_withdraw_invitation,
)
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.keys import plain_key
from travaux.plumbing.languages import current, said, to_django
from travaux.plumbing.mail import write_mail
from travaux.plumbing.verdicts import refuse, require


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who is asked for which unit, in which language."""

    email: str
    unit_name: str = ""
    language: str = ""


def _write(invitation: Invitation, survey: Survey, cause: str, at: datetime) -> None:
    token = invitation_token(invitation.key)
    with translation.override(to_django(invitation.language or current())):
        path = reverse("evidence:invited", args=[survey.process.code, token])
        told = {
            "survey": survey,
            "title": said(survey.titles),
            "unit": invitation.unit_name,
            "link": f"{settings.ADDRESS}{path}",
            "closes": survey.closes_at,
            "again": cause != "first",
        }
        subject = render_to_string("evidence/mail/survey_invitation.subject.txt", told)
        text = render_to_string("evidence/mail/survey_invitation.txt", told)
    write_mail(
        invitation.email,
        subject,
        text,
        about=invitation.key,
        once=f"survey-invitation:{invitation.key}:{cause}",
        language=invitation.language or current(),
        process_code=survey.process.code,
        at=at,
    )


@action
def invite_by_mail(
    *, by: Person, survey: Survey, addressees: Sequence[Addressee], at: datetime
) -> int:
    """Each address gets one mail with a link of its own; who was invited before gets none.

    How many are new. The same list again writes nothing.
    """
    survey = Survey.objects.select_for_update().select_related("process").get(pk=survey.pk)
    require(may_invite_by_mail(by, survey, at))
    if len(addressees) > MOST_LINES:
        raise refuse("too-many-invited", most=MOST_LINES)
    held = survey.invitations.filter(withdrawn_at__isnull=True).exclude(email="")
    known = set(held.values_list("email", flat=True))
    new: dict[str, Addressee] = {}
    for one in addressees:
        if one.email not in known:
            new.setdefault(one.email, one)  # the first line of an address counts
    if len(known) + len(new) > MOST_INVITED:
        raise refuse("too-many-invited", most=MOST_INVITED)
    if not new:
        nothing_to_record()
        return 0
    for told in new.values():
        key = plain_key()
        made = Invitation.objects.create(
            survey=survey,
            key=key,
            digest=digest_of(invitation_token(key)),
            unit_name=told.unit_name,
            email=told.email,
            language=told.language or current(),
            at=at,
            mailed_at=at,
        )
        _write(made, survey, "first", at)
    facts = {"invited": len(new)}
    record(by=by, subject=survey.key, process=survey.process.code, at=at, facts=facts)
    return len(new)


@action
def remind_invited(*, by: Person, survey: Survey, at: datetime) -> int:
    """Who was invited by mail and has not handed in is reminded, after some days of rest; how many.

    A second click writes nothing: each address had its mail today.
    """
    survey = Survey.objects.select_for_update().select_related("process").get(pk=survey.pk)
    require(may_invite_by_mail(by, survey, at))
    rested = at - timedelta(days=REST_DAYS)
    due = list(
        waiting_invitations(survey).filter(mailed_at__lte=rested, reminders__lt=MOST_REMINDERS)
    )
    for one in due:
        _write(one, survey, f"reminder-{one.reminders + 1}", at)
        Invitation.objects.filter(pk=one.pk).update(mailed_at=at, reminders=one.reminders + 1)
    if not due:
        nothing_to_record()
        return 0
    facts = {"reminded": len(due)}
    record(by=by, subject=survey.key, process=survey.process.code, at=at, facts=facts)
    return len(due)


@action
def withdraw_invitation(*, by: Person, invitation: Invitation, at: datetime) -> None:
    """The link of an invitation does not hold any more, and its address goes."""
    survey = invitation.survey
    require(may_withdraw_invitation(by, survey, at))
    held = Invitation.objects.filter(pk=invitation.pk, withdrawn_at__isnull=True)
    if not held.update(withdrawn_at=at, email=""):
        raise refuse("moved-meanwhile")
    facts = {"invitation": invitation.key}
    record(by=by, subject=survey.key, process=survey.process.code, at=at, facts=facts)
