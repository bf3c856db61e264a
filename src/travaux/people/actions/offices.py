"""Offices are set up, and their states change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from travaux.journal.actions import Actor, action, nothing_to_record, record
from travaux.people.models import Country, Office, Person
from travaux.people.rules.offices import may_set_up_office, office_is_whole
from travaux.plumbing.verdicts import require


@action
def set_up_office(
    *,
    by: Actor | None,
    process_code: str,
    names: Mapping[str, str],
    at: datetime,
    regions: Sequence[str] = (),
    countries: Sequence[Country] = (),
    demonstration: bool = False,
) -> Office:
    """An office gets its states: of regions, as they stand each day, and listed ones.

    Without `by` it is the technical officer's own act, as on the command line.
    """
    if isinstance(by, Person):
        require(may_set_up_office(by, process_code))
    require(office_is_whole(names, regions, countries))
    made = Office.objects.create(
        process_code=process_code,
        names={k: v.strip() for k, v in names.items() if v.strip()},
        regions=sorted(set(regions)),
        created_at=at,
        demonstration=demonstration,
    )
    made.listed.set(countries)
    record(
        by=by,
        subject=made.key,
        process=process_code,
        at=at,
        facts={"regions": made.regions, "states": sorted(c.code for c in countries)},
    )
    return made


@action
def change_office(
    *,
    by: Actor | None,
    office: Office,
    names: Mapping[str, str],
    at: datetime,
    regions: Sequence[str] = (),
    countries: Sequence[Country] = (),
) -> Office:
    """An office gets another name, or other states; what it did before stays on record."""
    if isinstance(by, Person):
        require(may_set_up_office(by, office.process_code))
    require(office_is_whole(names, regions, countries))
    office = Office.objects.select_for_update().get(pk=office.pk)
    told = {k: v.strip() for k, v in names.items() if v.strip()}
    wanted = {c.pk for c in countries}
    same = wanted == set(office.listed.values_list("pk", flat=True))
    if same and office.names == told and office.regions == sorted(set(regions)):
        nothing_to_record()
        return office
    office.names, office.regions = told, sorted(set(regions))
    office.save(update_fields=["names", "regions"])
    office.listed.set(countries)
    record(
        by=by,
        subject=office.key,
        process=office.process_code,
        at=at,
        facts={"regions": office.regions, "states": sorted(c.code for c in countries)},
    )
    return office
