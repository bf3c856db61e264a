"""Those who were not chosen, by region; what they were offered and what they said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from travaux.calls.models import Application
from travaux.calls.states import ApplicationState
from travaux.core.panels import instance as core
from travaux.panels.models import Nominee, Offer, Panel
from travaux.panels.queries.instance import settings_of
from travaux.panels.queries.lists import not_chosen
from travaux.panels.rules import LETTER
from travaux.panels.states import Demand
from travaux.plumbing.models import Mail

_SIGNER = Signer(salt="travaux.panels.offer", sep=".")
MARK = LETTER
REGIONS = ("region", "regional group", "région", "región", "регион", "المنطقة", "区域", "地区")


def token_of(offer: Offer) -> str:
    """What stands in the address of a letter: the key under the signature."""
    return str(_SIGNER.sign(offer.key))


def offer_behind(token: str) -> Offer | None:
    """The offer of an address, if its signature holds."""
    try:
        key = _SIGNER.unsign(token[:200])
    except BadSignature:
        return None
    return (
        Offer.objects.filter(key=key)
        .select_related("nominee", "panel__process", "panel__parent__call", "panel__call")
        .first()
    )


def place_of_offer(process_code: str, key: str) -> str:
    """The address of an offer's page."""
    panel = Offer.objects.filter(key=key).values_list("panel__key", flat=True).first()
    return reverse("panels:one-offer", args=[process_code, panel, key]) if panel else ""


def letter_of(offer: Offer) -> Mail | None:
    """The letter of an offer, as it lies in the outbox."""
    return Mail.objects.filter(once=f"{MARK}{offer.key}").first()


def region_features(panel: Panel) -> list[str]:
    """Attributes by which those not chosen can be grouped, the likely one first."""
    found = list(dict.fromkeys(f for n in panel.nominees.all() for f in n.features))
    return sorted(found, key=lambda f: f.strip().casefold() not in REGIONS)


@dataclass(frozen=True, slots=True)
class Pooled:
    """Those of one region who can be offered a place; `excluded` were to be left out of the group."""

    region: str
    nominees: tuple[Nominee, ...]
    excluded: int


def offered_by_region(
    panel: Panel, feature: str, *, excluded_too: bool = False
) -> tuple[list[Pooled], list[Nominee]]:
    """Those not chosen and not offered a place yet, by region; and those without a region.

    Who withdrew from the call, or was erased, is not written to.
    """
    done = set(Nominee.objects.filter(panel__parent=panel).values_list("code", flat=True))
    gone = set(
        Application.objects.filter(
            key__in=panel.nominees.exclude(application="").values("application"),
            state=ApplicationState.WITHDRAWN,
        ).values_list("key", flat=True)
    )
    found: dict[str, list[Nominee]] = {}
    shut: dict[str, int] = {}
    nowhere: list[Nominee] = []
    for one in not_chosen(panel).select_related("person"):
        if one.code in done or one.erased_at is not None or one.application in gone - {""}:
            continue
        region = next(iter(one.features.get(feature, ())), "")
        if not region:
            nowhere.append(one)
        elif one.demand == Demand.EXCLUDE and not excluded_too:
            shut[region] = shut.get(region, 0) + 1
        else:
            found.setdefault(region, []).append(one)
    regions = sorted({*found, *shut})
    return [Pooled(r, tuple(found.get(r, ())), shut.get(r, 0)) for r in regions], nowhere


def reach_of_nominees(nominees: Sequence[Nominee]) -> dict[str, tuple[str, str]]:
    """Address and language of nominees by their codes, where an account or a nomination tells."""
    told: dict[str, tuple[str, str]] = {}
    applications = {
        a.key: a
        for a in Application.objects.filter(
            key__in=[n.application for n in nominees if n.application]
        )
    }
    for one in nominees:
        application = applications.get(one.application)
        person = one.person
        if person is not None and person.email and person.is_active:
            told[one.code] = (person.email, person.language)
        elif application is not None and application.email:
            told[one.code] = (application.email, application.language)
    return told


def scaled_quotas(panel: Panel, people: int, without: str) -> tuple[core.Quota, ...]:
    """The quotas of a group for another one of so many people: minimums rounded down, maximums up."""
    seats = panel.seats_high
    return tuple(
        core.Quota(
            q.feature,
            q.value,
            q.low * people // seats,
            None if q.high is None else -(-q.high * people // seats),
        )
        for q in settings_of(panel).quotas
        if q.feature != without
    )


def regional_groups(panel: Panel) -> QuerySet[Panel]:
    """The regional groups made of those whom a group did not take."""
    found = panel.regional.select_related("process", "parent__call", "call").order_by("region")
    return found.annotate(members=Count("seats", filter=Q(seats__until=None)))


def offers_of(panel: Panel) -> QuerySet[Offer]:
    """Every offer of a group: of its regional groups, or its own where it is one."""
    found = Offer.objects.filter(panel__parent=panel) | Offer.objects.filter(panel=panel)
    return found.select_related("nominee", "panel__process").order_by("panel__region", "pk")


def answers_by_group(panel: Panel) -> dict[tuple[int, str], int]:
    """How many offers of a group have which answer, by the group that they are for."""
    found = offers_of(panel).order_by().values("panel", "answer").annotate(many=Count("pk"))
    return {(row["panel"], row["answer"]): row["many"] for row in found}


def held_letters(panel: Panel) -> int:
    """How many letters of the offers of a group lie in the outbox."""
    groups = [panel.key, *panel.regional.values_list("key", flat=True)]
    held = Mail.objects.filter(about__in=groups, once__startswith=MARK, state=Mail.State.HELD)
    return held.count()


def letters_of(offers: Sequence[Offer]) -> dict[str, Mail]:
    """The letters of offers by the keys of the offers."""
    marks = [f"{MARK}{o.key}" for o in offers]
    return {str(m.once).removeprefix(MARK): m for m in Mail.objects.filter(once__in=marks)}
