"""Answers to offered places: by the link, or by another way; the authority is told of each."""

from __future__ import annotations

from datetime import datetime

from travaux.calls.models import Application
from travaux.calls.queries.links import offices_for
from travaux.calls.queries.nominations import focal_points
from travaux.calls.rules.links import may_be_sent_to
from travaux.journal.actions import action, nothing_to_record, record
from travaux.panels.actions._letters import _worded
from travaux.panels.models import Offer, Seat
from travaux.panels.rules import may_answer, may_handle_offer
from travaux.panels.states import Answer, End, Via
from travaux.people.models import Kind as ContactKind
from travaux.people.models import Person
from travaux.people.queries import address_of
from travaux.plumbing.mail import write_mail
from travaux.plumbing.verdicts import refuse, require

MOST_CHANGES = 20  # by the link; the secretariat records further ones


@action
def answer_offer(*, by: Person | None, offer: Offer, answer: str, at: datetime) -> Offer:
    """Who holds the link accepts or declines; a seat begins or ends, and the authority is told."""
    offer = _held(offer)
    require(may_answer(offer, at))
    if offer.changes >= MOST_CHANGES and answer != offer.answer:
        raise refuse("offer-changed-often")  # each change is a mail to every focal point
    return _answer(by or offer, offer, answer, "", at)


@action
def record_offer_answer(
    *, by: Person, offer: Offer, answer: str, source: str, at: datetime
) -> Offer:
    """An answer that came by mail, paper or telephone is put on record, with where it came from."""
    offer = _held(offer)
    require(may_handle_offer(by, offer))
    if not source.strip():
        raise refuse("source-missing")
    return _answer(by, offer, answer, source.strip()[:300], at)


def _held(offer: Offer) -> Offer:
    return (
        Offer.objects.select_for_update(of=("self",))
        .select_related("nominee", "panel__process", "panel__parent")
        .get(pk=offer.pk)
    )


def _answer(by: Person | Offer, offer: Offer, answer: str, source: str, at: datetime) -> Offer:
    """The answer stands, the seat follows it, and the nominating authority is told."""
    if answer not in (Answer.ACCEPTED, Answer.DECLINED):
        raise refuse("offer-answer-unknown")
    if answer == offer.answer:
        nothing_to_record()
        return offer
    offer.answer, offer.answered_at, offer.source = answer, at, source
    offer.changes += 1
    offer.save(update_fields=["answer", "answered_at", "source", "changes"])
    seats = Seat.objects.filter(panel=offer.panel, nominee=offer.nominee, until__isnull=True)
    if answer == Answer.ACCEPTED:
        if not seats.exists():
            Seat.objects.create(
                panel=offer.panel, nominee=offer.nominee, via=Via.OFFER, since=at.date(), at=at
            )
    else:
        seats.update(until=at.date(), end=End.DECLINED)
    told = _tell_authority(offer, at)
    record(
        by=by,
        subject=offer.panel.key,
        process=offer.panel.process.code,
        at=at,
        facts={"offer": offer.key, "answer": answer, "told": told, "by_hand": bool(source)},
    )
    return offer


def _tell_authority(offer: Offer, at: datetime) -> int:
    """The focal points of the state that nominated learn of each answer, each once; how many."""
    application = (
        Application.objects.filter(key=offer.nominee.application)
        .select_related("call__process", "country", "person")
        .first()
        if offer.nominee.application
        else None
    )
    if application is None or application.country_id is None:
        return 0
    points = Person.objects.filter(
        appointments__in=focal_points(application, at), is_active=True, erased_at__isnull=True
    ).exclude(pk=offer.nominee.person_id or 0)
    readers: list[tuple[Person | str, str]] = [
        (p, p.language) for p in points.distinct().order_by("pk")
    ]
    if not readers:
        readers = [
            (address_of(c), c.language)
            for c in offices_for(application)
            if c.kind == ContactKind.FOCAL_POINT and may_be_sent_to(c, application)
        ]
    written = 0
    for to, language in readers:
        subject, text = _worded(
            "answered", language, {"offer": offer, "state": application.country}
        )
        name = to if isinstance(to, str) else to.key
        mail = write_mail(
            to,
            subject,
            text,
            about=offer.panel.key,
            at=at,
            language=language,
            once=f"offer-answer:{offer.key}:{offer.changes}:{name}"[:120],
            process_code=offer.panel.process.code,
        )
        written += mail is not None
    return written
