"""Loading states and taxonomies: the same file again changes nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from travaux.core.countries import facts
from travaux.journal.actions import Actor, action, nothing_to_record, record
from travaux.people.models import Country, Group, Membership, Taxonomy
from travaux.plumbing.verdicts import refuse


@action
def load_states(*, by: Actor | None, states: facts.States, at: datetime) -> int:
    """Bring the states in line with a file of facts; how many were added or changed.

    A state that the file does not name stays: appointments and comments may point to it.
    """
    known = {c.code: c for c in Country.objects.filter(code__in=[s.code for s in states.states])}
    if all(
        s.code in known
        and (known[s.code].source_digest, known[s.code].as_at) == (states.digest, states.as_at)
        for s in states.states
    ):
        nothing_to_record()
        return 0
    rows, changed = [], 0
    for state in states.states:
        country = known.get(state.code) or Country(code=state.code)
        if country.demonstration:
            raise refuse("country-is-invented", state=state.code)
        told = _told(state, states.source, states.as_at)
        changed += any(getattr(country, k) != v for k, v in told.items())
        for key, value in told.items():
            setattr(country, key, value)
        country.source_digest = states.digest
        rows.append(country)
    Country.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[*_told(states.states[0], "", ""), "source_digest"],
    )
    record(
        by=by,
        subject="states",
        at=at,
        facts={"states": len(states.states), "changed": changed, "digest": states.digest},
    )
    return changed


def _told(state: facts.State, source: str, as_at: str) -> dict[str, Any]:
    """What a file says about a state, by the columns of its row."""
    return {
        "alpha2": state.alpha2,
        "m49": state.m49,
        "names": dict(state.short),
        "formal_names": dict(state.formal),
        "articles": dict(state.article),
        "former_names": [
            {
                "until": f.until,
                "names": dict(f.short),
                "formal_names": dict(f.formal),
                "source": f.source,
            }
            for f in state.former
        ],
        "pinyin": state.pinyin,
        "source": source[:200],
        "as_at": as_at,
    }


@action
def place_invented_state(
    *, by: Actor | None, country: Country, taxonomy: str, group: str, at: datetime
) -> Membership:
    """An invented state gets its place in a group; real ones are placed by a file with its source."""
    if not country.demonstration:
        raise refuse("state-is-placed-by-a-file")
    row = Group.objects.filter(
        taxonomy__code=taxonomy, taxonomy__replaced_at__isnull=True, code=group
    ).first()
    if row is None:
        raise refuse("group-unknown", group=group)
    placed, new = Membership.objects.get_or_create(group=row, country=country)
    if new:
        record(by=by, subject=country.code, at=at, facts={"group": group})
    else:
        nothing_to_record()
    return placed


@action
def load_taxonomy(*, by: Actor | None, taxonomy: facts.Taxonomy, at: datetime) -> Taxonomy:
    """Bring a way to group states in line with a file; a new version replaces the one before.

    The same version with other members is mended in place; the journal keeps both digests.
    """
    now = Taxonomy.objects.filter(code=taxonomy.code, replaced_at__isnull=True).first()
    if now is not None and (now.version, now.digest) == (taxonomy.version, taxonomy.digest):
        nothing_to_record()
        return now
    wanted = {m.state for g in taxonomy.groups for m in g.members}
    countries = {c.code: c for c in Country.objects.filter(code__in=wanted)}
    if missing := sorted(wanted - set(countries)):
        raise refuse("group-names-unknown-state", state=missing[0])
    before = now.digest if now else ""
    if now is not None and now.version != taxonomy.version:
        Taxonomy.objects.filter(pk=now.pk).update(replaced_at=at)
    made, _ = Taxonomy.objects.update_or_create(
        code=taxonomy.code,
        version=taxonomy.version,
        defaults={
            "names": dict(taxonomy.names),
            "source": taxonomy.source,
            "as_at": taxonomy.as_at,
            "note": taxonomy.note,
            "exclusive": taxonomy.exclusive,
            "digest": taxonomy.digest,
            "loaded_at": at,
            "replaced_at": None,
        },
    )
    _fill(made, taxonomy, countries)
    record(
        by=by,
        subject=f"groups:{taxonomy.code}",
        at=at,
        facts={"version": taxonomy.version, "digest": taxonomy.digest, "before": before},
    )
    return made


def _fill(made: Taxonomy, taxonomy: facts.Taxonomy, countries: dict[str, Country]) -> None:
    made.groups.exclude(code__in=[g.code for g in taxonomy.groups]).delete()
    for position, group in enumerate(taxonomy.groups):
        row, _ = Group.objects.update_or_create(
            taxonomy=made,
            code=group.code,
            defaults={"names": dict(group.names), "position": position},
        )
        # invented states are placed by hand and stay
        row.memberships.filter(country__demonstration=False).delete()
        Membership.objects.bulk_create(
            Membership(group=row, country=countries[m.state], since=m.since, until=m.until)
            for m in group.members
        )
