"""Tables of contacts: kept whole, brought in row by row; what is doubtful waits for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import F

from travaux.core.contacts.columns import FIELDS, KINDS, plain_words
from travaux.core.contacts.duplicates import Likeness, Office, likely_duplicates
from travaux.core.contacts.rows import Row, read_row
from travaux.core.contacts.tables import Table
from travaux.core.problems import Problem
from travaux.journal.actions import Actor, action, record
from travaux.people.actions.contacts import (
    _allowed,
    _end_earlier,
    _fill_blanks,
)
from travaux.people.models import Contact, ContactRow, ContactTable, Country, Post, RowState
from travaux.people.queries import country_words, offices_of
from travaux.people.rules import OfficeDetails, PostDetails, contact_is_whole, post_is_whole
from travaux.plumbing.verdicts import refuse, require


@action
def keep_contact_table(
    *,
    by: Actor | None,
    process_code: str,
    table: Table,
    name: str,
    fields: Sequence[str],
    at: datetime,
) -> ContactTable:
    """A table is kept with all its cells; nothing of it is a contact yet."""
    _allowed(by, process_code)
    kept = ContactTable.objects.create(
        process_code=process_code,
        name=name[:255],
        headings=[*table.headings],
        fields=[*fields],
        problems=[_told(p) for p in table.problems],
        received_at=at,
    )
    ContactRow.objects.bulk_create(
        ContactRow(table=kept, number=number, cells=[*cells]) for number, cells in table.rows
    )
    record(by=by, subject=kept.key, process=process_code, at=at, facts={"rows": len(table.rows)})
    return kept


def _told(problem: Problem) -> dict[str, object]:
    return {"code": problem.code, "where": problem.where, "facts": dict(problem.facts)}


@action
def map_contact_table(
    *,
    by: Actor | None,
    table: ContactTable,
    fields: Sequence[str],
    default_kind: str,
    at: datetime,
) -> ContactTable:
    """What each column is taken as; a column that is taken as nothing is kept beside the contact."""
    _allowed(by, table.process_code)
    if len(fields) != len(table.headings) or not set(fields) <= {"", *FIELDS}:
        raise refuse("columns-do-not-fit")
    twice = sorted({f for f in fields if f and list(fields).count(f) > 1})
    if twice:
        raise refuse("column-taken-twice", field=twice[0])
    if default_kind not in ("", *KINDS):
        raise refuse("columns-do-not-fit")
    unread = ContactTable.objects.filter(pk=table.pk, brought_in_at__isnull=True)
    if not unread.update(fields=[*fields], default_kind=default_kind):
        raise refuse("table-brought-in")
    table.refresh_from_db()
    record(by=by, subject=table.key, process=table.process_code, at=at)
    return table


@action
def bring_in_contacts(
    *, by: Actor | None, table: ContactTable, at: datetime, demonstration: bool = False
) -> dict[str, int]:
    """Every row without fault becomes a contact or a post of one; the others wait to be decided.

    The same kind, state and name is the same office. What is only like another one waits.
    """
    _allowed(by, table.process_code)
    unread = ContactTable.objects.filter(pk=table.pk, brought_in_at__isnull=True)
    if not unread.update(brought_in_at=at):
        raise refuse("table-brought-in")
    words = country_words()
    countries = {c.code: c for c in Country.objects.all()}
    read = [
        (
            row,
            read_row(
                row.number, table.headings, row.cells, table.fields, words, table.default_kind
            ),
        )
        for row in table.rows.filter(state=RowState.UNREAD)
    ]
    whole = [(row, r) for row, r in read if not r.problems]
    offices = [_office(str(row.pk), r) for row, r in whole]
    like = likely_duplicates(offices, offices_of(table.process_code))
    counts = {"added": 0, "joined": 0, "waiting": 0}
    made: dict[str, Contact] = {}
    for row, r in read:
        if r.problems:
            _wait(row, r.problems)
            counts["waiting"] += 1
            continue
        found = like.get(str(row.pk))
        other = _the_other(found, made, table.process_code)
        if found is not None and other is not None and found.why != "same":
            _wait(row, (), other, found)
            counts["waiting"] += 1
            continue
        if other is not None:
            made[str(row.pk)] = _join(other, r, countries, table, at)
            counts["joined"] += 1
        else:
            made[str(row.pk)] = _make(r, countries, table, at, demonstration)
            counts["added"] += 1
        _taken(row, made[str(row.pk)])
    record(by=by, subject=table.key, process=table.process_code, at=at, facts=dict(counts))
    return counts


def _office(key: str, row: Row) -> Office:
    v = row.values
    return Office(key, v["kind"], v["country"], v["office"], v["email"])


def _the_other(
    found: Likeness | None, made: Mapping[str, Contact], process_code: str
) -> Contact | None:
    if found is None:
        return None
    return (
        made.get(found.other)
        or Contact.objects.filter(process_code=process_code, key=found.other).first()
    )


def _wait(
    row: ContactRow,
    problems: Sequence[Problem],
    other: Contact | None = None,
    found: Likeness | None = None,
) -> None:
    ContactRow.objects.filter(pk=row.pk).update(
        state=RowState.WAITING,
        problems=[_told(p) for p in problems],
        like=other,
        like_why=found.why if found else "",
        like_score=found.score if found else 0,
    )


def _taken(row: ContactRow, contact: Contact) -> None:
    """The cells go: they live on in the contact, and an erased name must not stay in a table."""
    ContactRow.objects.filter(pk=row.pk).update(
        state=RowState.TAKEN, contact=contact, cells=[], problems=[], like=None
    )


def _details(row: Row, countries: Mapping[str, Country]) -> OfficeDetails:
    v = row.values
    return OfficeDetails(
        kind=v["kind"],
        country=countries.get(v["country"]),
        office=v["office"],
        language=v["language"],
        email=v["email"],
        copies=row.copies,
        telephone=v["telephone"],
        address=v["address"],
        note=v["note"],
    )


def _post(row: Row) -> PostDetails:
    v = row.values
    return PostDetails(
        name=v["name"],
        title=v["title"],
        function=v["function"],
        salutation=v["salutation"],
        email=v["own_email"],
        since=v["since"],
        until=v["until"],
    )


def _make(
    row: Row,
    countries: Mapping[str, Country],
    table: ContactTable,
    at: datetime,
    demonstration: bool,
) -> Contact:
    details, post = _details(row, countries), _post(row)
    require(contact_is_whole(details))
    contact = Contact.objects.create(
        process_code=table.process_code,
        extra=dict(row.extra),
        created_at=at,
        demonstration=demonstration,
        **details.columns(),
    )
    if post:
        require(post_is_whole(post))
        Post.objects.create(contact=contact, **post.columns())
    return contact


def _join(
    contact: Contact,
    row: Row,
    countries: Mapping[str, Country],
    table: ContactTable,
    at: datetime,
) -> Contact:
    """A row about a known office: blanks are filled, what changed is taken and the earlier kept."""
    contact.refresh_from_db()
    told = {
        k: v
        for k, v in _details(row, countries).columns().items()
        if k in ("language", "email", "telephone", "address", "note")
    }
    filled, newer = _fill_blanks(contact, told)
    earlier = _beside(contact, newer, at)
    copies = [*contact.copies, *(c for c in row.copies if c not in contact.copies)]
    extra = {**contact.extra, **earlier, **row.extra}
    if filled or newer or copies != contact.copies or extra != contact.extra:
        Contact.objects.filter(pk=contact.pk).update(
            **filled, **newer, copies=copies, extra=extra, revision=F("revision") + 1
        )
        contact.refresh_from_db()
    if post := _post(row):
        require(post_is_whole(post))
        _write_holder(contact, post)
    return contact


def _beside(contact: Contact, newer: Mapping[str, str], at: datetime) -> dict[str, str]:
    """What a newer value replaces, under a name of its own: no earlier value pushes out another."""
    found: dict[str, str] = {}
    for field in newer:
        name = plain = f"{field}, until {at.date().isoformat()}"
        count = 1
        while name in contact.extra or name in found:
            count += 1
            name = f"{plain} ({count})"
        found[name] = getattr(contact, field)
    return found


def _write_holder(contact: Contact, details: PostDetails) -> None:
    name, function = plain_words(details.name), plain_words(details.function)
    for post in contact.posts.filter(erased_at__isnull=True):
        same = plain_words(post.name) == name and plain_words(post.function) == function
        if same and (not post.since or not details.since or post.since == details.since):
            given = {k: v for k, v in details.columns().items() if v}
            Post.objects.filter(pk=post.pk).update(**given)
            return
    _end_earlier(contact, details)
    Post.objects.create(contact=contact, **details.columns())


@action
def take_row(
    *,
    by: Actor | None,
    row: ContactRow,
    values: Mapping[str, str],
    at: datetime,
    into: Contact | None = None,
    demonstration: bool = False,
) -> Contact:
    """A row that waited is taken as it was mended: as a new contact, or into one that is known."""
    table = row.table
    _allowed(by, table.process_code)
    row = ContactRow.objects.select_for_update(of=("self",)).select_related("table").get(pk=row.pk)
    if row.state != RowState.WAITING:
        raise refuse("moved-meanwhile")
    fields = [f for f in FIELDS if f in values]
    mended = read_row(row.number, fields, [values[f] for f in fields], fields, country_words())
    if mended.problems:
        first = mended.problems[0]
        raise refuse(first.code, **dict(first.facts))
    beside = {
        h: c
        for h, c, f in zip(table.headings, row.cells, table.fields, strict=False)
        if c and not f
    }
    mended = Row(mended.number, mended.values, mended.copies, beside, ())
    countries = {c.code: c for c in Country.objects.filter(code=mended.values["country"])}
    if into is None:
        contact = _make(mended, countries, table, at, demonstration)
    else:
        if into.process_code != table.process_code or into.retired_at is not None:
            raise refuse("contacts-not-to-merge")
        contact = _join(into, mended, countries, table, at)
    _taken(row, contact)
    record(
        by=by,
        subject=contact.key,
        process=table.process_code,
        at=at,
        facts={"table": table.key, "row": row.number, "joined": into is not None},
    )
    return contact


@action
def set_row_aside(*, by: Actor | None, row: ContactRow, reason: str, at: datetime) -> None:
    """A row is no contact; it stays with the reason."""
    _allowed(by, row.table.process_code)
    if not reason.strip():
        raise refuse("row-reason-needed")
    waiting = ContactRow.objects.filter(pk=row.pk, state=RowState.WAITING)
    if not waiting.update(state=RowState.SET_ASIDE, reason=reason.strip()[:300]):
        raise refuse("moved-meanwhile")
    record(
        by=by,
        subject=row.table.key,
        process=row.table.process_code,
        at=at,
        facts={"row": row.number},
    )
