"""States and groups: who is in which, on a day, and in the order of a language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q, QuerySet

from travaux.core.countries.order import sort_key
from travaux.people.models import Country, Group, Membership, Taxonomy
from travaux.plumbing import clock
from travaux.plumbing.languages import current, said

REGIONAL = "un-regional-groups"
STATUS = "un-status"


def _standing(on: date | None) -> Q:
    day = (on or clock.today()).isoformat()
    return Q(group__taxonomy__replaced_at__isnull=True, since__lte=day) & (
        Q(until="") | Q(until__gt=day)
    )


def taxonomies() -> QuerySet[Taxonomy]:
    """The taxonomies that hold now, by code."""
    return Taxonomy.objects.filter(replaced_at__isnull=True).order_by("code")


def taxonomy_now(code: str) -> Taxonomy | None:
    """The version of a taxonomy that holds now."""
    return taxonomies().filter(code=code).first()


def groups_of(country: Country, taxonomy: str = "", on: date | None = None) -> QuerySet[Group]:
    """The groups a state is in on a day (today), of one taxonomy or of all."""
    found = Membership.objects.filter(_standing(on), country=country)
    if taxonomy:
        found = found.filter(group__taxonomy__code=taxonomy)
    return Group.objects.filter(pk__in=found.values("group")).order_by("taxonomy__code", "position")


def in_group(country: Country, code: str, on: date | None = None) -> bool:
    """Whether a state is in a group on a day: "ldc", "sids", "african", "member" ..."""
    return Membership.objects.filter(_standing(on), country=country, group__code=code).exists()


def standing_memberships(on: date | None = None) -> QuerySet[Membership]:
    """Who is in which group on a day, since when; for pages that list many states at once."""
    return Membership.objects.filter(_standing(on)).select_related("group__taxonomy")


def standing_groups(on: date | None = None) -> Iterator[tuple[int, Group]]:
    """(id of a country, a group it is in on a day)."""
    for one in standing_memberships(on):
        yield one.country_id, one.group


def regional_group(country: Country, on: date | None = None) -> Group | None:
    """The United Nations regional group of a state on a day; None where it is in none."""
    return groups_of(country, REGIONAL, on).first()


def countries_in(
    code: str, taxonomy: str = "", on: date | None = None, demonstration: bool | None = None
) -> QuerySet[Country]:
    """The states of a group on a day; `demonstration` True or False keeps the one kind alone."""
    found = Membership.objects.filter(_standing(on), group__code=code)
    if taxonomy:
        found = found.filter(group__taxonomy__code=taxonomy)
    countries = Country.objects.filter(pk__in=found.values("country"))
    return countries if demonstration is None else countries.filter(demonstration=demonstration)


def countries_by_group(
    taxonomy: str, on: date | None = None, *, demonstration: bool
) -> dict[str, set[str]]:
    """The codes of the states of each group of a taxonomy on a day, by the codes of the groups."""
    found = Membership.objects.filter(
        _standing(on), group__taxonomy__code=taxonomy, country__demonstration=demonstration
    )
    told: dict[str, set[str]] = {}
    for group, country in found.values_list("group__code", "country__code"):
        told.setdefault(group, set()).add(country)
    return told


def countries_known() -> QuerySet[Country]:
    """Every state and area that this installation knows."""
    return Country.objects.all()


def states_by_name(countries: Iterable[Country], language: str = "") -> list[Country]:
    """Countries in the order of their names in a language (the reader's, unless said)."""
    tongue = language or current()
    return sorted(countries, key=lambda c: sort_key(said(c.names, tongue), tongue, c.pinyin))
