"""What this room does when a person's account is erased; connected in `site/wiring.py`."""

from __future__ import annotations

from django.db.models import Q

from travaux.comments.facts import AnswersReleased
from travaux.people.facts import PersonErased
from travaux.voices.actions import forget_guest, forget_votes
from travaux.voices.actions.telling import _tell_guests_answered
from travaux.voices.models import Guest


def on_answers_released(fact: AnswersReleased) -> None:
    """Those who wrote without an account are told as well."""
    _tell_guests_answered(fact)


def on_person_erased(fact: PersonErased) -> None:
    """What they wrote without an account, under the same address, loses name and address too."""
    forget_votes(by=fact.by, person=fact.person, at=fact.at)
    mine = Q(claimed_by=fact.person)
    if fact.email:
        mine |= Q(email__iexact=fact.email)
    for guest in Guest.objects.filter(mine, erased_at__isnull=True).select_related(
        "submission__round__process"
    ):
        forget_guest(by=fact.by, guest=guest, at=fact.at)
