"""Contacts, who holds their posts, tables that wait, and whom a list reaches."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from travaux.core.contacts.columns import FIELDS, plain_words
from travaux.core.contacts.duplicates import Office, likeness
from travaux.core.contacts.rows import is_email
from travaux.core.countries.facts import stands
from travaux.core.countries.order import sort_key
from travaux.people.models import (
    Contact,
    ContactRow,
    ContactTable,
    Country,
    DistributionList,
    Kind,
    Membership,
    Person,
    Post,
    RowState,
)
from travaux.people.queries.countries import countries_in, states_by_name
from travaux.plumbing import clock
from travaux.plumbing.languages import current, said

_KIND_ORDER = {kind: i for i, kind in enumerate(Kind.values)}


def contacts_of(process_code: str, *, retired: bool = False) -> QuerySet[Contact]:
    """The contacts of a process, with states and posts at hand; those in use, unless said."""
    found = Contact.objects.filter(process_code=process_code).select_related("country")
    if not retired:
        found = found.filter(retired_at__isnull=True)
    return found.prefetch_related(Prefetch("posts", Post.objects.order_by("-since", "pk")))


def find_contacts(
    process_code: str,
    *,
    words: str = "",
    kind: str = "",
    group: str = "",
    language: str = "",
    retired: bool = False,
    within: Collection[int] | None = None,
) -> list[Contact]:
    """Contacts by what a page asks for, in the order of `in_order`; `within`: of these states alone."""
    found = contacts_of(process_code, retired=retired)
    if within is not None:
        found = found.filter(country__in=within)
    if kind:
        found = found.filter(kind=kind)
    if language:
        found = found.filter(language=language)
    if group:
        found = found.filter(country__in=countries_in(group))
    contacts = in_order(found)
    if wanted := plain_words(words):
        contacts = [c for c in contacts if wanted in _searched(c)]
    return contacts


def _searched(contact: Contact) -> str:
    parts = [contact.office, contact.email]
    if contact.country is not None:
        parts += [contact.country.code, *contact.country.names.values()]
    parts += [f"{p.name} {p.function} {p.email}" for p in contact.posts.all()]
    return plain_words(" ".join(parts))


def in_order(contacts: Iterable[Contact], language: str = "") -> list[Contact]:
    """States by name in a language (the reader's), within a state by kind; others after them."""
    tongue = language or current()

    def place(contact: Contact) -> tuple[bool, tuple[str, str], int, str]:
        state = contact.country
        name = sort_key(said(state.names, tongue), tongue, state.pinyin) if state else ("", "")
        return state is None, name, _KIND_ORDER.get(contact.kind, 9), contact.office.casefold()

    return sorted(contacts, key=place)


def holders(contact: Contact, on: date | None = None) -> list[Post]:
    """Who holds a post at an office on a day (today), the latest first."""
    day = (on or clock.today()).isoformat()
    return [p for p in contact.posts.all() if not p.erased_at and stands(p.since, p.until, day)]


def holder(contact: Contact, on: date | None = None) -> Post | None:
    """The first of those who hold a post: whom a letter names."""
    return next(iter(holders(contact, on)), None)


def address_of(contact: Contact, on: date | None = None) -> str:
    """Where mail to an office goes: its own address, else that of whoever holds its post."""
    post = holder(contact, on)
    return contact.email or (post.email if post else "")


def country_words() -> dict[str, str]:
    """The plain words of every name and code of a state -> its code, to read tables by."""
    found: dict[str, str] = {}
    for country in Country.objects.all():
        names = [country.code, country.alpha2, *country.names.values()]
        names += country.formal_names.values()
        for former in country.former_names:
            names += [*former["names"].values(), *former["formal_names"].values()]
        for name in names:
            if name:
                found.setdefault(plain_words(str(name)), country.code)
    return found


def offices_of(process_code: str) -> list[Office]:
    """The contacts in use as what duplicates are found among."""
    return [_office(c) for c in contacts_of(process_code).prefetch_related(None)]


def likely_same(contact: Contact) -> list[Contact]:
    """Other contacts in use that may be the same office, the likeliest first."""
    here = _office(contact)
    found = []
    for other in contacts_of(contact.process_code).exclude(pk=contact.pk):
        like = likeness(here, _office(other))
        if like is not None:
            found.append((like.score, other))
    return [other for _score, other in sorted(found, key=lambda one: -one[0])]


def _office(c: Contact) -> Office:
    return Office(c.key, c.kind, c.country.code if c.country else "", c.office, c.email)


def table_at(process_code: str, key: str) -> ContactTable | None:
    """A table of contacts of a process by its key."""
    return ContactTable.objects.filter(process_code=process_code, key=key).first()


def waiting_rows(process_code: str) -> QuerySet[ContactRow]:
    """Rows that somebody has to decide about, the latest table first."""
    return (
        ContactRow.objects.filter(table__process_code=process_code, state=RowState.WAITING)
        .select_related("table", "like__country")
        .order_by("-table__received_at", "number")
    )


def export_rows(contacts: Iterable[Contact]) -> list[list[object]]:
    """One row per post (or per office without one), in the columns that the import reads."""
    rows: list[list[object]] = []
    for contact in contacts:
        posts: list[Post | None] = [p for p in contact.posts.all() if not p.erased_at]
        for post in posts or [None]:
            told: dict[str, object] = {
                "kind": contact.kind,
                "country": contact.country.code if contact.country else "",
                "office": contact.office,
                "email": contact.email,
                "copy_to": "; ".join(contact.copies),
                "language": contact.language,
                "telephone": contact.telephone,
                "address": contact.address,
                "note": contact.note,
            }
            if post is not None:
                told |= {
                    "title": post.title,
                    "name": post.name,
                    "function": post.function,
                    "salutation": post.salutation,
                    "own_email": post.email,
                    "since": post.since,
                    "until": post.until,
                }
            rows.append([told.get(field, "") for field in FIELDS])
    return rows


# ---- lists ------------------------------------------------------------------------------------------
def lists_of(process_code: str) -> QuerySet[DistributionList]:
    """The distribution lists of a process, by name."""
    return DistributionList.objects.filter(process_code=process_code).order_by("name")


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a list reaches on a day, and whom its rule means but cannot reach."""

    contacts: tuple[Contact, ...]
    silent: tuple[Country, ...]  # states that the rule means, with no contact of these kinds
    without_address: tuple[Contact, ...]
    without_language: tuple[Contact, ...]


def reach_of(chosen_list: DistributionList, on: date | None = None, language: str = "") -> Reach:
    """The contacts of a list as they stand on a day, in the order of a language."""
    added = set(chosen_list.added.values_list("pk", flat=True))
    left_out = set(chosen_list.left_out.values_list("pk", flat=True))
    chosen = Q(pk__in=added)
    meant: set[int] | None = None
    if chosen_list.kinds:
        rule = Q(kind__in=chosen_list.kinds)
        if chosen_list.languages:
            rule &= Q(language__in=chosen_list.languages)
        meant = _states_meant(chosen_list, on)
        if meant is not None:
            rule &= Q(country__in=meant)
        chosen |= rule
    everybody = contacts_of(chosen_list.process_code)
    found = in_order(everybody.filter(chosen).exclude(pk__in=left_out), language)
    heard = {c.country_id for c in found}
    silent = (
        Country.objects.filter(pk__in=meant - heard, demonstration=chosen_list.demonstration)
        if meant is not None
        and set(chosen_list.kinds) <= {Kind.MISSION, Kind.MINISTRY, Kind.FOCAL_POINT}
        else Country.objects.none()
    )
    return Reach(
        tuple(found),
        tuple(states_by_name(silent, language)),
        tuple(c for c in found if not is_email(address_of(c, on))),
        tuple(c for c in found if not c.language),
    )


def _states_meant(chosen_list: DistributionList, on: date | None) -> set[int] | None:
    """The states that a rule means by standing and group; None where it names neither."""
    meant: set[int] | None = None
    for codes in (chosen_list.standings, chosen_list.groups):
        if not codes:
            continue
        here: set[int] = set()
        for code in codes:
            here |= set(countries_in(code, on=on).values_list("pk", flat=True))
        meant = here if meant is None else meant & here
    return meant


def own_contacts(person: Person) -> list[dict[str, object]]:
    """Posts that carry a person's address, as the person may see them."""
    if not person.email:
        return []
    found = Post.objects.filter(email__iexact=person.email).select_related("contact")
    return [
        {
            "process": p.contact.process_code,
            "office": p.contact.office,
            "title": p.title,
            "name": p.name,
            "function": p.function,
            "from": p.since,
            "to": p.until,
        }
        for p in found
    ]


def has_groups() -> bool:
    """Whether any state has a group here: without one a rule by group reaches nobody."""
    return Membership.objects.exists()
