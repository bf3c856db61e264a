"""Mails to those who applied or began to, each in their own language and once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from travaux.calls.models import Application, Call
from travaux.calls.queries.nominations import focal_points
from travaux.people.models import Person
from travaux.plumbing.languages import said
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
    return written


def _mail_receipt(by: Person, application: Application, document: str, at: datetime) -> None:
    """The receipt by mail, with the signed file; it leaves once all of this is durable."""
    call, code = application.call, application.receipt or ""
    with in_language_of(by):
        told = {
            "application": application,
            "call": call,
            "title": said(call.titles),
            "code": code,
            "again": application.amended_at is not None,
            "address": _address_of("calls:receipt", call.process.code, code),
            "at": at,
        }
        subject = render_to_string("calls/mail/receipt_subject.txt", told)
        text = render_to_string("calls/mail/receipt.txt", told)
    write_mail(
        by, subject, text, about=application.key, at=at, attachment=(f"{code}.json", document)
    )


def _tell_authority(application: Application, at: datetime) -> int:
    """The focal points of the state learn that a nomination waits for them, each once; how many."""
    call, written = application.call, 0
    points = Person.objects.filter(
        appointments__in=focal_points(application, at), is_active=True, erased_at__isnull=True
    ).distinct()
    for person in points.order_by("pk"):
        if person.pk == application.person_id:
            continue
        with in_language_of(person):
            told = {
                "application": application,
                "call": call,
                "title": said(call.titles),
                "address": _address_of("calls:confirm", call.process.code, application.key),
            }
            subject = render_to_string("calls/mail/waiting_subject.txt", told)
            text = render_to_string("calls/mail/waiting.txt", told)
        once = f"nomination-waits:{application.key}:{person.key}"
        written += (
            write_mail(person, subject, text, about=application.key, at=at, once=once) is not None
        )
    return written


def _tell_confirmation(by: Person, application: Application, at: datetime) -> None:
    """Both are acknowledged: the authority that confirmed, and the nominee."""
    call = application.call
    readers = [by] if application.person is None else [by, application.person]
    for person in readers:
        with in_language_of(person):
            told = {
                "application": application,
                "call": call,
                "title": said(call.titles),
                "at": at,
                "authority": person.pk == by.pk,
            }
            subject = render_to_string("calls/mail/confirmed_subject.txt", told)
            text = render_to_string("calls/mail/confirmed.txt", told)
        write_mail(person, subject, text, about=application.key, at=at)
