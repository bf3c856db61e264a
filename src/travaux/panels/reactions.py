"""What this room does when names are erased below it; connected in `site/wiring.py`."""

from __future__ import annotations

from django.db.models import Q

from travaux.calls.facts import CallErased
from travaux.correspondence.actions import Outgoing, number_mails
from travaux.correspondence.facts import MailsLetGo
from travaux.panels.actions.erasing import erase_nominees
from travaux.panels.models import Nominee, Offer
from travaux.panels.queries.regional import MARK
from travaux.people.facts import PersonErased
from travaux.plumbing.languages import said


def on_person_erased(fact: PersonErased) -> None:
    """A person's name goes out of every pool, and so does the address of an offer to them."""
    mine = Q(person=fact.person)
    if fact.email:
        mine |= Q(offers__email__iexact=fact.email)
    found = list(Nominee.objects.filter(mine).distinct())
    erase_nominees(by=fact.by, nominees=found, subject=fact.person.key, at=fact.at)


def on_call_erased(fact: CallErased) -> None:
    """The names of a call whose period is over go out of the pools that were taken from it."""
    found = list(Nominee.objects.filter(application__in=fact.applications))
    erase_nominees(by=fact.by, nominees=found, subject=fact.call.key, at=fact.at)


def on_mails_let_go(fact: MailsLetGo) -> None:
    """Letters that offer places go out under numbers of the register.

    The register has the code of a nominee and no name: who reads it need not know who was nominated.
    """
    letters = {
        (mail.once or "").removeprefix(MARK): mail
        for mail in fact.mails
        if (mail.once or "").startswith(MARK)
    }
    found = Offer.objects.filter(key__in=letters).select_related("nominee", "panel").order_by("pk")
    sent = [
        Outgoing(
            letters[offer.key],
            offer.nominee.code,
            (
                ("panel", offer.panel.key, said(offer.panel.titles) or offer.panel.key),
                ("offer", offer.key, offer.nominee.code),
            ),
        )
        for offer in found
    ]
    number_mails(
        by=fact.by,
        process_code=fact.process_code,
        sent=sent,
        demonstration=bool(sent) and found[0].panel.demonstration,
        at=fact.at,
    )
