"""Hints of conflicts, computed out of what is known of reviewers and applications. They gate nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from travaux.calls.models import Application, Call, Link, Reviewer
from travaux.calls.rules.reviews import address_of, is_own
from travaux.people.models import Appointment, Role

OWN, NOMINATOR, EMPLOYER, DOMAIN, COUNTRY = (
    "own", "nominator", "same-employer", "same-domain", "same-country",
)  # fmt: skip
# how much rather an even sharing avoids each; `own` is never given
WEIGHTS = {NOMINATOR: 20, EMPLOYER: 10, DOMAIN: 5, COUNTRY: 2}
# addresses there say nothing of where somebody works
FREE_MAIL = frozenset(
    {
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com",
        "icloud.com", "me.com", "aol.com", "gmx.net", "gmx.de", "web.de", "mail.ru", "yandex.ru",
        "qq.com", "163.com", "126.com", "proton.me", "protonmail.com", "orange.fr", "free.fr",
    }
)  # fmt: skip

Hints = Mapping[tuple[str, str], tuple[str, ...]]  # (application, reviewer) -> codes


@dataclass(slots=True)
class _Known:
    countries: set[int] = field(default_factory=set)
    speaks_for: set[int] = field(default_factory=set)
    employers: set[str] = field(default_factory=set)


def _plain(name: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())


def _domain(address: str) -> str:
    end = address.rpartition("@")[2].lower()
    return "" if end in FREE_MAIL else end


def _known_of(call: Call, reviewers: Iterable[Reviewer]) -> dict[str, _Known]:
    """What is known of where reviewers come from: as told, their appointments, own applications."""
    found: dict[str, _Known] = defaultdict(_Known)
    by_person: dict[int, str] = {}
    for one in reviewers:
        known = found[one.key]
        if one.country_id is not None:
            known.countries.add(one.country_id)
        if one.employer:
            known.employers.add(_plain(one.employer))
        if one.person_id is not None:
            by_person[one.person_id] = one.key
    held = Appointment.objects.filter(
        person__in=by_person, process_code__in=["", call.process.code]
    ).select_related("organisation")
    for post in held:
        known = found[by_person[post.person_id]]
        if post.country_id is not None:
            known.countries.add(post.country_id)
            if post.role == Role.FOCAL_POINT:
                known.speaks_for.add(post.country_id)
        if post.organisation is not None:
            known.employers.add(_plain(post.organisation.name))
    for own in Application.objects.filter(person__in=by_person, call__process=call.process_id):
        known = found[by_person[own.person_id or 0]]
        if own.country_id is not None:
            known.countries.add(own.country_id)
        if own.employer:
            known.employers.add(_plain(own.employer))
    return found


def hints_of(
    call: Call, applications: Iterable[Application], reviewers: Iterable[Reviewer]
) -> Hints:
    """Codes of what speaks for a conflict, for each pair that has any, the weightiest first."""
    people, handed_in = list(reviewers), list(applications)
    known = _known_of(call, people)
    begun: dict[int, set[str]] = defaultdict(set)
    for pk, by in Link.objects.filter(application__in=handed_in).values_list(
        "application", "by_key"
    ):
        begun[pk].add(by)
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for reviewer in people:
        mine, domain = known[reviewer.key], _domain(address_of(reviewer))
        key = reviewer.person.key if reviewer.person is not None else ""
        for one in handed_in:
            told = []
            if is_own(reviewer, one):
                told.append(OWN)
            nominated = {one.confirmed_by, *begun[one.pk]} - {""}
            if key in nominated or one.country_id in mine.speaks_for:
                told.append(NOMINATOR)
            if one.employer and _plain(one.employer) in mine.employers:
                told.append(EMPLOYER)
            if domain and domain == _domain(one.email):
                told.append(DOMAIN)
            if one.country_id is not None and one.country_id in mine.countries:
                told.append(COUNTRY)
            if told:
                found[one.key, reviewer.key] = tuple(told)
    return found


def weight_of(codes: Iterable[str]) -> int:
    """How much rather a pair is avoided when applications are shared out."""
    return sum(WEIGHTS.get(code, 0) for code in codes)
