"""A pool, its quotas and the seats as plain values, and the same as a table of numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from travaux.core.ledger.canonical import digest
from travaux.core.problems import Unusable

Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]

EACH = "*"  # stands for "each value" where a limit holds for every value of a column


@dataclass(frozen=True)
class Pool:
    """The people that may be chosen: codes, attributes and scores; never names.

    `features[feature][person]` holds the values of that person (several where the attribute may
    be multi-valued, none where the cell was empty); `scores` are exact decimals, or None.
    Raises `Unusable`: pool-empty, id-duplicate, pool-uneven.

    >>> Pool(("a", "b"), {"gender": (("f",), ("m",))}).values("gender")
    ('f', 'm')
    """

    ids: tuple[str, ...]
    features: Mapping[str, tuple[tuple[str, ...], ...]]
    scores: tuple[Decimal, ...] | None = None

    def __post_init__(self) -> None:
        if not self.ids:
            raise Unusable("pool-empty")
        if len(set(self.ids)) != len(self.ids):
            seen: set[str] = set()
            twice = next(i for i in self.ids if i in seen or seen.add(i))  # type: ignore[func-returns-value]
            raise Unusable("id-duplicate", id=twice, first="")
        columns = [*self.features.values(), *([self.scores] if self.scores is not None else [])]
        if any(len(column) != len(self.ids) for column in columns):
            raise Unusable("pool-uneven")

    def __len__(self) -> int:
        return len(self.ids)

    def values(self, feature: str) -> tuple[str, ...]:
        """All values of a feature in the pool, sorted by code point."""
        return tuple(sorted({v for held in self.features[feature] for v in held}))

    def holds(self, feature: str, value: str) -> Flags:
        """Who has the value: one flag for each person."""
        return np.array([value in held for held in self.features[feature]], dtype=np.bool_)

    @cached_property
    def place(self) -> dict[str, int]:
        """The place of each id in the pool, from 0."""
        return {one: n for n, one in enumerate(self.ids)}

    def only(self, places: Sequence[int]) -> Pool:
        """The pool of these places alone, in the order given."""
        return Pool(
            tuple(self.ids[p] for p in places),
            {f: tuple(column[p] for p in places) for f, column in self.features.items()},
            None if self.scores is None else tuple(self.scores[p] for p in places),
        )


@dataclass(frozen=True, slots=True)
class Quota:
    """From `low` to `high` of those chosen have `value`; `*_flex` says how far it may be relaxed.

    `high` None: no upper limit; a flex of None: as far as needed. `where` is the place in the file.
    """

    feature: str
    value: str
    low: int = 0
    high: int | None = None
    low_flex: int | None = None
    high_flex: int | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class AtMost:
    """At most `number` of those chosen share one value of `feature` ("at most 2 per country")."""

    feature: str
    number: int


@dataclass(frozen=True, slots=True)
class Demand:
    """A person who must be chosen ("include") or must not ("exclude"), with the reason on record."""

    person: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table of numbers: `low` to `high` people with `value` of `feature`.

    `kind` is "quota" or "at-most"; `source` is the place of its quota or limit in the instance.
    """

    kind: str
    feature: str
    value: str
    low: int
    high: int
    source: int


@dataclass(frozen=True, slots=True)
class Types:
    """People whom no rule of the instance can tell apart, taken together.

    `of[person]` is the number of the type; `members[type]` its people; `matrix` has one column
    for each type, `sizes` their numbers of people. Types are numbered by their first person.
    """

    of: Counts
    members: tuple[tuple[int, ...], ...]
    matrix: Counts
    sizes: Counts

    def __len__(self) -> int:
        return len(self.members)


@dataclass(frozen=True, slots=True)
class Break:
    """A rule that a panel does not keep: `count` people where `number` is the `bound`.

    `bound` is "min" or "max"; `feature` is "" for the number of seats, and for a demand
    the `value` is the person's id and `kind` "include" or "exclude".
    """

    kind: str
    feature: str
    value: str
    bound: str
    number: int
    count: int


@dataclass(frozen=True)
class Instance:
    """A pool with what a panel out of it must keep: seats, quotas, limits, demands.

    Raises `Unusable`: seats-unusable, feature-unknown, quota-turned (min > max), quota-twice,
    limit-unusable, demand-unknown, demand-twice.

    >>> pool = Pool(("a", "b", "c"), {"gender": (("f",), ("m",), ("m",))})
    >>> two = Instance(pool, 2, 2, quotas=(Quota("gender", "f", 1, 1),))
    >>> two.matrix.tolist(), two.lower.tolist(), two.upper.tolist()
    ([[1, 0, 0]], [1], [1])
    >>> two.breaks([1, 2])
    (Break(kind='quota', feature='gender', value='f', bound='min', number=1, count=0),)
    """

    pool: Pool
    seats_low: int
    seats_high: int
    quotas: tuple[Quota, ...] = ()
    at_most: tuple[AtMost, ...] = ()
    demands: tuple[Demand, ...] = field(default=())

    def __post_init__(self) -> None:
        if not 1 <= self.seats_low <= self.seats_high:
            raise Unusable("seats-unusable", low=self.seats_low, high=self.seats_high)
        seen: set[tuple[str, str]] = set()
        for quota in self.quotas:
            facts = {"feature": quota.feature, "value": quota.value}
            if quota.feature not in self.pool.features:
                raise Unusable("feature-unknown", quota.where, feature=quota.feature)
            if quota.low < 0 or (quota.high is not None and quota.low > quota.high):
                raise Unusable(
                    "quota-turned", quota.where, **facts, min=quota.low, max=quota.high or 0
                )
            if (quota.feature, quota.value) in seen:
                raise Unusable("quota-twice", quota.where, **facts)
            seen.add((quota.feature, quota.value))
        for limit in self.at_most:
            if limit.feature not in self.pool.features:
                raise Unusable("feature-unknown", feature=limit.feature)
            if limit.number < 0:
                raise Unusable("limit-unusable", feature=limit.feature, number=limit.number)
        asked: set[str] = set()
        for demand in self.demands:
            if demand.person not in self.pool.place or demand.kind not in ("include", "exclude"):
                raise Unusable("demand-unknown", id=demand.person)
            if demand.person in asked:
                raise Unusable("demand-twice", id=demand.person)
            asked.add(demand.person)

    @property
    def people(self) -> int:
        """How many people are in the pool."""
        return len(self.pool)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Quotas first, in their order; then the limits, one row for each value held too often."""
        rows = [
            Row(
                "quota",
                quota.feature,
                quota.value,
                quota.low,
                self.seats_high if quota.high is None else quota.high,
                n,
            )
            for n, quota in enumerate(self.quotas)
        ]
        for n, limit in enumerate(self.at_most):
            for value in self.pool.values(limit.feature):
                if self.pool.holds(limit.feature, value).sum() > limit.number:
                    rows.append(Row("at-most", limit.feature, value, 0, limit.number, n))
        return tuple(rows)

    @cached_property
    def matrix(self) -> Counts:
        """Who counts for which row: shape (rows, people), entries 0 and 1."""
        table = np.zeros((len(self.rows), self.people), dtype=np.int64)
        for n, row in enumerate(self.rows):
            table[n] = self.pool.holds(row.feature, row.value)
        return table

    @cached_property
    def lower(self) -> Counts:
        """The least number of people for each row: shape (rows,)."""
        return np.array([row.low for row in self.rows], dtype=np.int64)

    @cached_property
    def upper(self) -> Counts:
        """The greatest number of people for each row: shape (rows,)."""
        return np.array([row.high for row in self.rows], dtype=np.int64)

    @cached_property
    def included(self) -> Flags:
        """Who must be chosen: shape (people,)."""
        return self._demanded("include")

    @cached_property
    def excluded(self) -> Flags:
        """Who must not be chosen: shape (people,)."""
        return self._demanded("exclude")

    def _demanded(self, kind: str) -> Flags:
        flags = np.zeros(self.people, dtype=np.bool_)
        for demand in self.demands:
            if demand.kind == kind:
                flags[self.pool.place[demand.person]] = True
        return flags

    @cached_property
    def types(self) -> Types:
        """The people grouped so that within a group no quota, limit or demand tells them apart."""
        return self.types_by(None)

    def types_by(self, label: Sequence[Any] | None) -> Types:
        """Like `types`, and told apart by a label for each person too (such as the score)."""
        signs = np.vstack([self.matrix, self.included[None, :], self.excluded[None, :]])
        packed = np.packbits(signs.astype(np.bool_), axis=0).T
        number: dict[Any, int] = {}
        members: list[list[int]] = []
        of = np.zeros(self.people, dtype=np.int64)
        for person in range(self.people):
            key = (packed[person].tobytes(), None if label is None else label[person])
            if key not in number:
                number[key] = len(members)
                members.append([])
            of[person] = number[key]
            members[number[key]].append(person)
        first = [group[0] for group in members]
        return Types(
            of,
            tuple(tuple(group) for group in members),
            self.matrix[:, first],
            np.array([len(group) for group in members], dtype=np.int64),
        )

    def breaks(self, members: Sequence[int]) -> tuple[Break, ...]:
        """Every rule that this panel (places in the pool) does not keep; none: it keeps all."""
        chosen = np.zeros(self.people, dtype=np.int64)
        chosen[list(members)] = 1
        found: list[Break] = []
        seated = int(chosen.sum())
        if seated < self.seats_low:
            found.append(Break("seats", "", "", "min", self.seats_low, seated))
        if seated > self.seats_high:
            found.append(Break("seats", "", "", "max", self.seats_high, seated))
        counts = self.matrix @ chosen
        for row, count in zip(self.rows, counts.tolist(), strict=True):
            if count < row.low:
                found.append(Break(row.kind, row.feature, row.value, "min", row.low, count))
            if count > row.high:
                found.append(Break(row.kind, row.feature, row.value, "max", row.high, count))
        for demand in self.demands:
            there = int(chosen[self.pool.place[demand.person]])
            if demand.kind == "include" and not there:
                found.append(Break("include", "", demand.person, "min", 1, 0))
            if demand.kind == "exclude" and there:
                found.append(Break("exclude", "", demand.person, "max", 0, 1))
        return tuple(found)

    def only(self, places: Sequence[int]) -> Instance:
        """The same rules over these people alone; demands about others fall away."""
        pool = self.pool.only(places)
        kept = tuple(d for d in self.demands if d.person in pool.place)
        return Instance(pool, self.seats_low, self.seats_high, self.quotas, self.at_most, kept)

    def plain(self) -> dict[str, Any]:
        """The instance as JSON values without floats, for the dossier and for its hash."""
        scores = self.pool.scores
        return {
            "people": [
                {
                    "id": one,
                    **({} if scores is None else {"score": plain_score(scores[n])}),
                    "features": {
                        feature: list(column[n]) for feature, column in self.pool.features.items()
                    },
                }
                for n, one in enumerate(self.pool.ids)
            ],
            "seats": [self.seats_low, self.seats_high],
            "quotas": [
                {
                    "feature": q.feature,
                    "value": q.value,
                    "min": q.low,
                    "max": q.high,
                    "min_flex": q.low_flex,
                    "max_flex": q.high_flex,
                }
                for q in self.quotas
            ],
            "at_most": [{"feature": a.feature, "number": a.number} for a in self.at_most],
            "demands": [{"id": d.person, "kind": d.kind, "reason": d.reason} for d in self.demands],
        }

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the plain instance in canonical form: 64 hexadecimal digits."""
        return digest(self.plain())


def from_plain(value: Any) -> Instance:
    """The instance that `Instance.plain` wrote. Raises `Unusable`: instance-unreadable and the rest.

    >>> pool = Pool(("a", "b"), {"gender": (("f",), ("m",))}, (Decimal("1.5"), Decimal(2)))
    >>> one = Instance(pool, 1, 1, quotas=(Quota("gender", "f", 0, 1),))
    >>> from_plain(one.plain()) == one
    True
    """
    try:
        people = value["people"]
        features: dict[str, tuple[tuple[str, ...], ...]] = {
            str(feature): tuple(
                tuple(str(v) for v in person["features"][feature]) for person in people
            )
            for feature in (people[0]["features"] if people else {})
        }
        scored = bool(people) and "score" in people[0]
        pool = Pool(
            tuple(str(person["id"]) for person in people),
            features,
            tuple(Decimal(str(person["score"])) for person in people) if scored else None,
        )
        low, high = value["seats"]
        return Instance(
            pool,
            int(low),
            int(high),
            tuple(
                Quota(
                    str(q["feature"]),
                    str(q["value"]),
                    int(q["min"]),
                    _whole(q["max"]),
                    _whole(q.get("min_flex")),
                    _whole(q.get("max_flex")),
                )
                for q in value["quotas"]
            ),
            tuple(AtMost(str(a["feature"]), int(a["number"])) for a in value["at_most"]),
            tuple(Demand(str(d["id"]), str(d["kind"]), str(d["reason"])) for d in value["demands"]),
        )
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise Unusable("instance-unreadable") from error


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def plain_score(score: Decimal) -> str:
    """A score as text, the same for 1.5 and 1.50.

    >>> plain_score(Decimal("1.50")), plain_score(Decimal("1E+2"))
    ('1.5', '100')
    """
    text = f"{score:f}"
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text
