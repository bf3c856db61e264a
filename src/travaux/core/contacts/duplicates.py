"""Which contacts are likely the same office: proposals for a person to decide, never a merger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from travaux.core.contacts.columns import plain_words

LIKELY = 87.0  # of 100; below it two offices of one state are too often two


@dataclass(frozen=True, slots=True)
class Office:
    """What is compared: `key` names it to the caller."""

    key: str
    kind: str
    country: str
    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two offices that may be one: `score` 0 to 100, `why` is same, email or name."""

    key: str
    other: str
    score: float
    why: str


def likeness(one: Office, other: Office) -> Likeness | None:
    """How like two offices are; None where nothing speaks for one office.

    Same kind, state and name: the same. The same mail address: likely. Else the names decide,
    by their words in any order, and only within one kind and state.

    >>> a = Office("1", "mission", "X-A", "Permanent Mission of State A")
    >>> likeness(a, Office("2", "mission", "X-A", "State A, Permanent Mission of")).why
    'name'
    >>> likeness(a, Office("3", "mission", "X-B", "Permanent Mission of State B")) is None
    True
    """
    here, there = plain_words(one.name), plain_words(other.name)
    together = (one.kind, one.country) == (other.kind, other.country)
    if together and here == there:
        return Likeness(one.key, other.key, 100.0, "same")
    if one.email and one.email.casefold() == other.email.casefold():
        return Likeness(one.key, other.key, 95.0, "email")
    if not together or not here or not there:
        return None
    score = float(fuzz.token_sort_ratio(here, there))
    return Likeness(one.key, other.key, score, "name") if score >= LIKELY else None


def likely_duplicates(new: Sequence[Office], known: Iterable[Office]) -> dict[str, Likeness]:
    """For each new office the known (or earlier new) one that it is most like.

    >>> found = likely_duplicates(
    ...     [Office("n1", "ministry", "X-A", "Ministry of Housing")],
    ...     [Office("k1", "ministry", "X-A", "Ministry of housing")],
    ... )
    >>> found["n1"].other, found["n1"].why
    ('k1', 'same')
    """
    places: dict[tuple[str, str], list[Office]] = {}
    addresses: dict[str, Office] = {}

    def keep(office: Office) -> None:
        places.setdefault((office.kind, office.country), []).append(office)
        if office.email:
            addresses.setdefault(office.email.casefold(), office)

    for office in known:
        keep(office)
    found: dict[str, Likeness] = {}
    for office in new:
        beside = list(places.get((office.kind, office.country), ()))
        same_address = addresses.get(office.email.casefold()) if office.email else None
        if same_address is not None:
            beside.append(same_address)
        like = [one for other in beside if (one := likeness(office, other)) is not None]
        if like:
            found[office.key] = max(like, key=lambda one: one.score)
        keep(office)
    return found
