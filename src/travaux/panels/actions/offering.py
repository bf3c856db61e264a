"""Nobody is thrown away: those not chosen are offered a place in the group of their region."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from travaux.calls.models import Application
from travaux.calls.queries.links import offices_for
from travaux.calls.queries.nominations import focal_points
from travaux.calls.rules.links import may_be_sent_to
from travaux.core.contacts.rows import is_email
from travaux.journal.actions import action, nothing_to_record, record
from travaux.panels.actions.preparing import _set
from travaux.panels.labels import Labels
from travaux.panels.models import Nominee, Offer, Panel, Seat
from travaux.panels.queries.instance import Settings
from travaux.panels.queries.regional import (
    MARK,
    Pooled,
    offered_by_region,
    reach_of_nominees,
    region_features,
    scaled_quotas,
    token_of,
)
from travaux.panels.rules import may_answer, may_handle_offer, may_offer
from travaux.panels.states import Answer, End, PanelState, Via
from travaux.people.models import Kind as ContactKind
from travaux.people.models import Person
from travaux.people.queries import address_of
from travaux.plumbing.languages import SIX, current, said, to_django
from travaux.plumbing.mail import write_mail
from travaux.plumbing.models import Job
from travaux.plumbing.tasks import start_job
from travaux.plumbing.verdicts import refuse, require


@action
def start_offering(
    *,
    by: Person,
    panel: Panel,
    feature: str,
    until: date,
    at: datetime,
    excluded_too: bool = False,
    names_announced: str = "",
) -> Job:
    """The groups and the letters are asked for; writing a thousand letters takes a while."""
    panel = Panel.objects.select_for_update().get(pk=panel.pk)
    require(may_offer(by, panel))
    _check(panel, feature, until, at)
    job = start_job(
        "travaux.panels.tasks.offer",
        what="panels.offer",
        by_key=by.key,
        at=at,
        process_code=panel.process.code,
        panel=panel.key,
        feature=feature,
        until=until.isoformat(),
        excluded_too=excluded_too,
        names_announced=names_announced,
        language=current(),
    )
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts={"job": job.key})
    return job


def _check(panel: Panel, feature: str, until: date, at: datetime) -> datetime:
    """Until when can be answered: the end of the day, if it lies ahead."""
    if feature not in region_features(panel):
        raise refuse("feature-unknown", feature=feature[:120])
    answer_until = datetime(until.year, until.month, until.day, 23, 59, tzinfo=UTC)
    if answer_until <= at:
        raise refuse("offer-day-passed")
    return answer_until


@action
def offer_places(
    *,
    by: Person,
    panel: Panel,
    feature: str,
    until: date,
    at: datetime,
    excluded_too: bool = False,
    names_announced: str = "",
) -> int:
    """The regional groups are made of those not chosen, and a letter to each is written and held.

    A group has targets of its own: those of the first, scaled to its people. Who was offered a
    place before is left alone; where no address is known, the offer waits for one. How many.
    """
    panel = Panel.objects.select_for_update().select_related("process", "call").get(pk=panel.pk)
    require(may_offer(by, panel))
    answer_until = _check(panel, feature, until, at)
    pooled, _ = offered_by_region(panel, feature, excluded_too=excluded_too)
    offered = letters = groups = 0
    for one in pooled:
        if not one.nominees:
            continue
        group, new = _regional_group(panel, feature, one, names_announced, at)
        groups += new
        reach = reach_of_nominees(one.nominees)
        for nominee in _brought_in(group, one):
            email, language = reach.get(nominee.code, ("", ""))
            offer = Offer.objects.create(
                panel=group,
                nominee=nominee,
                email=email,
                language=language or current(),
                answer_until=answer_until,
                at=at,
                by_key=by.key,
            )
            offered += 1
            letters += _write_letter(offer, at)
        _scale(group, panel, feature)
    if not offered:
        nothing_to_record()
        return 0
    facts = {
        "groups": groups,
        "offers": offered,
        "letters": letters,
        "until": answer_until.isoformat(),
    }
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    return offered


def _regional_group(
    parent: Panel, feature: str, pooled: Pooled, names_announced: str, at: datetime
) -> tuple[Panel, bool]:
    """The group of a region, made where it is not there yet."""
    labels = Labels(parent)
    titles = {}
    for code in SIX:
        with translation.override(to_django(code)):
            if code in parent.titles or code == current():
                titles[code] = f"{said(parent.titles)}: {labels.value(feature, pooled.region).text}"
    return Panel.objects.get_or_create(
        parent=parent,
        region_feature=feature,
        region=pooled.region[:120],
        defaults={
            "process": parent.process,
            "titles": titles,
            "state": PanelState.ADOPTED,
            "seats_low": 1,
            "seats_high": len(pooled.nominees),
            "pool_language": parent.pool_language,
            "names_announced": names_announced.strip()[:300],
            "authority": parent.authority,
            "adopted_on": at.date(),
            "adopted_at": at,
            "adoption_source": parent.adoption_source,
            "created_at": at,
            "demonstration": parent.demonstration,
        },
    )


def _brought_in(group: Panel, pooled: Pooled) -> list[Nominee]:
    """Nominees stand in the pool of their regional group under the same code, without scores."""
    first = group.nominees.count()
    for n, one in enumerate(pooled.nominees):
        Nominee.objects.create(
            panel=group,
            code=one.code,
            name=one.name,
            person=one.person,
            features=one.features,
            application=one.application,
            position=first + n,
        )
    codes = [one.code for one in pooled.nominees]
    return list(group.nominees.filter(code__in=codes).order_by("position"))


def _scale(group: Panel, parent: Panel, feature: str) -> None:
    """Targets in proportion, unless the group has its own already."""
    people = group.nominees.count()
    if group.quotas.exists() or not parent.quotas.exists():
        Panel.objects.filter(pk=group.pk).update(seats_high=max(people, group.seats_high))
        return
    quotas = scaled_quotas(parent, people, feature)
    _set(group, Settings((1, people), quotas, ()))


def _worded(name: str, language: str, told: dict[str, Any]) -> tuple[str, str]:
    with translation.override(to_django(language or current())):
        offer = told["offer"]
        told = {
            "parent": said(offer.panel.parent.titles),
            "title": said(offer.panel.titles),
            "process": said(offer.panel.process.titles),
            "region": Labels(offer.panel)
            .value(offer.panel.region_feature, offer.panel.region)
            .text,
            **told,
        }
        return (
            render_to_string(f"panels/mail/{name}_subject.txt", told),
            render_to_string(f"panels/mail/{name}.txt", told),
        )


def _write_letter(offer: Offer, at: datetime) -> int:
    """The letter of an offer lies in the outbox of its process until the secretariat lets it go."""
    if not offer.email:
        return 0
    code = offer.panel.process.code
    address = f"{settings.ADDRESS}{reverse('panels:offer', args=(code, token_of(offer)))}"
    told = {"offer": offer, "address": address}
    subject, text = _worded("offer", offer.language, told)
    mail = write_mail(
        offer.email,
        subject,
        text,
        about=offer.panel.key,
        at=at,
        language=offer.language,
        once=f"{MARK}{offer.key}",
        hold=True,
        process_code=code,
    )
    return int(mail is not None)


@action
def address_offer(*, by: Person, offer: Offer, email: str, language: str, at: datetime) -> Offer:
    """An offer gets the address that was missing, and its letter is written and held."""
    require(may_handle_offer(by, offer))
    if offer.email:
        raise refuse("offer-addressed")
    email = email.strip()
    if not is_email(email) or len(email) > 254:
        raise refuse("offer-address-unfit")
    if language not in SIX:
        raise refuse("offer-language-unknown")
    offer.email, offer.language = email, language
    offer.save(update_fields=["email", "language"])
    _write_letter(offer, at)
    code = offer.panel.process.code
    record(by=by, subject=offer.panel.key, process=code, at=at, facts={"offer": offer.key})
    return offer


@action
def answer_offer(*, by: Person | None, offer: Offer, answer: str, at: datetime) -> Offer:
    """Who holds the link accepts or declines; a seat begins or ends, and the authority is told."""
    offer = _held(offer)
    require(may_answer(offer, at))
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
