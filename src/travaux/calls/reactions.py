"""What calls do when somebody leaves: what they handed in as a person goes with them."""

from __future__ import annotations

from travaux.calls.actions.leaving import forget_applicant
from travaux.calls.actions.on_behalf import withdraw_disowned
from travaux.calls.actions.referrals import register_question
from travaux.calls.models import Application
from travaux.correspondence.facts import EntryDisowned, MailsLetGo
from travaux.people.facts import PersonErased


def on_person_erased(fact: PersonErased) -> None:
    """Applications, files and links of somebody whose account was erased."""
    forget_applicant(by=fact.by, person=fact.person, email=fact.email, at=fact.at)


def on_disowned(fact: EntryDisowned) -> None:
    """What its alleged sender disowned is withdrawn."""
    if fact.kind == "application":
        for one in Application.objects.filter(key=fact.subject_key).select_related("call__process"):
            withdraw_disowned(by=None, application=one, at=fact.at)


def on_mails_let_go(fact: MailsLetGo) -> None:
    """A question to a permanent mission is registered once it goes."""
    for mail in fact.mails:
        if (mail.once or "").startswith("referral-asked:"):
            register_question(by=fact.by, mail=mail, at=fact.at)
