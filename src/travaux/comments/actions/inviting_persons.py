"""Persons whom a track is for are written to: in their language, held to be read first."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from travaux.comments.queries.asked import AskedPerson
from travaux.comments.queries.coverage import read_monitor
from travaux.comments.queries.invitations import person_invitation_words
from travaux.comments.rules import may_remind
from travaux.consultations.models import Round
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.languages import to_django
from travaux.plumbing.mail import write_mail
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import require


@action
def write_to_persons(*, by: Person, round: Round, at: datetime) -> int:
    """An invitation, or a reminder, for each person whom the track asks and who is not known to have
    taken part; how many are new. They are held in the outbox; nobody is written to twice on one day.

    Whoever asked that their identity be protected is written to as well: that they alone get no
    reminder would tell that they wrote.
    """
    require(may_remind(by, round, at))
    written = sum(_write(round, one, at) for one in read_monitor(round, at).waiting)
    if not written:
        nothing_to_record()
        return 0
    record(
        by=by,
        subject=round.key,
        process=round.process.code,
        at=at,
        facts={"round": round.key, "mails": written},
    )
    return written


def _write(round: Round, one: AskedPerson, at: datetime) -> int:
    person, about = one.person, f"invitation:{round.key}:{one.person.key}"
    earlier = Mail.objects.filter(process_code=round.process.code, about=about)
    once = f"invited:{round.key}:{person.key}:{at:%Y-%m-%d}"
    if earlier.filter(once=once).exists():
        return 0
    with translation.override(to_django(person.language)):
        place = reverse("consultations:round", args=[round.process.code, round.key])
    subject, text = person_invitation_words(
        round, f"{settings.ADDRESS}{place}", again=earlier.exists(), language=person.language
    )
    mail = write_mail(
        person,
        subject,
        text,
        about=about,
        at=at,
        language=person.language,
        once=once,
        hold=True,
        kind="invitations",
        process_code=round.process.code,
    )
    return int(mail is not None)
