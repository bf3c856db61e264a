"""What changes contacts: offices, who holds their posts, and lists of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from travaux.journal.actions import Actor, action, nothing_to_record, record
from travaux.people.models import Contact, ContactRow, DistributionList, Person, Post
from travaux.people.rules import (
    OfficeDetails,
    PostDetails,
    contact_is_whole,
    list_is_whole,
    may_keep_contacts,
    post_is_whole,
)
from travaux.plumbing.verdicts import refuse, require


@dataclass(frozen=True, slots=True)
class ListRule:
    """Whom a list means: by kind, standing, group and language; all of them must hold.

    Without a kind it means nobody by rule: its contacts are added by hand.
    """

    kinds: tuple[str, ...] = ()
    standings: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


def _allowed(by: Actor | None, process_code: str) -> None:
    """Without `by` it is the technical officer's own act, as on the command line."""
    if isinstance(by, Person):
        require(may_keep_contacts(by, process_code))


@action
def add_contact(
    *,
    by: Actor | None,
    process_code: str,
    details: OfficeDetails,
    at: datetime,
    post: PostDetails | None = None,
    extra: Mapping[str, str] | None = None,
    demonstration: bool = False,
) -> Contact:
    """An office that is written to, with whoever holds its post."""
    _allowed(by, process_code)
    require(contact_is_whole(details))
    contact = Contact.objects.create(
        process_code=process_code,
        extra=dict(extra or {}),
        created_at=at,
        demonstration=demonstration,
        **details.columns(),
    )
    if post:
        require(post_is_whole(post))
        Post.objects.create(contact=contact, **post.columns())
    record(
        by=by,
        subject=contact.key,
        process=process_code,
        at=at,
        facts={"kind": contact.kind, "country": contact.country.code if contact.country else ""},
    )
    return contact


@action
def change_contact(
    *, by: Actor | None, contact: Contact, details: OfficeDetails, seen: int, at: datetime
) -> Contact:
    """What is known of an office changes; somebody else's change meanwhile is not overwritten."""
    _allowed(by, contact.process_code)
    require(contact_is_whole(details))
    told = details.columns()
    if all(getattr(contact, k) == v for k, v in told.items()):
        nothing_to_record()
        return contact
    changed = Contact.objects.filter(pk=contact.pk, revision=seen).update(
        **told, revision=F("revision") + 1
    )
    if not changed:
        raise refuse("moved-meanwhile")
    contact.refresh_from_db()
    record(
        by=by,
        subject=contact.key,
        process=contact.process_code,
        at=at,
        facts={"revision": contact.revision},
    )
    return contact


@action
def retire_contact(*, by: Actor | None, contact: Contact, at: datetime) -> None:
    """An office is no longer written to; what was sent to it stays on record."""
    _allowed(by, contact.process_code)
    if not Contact.objects.filter(pk=contact.pk, retired_at__isnull=True).update(retired_at=at):
        raise refuse("moved-meanwhile")
    contact.retired_at = at
    record(by=by, subject=contact.key, process=contact.process_code, at=at)


@action
def bring_back_contact(*, by: Actor | None, contact: Contact, at: datetime) -> None:
    """An office that was retired is written to again."""
    _allowed(by, contact.process_code)
    retired = Contact.objects.filter(pk=contact.pk, retired_at__isnull=False)
    if not retired.update(retired_at=None, merged_into=None):
        raise refuse("moved-meanwhile")
    contact.retired_at = None
    record(by=by, subject=contact.key, process=contact.process_code, at=at)


@action
def write_post(
    *,
    by: Actor | None,
    contact: Contact,
    details: PostDetails,
    at: datetime,
    post: Post | None = None,
) -> Post:
    """Somebody takes a post, or what is known of the holder is mended.

    Whoever held the same function until now, without an end, held it until the new one begins.
    """
    _allowed(by, contact.process_code)
    require(post_is_whole(details))
    if post is None:
        _end_earlier(contact, details)
        post = Post.objects.create(contact=contact, **details.columns())
    else:
        if post.contact_id != contact.pk or post.erased_at:
            raise refuse("moved-meanwhile")
        Post.objects.filter(pk=post.pk).update(**details.columns())
        post.refresh_from_db()
    record(
        by=by,
        subject=contact.key,
        process=contact.process_code,
        at=at,
        facts={"post": post.key, "since": post.since, "until": post.until},
    )
    return post


def _end_earlier(contact: Contact, details: PostDetails) -> None:
    if not details.since or not details.function.strip():
        return
    Post.objects.filter(
        contact=contact,
        function__iexact=details.function.strip(),
        until="",
        since__lte=details.since,
    ).update(until=details.since)


@action
def forget_holder(*, by: Actor | None, post: Post, at: datetime) -> None:
    """The name and address of a person are erased; that the post was held, from and to, stays."""
    _allowed(by, post.contact.process_code)
    changed = Post.objects.filter(pk=post.pk, erased_at__isnull=True).update(
        name="", title="", salutation="", email="", erased_at=at
    )
    if not changed:
        raise refuse("moved-meanwhile")
    record(by=by, subject=post.contact.key, process=post.contact.process_code, at=at)


@action
def merge_contacts(*, by: Actor | None, keep: Contact, gone: Contact, at: datetime) -> Contact:
    """Two contacts are one office: its posts move, blanks are filled, the other one is retired.

    Where both say something different, what the other one said is kept beside it.
    """
    _allowed(by, keep.process_code)
    if keep.pk == gone.pk or keep.process_code != gone.process_code or keep.retired_at:
        raise refuse("contacts-not-to-merge")
    done = Contact.objects.filter(pk=gone.pk, retired_at__isnull=True)
    if not done.update(retired_at=at, merged_into=keep):
        raise refuse("moved-meanwhile")
    told = {
        name: getattr(gone, name)
        for name in ("office", "language", "email", "telephone", "address", "note")
    }
    filled, beside = _fill_blanks(keep, told)
    copies = [*keep.copies, *(c for c in gone.copies if c not in keep.copies)]
    Contact.objects.filter(pk=keep.pk).update(
        **filled,
        copies=copies,
        extra={**gone.extra, **keep.extra, **beside},
        revision=F("revision") + 1,
    )
    Post.objects.filter(contact=gone).update(contact=keep)
    ContactRow.objects.filter(contact=gone).update(contact=keep)
    for one in DistributionList.objects.filter(process_code=keep.process_code):
        for chosen in (one.added, one.left_out):
            if chosen.filter(pk=gone.pk).exists():
                chosen.remove(gone)
                chosen.add(keep)
    keep.refresh_from_db()
    record(
        by=by,
        subject=keep.key,
        process=keep.process_code,
        at=at,
        facts={"merged": gone.key},
    )
    return keep


def _fill_blanks(
    contact: Contact, told: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """(what fills a blank of a contact, what differs from it and is kept beside it)."""
    filled = {k: v for k, v in told.items() if v and not getattr(contact, k)}
    beside = {
        k: v for k, v in told.items() if v and getattr(contact, k) and getattr(contact, k) != v
    }
    return filled, beside


@action
def write_list(
    *,
    by: Actor | None,
    process_code: str,
    name: str,
    rule: ListRule,
    at: datetime,
    list: DistributionList | None = None,
    seen: int = 0,
    demonstration: bool = False,
) -> DistributionList:
    """A distribution list, by rule and by hand; whom it reaches is shown before it is used."""
    _allowed(by, process_code)
    require(list_is_whole(name, rule.kinds))
    others = DistributionList.objects.filter(process_code=process_code, name__iexact=name.strip())
    if others.exclude(pk=list.pk if list else None).exists():  # type: ignore[misc]
        raise refuse("list-name-taken", name=name.strip())
    told = {
        "name": name.strip(),
        "kinds": [*rule.kinds],
        "standings": [*rule.standings],
        "groups": [*rule.groups],
        "languages": [*rule.languages],
    }
    if list is None:
        list = DistributionList.objects.create(
            process_code=process_code, demonstration=demonstration, **told
        )
    else:
        changed = DistributionList.objects.filter(pk=list.pk, revision=seen).update(
            **told, revision=F("revision") + 1
        )
        if not changed:
            raise refuse("moved-meanwhile")
        list.refresh_from_db()
    record(by=by, subject=list.key, process=process_code, at=at, facts={"kinds": [*rule.kinds]})
    return list


@action
def place_on_list(
    *, by: Actor | None, list: DistributionList, contact: Contact, how: str, at: datetime
) -> None:
    """A contact is added to a list or left out by hand, or goes by the rule again.

    `how`: "added", "left-out" or "by-rule".
    """
    _allowed(by, list.process_code)
    if contact.process_code != list.process_code or how not in ("added", "left-out", "by-rule"):
        raise refuse("moved-meanwhile")
    list.added.remove(contact)
    list.left_out.remove(contact)
    if how == "added":
        list.added.add(contact)
    elif how == "left-out":
        list.left_out.add(contact)
    record(
        by=by,
        subject=list.key,
        process=list.process_code,
        at=at,
        facts={"contact": contact.key, "how": how},
    )
