"""Nobody is thrown away: those not chosen are offered a place in the group of their region."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from django.utils import translation

from travaux.core.contacts.rows import is_email
from travaux.core.panels.tables import read_table
from travaux.core.problems import Unusable
from travaux.journal.actions import action, nothing_to_record, record
from travaux.panels.actions._letters import _write_letter
from travaux.panels.actions.preparing import _set
from travaux.panels.labels import Labels
from travaux.panels.models import Nominee, Offer, Panel
from travaux.panels.queries.instance import Settings
from travaux.panels.queries.regional import (
    Pooled,
    offered_by_region,
    offers_of,
    reach_of_nominees,
    region_features,
    scaled_quotas,
)
from travaux.panels.rules import (
    call_allows_names,
    may_change_group,
    may_handle_offer,
    may_offer,
)
from travaux.panels.states import PanelState
from travaux.people.models import Person
from travaux.plumbing.languages import SIX, current, said, to_django
from travaux.plumbing.models import Job
from travaux.plumbing.tasks import start_job
from travaux.plumbing.verdicts import refuse, require

MOST_ADDRESSES = 300  # rows of a table that are taken at once, so that nobody waits for the page


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
    require(call_allows_names(panel.call, names_announced))
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
    """Until when can be answered, where the attribute is one of the group."""
    if feature not in region_features(panel):
        raise refuse("feature-unknown", feature=feature[:120])
    return _end_of(until, at)


def _end_of(until: date, at: datetime) -> datetime:
    """The end of the last day for an answer; refused where it lies in the past."""
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
    # the call is not there for every group: PostgreSQL locks no row that may be missing
    locked = Panel.objects.select_for_update(of=("self",))
    panel = locked.select_related("process", "call").get(pk=panel.pk)
    require(may_offer(by, panel))
    require(call_allows_names(panel.call, names_announced))
    answer_until = _check(panel, feature, until, at)
    pooled, _ = offered_by_region(panel, feature, excluded_too=excluded_too)
    offered = letters = groups = 0
    for one in pooled:
        if not one.nominees:
            continue
        group, new = _regional_group(panel, feature, one, names_announced, at)
        groups += new
        made, written = _offer_to(_brought_in(group, one.nominees), answer_until, by, at)
        offered, letters = offered + made, letters + written
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


def _brought_in(group: Panel, nominees: Sequence[Nominee]) -> list[Nominee]:
    """Nominees stand in the pool of their regional group under the same code, without scores."""
    first = group.nominees.count()
    for n, one in enumerate(nominees):
        Nominee.objects.create(
            panel=group,
            code=one.code,
            name=one.name,
            person=one.person,
            features=one.features,
            application=one.application,
            position=first + n,
        )
    codes = [one.code for one in nominees]
    found = group.nominees.filter(code__in=codes)
    return list(
        found.select_related("panel__parent", "panel__process", "person").order_by("position")
    )


def _offer_to(
    nominees: Sequence[Nominee], answer_until: datetime, by: Person, at: datetime
) -> tuple[int, int]:
    """An offer to each, and a letter where an address is known; how many of both."""
    reach, letters = reach_of_nominees(nominees), 0
    for nominee in nominees:
        email, language = reach.get(nominee.code, ("", ""))
        offer = Offer.objects.create(
            panel=nominee.panel,
            nominee=nominee,
            email=email,
            language=language or current(),
            answer_until=answer_until,
            at=at,
            by_key=by.key,
        )
        letters += _write_letter(offer, at)
    return len(nominees), letters


def _scale(group: Panel, parent: Panel, feature: str) -> None:
    """Targets in proportion, unless the group has its own already."""
    people = group.nominees.count()
    if group.quotas.exists() or not parent.quotas.exists():
        Panel.objects.filter(pk=group.pk).update(seats_high=max(people, group.seats_high))
        return
    quotas = scaled_quotas(parent, people, feature)
    _set(group, Settings((1, people), quotas, ()))


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
def address_offers(*, by: Person, panel: Panel, data: bytes, at: datetime) -> int:
    """Offers get the addresses that were missing out of a table: code, email and language.

    Codes that wait for no address are passed over; one row that cannot be taken takes none.
    """
    require(may_change_group(by, panel))
    table = read_table(data, ["code", "email"], "pool")
    code, email, language = (table.column(name) for name in ("code", "email", "language"))
    if code is None or email is None:
        missing = "code" if code is None else "email"
        there = ", ".join(table.headings)
        raise Unusable("column-missing", "row 1", column=missing, there=there)
    if len(table.lines) > MOST_ADDRESSES:
        raise refuse("offer-addresses-many", count=len(table.lines), most=MOST_ADDRESSES)
    waiting = {o.nominee.code: o for o in offers_of(panel).filter(email="", answer="")}
    written = 0
    for number, cells in table.lines:
        offer = waiting.pop(cells[code].strip(), None)
        if offer is None or offer.nominee.erased_at is not None:
            continue
        offer.email = cells[email].strip()
        if not is_email(offer.email):
            raise refuse("offer-row-unfit", row=number, value=offer.email[:100])
        tongue = cells[language].strip().casefold() if language is not None else ""
        offer.language = tongue if tongue in SIX else offer.language
        offer.save(update_fields=["email", "language"])
        written += _write_letter(offer, at)
    if not written:
        nothing_to_record()
        return 0
    facts = {"letters": written}
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    return written
