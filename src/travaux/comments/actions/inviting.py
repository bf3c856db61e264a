"""Those who are asked and have not replied are written to: in their language, held to be read first."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from travaux.comments.queries.coverage import (
    offices,
    organisation_key,
    read_monitor,
    speakers,
    state_key,
)
from travaux.comments.queries.invitations import invitation_words
from travaux.comments.rules import may_remind
from travaux.consultations.models import Invitation, Round
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Contact, Country, Office, Organisation, Person, Role
from travaux.people.queries.offices import scope_of
from travaux.plumbing.languages import current, said, to_django
from travaux.plumbing.mail import write_mail
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import refuse, require


def _readers(
    process_code: str, at: datetime
) -> tuple[dict[str, list[Person]], dict[str, list[Contact]]]:
    """Whom to write to for each party: who holds the mandate today, else the offices on record."""
    persons: dict[str, list[Person]] = {}
    for one in speakers(process_code, at):
        if one.country is not None and one.role == Role.FOCAL_POINT:
            persons.setdefault(state_key(one.country), []).append(one.person)
        if one.organisation is not None:
            persons.setdefault(organisation_key(one.organisation), []).append(one.person)
    contacts: dict[str, list[Contact]] = {}
    for office in offices(process_code):
        assert office.country_id is not None
        contacts.setdefault(f"state#{office.country_id}", []).append(office)
    return persons, contacts


@action
def write_reminders(
    *,
    by: Person,
    round: Round,
    parties: Collection[str],
    at: datetime,
    office: Office | None = None,
) -> int:
    """An invitation or a reminder for each of these parties that is not heard yet; how many are new.

    Those of the secretariat are held in the outbox. An office (`office`) saw its own before: they
    go, to parties of its states alone. Nobody is written to twice on one day about a round.
    """
    require(may_remind(by, round, at, office))
    scope = scope_of(office) if office is not None else None
    found = read_monitor(round, at, scope)
    if office is not None and not set(parties) <= found.parties.keys():
        raise refuse("beyond-your-states")
    persons, contacts = _readers(round.process.code, at)
    written = 0
    for one in found.coverage.unheard:
        if one.key not in parties:
            continue
        country, organisation = found.countries.get(one.key), found.organisations.get(one.key)
        if country is None and organisation is None:
            continue
        readers: list[Person | Contact] = [*persons.get(one.key, [])]
        if not readers and country is not None:
            readers = [*contacts.get(f"state#{country.pk}", [])[:1]]
        if not readers:
            continue
        invitation, _new = Invitation.objects.get_or_create(
            round=round,
            country=country,
            organisation=None if country is not None else organisation,
            defaults={"written_at": at},
        )
        for reader in {r.pk: r for r in readers}.values():
            written += _write(
                round,
                invitation,
                country,
                organisation,
                reader,
                one.invited,
                at,
                hold=office is None,
            )
    if not written:
        nothing_to_record()
        return 0
    record(
        by=by,
        subject=round.key,
        process=round.process.code,
        at=at,
        facts={
            "round": round.key,
            "mails": written,
            **({"office": office.key} if office is not None else {}),
        },
    )
    return written


def _write(
    round: Round,
    invitation: Invitation,
    country: Country | None,
    organisation: Organisation | None,
    reader: Person | Contact,
    again: bool,
    at: datetime,
    *,
    hold: bool,
) -> int:
    once = f"invited:{invitation.key}:{reader.key}:{at:%Y-%m-%d}"
    if Mail.objects.filter(once=once).exists():
        return 0
    language = reader.language or current()
    with translation.override(to_django(language)):
        party = country.names if country is not None else None
        name = said(party) if party else (organisation.name if organisation else "")
        address = reverse("consultations:invitation", args=[round.process.code, invitation.key])
    subject, text = invitation_words(
        round, name, f"{settings.ADDRESS}{address}", again=again, language=language
    )
    mail = write_mail(
        reader if isinstance(reader, Person) else reader.email,
        subject,
        text,
        about=f"invitation:{round.key}:{invitation.key}",
        at=at,
        language=language,
        once=once,
        hold=hold,
        kind="invitations",
        process_code=round.process.code,
    )
    return int(mail is not None)
