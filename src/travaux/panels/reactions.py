"""What this room does when names are erased below it; connected in `site/wiring.py`."""

from __future__ import annotations

from django.db.models import Q

from travaux.calls.facts import CallErased
from travaux.panels.actions.erasing import erase_nominees
from travaux.panels.models import Nominee
from travaux.people.facts import PersonErased


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
