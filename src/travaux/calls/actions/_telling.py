"""Mails to those who applied or began to, each in their own language and once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from travaux.calls.models import Application, Call, Extension, Link, Purpose, Referral
from travaux.calls.queries.links import offices_for, token_of
from travaux.calls.queries.nominations import focal_points
from travaux.calls.queries.on_behalf import sender_of, senders_of
from travaux.calls.rules.links import LINK_DAYS, may_be_sent_to
from travaux.calls.rules.on_behalf import mails_are_held
from travaux.correspondence.models import OnBehalf
from travaux.people.models import Contact, Person
from travaux.people.models import Kind as ContactKind
from travaux.people.queries import address_of
from travaux.plumbing.languages import current, said, to_django
from travaux.plumbing.mail import in_language_of, write_mail


def _address_of(name: str, *arguments: str) -> str:
    """A page of this room as an address for a mail."""
    return f"{settings.ADDRESS}{reverse(name, args=arguments)}"


def _tell_applicants(
    call: Call, name: str, once: str, at: datetime, context: dict[str, Any]
) -> int:
    """One mail to everybody with an application or a draft in the call; how many."""
    written = 0
    readers = (
        Person.objects.filter(applications__call=call, is_active=True, erased_at__isnull=True)
        .distinct()
        .order_by("pk")
    )
    for person in readers:
        with in_language_of(person):
            told = {
                "call": call,
                "title": said(call.titles),
                "address": _address_of("calls:call", call.process.code, call.key),
                **context,
            }
            subject = render_to_string(f"calls/mail/{name}_subject.txt", told)
            text = render_to_string(f"calls/mail/{name}.txt", told)
        mail = write_mail(person, subject, text, about=call.key, at=at, once=f"{once}:{person.key}")
        written += mail is not None
    told_to = {(person.email or "").lower() for person in readers}
    for made in senders_of(call):
        if made.email.lower() in told_to:
            continue
        told_to.add(made.email.lower())
        with translation.override(to_django(made.language or current())):
            address = _address_of("calls:call", call.process.code, call.key)
        told = {"call": call, "address": address, **context}
        words = _worded(name, made.language, told)
        written += _tell_sender(made, call, *words, about=call.key, at=at, once=once)
    return written


def _tell_sender(
    made: OnBehalf, call: Call, subject: str, text: str, *, about: str, at: datetime, once: str
) -> bool:
    """One mail to somebody without an account, whose application the secretariat entered.

    It is held in the outbox where the process has its letters read before they go.
    """
    mail = write_mail(
        made.email, subject, text, about=about, at=at, language=made.language,
        once=f"{once}:{made.key}"[:120], process_code=call.process.code,
        hold=mails_are_held(call.process.code),
    )  # fmt: skip
    return mail is not None


def _tell_invited(call: Call, extension: Extension, at: datetime) -> int:
    """Who was named by a focal point and has not come yet learns of the new deadline; how many."""
    written = 0
    links = Link.objects.filter(
        application__call=call, purpose=Purpose.COMPLETE, used_at__isnull=True,
        application__state="draft",
    )  # fmt: skip
    for link in links.order_by("pk"):
        told = {
            "call": call,
            "extension": extension,
            "address": _address_of("calls:link", call.process.code, token_of(link)),
        }
        subject, text = _worded("extended", link.language, told)
        mail = write_mail(
            link.email, subject, text, about=call.key, at=at, language=link.language,
            once=f"call-extended:{extension.pk}:{link.key}",
        )  # fmt: skip
        written += mail is not None
    return written


def _mail_receipt(by: Person, application: Application, document: str, at: datetime) -> None:
    """The receipt by mail, with the signed file; it leaves once all of this is durable."""
    with in_language_of(by):
        subject, text = _receipt_worded(application, at)
    code = application.receipt or ""
    write_mail(
        by, subject, text, about=application.key, at=at, attachment=(f"{code}.json", document)
    )


def _mail_receipt_to(
    email: str, language: str, application: Application, document: str, at: datetime
) -> None:
    """The receipt of what was entered on behalf, to whoever sent it, in the language it came in."""
    with translation.override(to_django(language)):
        subject, text = _receipt_worded(application, at)
    code = application.receipt or ""
    write_mail(
        email, subject, text, about=application.key, at=at, language=language,
        attachment=(f"{code}.json", document),
    )  # fmt: skip


def _receipt_worded(application: Application, at: datetime) -> tuple[str, str]:
    call, code = application.call, application.receipt or ""
    told = {
        "application": application,
        "call": call,
        "title": said(call.titles),
        "code": code,
        "again": application.amended_at is not None,
        "address": _address_of("calls:receipt", call.process.code, code),
        "at": at,
    }
    return (
        render_to_string("calls/mail/receipt_subject.txt", told),
        render_to_string("calls/mail/receipt.txt", told),
    )


def _worded(name: str, language: str, told: dict[str, Any]) -> tuple[str, str]:
    """Subject and text of a mail, in one language."""
    with translation.override(to_django(language or current())):
        told = {"title": said(told["call"].titles), **told}
        return (
            render_to_string(f"calls/mail/{name}_subject.txt", told),
            render_to_string(f"calls/mail/{name}.txt", told),
        )


def _tell_authority(application: Application, at: datetime) -> int:
    """The focal points of the state learn that a nomination waits for them, each once; how many.

    Where none has an account, those whom the secretariat has as contacts get a link.
    """
    call, written = application.call, 0
    points = Person.objects.filter(
        appointments__in=focal_points(application, at), is_active=True, erased_at__isnull=True
    ).distinct()
    for person in points.order_by("pk"):
        if person.pk == application.person_id:
            continue
        told = {
            "application": application,
            "call": call,
            "address": _address_of("calls:confirm", call.process.code, application.key),
        }
        subject, text = _worded("waiting", person.language, told)
        once = f"nomination-waits:{application.key}:{person.key}"
        written += (
            write_mail(person, subject, text, about=application.key, at=at, once=once) is not None
        )
    return written or _link_offices(application, at)


def _link_offices(application: Application, at: datetime) -> int:
    """A link to each focal point that the secretariat has as a contact; how many."""
    written = 0
    for contact in offices_for(application):
        if contact.kind == ContactKind.FOCAL_POINT and may_be_sent_to(contact, application):
            _open_link(application, contact, at)
            written += 1
    return written


def _open_link(application: Application, contact: Contact, at: datetime, by_key: str = "") -> Link:
    """A link for an office, and the mail that carries it."""
    link = Link.objects.create(
        application=application,
        purpose=Purpose.CONFIRM,
        email=address_of(contact),
        language=contact.language,
        contact=contact,
        at=at,
        by_key=by_key,
        expires_at=at + timedelta(days=LINK_DAYS),
    )
    _mail_link(link, at)
    return link


def _mail_link(link: Link, at: datetime) -> None:
    """The link goes out, once."""
    application = link.application
    call = application.call
    told = {
        "link": link,
        "application": application,
        "call": call,
        "address": _address_of("calls:link", call.process.code, token_of(link)),
    }
    name = "waiting" if link.purpose == Purpose.CONFIRM else "invited"
    subject, text = _worded(name, link.language, told)
    write_mail(
        link.email, subject, text, about=application.key, at=at, language=link.language,
        once=f"call-link:{link.key}",
    )  # fmt: skip


def _tell_begun(by: Person, link: Link, at: datetime) -> None:
    """The focal point has it in writing that the nominee was asked."""
    application = link.application
    call = application.call
    told = {
        "link": link,
        "call": call,
        "address": _address_of("calls:nominations", call.process.code),
    }
    subject, text = _worded("begun", by.language, told)
    write_mail(by, subject, text, about=application.key, at=at, once=f"call-begun:{link.key}")


def _tell_confirmation(by: Person | Link, application: Application, at: datetime) -> None:
    """Both are acknowledged: the authority that confirmed, and the nominee."""
    _tell_both("confirmed", by, application, at)


def _tell_revoked(by: Person | Link, application: Application, at: datetime) -> None:
    """Both learn that a confirmation was taken back: the authority, and the nominee."""
    _tell_both("revoked", by, application, at)


def _tell_claim(by: Person | Link, application: Application, at: datetime) -> None:
    """Both learn that the letter is there and that the permanent mission is asked."""
    _tell_both("claimed", by, application, at)


def _tell_amended(application: Application, links: Sequence[Link], at: datetime) -> None:
    """Who confirmed learns that the nominee changed it since, and where to confirm again."""
    call = application.call
    page = _address_of("calls:confirm", call.process.code, application.key)
    points = Person.objects.filter(
        appointments__in=focal_points(application, at), is_active=True, erased_at__isnull=True
    ).distinct()
    readers: list[tuple[Person | str, str, str]] = [
        (person, person.language, page)
        for person in points.order_by("pk")
        if person.pk != application.person_id
    ]
    if not readers and not links:
        _link_offices(application, at)
    for link in links:
        if link.expires_at > at:
            address = _address_of("calls:link", call.process.code, token_of(link))
            readers.append((link.email, link.language, address))
        elif link.contact is not None and may_be_sent_to(link.contact, application):
            _open_link(application, link.contact, at)
    for to, language, address in readers:
        told = {"application": application, "call": call, "address": address, "at": at}
        subject, text = _worded("amended", language, told)
        write_mail(to, subject, text, about=application.key, at=at, language=language)


def _tell_both(name: str, by: Person | Link, application: Application, at: datetime) -> None:
    call, nominee = application.call, application.person
    sender = sender_of(application) if nominee is None else None
    if sender is not None:
        told = {"application": application, "call": call, "at": at, "authority": False}
        subject, text = _worded(name, sender.language, told)
        once = f"nomination-{name}:{application.key}:{at.isoformat()}"
        _tell_sender(sender, call, subject, text, about=application.key, at=at, once=once)
    readers: list[Person | Link] = [by] if nominee is None else [by, nominee]
    for reader in readers:
        told = {
            "application": application,
            "call": call,
            "at": at,
            "authority": reader is by,
        }
        subject, text = _worded(name, reader.language, told)
        to = reader.email if isinstance(reader, Link) else reader
        write_mail(to, subject, text, about=application.key, at=at, language=reader.language)


def _tell_settled(
    referral: Referral,
    put: Sequence[Application],
    chosen: Sequence[Application],
    authorities: Mapping[str, str],
    at: datetime,
) -> None:
    """The mission, the authorities and each nominee learn what was decided, each once.

    Who stands is told to the state alone; a nominee reads of the own nomination and no other.
    """
    call = referral.call

    def tell(to: Person | str, key: str, language: str, who: str, **also: Any) -> None:
        told = {"call": call, "referral": referral, "who": who, "chosen": chosen, "at": at, **also}
        subject, text = _worded("settled", language, told)
        write_mail(
            to, subject, text, about=referral.key, at=at, language=language,
            once=f"referral-settled:{referral.key}:{who}:{key}"[:120],
        )  # fmt: skip

    if referral.email:
        tell(referral.email, "mission", referral.language, "state")
    points = Person.objects.filter(
        appointments__in=focal_points(put[0], at), is_active=True, erased_at__isnull=True
    ).exclude(pk__in=[a.person_id for a in put if a.person_id])
    told_to = {referral.email}
    for person in points.distinct().order_by("pk"):
        tell(person, person.key, person.language, "state")
        told_to.add(person.email or "")
    links = Link.objects.filter(
        application__in=put, purpose=Purpose.CONFIRM, used_at__isnull=False
    ).select_related("contact")
    for link in links.order_by("pk"):
        key = link.contact.key if link.contact is not None else link.key
        if link.email not in told_to and key in authorities.values():
            tell(link.email, link.key, link.language, "state")
            told_to.add(link.email)
    for one in put:
        if one.person is not None:
            tell(
                one.person, one.person.key, one.person.language, "nominee",
                application=one, stands=one in chosen,
            )  # fmt: skip
            continue
        sender = sender_of(one)
        if sender is not None and sender.email not in told_to:
            told = {"call": call, "referral": referral, "who": "nominee", "at": at}
            told |= {"application": one, "stands": one in chosen, "chosen": []}
            subject, text = _worded("settled", sender.language, told)
            once = f"referral-settled:{referral.key}"
            _tell_sender(sender, call, subject, text, about=referral.key, at=at, once=once)
