"""The coverage of a round: its columns read in as many queries whatever the number of comments."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from travaux.comments.models import Capacity, Comment, Submission
from travaux.comments.queries.asked import AskedPerson, asked_persons
from travaux.comments.queries.places import Heading, outline
from travaux.comments.rules import sets as of_sets
from travaux.comments.states import Scope, SubmissionState
from travaux.consultations.models import Invitation, Round, Track
from travaux.consultations.rules import is_counted, is_limited, is_published, sets_are_sealed
from travaux.core.comments.coverage import (
    Coverage,
    Kind,
    Party,
    Standing,
    Target,
    coverage,
)
from travaux.core.countries.order import sort_key
from travaux.drafts.models import Paragraph
from travaux.journal.queries import state_of_record
from travaux.people.models import Appointment, Contact, Country, Organisation, Role
from travaux.people.models import Kind as ContactKind
from travaux.people.queries.countries import REGIONAL, STATUS, countries_in, standing_groups
from travaux.people.queries.offices import scope_of
from travaux.plumbing.keeping import Keep
from travaux.plumbing.languages import current, said
from travaux.plumbing.models import Mail

WHOLE = "text"  # comments on the whole text: a row of their own
OFFICES = (ContactKind.FOCAL_POINT, ContactKind.MINISTRY, ContactKind.MISSION)
LET_GO = (Mail.State.WAITING, Mail.State.SENDING, Mail.State.SENT)


@dataclass(frozen=True, slots=True)
class Region:
    """A regional group: its code and names, and its place in the colours of the picture."""

    code: str
    names: Mapping[str, str]
    position: int


@dataclass(frozen=True, slots=True)
class Monitor:
    """Who was asked and heard in a round, with what a page needs to name them."""

    coverage: Coverage
    regions: tuple[Region, ...]
    sections: tuple[Heading, ...]
    parties: Mapping[str, Party]
    countries: Mapping[str, Country]
    organisations: Mapping[str, Organisation]
    hidden: frozenset[str]  # heard, but whoever spoke keeps the name back
    # asked for themselves and not known to have taken part; for the secretariat alone
    waiting: tuple[AskedPerson, ...] = ()
    written_to: frozenset[str] = frozenset()  # keys of such persons whose message went

    def name_of(self, key: str) -> str:
        if key in self.countries:
            return said(self.countries[key].names)
        one = self.organisations.get(key)
        return (said(one.names) or one.name) if one is not None else ""

    def states(self, region: str) -> list[Party]:
        """The states of a region in the order of the reader's language."""
        tongue = current()

        def order(p: Party) -> Any:
            country = self.countries[p.key]
            return sort_key(said(country.names, tongue), tongue, country.pinyin)

        found = [p for p in self.parties.values() if p.kind is Kind.STATE and p.region == region]
        return sorted((p for p in found if p.key in self.countries), key=order)


def state_key(country: Country) -> str:
    return f"state:{country.code}"


def organisation_key(organisation: Organisation) -> str:
    return f"organisation:{organisation.key}"


def _sections(round: Round) -> tuple[Heading, ...]:
    """The headings of the first level that has at least two of them; else all there are."""
    headings = outline(round.version).headings
    for level in sorted({h.level for h in headings}):
        found = tuple(h for h in headings if h.level == level)
        if len(found) > 1:
            return found
    return headings


def _regions() -> tuple[dict[int, str], set[int], tuple[Region, ...]]:
    """Region of each state, which are member states, and the regions in their order."""
    of: dict[int, str] = {}
    members: set[int] = set()
    known: dict[str, Region] = {}
    for country, group in standing_groups():
        if group.taxonomy.code == REGIONAL:
            of[country] = group.code
            known[group.code] = Region(group.code, group.names, group.position)
        elif group.taxonomy.code == STATUS and group.code == "member":
            members.add(country)
    return of, members, tuple(sorted(known.values(), key=lambda r: r.position))


def _asked_states(round: Round, members: set[int]) -> dict[int, Country]:
    """The member states whom the track is for; a demonstration asks invented ones alone.

    The track of an office asks its own states.
    """
    track = round.track
    found = Country.objects.filter(demonstration=round.demonstration)
    if track is not None and track.office is not None:
        found = found.filter(pk__in=scope_of(track.office))
        if not track.regions:
            return {c.pk: c for c in found}
    if track is not None and track.regions:
        wanted: set[int] = set()
        for code in track.regions:
            wanted |= set(countries_in(code).values_list("pk", flat=True))
        return {c.pk: c for c in found if c.pk in wanted}
    if track is not None and (track.roles or track.organisations or track.persons):
        return (
            {c.pk: c for c in found if c.pk in members} if Role.FOCAL_POINT in track.roles else {}
        )
    return {c.pk: c for c in found if c.pk in members}


def _asked_organisations(
    track: Track | None, spoken_for: Mapping[int, Organisation], states: Mapping[int, Country]
) -> dict[int, Organisation]:
    """Those that are invited by name or seated in a region; else all that somebody speaks for."""
    if track is None or not is_limited(track):
        return dict(spoken_for)
    invited = {o.pk: o for o in Organisation.objects.filter(key__in=track.organisations)}
    if track.office is not None:
        invited = {pk: o for pk, o in invited.items() if o.country_id in states}
    by_seat = bool(track.regions) or track.office is not None
    seated = {pk: o for pk, o in spoken_for.items() if by_seat and o.country_id in states}
    return {**seated, **invited}


def speakers(process_code: str, at: datetime) -> list[Appointment]:
    """Who speaks for a state or an organisation in a process at an instant, and can be written to."""
    return list(
        Appointment.objects.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=at),
            Q(role=Role.FOCAL_POINT, country__isnull=False) | Q(organisation__isnull=False),
            process_code__in=["", process_code],
            begins_at__lte=at,
            person__is_active=True,
            person__erased_at__isnull=True,
        ).select_related("person", "country", "organisation__country")
    )


def offices(process_code: str) -> list[Contact]:
    """The focal points, ministries and missions that are kept as contacts of a process."""
    return list(
        Contact.objects.filter(
            process_code=process_code,
            kind__in=OFFICES,
            country__isnull=False,
            retired_at__isnull=True,
        )
        .exclude(email="")
        .order_by("pk")
    )


def party_of(
    capacity: str, country: int | None, organisation: int | None, author: int | None, member: str
) -> tuple[str, int | str]:
    """For whom something speaks, as a value to compare; an expert is never their country."""
    if capacity == Capacity.STATE:
        return ("state", country if country is not None else member)
    if capacity == Capacity.ORGANISATION:
        return ("organisation", organisation if organisation is not None else member)
    return (capacity, author if author is not None else member)


def read_monitor(
    round: Round, at: datetime, within: frozenset[int] | None = None, *, sets: bool = True
) -> Monitor:
    """The whole coverage of a round, as the secretariat reads it; `within`: of these states and of
    organisations with their seat there alone, as an office reads it, without persons and experts.

    `sets`: False leaves out what states, and organisations as one set, handed in, for those who may
    not know of it yet.
    """
    code, track = round.process.code, round.track
    region_of, members, regions = _regions()
    states = _asked_states(round, members)
    voices = speakers(code, at)
    spoken_for = {a.organisation.pk: a.organisation for a in voices if a.organisation is not None}
    organisations = _asked_organisations(track, spoken_for, states)

    stages: dict[tuple[str, int | str], set[str]] = {}
    for capacity, country, organisation, author, member, state, nil, shown, kept in (
        _of(round, sets)
        .exclude(state__in=[SubmissionState.WITHDRAWN, SubmissionState.PENDING])
        .order_by()
        .values_list(
            "capacity",
            "country",
            "organisation",
            "author",
            "member",
            "state",
            "nil",
            "name_shown",
            "protected",
        )
        .distinct()
    ):
        stage = stages.setdefault(party_of(capacity, country, organisation, author, member), set())
        if state == SubmissionState.DRAFT:
            stage.add("contributed")
        else:
            stage.add("nil" if nil else "submitted")
            if shown and not kept:
                stage.add("shown")
            if not kept and state != SubmissionState.DRAFT:
                # an identity under protection is not told by its absence
                stage.add("known")
    invited: set[tuple[str, int | str]] = set()
    opened: set[tuple[str, int | str]] = set()
    invitations = list(
        Invitation.objects.filter(round=round).values_list(
            "key", "country", "organisation", "opened_at"
        )
    )
    gone = set(
        Mail.objects.filter(
            process_code=code, about__startswith=f"invitation:{round.key}:", state__in=LET_GO
        ).values_list("about", flat=True)
    )
    for key, country, organisation, opened_at in invitations:
        who: tuple[str, int | str] = (
            ("state", country) if country is not None else ("organisation", organisation)
        )
        if opened_at is not None or f"invitation:{round.key}:{key}" in gone:
            invited.add(who)
        if opened_at is not None:
            opened.add(who)

    asked = asked_persons(round, at) if within is None else []
    for one_asked in asked:
        if f"invitation:{round.key}:{one_asked.person.key}" in gone:
            invited |= {("expert", one_asked.person.pk), ("person", one_asked.person.pk)}

    reachable: set[tuple[str, int | str]] = {
        ("organisation", a.organisation_id) for a in voices if a.organisation_id
    }
    reachable |= {
        ("state", a.country_id) for a in voices if a.country_id and a.role == Role.FOCAL_POINT
    }
    reachable |= {("state", c.country_id) for c in offices(code) if c.country_id}

    _add_those_who_spoke(stages, states, organisations)
    parties: dict[tuple[str, int | str], Party] = {}

    def party(who: tuple[str, int | str], key: str, kind: Kind, region: str, group: str) -> None:
        stage = stages.get(who, set())
        parties[who] = Party(
            key,
            kind,
            region,
            group,
            invited=who in invited,
            opened=who in opened,
            contributed="contributed" in stage,
            submitted="submitted" in stage,
            nil="nil" in stage,
            reachable=who in reachable,
        )

    for pk, one in states.items():
        party(("state", pk), state_key(one), Kind.STATE, region_of.get(pk, ""), "")
    for pk, body in organisations.items():
        region = region_of.get(body.country_id or 0, "")
        party(
            ("organisation", pk), organisation_key(body), Kind.ORGANISATION, region, body.category
        )
    if within is not None:
        states = {pk: c for pk, c in states.items() if pk in within}
        organisations = {pk: o for pk, o in organisations.items() if o.country_id in within}
        inside = {("state", pk) for pk in states} | {("organisation", pk) for pk in organisations}
        parties = {who: p for who, p in parties.items() if who in inside}
    for who in stages if within is None else ():
        if who not in parties:
            # a table that names a state as received, or somebody: a party without a region
            party(who, f"{who[0]}:?{who[1]}", Kind(who[0]), "", "")

    for one_asked in asked:
        spoke = {(kind, one_asked.person.pk) for kind in ("expert", "person")} & parties.keys()
        if not spoke:
            whom = (str(one_asked.kind), one_asked.person.pk)
            party(whom, one_asked.key, one_asked.kind, "", "")

    sections = _sections(round)
    touched = _touched(round, parties, sections, sets=sets)
    table = coverage(
        list(parties.values()),
        touched,
        [*(h.anchor for h in sections), WHOLE],
        [
            Target(str(t["region"]), Kind(t["group"]), int(t["at_least"]))
            for t in (track.targets if track is not None and within is None else [])
        ],
    )
    hidden = frozenset(
        p.key for who, p in parties.items() if p.submitted and "shown" not in stages.get(who, set())
    )
    return Monitor(
        table,
        tuple(r for r in regions if any(p.region == r.code for p in parties.values())),
        sections,
        {p.key: p for p in parties.values()},
        {state_key(c): c for c in states.values()},
        {organisation_key(o): o for o in organisations.values()},
        hidden,
        tuple(
            a
            for a in asked
            if not any("known" in stages.get((k, a.person.pk), ()) for k in ("expert", "person"))
        ),
        frozenset(a.person.key for a in asked if ("person", a.person.pk) in invited),
    )


def _of(round: Round, sets: bool) -> QuerySet[Submission]:
    found = Submission.objects.filter(round=round)
    return found if sets else found.exclude(of_sets(""))


def _add_those_who_spoke(
    stages: Mapping[tuple[str, int | str], set[str]],
    states: dict[int, Country],
    organisations: dict[int, Organisation],
) -> None:
    """Whoever spoke is listed, though the track was not for them."""
    more = {k for kind, k in stages if kind == "state" and isinstance(k, int)} - states.keys()
    if more:
        states.update(Country.objects.in_bulk(list(more)))
    others = {k for kind, k in stages if kind == "organisation" and isinstance(k, int)}
    if others - organisations.keys():
        found = Organisation.objects.in_bulk(list(others - organisations.keys()))
        organisations.update(found)


def _touched(
    round: Round,
    parties: Mapping[tuple[str, int | str], Party],
    sections: tuple[Heading, ...],
    *,
    sets: bool,
) -> list[tuple[str, str]]:
    """(key of a party, section) of all that was submitted; drafts stay their authors' own."""
    starts = [h.position for h in sections]
    # joined here and not in the database: a few hundred places, and any number of comments
    positions = dict(
        Paragraph.objects.filter(version=round.version).order_by().values_list("pk", "position")
    )
    standing = Comment.objects.filter(
        round=round,
        submission__state=SubmissionState.SUBMITTED,
        withdrawn_at__isnull=True,
        is_split=False,
    ).order_by()
    if not sets:
        standing = standing.exclude(of_sets())
    together = standing.filter(
        submission__capacity__in=[Capacity.STATE, Capacity.ORGANISATION]
    ).values_list(
        "submission__capacity",
        "submission__country",
        "submission__organisation",
        "submission__member",
        "scope",
        "paragraph",
    )
    alone = standing.exclude(
        submission__capacity__in=[Capacity.STATE, Capacity.ORGANISATION]
    ).values_list(
        "submission__capacity",
        "submission__author",
        "submission__member",
        "scope",
        "paragraph",
    )
    found: set[tuple[str, str]] = set()

    def touch(who: tuple[str, int | str], scope: str, paragraph: int | None) -> None:
        position = positions.get(paragraph or 0)
        one = parties.get(who)
        if one is None:
            return
        if scope == Scope.TEXT:
            found.add((one.key, WHOLE))
        elif position is not None:
            at = bisect_right(starts, position) - 1
            if at >= 0:
                found.add((one.key, sections[at].anchor))

    for capacity, country, organisation, member, scope, paragraph in together.distinct():
        touch(party_of(capacity, country, organisation, None, member), scope, paragraph)
    for capacity, author, member, scope, paragraph in alone.distinct():
        touch(party_of(capacity, None, None, author, member), scope, paragraph)
    return sorted(found)


_monitors: Keep[Monitor] = Keep(20)


def monitor(
    round: Round, at: datetime, within: frozenset[int] | None = None, *, sets: bool = True
) -> Monitor:
    """The same, reckoned once for each state of the record and day; only to be shown."""
    state = state_of_record()
    if not state or within is not None:
        return read_monitor(round, at, within, sets=sets)
    sent = Mail.objects.filter(
        process_code=round.process.code, about__startswith=f"invitation:{round.key}:"
    ).count()
    key = (state, round.pk, at.date(), sent, sets)
    return _monitors.get(key, lambda: read_monitor(round, at, sets=sets))


@dataclass(frozen=True, slots=True)
class Openness:
    """How much of the coverage everyone may see."""

    counts: bool  # figures, people in bands
    names: bool  # which states and organisations were heard
    sets: bool = True  # what came as a set is no longer sealed


def open_to_all(round: Round, at: datetime) -> Openness:
    """Nothing of a sealed round; figures in bands while one sees only one's own; names once public;
    of sets nothing before the close, in any round."""
    sets = not sets_are_sealed(round, at)
    return Openness(is_counted(round, at), is_published(round, at) and sets, sets)


def for_everyone(found: Monitor, openness: Openness) -> Monitor:
    """The monitor as a public page shows it: heard or not, never who read, began or was written to;
    whoever keeps the name back is not told apart from those who have not replied."""

    def plain(p: Party) -> Party:
        heard = p.heard and p.key not in found.hidden and openness.names
        standing = p.standing if heard else Standing.SILENT
        return replace(
            p,
            invited=True,
            opened=False,
            contributed=False,
            submitted=standing is Standing.SUBMITTED,
            nil=standing is Standing.NIL,
            reachable=False,
        )

    parties = {key: plain(p) for key, p in found.parties.items() if key in found.countries}
    return replace(found, parties=parties, hidden=frozenset(), waiting=(), written_to=frozenset())
