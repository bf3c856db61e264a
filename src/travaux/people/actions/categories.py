"""Lists of stakeholder categories are loaded; an organisation gets its category, seat and names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from travaux.core.countries.categories import Categories
from travaux.journal.actions import Actor, action, nothing_to_record, record
from travaux.people.models import Category, CategoryList, Country, Organisation, Person
from travaux.people.queries.categories import sorting_now
from travaux.people.rules.organisations import organisation_fits
from travaux.people.rules.roles import may_appoint
from travaux.plumbing.verdicts import require


@action
def load_categories(*, by: Actor | None, told: Categories, at: datetime) -> CategoryList:
    """A list of categories comes into force; the one before stays, with what was sorted by it.

    The same version with other names is mended in place; the journal keeps both digests.
    """
    now = CategoryList.objects.select_for_update().filter(in_force=True).first()
    if now is not None and (now.key, now.digest) == (told.key, told.digest):
        nothing_to_record()
        return now
    CategoryList.objects.filter(in_force=True).exclude(code=told.code, version=told.version).update(
        in_force=False
    )
    made, _new = CategoryList.objects.update_or_create(
        code=told.code,
        version=told.version,
        defaults={
            "names": dict(told.names),
            "source": told.source,
            "as_at": told.as_at,
            "note": told.note,
            "digest": told.digest,
            "loaded_at": at,
            "in_force": True,
        },
    )
    made.categories.exclude(code__in=[c.code for c in told.categories]).delete()
    for position, one in enumerate(told.categories):
        Category.objects.update_or_create(
            list=made, code=one.code, defaults={"names": dict(one.names), "position": position}
        )
    record(
        by=by,
        subject=f"categories:{told.code}",
        at=at,
        facts={
            "version": told.version,
            "digest": told.digest,
            "before": now.digest if now is not None else "",
        },
    )
    return made


@action
def describe_organisation(
    *,
    by: Actor | None,
    organisation: Organisation,
    process_code: str,
    at: datetime,
    category: str = "",
    seat: Country | None = None,
    names: Mapping[str, str] | None = None,
) -> Organisation:
    """The category of an organisation, the state of its seat, and its name in the six languages.

    `names` None: they stay. Without `by` it is the technical officer's own act. What was counted
    and reported before stays as it was reported; live pages count by what holds now.
    """
    if isinstance(by, Person):
        require(may_appoint(by, process_code))
    held = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    sorting = sorting_now()
    told = {k: " ".join(v.split()) for k, v in (names or {}).items() if v.strip()}
    kept = category == held.category and category not in sorting.categories
    require(organisation_fits(held, "" if kept else category, seat, told, sorting.categories))
    wanted = {
        "category": category,
        "sorted_by": held.sorted_by if kept else sorting.key if category else "",
        "country_id": seat.pk if seat is not None else None,
        "names": held.names if names is None else told,
    }
    changed = sorted(k for k, v in wanted.items() if getattr(held, k) != v)
    for name, value in wanted.items():
        setattr(held, name, value)
    for name in wanted:
        setattr(organisation, name, getattr(held, name))
    if not changed:
        nothing_to_record()
        return organisation
    held.save(update_fields=["category", "sorted_by", "country", "names"])
    record(
        by=by,
        subject=held.key,
        process=process_code,
        at=at,
        facts={
            "changed": [c.removesuffix("_id") for c in changed],
            "category": category,
            "list": held.sorted_by,
            "seat": seat.code if seat is not None else "",
        },
    )
    return organisation
