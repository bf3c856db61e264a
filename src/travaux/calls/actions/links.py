"""Links by mail: to an authority that has no account, and to a nominee whom a focal point names."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q

from travaux.calls.actions._handing_in import _locked
from travaux.calls.actions._telling import _mail_link, _open_link, _tell_begun
from travaux.calls.actions.nominations import _confirm, _revoke
from travaux.calls.models import Application, Call, Link, Purpose
from travaux.calls.queries.links import standing_link
from travaux.calls.rules.applications import may_begin
from travaux.calls.rules.calls import input_until
from travaux.calls.rules.links import (
    may_be_sent_to,
    may_begin_for,
    may_send_link,
    may_take_back,
    may_use,
    state_spoken_for,
    waits_for_authority,
)
from travaux.core.surveys.model import tagged
from travaux.core.surveys.plain import form_from_plain
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Contact, Person
from travaux.people.queries import address_of
from travaux.plumbing.verdicts import refuse, require


@action
def send_authority_link(
    *, by: Person, application: Application, contact: Contact, at: datetime
) -> Link:
    """An office of the nominating state gets a link with which it reads, and confirms with its letter.

    While a link to the same address stands, asking again sends nothing.
    """
    _locked(application.call)
    application.refresh_from_db(fields=["state", "confirmed_at", "claimed_at"])
    require(may_send_link(by, application, at))
    require(may_be_sent_to(contact, application))
    standing = standing_link(application, address_of(contact), at)
    if standing is not None:
        nothing_to_record()
        return standing
    link = _open_link(application, contact, at, by_key=by.key)
    record(
        by=by,
        subject=application.key,
        process=application.call.process.code,
        at=at,
        facts={"call": application.call.key, "link": link.key, "contact": contact.key},
    )
    return link


@action
def confirm_by_link(
    *, by: Person | None, link: Link, letter: UploadedFile[Any] | None, at: datetime
) -> Application:
    """Who holds the link of an authority attaches the signed letter and confirms, once; nobody need be signed in."""
    if link.purpose != Purpose.CONFIRM:
        raise refuse("link-unknown")
    application = link.application
    _locked(application.call)
    require(may_use(link, at))
    if by is not None and application.person_id == by.pk:
        raise refuse("nominee-not-nominator")
    require(waits_for_authority(application, at))
    if not Link.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=at):
        raise refuse("link-used")
    _confirm(application, letter, at, by=link)
    link.used_at = at
    return application


@action
def revoke_by_link(*, by: Person | None, link: Link, at: datetime) -> Application:
    """Who confirmed through a link takes it back through the same one; until it expires the link confirms again."""
    _locked(link.application.call)
    require(may_take_back(link, at))
    _revoke(link.application, at, by=link)
    Link.objects.filter(pk=link.pk).update(used_at=None)
    link.used_at = None
    return link.application


@action
def begin_nomination(
    *, by: Person, call: Call, name: str, email: str, language: str, at: datetime
) -> Link:
    """A focal point names a nominee, who gets a link to complete the form; both are told.

    The same address again in the same call sends nothing, as long as its link holds or was used.
    """
    call = _locked(call)
    require(may_begin_for(by, call, at))
    email = email.strip().lower()
    if "@" not in email or len(email) > 254:
        raise refuse("nominee-address")
    if email == (by.email or "").lower():
        raise refuse("nominee-not-nominator")
    country = state_spoken_for(by, call.process.code, at)
    until = input_until(call)
    assert until is not None  # an announced call has its dates
    same = Link.objects.filter(
        Q(expires_at__gt=at) | Q(used_at__isnull=False),
        purpose=Purpose.COMPLETE, email=email, application__call=call, application__country=country,
    ).first()  # fmt: skip
    if same is not None:
        nothing_to_record()
        return same
    form = form_from_plain(call.form)
    application = Application.objects.create(
        call=call,
        country=country,
        typed={q.name: email for q in tagged(form, "email")},
        language=language,
        created_at=at,
        saved_at=at,
        demonstration=call.demonstration or by.demonstration,
    )
    link = Link.objects.create(
        application=application,
        purpose=Purpose.COMPLETE,
        email=email,
        name=name.strip()[:200],
        language=language,
        at=at,
        by_key=by.key,
        expires_at=until,
    )
    _mail_link(link, at)
    _tell_begun(by, link, at)
    record(
        by=by,
        subject=application.key,
        process=call.process.code,
        at=at,
        facts={"call": call.key, "link": link.key},
    )
    return link


@action
def take_over_nomination(*, by: Person, link: Link, at: datetime) -> Application:
    """The nominee, signed in, takes over what the focal point began; from now on it is theirs."""
    if link.purpose != Purpose.COMPLETE:
        raise refuse("link-unknown")
    application = link.application
    _locked(application.call)
    if application.person_id == by.pk:
        nothing_to_record()
        return application
    require(may_use(link, at))
    if link.by_key == by.key:
        raise refuse("nominee-not-nominator")
    require(may_begin(by, application.call, at))
    mine = Application.objects.filter(pk=application.pk, person__isnull=True, state="draft")
    if not mine.update(person=by, saved_at=at):
        raise refuse("link-used")
    Link.objects.filter(pk=link.pk).update(used_at=at)
    application.refresh_from_db()
    record(
        by=by,
        subject=application.key,
        process=application.call.process.code,
        at=at,
        facts={"call": application.call.key, "link": link.key},
    )
    return application
