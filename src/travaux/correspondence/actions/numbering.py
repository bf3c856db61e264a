"""What goes out as a mail, and what comes in through a link, gets its number in the register too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from travaux.correspondence.actions.register import _give_number, _next_numbers
from travaux.correspondence.models import Entry, EntryFile, EntryLink
from travaux.correspondence.models.register import Direction, Form
from travaux.correspondence.queries.register import entries_about
from travaux.correspondence.rules import may_write
from travaux.journal.actions import Actor, action, nothing_to_record, record
from travaux.people.models import Contact, Person
from travaux.plumbing.files import keep_file
from travaux.plumbing.models import Mail, StoredFile
from travaux.plumbing.verdicts import require

About = tuple[str, str, str]  # kind and key of a thing, and what it is called
AT_ONCE = 200  # rows that one statement writes


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A mail that is on its way: to whom, as the register says it, and what it is about.

    `party` names nobody whom the readers of the register may not know: an office, or a code.
    """

    mail: Mail
    party: str
    about: tuple[About, ...]
    contact: Contact | None = None
    form: str = Form.LETTER


@action
def number_mails(
    *,
    by: Person,
    process_code: str,
    sent: Sequence[Outgoing],
    at: datetime,
    demonstration: bool = False,
) -> list[Entry]:
    """Mails get their numbers among what went out, in their order, and bear them as references.

    Some thousand at once take as many statements as a few.
    """
    require(may_write(by, process_code))
    if not sent:
        nothing_to_record()
        return []
    first, before = _next_numbers(process_code, Direction.OUT, at)
    entries = Entry.objects.bulk_create(
        [
            Entry(
                process_code=process_code,
                direction=Direction.OUT,
                year=at.year,
                number=number,
                reference=f"{before}{number}",
                form=one.form,
                dated_on=at.date(),
                registered_at=at,
                subject=one.mail.subject[:300],
                party=one.party[:300],
                contact=one.contact,
                language=one.mail.language,
                demonstration=demonstration,
            )
            for number, one in enumerate(sent, first)
        ],
        batch_size=AT_ONCE,
    )
    EntryLink.objects.bulk_create(
        [
            EntryLink(entry=entry, kind=kind, subject_key=key, label=label[:300])
            for entry, one in zip(entries, sent, strict=True)
            for kind, key, label in one.about
        ],
        batch_size=AT_ONCE,
    )
    for entry, one in zip(entries, sent, strict=True):
        one.mail.reference = entry.reference
    Mail.objects.bulk_update([one.mail for one in sent], ["reference"], batch_size=AT_ONCE)
    facts = {"first": entries[0].reference, "last": entries[-1].reference, "mails": len(sent)}
    record(by=by, subject=entries[0].key, process=process_code, at=at, facts=facts)
    return entries


@action
def register_received(
    *,
    by: Actor | None,
    process_code: str,
    subject: str,
    party: str,
    contact: Contact | None,
    language: str,
    about: Sequence[About],
    at: datetime,
    kept: StoredFile | None = None,
    scan: Any = None,
    demonstration: bool = False,
) -> Entry:
    """What an office handed in through the link of a mail gets its number, with what it attached.

    The room that gave the link has asked whether it stands. `kept` is a file that it keeps, `scan`
    one to be kept here. The entry is linked to the one of the question that it answers.
    """
    entry = _give_number(
        process_code,
        Direction.IN,
        form=Form.LETTER if kept is not None or scan is not None else Form.OTHER,
        dated_on=at.date(),
        subject=subject,
        party=party,
        contact=contact,
        language=language,
        at=at,
        demonstration=demonstration,
    )
    if scan is not None:
        scan.seek(0)
        kept = keep_file(scan, name=scan.name or "scan", at=at, process_code=process_code)
        scan.seek(0)
    if kept is not None:
        EntryFile.objects.create(entry=entry, file=kept)
    for kind, key, label in about:
        asked = entries_about(process_code, kind, key).filter(direction=Direction.OUT).first()
        EntryLink.objects.create(entry=entry, kind=kind, subject_key=key, label=label[:300])
        if asked is not None and kind != "call":
            _link_both(entry, asked)
    facts = {"reference": entry.reference, "files": int(kept is not None)}
    record(by=by, subject=entry.key, process=process_code, at=at, facts=facts)
    return entry


def _link_both(one: Entry, other: Entry) -> None:
    for here, there in ((one, other), (other, one)):
        EntryLink.objects.get_or_create(
            entry=here, kind="entry", subject_key=there.key, defaults={"label": there.reference}
        )
