"""The library of practices: what may be shown, one practice, one's own, and what reviews come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.urls import reverse

from travaux.core.evidence.goals import goal_of
from travaux.core.ledger.canonical import digest
from travaux.core.reviews.figures import Figures, Scale, figures, total
from travaux.design.templatetags.parts import day
from travaux.evidence.models import (
    TEMPLATE,
    Practice,
    PracticeCriterion,
    PracticeReview,
    PracticeState,
    PracticeTheme,
    Source,
    Use,
)
from travaux.evidence.queries.indicators import members
from travaux.evidence.queries.questions import COUNTED, OFFERED, WITHHELD, Counts
from travaux.evidence.queries.releases import CONTENTS, Item
from travaux.evidence.rules.held import held_of, may_use
from travaux.evidence.rules.practices import INSIDE
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.languages import said
from travaux.roadmap.models import Process

OWN, CHECK = "own", "check"


def themes_of(process: Process, *, retired: bool = False) -> list[PracticeTheme]:
    """What practices are sorted by, in its order."""
    found = PracticeTheme.objects.filter(process=process)
    return list(found if retired else found.filter(retired_at__isnull=True))


def criteria_now(process: Process) -> list[PracticeCriterion]:
    """By what practices are reviewed now, in its order."""
    found = PracticeCriterion.objects.filter(process=process, retired_at__isnull=True)
    return list(found)


def _all() -> QuerySet[Practice]:
    found = Practice.objects.select_related("process", "country", "person", "held")
    return found.defer("held__marks")


def usable(process: Process, use: str, at: datetime) -> list[Practice]:
    """The practices of the library that may be used so now, by number."""
    found = _all().filter(process=process, state=PracticeState.PUBLISHED)
    return [p for p in found.order_by("number") if may_use(p, use, at)]


def machine_read(process: Process) -> list[Practice]:
    """The practices that machines may read: public ones whose holders allow that as well."""
    at = clock.now()
    return [p for p in usable(process, Use.MACHINES, at) if may_use(p, Use.LIBRARY, at)]


def practice_named(process_code: str, key: str) -> Practice | None:
    """One practice by its key, or by its number."""
    found = _all().filter(process__code=process_code)
    if key.isdecimal() and len(key) < 7:
        return found.filter(number=int(key)).first()
    return found.filter(key=key).first()


def signed(practice: Practice, purpose: str) -> str:
    """The last part of a link for who wrote it; it is signed and not kept."""
    return Signer(salt=f"evidence.practice.{purpose}").sign(practice.key)


def practice_by(process_code: str, token: str, purpose: str) -> Practice | None:
    """The practice that a link is of; none where it was made up, or nobody stands behind it."""
    try:
        key = Signer(salt=f"evidence.practice.{purpose}").unsign(token)
    except BadSignature:
        return None
    found = practice_named(process_code, key)
    return found if found is not None and (found.person_id or found.email) else None


def practice_by_receipt(process_code: str, code: str) -> Practice | None:
    """What was handed in under a receipt's code."""
    return _all().filter(process__code=process_code, receipt=code).first()


def own_practices(person: Person, process: Process) -> list[Practice]:
    """What a person handed in or is writing, the newest first."""
    return list(_all().filter(process=process, person=person).order_by("-pk"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the library is narrowed to; empty: everything."""

    region: str = ""
    country: str = ""
    theme: str = ""
    goal: int = 0
    target: str = ""

    def fits(self, practice: Practice, inside: Mapping[str, set[str]]) -> bool:
        code = practice.country.code if practice.country else ""
        return (
            (not self.region or code in inside.get(self.region, ()))
            and (not self.country or code == self.country)
            and (not self.theme or self.theme in practice.themes)
            and (not self.goal or any(goal_of(t) == self.goal for t in practice.targets))
            and (not self.target or self.target in practice.targets)
        )


def narrowed(practices: Sequence[Practice], wanted: Wanted, process: Process) -> list[Practice]:
    """Those of some practices that fit."""
    inside = {
        invented: members(process, invented=invented) if wanted.region else {}
        for invented in {p.demonstration for p in practices}
    }
    return [p for p in practices if wanted.fits(p, inside[p.demonstration])]


def in_region(process: Process, region: str, at: datetime) -> list[Practice]:
    """The practices of a region that may be shown."""
    return narrowed(usable(process, Use.LIBRARY, at), Wanted(region=region), process)


# ---- reviews -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The last review of each reviewer of a practice as it reads now, and what they come to."""

    reviews: tuple[tuple[PracticeReview, Fraction | None], ...]
    figures: Figures | None


def reviewed(practice: Practice) -> Reviewed:
    """Totals from 0 to 100 by the criteria that are weighed now; their mean and median."""
    scales = {c.key: Scale(c.low, c.high, c.weight) for c in criteria_now(practice.process)}
    last: dict[int, PracticeReview] = {}
    found = PracticeReview.objects.filter(practice=practice, of_revision=practice.revision)
    for one in found.select_related("person").order_by("pk"):
        last[one.person_id] = one
    rows = tuple((r, total(scales, r.scores)) for r in sorted(last.values(), key=lambda r: r.pk))
    return Reviewed(rows, figures([t for _r, t in rows if t is not None]))


def at_work(process: Process) -> list[Practice]:
    """What was handed in, for those who review: what waits first."""
    found = _all().filter(process=process, state__in=INSIDE, erased_at__isnull=True)
    waiting = {PracticeState.SUBMITTED: 0, PracticeState.ACCEPTED: 1}
    return sorted(found.order_by("number"), key=lambda p: waiting.get(PracticeState(p.state), 2))


# ---- a practice as evidence --------------------------------------------------------------------------


def offered_practices(process: Process) -> list[tuple[str, str, str, str]]:
    """Practices that may be named as a source, with their page where it may be shown."""
    at = clock.now()
    return [
        (p.key, "", f"{p.number}. {p.title}", address_of(p) if _shown(p, at) else "")
        for p in usable(process, Use.FINDINGS, at)
    ]


def address_of(practice: Practice) -> str:
    """Where a practice is read."""
    return reverse("evidence:practice", args=[practice.process.code, practice.key])


def _shown(practice: Practice, at: datetime) -> bool:
    return bool(may_use(practice, Use.LIBRARY, at))


def practice_counts(sources: Sequence[Source]) -> Counts:
    """A practice speaks once: of the region of its country, at its own level; else it is silent."""
    at = clock.now()
    found = {p.key: p for p in _all().filter(key__in={s.subject_key for s in sources})}
    inside: dict[tuple[int, bool], dict[str, set[str]]] = {}
    counts: dict[int, dict[tuple[str, str], int]] = {}
    for source in sources:
        counts[source.pk] = {}
        one = found.get(source.subject_key)
        if one is None or one.country is None or not may_use(one, Use.FINDINGS, at):
            continue
        which = (one.process_id, one.demonstration)
        if which not in inside:
            inside[which] = members(one.process, invented=one.demonstration)
        groups = inside[which]
        counts[source.pk] = {
            (region, one.level): 1 for region, codes in groups.items() if one.country.code in codes
        }
    return counts


def practice_items(process: Process) -> list[Item]:
    """The library as a release freezes it.

    What holds traditional knowledge is frozen by number and seal alone: a frozen page could not
    follow its holders when they change their mind.
    """
    made = []
    for one in usable(process, Use.RELEASES, clock.now()):
        if one.traditional:
            made.append(Item(one.key, {}, {"number": one.number, "seal": seal_of(one)}))
            continue
        words: dict[str, Any] = {
            "number": one.number,
            "country": one.country.code if one.country else "",
            "city": one.city,
            "level": one.level,
            "targets": one.targets,
            "seal": seal_of(one),
        }
        made.append(Item(one.key, {one.language: one.title}, words))
    return made


def seal_of(practice: Practice) -> str:
    """SHA-256 over the words of a practice, with the salt that its writer alone has."""
    told = {"title": practice.title, **{p: practice.words.get(p, "") for p in TEMPLATE}}
    return digest({"words": told, "salt": practice.salt})


def frozen_titles(keys: Sequence[str], at: datetime, also: Sequence[str] = ()) -> dict[str, str]:
    """Of frozen practices with traditional knowledge, the names that may be read just now."""
    uses = (Use.RELEASES, Use.LIBRARY, *also)
    found = _all().filter(key__in=list(keys))
    return {p.key: p.title for p in found if all(may_use(p, use, at) for use in uses)}


def citation_of_practice(practice: Practice, address: str) -> str:
    """How a paper cites a practice; its holders first, where it holds traditional knowledge."""
    held = held_of(practice) if practice.traditional else None
    where = said(practice.country.names) if practice.country else ""
    place = ", ".join(filter(None, (practice.city, where)))
    holders = " ".join(held.holders.split()) if held else ""
    told = (
        holders, practice.title, place, said(practice.process.titles), day(practice.published_at),
        address,
    )  # fmt: skip
    return ", ".join(filter(None, told))


def own_library(person: Person) -> list[dict[str, object]]:
    """What is kept of a person: practices they handed in, and reviews they gave."""
    handed_in = [
        {
            "practice": p.key,
            "state": p.state,
            "title": p.title,
            "words": p.words,
            "receipt": p.receipt,
            "submitted_at": p.submitted_at,
        }
        for p in Practice.objects.filter(person_id=person.pk).order_by("pk")
    ]
    given = PracticeReview.objects.filter(person_id=person.pk).select_related("practice")
    return [
        *handed_in,
        *(
            {
                "review of": r.practice.key,
                "scores": r.scores,
                "remark": r.remark,
                "given_at": r.given_at,
            }
            for r in given.order_by("pk")
        ),
    ]


CONTENTS["practices"] = practice_items
COUNTED["practice"] = practice_counts
OFFERED["practice"] = offered_practices
WITHHELD.add("practice")
