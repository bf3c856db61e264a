"""The register: numbers are given once, in order; entries get files and links, or are made void."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from travaux.correspondence.models import Entry, EntryFile, EntryLink, House
from travaux.correspondence.models.register import Direction
from travaux.correspondence.queries.register import next_number
from travaux.correspondence.queries.topics import TOPICS, Topic, topic_named
from travaux.correspondence.rules import (
    EntryDetails,
    may_enter_on_behalf,
    may_write,
    register_whole,
)
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Contact, Person
from travaux.plumbing.files import keep_file
from travaux.plumbing.verdicts import refuse, require


def _give_number(
    process_code: str,
    direction: str,
    *,
    form: str,
    dated_on: date,
    subject: str,
    party: str,
    at: datetime,
    contact: Contact | None = None,
    demonstration: bool = False,
    **also: Any,
) -> Entry:
    """The next number of the year, inside the running action: whoever comes at once waits here."""
    number, before = _next_numbers(process_code, direction, at)
    return Entry.objects.create(
        process_code=process_code,
        direction=direction,
        year=at.year,
        number=number,
        reference=f"{before}{number}",
        form=form,
        dated_on=dated_on,
        registered_at=at,
        subject=subject[:300],
        party=party[:300],
        contact=contact,
        demonstration=demonstration,
        **also,
    )


def _next_numbers(process_code: str, direction: str, at: datetime) -> tuple[int, str]:
    """The number that is free next, and how references of the year begin; held until the end.

    Inside the running action: whoever comes at once waits here.
    """
    house, _new = House.objects.get_or_create(process_code=process_code)
    house = House.objects.select_for_update().get(pk=house.pk)
    mark = house.mark or process_code.upper()[:20]
    way = "OUT" if direction == Direction.OUT else "IN"
    return next_number(process_code, direction, at.year), f"{mark}/{at.year}/{way}/"


@action
def register_entry(
    *,
    by: Person,
    process_code: str,
    details: EntryDetails,
    at: datetime,
    files: Sequence[Any] = (),
    demonstration: bool = False,
    about: tuple[str, str] = ("", ""),
    for_another: bool = False,
) -> Entry:
    """Something that came in, or went out by another way, gets its number with its scans.

    `about`: kind and key of the call, round, version, milestone or group that it is about.
    `for_another`: the source of what is entered for its author, by an office too.
    """
    ask = may_enter_on_behalf if for_another else may_write
    require(ask(by, process_code))
    require(register_whole(details, at.date(), files))
    topic = _topic(process_code, *about) if about[0] else None
    entry = _give_number(
        process_code,
        details.direction,
        form=details.form,
        dated_on=details.dated_on,
        subject=details.subject.strip(),
        party=details.party.strip() or (details.contact.office if details.contact else ""),
        contact=details.contact,
        their_reference=details.their_reference.strip(),
        language=details.language,
        note=details.note.strip(),
        at=at,
        demonstration=demonstration,
    )
    for data in files:
        _keep(entry, data, by, at)
    if topic is not None:
        _link(entry, topic)
    record(
        by=by,
        subject=entry.key,
        process=process_code,
        at=at,
        facts={"reference": entry.reference, "form": entry.form, "files": len(files)},
    )
    return entry


def _keep(entry: Entry, data: Any, by: Person, at: datetime) -> EntryFile:
    kept = keep_file(
        data,
        name=getattr(data, "name", "") or "scan",
        at=at,
        by=by,
        process_code=entry.process_code,
    )
    return EntryFile.objects.create(entry=entry, file=kept)


@action
def attach_scan(*, by: Person, entry: Entry, data: Any, at: datetime) -> EntryFile:
    """A scan is added to an entry of the register."""
    require(may_write(by, entry.process_code))
    kept = _keep(entry, data, by, at)
    facts = {"reference": entry.reference, "file": kept.file.digest}
    record(by=by, subject=entry.key, process=entry.process_code, at=at, facts=facts)
    return kept


@action
def link_entry(*, by: Person, entry: Entry, other: str, at: datetime) -> EntryLink:
    """An entry is about another one: what it answers, or what answers it."""
    require(may_write(by, entry.process_code))
    wanted = " ".join(other.split())
    found = Entry.objects.filter(process_code=entry.process_code, reference__iexact=wanted).first()
    if found is None or found.pk == entry.pk:
        raise refuse("reference-unknown", reference=wanted[:60])
    link, new = EntryLink.objects.get_or_create(
        entry=entry, kind="entry", subject_key=found.key, defaults={"label": found.reference}
    )
    if not new:
        nothing_to_record()
        return link
    EntryLink.objects.get_or_create(
        entry=found, kind="entry", subject_key=entry.key, defaults={"label": entry.reference}
    )
    facts = {"reference": entry.reference, "about": found.reference}
    record(by=by, subject=entry.key, process=entry.process_code, at=at, facts=facts)
    return link


def _topic(process_code: str, kind: str, key: str) -> Topic:
    found = topic_named(process_code, kind, key)
    if found is None:
        raise refuse("topic-unknown")
    return found


def _link(entry: Entry, topic: Topic) -> tuple[EntryLink, bool]:
    return EntryLink.objects.get_or_create(
        entry=entry,
        kind=topic.kind,
        subject_key=topic.key,
        defaults={"label": topic.label[:300]},
    )


@action
def link_topic(*, by: Person, entry: Entry, kind: str, key: str, at: datetime) -> EntryLink:
    """An entry is about a call, a round, a version of a draft, a milestone or a group."""
    require(may_write(by, entry.process_code))
    link, new = _link(entry, _topic(entry.process_code, kind, key))
    if not new:
        nothing_to_record()
        return link
    facts = {"reference": entry.reference, "kind": kind, "about": key}
    record(by=by, subject=entry.key, process=entry.process_code, at=at, facts=facts)
    return link


@action
def unlink_topic(*, by: Person, entry: Entry, kind: str, key: str, at: datetime) -> None:
    """An entry was linked to a thing by mistake; the link goes, the line in the record stays."""
    require(may_write(by, entry.process_code))
    links = entry.links.filter(kind=kind, subject_key=key) if kind in TOPICS else entry.links.none()
    if not links.delete()[0]:
        nothing_to_record()
        return
    facts = {"reference": entry.reference, "kind": kind, "no_longer_about": key}
    record(by=by, subject=entry.key, process=entry.process_code, at=at, facts=facts)


@action
def void_entry(*, by: Person, entry: Entry, reason: str, at: datetime) -> Entry:
    """An entry made by mistake is void, with its reason; its number is never given again."""
    require(may_write(by, entry.process_code))
    if not reason.strip():
        raise refuse("void-without-reason")
    here = Entry.objects.filter(pk=entry.pk, voided_at__isnull=True)
    if not here.update(voided_at=at, void_reason=reason.strip()[:300]):
        raise refuse("moved-meanwhile")
    entry.refresh_from_db()
    facts = {"reference": entry.reference, "void": True}
    record(by=by, subject=entry.key, process=entry.process_code, at=at, facts=facts)
    return entry
