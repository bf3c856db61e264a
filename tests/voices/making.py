"""A round in an open track that one may join without an account."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from tests.cast import Cast, person
from tests.comments.texts import DURING, a_round, entry
from travaux.consultations.models import Round
from travaux.people.actions import appoint
from travaux.people.models import Person, Role
from travaux.plumbing.models import Mail
from travaux.voices.actions import join_in, set_policy
from travaux.voices.models import Guest
from travaux.voices.rules import GuestDetails

WHO = GuestDetails("Iris Invented", "iris@example.org", "women", "Quay choir", "en")
HERE = "origin-1"


def open_to_all(cast: Cast, round: Round | None = None, **also) -> Round:
    made = round or a_round(cast)
    told = {"joining": True, "mode": "after", "at": DURING, **also}
    set_policy(by=cast.amina, track=made.track, **told)
    return made


def joined(round: Round, at: datetime = DURING, *, email: str = "", **also) -> Guest:
    told = {
        "guest": replace(WHO, email=email) if email else WHO,
        "origin": HERE,
        "proven": True,
        "entry": entry(round, also.pop("text", "Say who decides."), **also.pop("words", {})),
        **also,
    }
    return join_in(by=None, round=round, at=at, **told)


def second_secretary(cast: Cast) -> Person:
    made = person("Selma", second_factor=True)
    appoint(by=None, person=made, role=Role.SECRETARIAT, process_code="harbour", at=DURING)
    return made


def mail_to(address: str) -> Mail:
    return Mail.objects.filter(to=address).order_by("pk").last()
